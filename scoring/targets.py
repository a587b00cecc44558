"""Where an administration would stand if every gap were closed and nothing else changed. Pure and exact."""

from collections.abc import Mapping
from fractions import Fraction

from questionnaires.definition import Indicator, Questionnaire
from scoring.score import mean
from scoring.scorecard import OVERALL, Scorecard


def reached(indicator: Indicator, level: int) -> int:
    """The lowest level of its own at or above: yes / partly / no have 4, 2 and 0 only."""
    return level if indicator.kind == "maturity" else level + level % 2


def scores_at_target(questionnaire: Questionnaire, scorecard: Scorecard) -> Mapping[str, Fraction | None]:
    """Pillar id or "overall" -> the exact score (0-100) with each answer at its target, or above it where it is."""
    pillars = {
        pillar.id: mean(
            (element.weight, _element(questionnaire, scorecard, element.id))
            for element in questionnaire.elements_of[pillar.id]
        )
        for pillar in questionnaire.structure.pillars
    }
    return pillars | {OVERALL: mean((pillar.weight, pillars[pillar.id]) for pillar in questionnaire.structure.pillars)}


def _element(questionnaire: Questionnaire, scorecard: Scorecard, element: str) -> Fraction | None:
    levels = []
    for indicator in questionnaire.indicators_of[element]:
        result = scorecard.results[indicator.id]
        if result.level is not None and result.target is not None:
            levels.append((indicator.weight, Fraction(25 * max(result.level, reached(indicator, result.target)))))
    return mean(levels)
