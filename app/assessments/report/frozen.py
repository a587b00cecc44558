"""The figures of a published result as they were frozen, and what today's calculation would say otherwise. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from questionnaires.problems import N_
from scoring.scorecard import Counts, Figures, IndicatorResult, Node, Scorecard

Document = Mapping[str, Any]

FIGURE_NAMES = {
    "score": N_("Score"),
    "exact": N_("Exact score"),
    "level": N_("Level"),
    "uncapped_level": N_("Level from score alone"),
    "capped_by": N_("Held back by"),
    "rated": N_("Rated"),
    "coverage": N_("Coverage"),
    "of_answered": N_("Score of answered questions"),
    "own_control": N_("Score within own control"),
    "supported": N_("Score with evidence only"),
    "asked": N_("Asked"),
    "answered": N_("With a level"),
    "unknown": N_("Unknown"),
    "not_applicable": N_("Not applicable"),
    "outside_control": N_("Decided outside"),
    "unsupported": N_("Without evidence"),
    "state": N_("State"),
    "value": N_("Value"),
    "fraction": N_("Counts as (0 to 1)"),
    "target": N_("Target"),
    "gap": N_("Gap"),
}


@dataclass(frozen=True)
class Moved:
    """A figure that a calculation of today gives otherwise than the published one."""

    kind: str
    id: str
    figure: str
    published: object
    today: object


def moved(kind: str, published: Document, today: Document) -> tuple[Moved, ...]:
    """Every figure of the whole, the pillars, the elements and the indicators that is no longer the same."""
    if published == today:
        return ()
    parts = {part["id"]: part for part in _parts(today)}
    return tuple(
        Moved(kind, part["id"], name, figure, parts[part["id"]].get(name))
        for part in _parts(published)
        for name, figure in part.items()
        if parts[part["id"]].get(name) != figure
    )


def _parts(document: Document) -> Iterator[Document]:
    yield document["overall"]
    for kind in ("pillars", "elements", "indicators"):
        yield from document[kind]


def published_scorecard(published: Document, recomputed: Scorecard, today: Document) -> Scorecard:
    """As it was published. What is still the same is taken from today's calculation, which is not rounded.

    `today` is that as a document.
    """
    if published == today:
        return recomputed
    parts = {part["id"]: part for part in _parts(published)}
    return replace(
        recomputed,
        overall=_node(published["overall"]),
        pillars=tuple(_node(parts[node.id]) for node in recomputed.pillars),
        elements=tuple(_node(parts[node.id]) for node in recomputed.elements),
        indicators=tuple(_result(parts[result.id], result) for result in recomputed.indicators),
    )


def _node(part: Document) -> Node:
    others = (_exact(part[name]) for name in Figures._fields[1:])
    counts = Counts(*(part[name] for name in Counts._fields))
    figures = Figures(_exact(part["exact"]), *others)
    return Node(
        part["id"], figures, counts, part["rated"], part["level"], part["uncapped_level"], tuple(part["capped_by"])
    )


def _result(part: Document, recomputed: IndicatorResult) -> IndicatorResult:
    worth = _exact(part["fraction"])
    level = None if worth is None else int(4 * worth)
    return recomputed._replace(asked=part["asked"], level=level, target=part["target"], gap=part["gap"])


def _exact(figure: str | float | None) -> Fraction | None:
    return None if figure is None else Fraction(str(figure))
