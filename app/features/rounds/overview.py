"""The overview of a round: what each line shows to whom, filtered and sorted. Pure: rows come in, nothing is scored.

Figures are those stored with the assessment: of the values that its scorecard reports to this reader.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from app.access.loaders import sees_moderated
from app.assessments.lifecycle import SUBMITTED, WAITS_FOR, State
from app.assessments.reported import ThreeFigures, difference
from app.assessments.rights import Permission, Role, may
from app.assessments.stored_figures import Scale, scale_of
from app.features.rounds.standings import UNSEEN, Followed, Standing, read_once, standing_of
from app.features.rounds.timing import timing_of_answers, timing_of_review
from app.validation.organisations import counts_in_figures
from app.web.forms import ListView
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

NOBODY = "nobody"
"""Stands in the filter for those without a reviewer."""


FULL = "full"
OTHER_QUESTIONNAIRE = N_("other questionnaire")
OTHER_FORMS = {FULL: N_("full form"), "short": N_("short form")}
"""What stands in place of the level of the round before, where it is on another scale."""


class Line(NamedTuple):
    """An assessment as one reader sees it; what they may not see is empty."""

    id: str
    code: str
    administration: str
    region: str
    kind: str
    state: State
    is_correction: bool
    form: str
    questionnaire: str
    due_on: str
    is_extended: bool
    """Whether its last day is another than that of the round."""
    timing: str
    """Which of `timing.TIMINGS` it is in, "" where the calendar asks for nothing."""
    is_open: bool
    """Whether this reader may open the assessment."""
    asked: int
    done: int
    standing: Standing
    last: int | None
    last_is_of: str
    """Why the level of the round before is not told, where there is one."""
    reviewer_id: str
    reviewer: str

    @property
    def counts(self) -> bool:
        """Whether it stands among the figures of others."""
        return counts_in_figures(self.kind)

    @property
    def is_short(self) -> bool:
        return self.form != FULL

    @property
    def scale(self) -> Scale:
        return scale_of(self.questionnaire, self.form, self.kind)

    @property
    def figures(self) -> ThreeFigures:
        return self.standing.figures

    @property
    def provisional(self) -> frozenset[str]:
        return self.standing.provisional

    @property
    def held_back(self) -> frozenset[str]:
        return self.standing.held_back

    @property
    def waits_for(self) -> str:
        return WAITS_FOR[self.state]

    @property
    def levels(self) -> Mapping[str, int | None]:
        """The reported ones, by node."""
        return self.figures.reported.levels

    @property
    def scores(self) -> Mapping[str, float | None]:
        return self.figures.reported.scores

    @property
    def own(self) -> float | None:
        return self.standing.own

    @property
    def difference(self) -> float | None:
        """From the team's own score to the reviewer's: what head and reviewer changed together."""
        return difference(self.figures.own, self.figures.moderated)


@cache
def may_read(role: Role, state: State) -> bool:
    return may(Permission.READ, role, state)


def line_of(row: Followed, role: Role, thresholds: tuple[float, ...], now: datetime) -> Line:
    """For a reader of this office; `thresholds` are those of its questionnaire."""
    state = State(row.state)
    is_open, standing = may_read(role, state), UNSEEN
    if is_open:
        with_moderated = sees_moderated(role, state, reviews_second=row.reviews_second)
        standing = standing_of(row, thresholds, with_moderated=with_moderated)
    return Line(
        row.id,
        row.code,
        row.administration,
        row.region,
        row.kind,
        state,
        row.edition > 1 and state is not State.PUBLISHED,
        row.form,
        row.questionnaire,
        row.due_on,
        bool(row.extended_to) and row.extended_to == row.due_on,
        timing_of_answers(state, row.edition, row.due_on, row.zone, now)
        or timing_of_review(state, row.review_due or "", now),
        is_open,
        row.asked if is_open else 0,
        row.done if is_open else 0,
        standing,
        *_last(row),
        row.reviewer_id or "",
        row.reviewer or "",
    )


def _last(row: Followed) -> tuple[int | None, str]:
    """The overall level of the round before: as published, which stands while it is corrected, or else as signed. All
    readers see it, as in `changes.last_round`. On another scale it is not told, but why."""
    reported = read_once(row.last_published) or read_once(row.last_validated)
    if not reported:
        return None, ""
    if row.last_questionnaire != row.questionnaire:
        return None, OTHER_QUESTIONNAIRE
    if row.last_form != row.form:
        return None, OTHER_FORMS[row.last_form]
    return reported["level"], ""


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


def regions_of(lines: Iterable[Line]) -> list[RegionLine]:
    counted = [line for line in lines if line.counts]
    regions = sorted({line.region for line in counted})
    return [_region(region, [line.state for line in counted if line.region == region]) for region in regions]


def total_of(lines: Iterable[Line]) -> RegionLine:
    return _region("", [line.state for line in lines if line.counts])


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
    "self": lambda line: line.figures.own.scores.get(OVERALL),
    "signed": lambda line: line.figures.validated.scores.get(OVERALL),
    "reviewed": lambda line: line.figures.moderated.scores.get(OVERALL),
    "by-head": lambda line: line.figures.by_head,
    "difference": lambda line: line.figures.by_reviewer,
    "last": lambda line: line.last,
    "reviewer": lambda line: line.reviewer.casefold() or None,
}
DIFFERS = {
    "head": N_("Changed by the head before signing"),
    "yes": N_("Changed by the reviewer"),
    "no": N_("Changed by neither"),
}


@dataclass(frozen=True)
class View(ListView):
    """What of a round is looked at, and in which order."""

    region: str = ""
    state: str = ""
    waits: str = ""
    when: str = ""
    reviewer: str = ""
    differs: str = ""
    sort: str = "administration"


def view_of(query: Mapping[str, str]) -> View:
    """What an address asks for; what is unknown there shows as a filter that nothing passes, or the usual order."""
    given = {name: query[name] for name in (*View.filters(), "sort") if query.get(name)}
    return View(**given)


def seen(lines: Iterable[Line], view: View) -> list[Line]:
    """The lines that pass the filters, in order. What a line does not have comes last, whichever way it is sorted.

    Each scale stands for itself.
    """
    passing = sorted((line for line in lines if passes(line, view)), key=SORTS["administration"])
    key = SORTS.get(view.column) or _by_score(view.column)
    return sorted(view.in_order(passing, key), key=lambda line: line.scale.order)


def _by_score(node: str) -> Key:
    return lambda line: line.scores.get(node)


def passes(line: Line, view: View) -> bool:
    return (
        view.region in ("", line.region)
        and view.state in ("", line.state)
        and view.waits in ("", line.waits_for)
        and view.when in ("", line.timing)
        and view.reviewer in ("", line.reviewer_id or NOBODY)
        and (not view.differs or _differs(line, view.differs))
    )


def _differs(line: Line, how: str) -> bool:
    by_head, by_reviewer = line.figures.by_head, line.figures.by_reviewer
    ways = {
        "head": bool(by_head),
        "yes": bool(by_reviewer),
        "no": not (by_head or by_reviewer or line.figures.has_moved_on),
    }
    return ways.get(how, False)
