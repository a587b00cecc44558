"""The overview of a round: what each line shows to whom, filtered and sorted. Pure: rows come in, nothing is scored.

Figures are those stored with the assessment: the moderated ones where this reader may see them (of a published result
they are the published ones), else the team's own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from app.assessments import stored_statuses
from app.lifecycle import SUBMITTED, WAITS_FOR, State
from app.rights import Permission, Role, may
from questionnaires.definition import Scoring
from questionnaires.problems import N_
from scoring.progress import Status
from scoring.score import is_held_back
from scoring.scorecard import OVERALL

NOBODY = "nobody"
"""Stands in the filter for those without a reviewer."""


class Figures(NamedTuple):
    """Levels and scores by pillar and for "overall"; a node that is not rated has None."""

    levels: Mapping[str, int | None]
    scores: Mapping[str, float | None]


NO_FIGURES = Figures({}, {})


class Line(NamedTuple):
    """An assessment as one reader sees it; what they may not see is empty."""

    id: str
    administration: str
    region: str
    state: State
    form: str
    due_on: str
    is_extended: bool
    is_open: bool
    """Whether this reader may open the assessment."""
    asked: int
    done: int
    shown: Figures
    """Without the nodes of which no question has an answer."""
    provisional: frozenset[str]
    held_back: frozenset[str]
    """Of the nodes that are shown: those whose level can still change, and those whose score alone would give more."""
    own: float | None
    moderated: float | None
    last: int | None
    reviewer_id: str
    reviewer: str

    @property
    def waits_for(self) -> str:
        return WAITS_FOR[self.state]

    @property
    def difference(self) -> float | None:
        if self.own is None or self.moderated is None:
            return None
        return round(self.moderated - self.own, 1)


@cache
def sight(role: Role, state: State) -> tuple[bool, bool]:
    """Whether this office may read an assessment in this state, and the reviewer's values of it."""
    return may(Permission.READ, role, state), may(Permission.SEE_MODERATED, role, state)


def line_of(row: Any, role: Role, rules: Scoring) -> Line:
    """From a row of `queries.FOLLOWED`, for a reader of this office; `rules` are those of its questionnaire."""
    state = State(row.state)
    is_open, sees_moderated = sight(role, state)
    own = Figures({**row.levels, OVERALL: row.level}, row.scores) if is_open and row.done else NO_FIGURES
    moderated = _moderated(row.moderated) if sees_moderated and not row.is_blind else None
    statuses = stored_statuses(row)
    shown = _begun(moderated or own, statuses)
    return Line(
        row.id,
        row.administration,
        row.region,
        state,
        row.form,
        row.due_on,
        bool(row.extended_to),
        is_open,
        row.asked if is_open else 0,
        row.done if is_open else 0,
        shown,
        frozenset(id_ for id_ in shown.scores if statuses[id_] is Status.PROVISIONAL),
        frozenset(_held_back(shown, rules)),
        own.scores.get(OVERALL) if statuses[OVERALL] is Status.COMPLETE else None,
        moderated.scores.get(OVERALL) if moderated else None,
        _last(row, role) if row.last_state else None,
        row.reviewer_id or "",
        row.reviewer or "",
    )


def _begun(figures: Figures, statuses: Mapping[str, Status]) -> Figures:
    """Nobody stands at level 0 in what they did not begin."""
    begun = [id_ for id_ in figures.scores if statuses[id_] is not Status.NOT_STARTED]
    return Figures({id_: figures.levels[id_] for id_ in begun}, {id_: figures.scores[id_] for id_ in begun})


def _held_back(shown: Figures, rules: Scoring) -> Iterator[str]:
    for id_, score in shown.scores.items():
        level = shown.levels[id_]
        if level is not None and score is not None and is_held_back(level, score, rules):
            yield id_


def _moderated(stored: Mapping[str, Any]) -> Figures | None:
    if not stored:
        return None
    return Figures({**stored["levels"], OVERALL: stored["level"]}, stored["scores"])


def _last(row: Any, role: Role) -> int | None:
    """The overall level of the round before, as far as this reader may see it."""
    state = State(row.last_state)
    is_open, sees_moderated = sight(role, state)
    if not is_open or state not in SUBMITTED:  # a correction that is under way has no figure that stands
        return None
    level: int | None = row.last_moderated["level"] if sees_moderated and row.last_moderated else row.last_level
    return level


@dataclass(frozen=True)
class RegionLine:
    """How far a region is; `counts` in the order of the states."""

    region: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def submitted(self) -> int:
        return sum(count for state, count in zip(State, self.counts, strict=True) if state in SUBMITTED)


def regions_of(lines: Sequence[Line]) -> list[RegionLine]:
    regions = sorted({line.region for line in lines})
    return [_region(region, [line.state for line in lines if line.region == region]) for region in regions]


def total_of(lines: Sequence[Line]) -> RegionLine:
    return _region("", [line.state for line in lines])


def _region(region: str, states: Sequence[State]) -> RegionLine:
    return RegionLine(region, tuple(states.count(state) for state in State))


Key = Callable[[Line], Any]
SORTS: Mapping[str, Key] = {
    "administration": lambda line: line.administration.casefold(),
    "region": lambda line: line.region,
    "state": lambda line: list(State).index(line.state),
    "waits": lambda line: line.waits_for,
    "due": lambda line: line.due_on or None,
    "done": lambda line: line.done / line.asked if line.asked else None,
    "difference": lambda line: line.difference,
    "last": lambda line: line.last,
    "reviewer": lambda line: line.reviewer.casefold() or None,
}
FILTERS = ("region", "state", "waits", "reviewer", "differs")
DIFFERS = {"yes": N_("Moderated score differs"), "no": N_("Does not differ")}


@dataclass(frozen=True)
class View:
    """What is looked at, and in which order: kept in the address, so that it can be sent to a colleague."""

    region: str = ""
    state: str = ""
    waits: str = ""
    reviewer: str = ""
    differs: str = ""
    sort: str = "administration"

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    def query(self, **changes: str) -> str:
        """The address after the "?", with what is not the default."""
        values = {name: getattr(self, name) for name in (*FILTERS, "sort")} | changes
        return urlencode({name: value for name, value in values.items() if value and value != getattr(View, name)})

    def sorted_by(self, column: str) -> str:
        """The address of the same list by this column; a second time turns it round."""
        return self.query(sort=f"-{column}" if self.sort == column else column)


def view_of(query: Mapping[str, str]) -> View:
    """What an address asks for; what is unknown there shows as a filter that nothing passes, or the usual order."""
    given = {name: query[name] for name in (*FILTERS, "sort") if query.get(name)}
    return View(**given)


def seen(lines: Iterable[Line], view: View) -> list[Line]:
    """The lines that pass the filters, in order. What a line does not have comes last, whichever way it is sorted."""
    passing = sorted((line for line in lines if _passes(line, view)), key=SORTS["administration"])
    key = SORTS.get(view.column) or _by_score(view.column)
    having = [line for line in passing if key(line) is not None]
    lacking = [line for line in passing if key(line) is None]
    return sorted(having, key=key, reverse=view.sort.startswith("-")) + lacking


def _by_score(node: str) -> Key:
    return lambda line: line.shown.scores.get(node)


def _passes(line: Line, view: View) -> bool:
    differs = "yes" if line.difference else "no"
    return (
        view.region in ("", line.region)
        and view.state in ("", line.state)
        and view.waits in ("", line.waits_for)
        and view.reviewer in ("", line.reviewer_id or NOBODY)
        and view.differs in ("", differs)
    )
