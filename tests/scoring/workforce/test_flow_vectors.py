"""The signed vectors of flows, the published ones by their names."""

from fractions import Fraction
from typing import Any

import pytest

from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.two_by_two import Comparison, compare
from tests.scoring.workforce.flow_cases import FLOW_VECTORS, compared, of_table

NUMBERS = ("fisher_two_sided", "mid_p_two_sided", "odds_ratio_plus_half")


def differing(comparison: Comparison, expected: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in expected.items() if not agrees(getattr(comparison, name), value)}


def agrees(figure: Any, value: Any) -> bool:
    """As each is written in the vectors: fractions are exact, floats to twelve digits."""
    if isinstance(value, str) and isinstance(figure, Fraction):
        return figure == Fraction(value)
    if isinstance(value, float | list):
        return bool(figure is not None and pytest.approx(value, rel=1e-12) == figure)
    return bool(figure == value)


@pytest.mark.parametrize("case", FLOW_VECTORS["cases"], ids=lambda case: "-".join(map(str, case["input"].values())))
def test_a_vector_has_exactly_its_figures(case: dict[str, Any]) -> None:
    assert differing(compare(Flow(**case["input"])), case["expected"]) == {}


def test_fishers_lady_tasting_tea_guesses_so_well_by_chance_in_34_of_70_cases() -> None:
    tea = compare(of_table(FLOW_VECTORS["published"][0]["table"]))

    assert tea.fisher_exact_rational == Fraction(34, 70)
    assert tea.fisher_two_sided == pytest.approx(FLOW_VECTORS["published"][0]["two_sided"], rel=1e-15)


def test_the_convictions_of_r_have_its_p_value_of_0_0005367() -> None:
    convictions = compare(of_table(FLOW_VECTORS["published"][1]["table"]))

    assert convictions.fisher_two_sided == pytest.approx(0.0005367, abs=5e-8)
    assert convictions.fisher_two_sided == pytest.approx(FLOW_VECTORS["published"][1]["two_sided"], rel=1e-13)


@pytest.mark.parametrize(
    ("numbers", "plus_half", "interval", "p", "after_shift_one", "flag"),
    [
        ((10, 100, 30, 150), 0.4584, (0.216, 0.973), 0.03606, 0.569, "review"),
        ((6, 60, 18, 90), 0.4674, (0.179, 1.221), 0.1164, 0.6176, "watch"),
        ((12, 80, 30, 120), 0.5415, (0.261, 1.123), 0.11098, 0.6724, "watch"),
        ((1, 8, 3, 12), 0.5429, (0.064, 4.609), 0.61858, 1.5, "too_few"),
    ],
)
def test_vector_e_of_the_method_as_it_is_rounded_there(
    numbers: tuple[int, int, int, int],
    plus_half: float,
    interval: tuple[float, float],
    p: float,
    after_shift_one: float,
    flag: str,
) -> None:
    result = compared(*numbers)

    assert result.odds_ratio_plus_half == pytest.approx(plus_half, abs=5e-5)
    assert result.odds_ratio_plus_half_95 == pytest.approx(interval, abs=5e-4)
    assert result.fisher_two_sided == pytest.approx(p, abs=5e-5)
    assert result.ratio_after_shift_one == pytest.approx(after_shift_one, abs=5e-4)
    assert result.flag == flag
