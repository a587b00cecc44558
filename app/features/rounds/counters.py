"""The figures at the top of a round. Each is counted by the filter that its link sets, so that it is what the list
then shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.assessments.lifecycle import State
from app.features.rounds.overview import NOBODY, Line, View, passes
from questionnaires.problems import N_


@dataclass(frozen=True)
class Counter:
    title: str
    view: View
    count: int


VIEWS = {
    N_("Due within seven days"): View(when="soon"),
    N_("Late"): View(when="late"),
    N_("Next step: administration"): View(waits="administration"),
    N_("Next step: secretariat"): View(waits="secretariat"),
    N_("Signed, no reviewer yet"): View(state=State.SIGNED, reviewer=NOBODY),
    N_("Overdue reviews"): View(when="overdue"),
    N_("Published"): View(state=State.PUBLISHED),
}


def counters_of(lines: Sequence[Line]) -> list[Counter]:
    """Lines that no view tells apart are looked at once."""
    alike: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        alike.setdefault((line.state, line.timing, line.reviewer_id), []).append(line)
    return [
        Counter(title, view, sum(len(same) for same in alike.values() if passes(same[0], view)))
        for title, view in VIEWS.items()
    ]
