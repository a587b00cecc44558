"""The scorecard as the JSON that the command line, the API and other implementations exchange."""

from fractions import Fraction
from math import floor
from typing import Any

from scoring.scorecard import IndicatorResult, Node, Scorecard


def rounded(exact: Fraction) -> float:
    """Half up to one decimal: the only place where a figure loses precision."""
    return floor(exact * 10 + Fraction(1, 2)) / 10


def as_document(scorecard: Scorecard) -> dict[str, Any]:
    return {
        "questionnaire": scorecard.questionnaire,
        "overall": _node(scorecard.overall),
        "pillars": [_node(pillar) for pillar in scorecard.pillars],
        "elements": [_node(element) for element in scorecard.elements],
        "indicators": [_indicator(result) for result in scorecard.indicators],
    }


def _node(node: Node) -> dict[str, Any]:
    coverage = node.counts.coverage
    return {
        "id": node.id,
        "score": _one_decimal(node.score),
        "exact": _exact(node.score),
        "level": node.level,
        "uncapped_level": node.uncapped_level,
        "capped_by": list(node.capped_by),
        "rated": node.rated,
        "coverage": None if coverage is None else {"exact": str(coverage), "percent": rounded(100 * coverage)},
        "of_answered": _one_decimal(node.figures.of_answered),
        "own_control": _one_decimal(node.figures.own_control),
        "supported": _one_decimal(node.figures.supported),
        **node.counts._asdict(),
    }


def _indicator(result: IndicatorResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "asked": result.asked,
        "state": result.answer.state,
        "value": result.answer.value,
        "fraction": _exact(result.fraction),
        "target": result.target,
        "gap": result.gap,
    }


def _one_decimal(exact: Fraction | None) -> float | None:
    return None if exact is None else rounded(exact)


def _exact(exact: Fraction | None) -> str | None:
    return None if exact is None else str(exact)
