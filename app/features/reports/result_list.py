"""The list of published results: which of them, in which order, as the address says. Pure: rows come in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from app.assessments.stored_figures import Scale
from app.validation.organisations import counts_in_figures
from app.web.forms import ListView
from questionnaires.texts import folded
from scoring.scorecard import OVERALL

LONGEST = 200
"""Letters of a text that is looked for."""
UNRATED = "none"
"""Stands in the filter for an overall level that is not rated."""


class Result(NamedTuple):
    """A published result in a list, with the figures of its newest edition."""

    assessment_id: str
    administration: str
    region: str
    organisation: str
    round: str
    questionnaire: str
    is_short: bool
    edition: int
    level: int | None
    levels: Mapping[str, int | None]
    """By pillar."""
    score: float | None
    examined: Mapping[str, int]

    @property
    def scale(self) -> Scale:
        return Scale(self.questionnaire, self.is_short, not counts_in_figures(self.organisation))


class Group(NamedTuple):
    scale: Scale
    results: list[Result]


def result_of(row: Any) -> Result:
    """Of a row of `publications.LISTED`."""
    figures = row.published
    return Result(
        row.assessment_id,
        row.administration,
        row.region,
        row.organisation,
        row.round,
        row.questionnaire,
        row.form == "short",
        row.edition,
        figures["level"],
        figures["levels"],
        figures["scores"][OVERALL],
        figures["examined"],
    )


SORTS: Mapping[str, Callable[[Result], Any]] = {
    "administration": lambda result: folded(result.administration),
    "round": lambda result: result.round,
    "level": lambda result: result.level,
    "score": lambda result: result.score,
}


@dataclass(frozen=True)
class View(ListView):
    """Which results are looked at, and in which order."""

    text: str = ""
    round: str = ""
    region: str = ""
    level: str = ""
    sort: str = "-round"


def view_of(query: Mapping[str, str]) -> View:
    """What an address asks for. An unknown filter passes nothing; an unknown order is the usual one."""
    given = {name: query[name][:LONGEST] for name in View.filters() if query.get(name)}
    sort = query.get("sort", "")
    return View(**given, sort=sort if sort.removeprefix("-") in SORTS else View.sort)


def seen(results: Iterable[Result], view: View) -> list[Result]:
    """Those that pass, in order, each scale for itself. Of equals by name; what is not rated comes last, whichever way
    they are sorted."""
    words = folded(view.text).split()
    passing = [result for result in results if _passes(result, view, words)]
    passing.sort(key=SORTS["administration"])
    return sorted(view.in_order(passing, SORTS[view.column]), key=lambda result: result.scale.order)


def _passes(result: Result, view: View, words: Sequence[str]) -> bool:
    level = UNRATED if result.level is None else str(result.level)
    if view.round not in ("", result.round) or view.region not in ("", result.region) or view.level not in ("", level):
        return False
    name = folded(result.administration) if words else ""
    return all(word in name for word in words)


def grouped(results: Iterable[Result]) -> list[Group]:
    """As they are in order: `seen` has those of each scale together."""
    return [Group(scale, [*of_scale]) for scale, of_scale in groupby(results, key=lambda result: result.scale)]
