"""What holds for any flow: women and men count alike, and nothing is ever infinite."""

from dataclasses import fields
from fractions import Fraction
from math import isfinite
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.workforce.flows.exact_test import fisher
from scoring.workforce.flows.flow import Counts, Flow, total
from scoring.workforce.flows.two_by_two import Comparison, Flag, compare
from tests.scoring.workforce.flow_cases import QUICK, exact_p, flows, swapped

SAME_FOR_BOTH = (
    "flag", "impact_ratio", "fisher_exact_rational", "fisher_two_sided", "mid_p_two_sided", "is_turned_by_one",
    "shortfall",
)  # fmt: skip
ANY_NUMBER = st.none() | st.integers(0, 30) | st.integers(0, 10**6)


def numbers_of(comparison: Comparison) -> list[Any]:
    values = [getattr(comparison, field.name) for field in fields(comparison) if field.name not in ("flow", "flag")]
    return [number for value in values for number in (value if isinstance(value, tuple) else (value,))]


def negated(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [round(-end, 12) for end in reversed(interval)]


@QUICK
@given(st.builds(Flow, ANY_NUMBER, ANY_NUMBER, ANY_NUMBER, ANY_NUMBER))
def test_whatever_the_numbers_are_no_figure_is_infinite(flow: Flow) -> None:
    comparison = compare(flow)

    assert all(isfinite(number) for number in numbers_of(comparison) if isinstance(number, int | float | Fraction))
    is_compared = comparison.flag not in (Flag.NOT_KNOWN, Flag.CONTRADICTORY, Flag.NO_GROUP)
    assert is_compared == (comparison.fisher_two_sided is not None)


@QUICK
@given(flows())
def test_women_and_men_count_alike(flow: Flow) -> None:
    comparison, mirrored = compare(flow), compare(swapped(flow))

    assert [getattr(comparison, name) for name in SAME_FOR_BOTH] == [getattr(mirrored, name) for name in SAME_FOR_BOTH]
    assert (comparison.rate_women, comparison.rate_men) == (mirrored.rate_men, mirrored.rate_women)
    interval = comparison.difference_newcombe_95
    assert negated(mirrored.difference_newcombe_95) == (interval and [round(end, 12) for end in interval])


@QUICK
@given(flows(least=1))
def test_a_probability_is_above_0_and_at_most_1_and_the_mid_p_below_it(flow: Flow) -> None:
    comparison = compare(flow)

    assert comparison.fisher_two_sided is not None
    assert comparison.mid_p_two_sided is not None
    assert 0 < comparison.mid_p_two_sided < comparison.fisher_two_sided <= 1


@QUICK
@given(flows(most=120, least=1))
def test_p_is_the_sum_of_the_tables_that_are_not_more_likely(flow: Flow) -> None:
    comparison = compare(flow)
    p, mid_p = exact_p(flow.counts)  # type: ignore[arg-type]

    assert (comparison.fisher_exact_rational, comparison.mid_p_two_sided) == (p, float(mid_p))


@QUICK
@given(st.integers(0, 10**7), st.integers(0, 10**7), st.data())
def test_p_lies_above_0_up_to_1_however_many_people_there_are(women: int, men: int, data: st.DataObject) -> None:
    table = Counts(data.draw(st.integers(0, women)), women, data.draw(st.integers(0, men)), men)
    test = fisher(table)

    assert 0 < test.mid_p <= test.two_sided <= 1


@QUICK
@given(flows(least=1))
def test_one_changed_person_turns_round_what_is_less_than_one_person(flow: Flow) -> None:
    """Moving the shortfall from one sex to the other would make the rates equal."""
    comparison = compare(flow)
    assume(comparison.lower is not None)
    assert comparison.shortfall is not None

    assert comparison.is_turned_by_one == (comparison.shortfall < 1)


@QUICK
@given(flows(least=1))
def test_the_difference_and_the_odds_lie_within_their_intervals(flow: Flow) -> None:
    result = compare(flow)
    assert result.difference_newcombe_95 is not None
    assert result.odds_ratio_plus_half_95 is not None
    assert result.rate_women is not None
    assert result.rate_men is not None
    assert result.odds_ratio_plus_half is not None

    low, high = result.difference_newcombe_95
    assert -1 - 1e-12 <= low <= result.rate_women - result.rate_men + 1e-12
    assert result.rate_women - result.rate_men - 1e-12 <= high <= 1 + 1e-12
    assert result.odds_ratio_plus_half_95[0] < result.odds_ratio_plus_half < result.odds_ratio_plus_half_95[1]


def test_a_sum_of_flows_is_unknown_where_a_part_is() -> None:
    assert total([Flow(1, 10, 2, 20), Flow(3, 30, None, 40)]) == Flow(4, 40, None, 60)
    assert total([]) == Flow(0, 0, 0, 0)
