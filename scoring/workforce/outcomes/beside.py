"""Practice beside result: what an element's answers say, and what the workforce tables show. Pure.

The practice level is the band of the element's score, 0 to 4; the result is the mean of the bands of its outcome
indicators, 0 to 4 too. One is ahead of the other where they differ by a whole level or more. Results never enter the
maturity score.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from questionnaires.definition import Questionnaire, Scoring
from scoring.score import level_of, mean
from scoring.scorecard import Scorecard
from scoring.workforce.outcomes.results import OutcomeResult

Standing = Literal["practice_ahead", "results_ahead", "together", "not_known"]
AHEAD_FROM = 1


@dataclass(frozen=True, slots=True)
class Beside:
    """`practice` is a level, `result` a mean of bands; None where there is none, and then the standing is not known."""

    standing: Standing
    practice: int | None
    result: Fraction | None
    indicators: tuple[str, ...] = ()


def beside(practice_score: Fraction | None, bands: Iterable[Fraction | int | None], rules: Scoring) -> Beside:
    """`practice_score` is 0-100. A band that is None does not count."""
    practice = None if practice_score is None else level_of(practice_score, rules)
    result = mean((1, None if band is None else Fraction(band)) for band in bands)
    return Beside(_standing(practice, result), practice, result)


def beside_elements(
    questionnaire: Questionnaire, scorecard: Scorecard, results: Mapping[str, OutcomeResult]
) -> Mapping[str, Beside]:
    """By element, of those with an outcome indicator that is asked and among `results`; `indicators` have a band."""
    asked = {result.id for result in scorecard.indicators if result.asked}
    in_element: dict[str, list[OutcomeResult]] = {}
    for id_, result in results.items():
        if id_ in asked:
            in_element.setdefault(questionnaire.indicators[id_].element, []).append(result)
    rules = questionnaire.structure.scoring
    return {
        node.id: replace(
            beside(node.figures.score, [result.mean_band for result in in_element[node.id]], rules),
            indicators=tuple(result.indicator for result in in_element[node.id] if result.mean_band is not None),
        )
        for node in scorecard.elements
        if node.id in in_element
    }


def _standing(practice: int | None, result: Fraction | None) -> Standing:
    if practice is None or result is None:
        return "not_known"
    if practice - result >= AHEAD_FROM:
        return "practice_ahead"
    return "results_ahead" if result - practice >= AHEAD_FROM else "together"
