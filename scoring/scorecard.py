"""The result of scoring: values only, exact; and as the JSON that the command line, the API and others exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from questionnaires.answers import Answer

OVERALL = "overall"


class Counts(NamedTuple):
    """Of the asked indicators that are scored as maturity; `asked` includes N/A."""

    asked: int = 0
    answered: int = 0
    unknown: int = 0
    not_applicable: int = 0
    outside_control: int = 0
    unsupported: int = 0

    @property
    def not_answered(self) -> int:
        return self.asked - self.answered - self.unknown - self.not_applicable

    @property
    def coverage(self) -> Fraction | None:
        """Answered among those that could be; None where nothing could."""
        applicable = self.asked - self.not_applicable
        return Fraction(self.answered, applicable) if applicable else None


class Figures(NamedTuple):
    """Scores on the exact 0-100 scale; None where nothing enters."""

    score: Fraction | None
    of_answered: Fraction | None
    own_control: Fraction | None
    supported: Fraction | None


class Worth(NamedTuple):
    """All of a result that enters the means, and that its line in a sum says."""

    level: int | None
    state: str
    is_outside: bool
    is_unsupported: bool

    @property
    def has_star(self) -> bool:
        """An unknown counts 0 and is told apart from a true 0 by a star."""
        return self.level is not None and self.state == "unknown"


class IndicatorResult(NamedTuple):
    """`level` is the one for caps, None when N/A, not asked or not scored as maturity; so is `gap`."""

    id: str
    asked: bool
    answer: Answer
    level: int | None
    target: int | None
    gap: int | None
    is_unsupported: bool

    @property
    def fraction(self) -> Fraction | None:
        """What it is worth, 0-1."""
        return None if self.level is None else Fraction(self.level, 4)

    @property
    def worth(self) -> Worth:
        return Worth(self.level, self.answer.state, self.answer.outside_control is not None, self.is_unsupported)

    @property
    def has_star(self) -> bool:
        return self.worth.has_star


class Node(NamedTuple):
    """An element, a pillar, or the whole. `figures.score` is given as `score` only where the node is rated."""

    id: str
    figures: Figures
    counts: Counts
    rated: bool
    level: int | None
    uncapped_level: int | None
    capped_by: tuple[str, ...] = ()

    @property
    def score(self) -> Fraction | None:
        return self.figures.score if self.rated else None

    @property
    def is_capped(self) -> bool:
        return bool(self.capped_by)


@dataclass(frozen=True)
class Nodes:
    """The whole, the pillars and the elements, in the order of the questionnaire."""

    overall: Node
    pillars: tuple[Node, ...]
    elements: tuple[Node, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in (self.overall, *self.pillars, *self.elements)}

    @cached_property
    def holds(self) -> Mapping[str, int]:
        """Core indicator -> the level at which it holds its pillar back."""
        return {id_: node.level for node in self.pillars if node.level is not None for id_ in node.capped_by}


@dataclass(frozen=True)
class Scorecard(Nodes):
    """Everything that scoring says of one set of answers; the indicators too stand in the questionnaire's order."""

    questionnaire: str
    indicators: tuple[IndicatorResult, ...]

    @cached_property
    def results(self) -> Mapping[str, IndicatorResult]:
        return {result.id: result for result in self.indicators}


def rounded(exact: Fraction) -> float:
    """Half up to one decimal: the only place where a figure loses precision."""
    upper, lower = exact.as_integer_ratio()
    return (20 * upper + lower) // (2 * lower) / 10


def change(now: float | None, then: float | None) -> float | None:
    """Of a score since an earlier one, both as they are shown, so that readers can do the sum; None without both."""
    return None if now is None or then is None else round(now - then, 1)


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
