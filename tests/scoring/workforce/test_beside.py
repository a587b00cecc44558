"""Practice beside result: which of them is ahead, by a whole level."""

from dataclasses import replace
from fractions import Fraction

import pytest

from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from scoring.score import score
from scoring.workforce.outcomes.beside import Beside, beside, beside_elements
from scoring.workforce.outcomes.indicators import outcomes
from tests.scoring.builders import rules
from tests.scoring.workforce.numbers import a_full_set

THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("practice", "bands", "standing"),
    [
        (Fraction(75), [2], "practice_ahead"),
        (Fraction(75), [2, 3], "together"),
        (Fraction(75), [4, 4], "results_ahead"),
        (Fraction(75), [4, 3, None], "together"),
        (Fraction("62.5"), [2], "practice_ahead"),
        (Fraction("62.4"), [2], "together"),
        (Fraction(0), [0], "together"),
        (Fraction(0), [1], "results_ahead"),
        (Fraction(100), [3 + THIRD], "together"),
        (None, [2], "not_known"),
        (Fraction(75), [None], "not_known"),
        (Fraction(75), [], "not_known"),
    ],
)
def test_one_is_ahead_by_a_whole_level(
    practice: Fraction | None, bands: list[int | Fraction | None], standing: str
) -> None:
    assert beside(practice, bands, rules()).standing == standing


def test_practice_is_a_level_and_result_the_mean_of_the_bands() -> None:
    assert beside(Fraction(60), [4, 1, None], rules()) == Beside("together", 2, Fraction(5, 2))


def test_each_element_with_a_result_stands_beside_its_practice(catalogue: Catalogue) -> None:
    """Of an administration at level 4 everywhere: of E2.4, the rates of promotion have band 3; leaving has none."""
    version, results = catalogue["2027.1"], outcomes(a_full_set())
    answers = {
        each.id: Answer("answered", value=4 if each.kind == "maturity" else "yes")
        for each in version.structure.indicators
        if each.is_scored
    }
    profile = {"profile.organisation": "administration", "profile.pay_data_available": "forbidden"}
    scorecard = score(version, profile, answers)
    elements = beside_elements(version, scorecard, results)

    assert elements["E2.4"] == Beside("practice_ahead", 4, Fraction(3), ("EQ-18",))
    assert elements["E3.2"] == Beside("together", 4, Fraction(4), ("LD-13", "LD-14"))
    assert elements["E2.2"] == Beside("not_known", 4, None)
    assert "E2.3" not in elements, "pay is not asked where it may not be told"
    assert "E1.1" not in elements, "it has no outcome"
    assert score(version, profile, answers) == scorecard


def test_two_shares_with_a_band_each_count_as_one_result() -> None:
    result = outcomes(a_full_set())["CO-21"]
    bands = [part.band for part in result.parts.values()]

    assert bands == [2, 1]
    assert result.mean_band == Fraction(3, 2)
    assert replace(result, why_no_band="no_value").mean_band is None
