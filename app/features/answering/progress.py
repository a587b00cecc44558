"""How far an assessment has come: the status of each element. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.assessments.readiness import Readiness
from questionnaires.answers import NOT_ANSWERED
from questionnaires.definition import Element, Indicator, Pillar
from questionnaires.problems import N_


class Status(StrEnum):
    NOT_ASKED = "not-asked"
    NOT_STARTED = "not-started"
    NOT_YET = "not-yet"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    ATTENTION = "problem"
    SENT_BACK = "sent-back"


STATUS_NAMES = {
    Status.NOT_ASKED: N_("Not asked"),
    Status.NOT_STARTED: N_("Not started"),
    Status.NOT_YET: N_("Cannot start yet"),
    Status.IN_PROGRESS: N_("In progress"),
    Status.COMPLETED: N_("Completed"),
    Status.ATTENTION: N_("Needs attention"),
    Status.SENT_BACK: N_("Returned"),
}


@dataclass(frozen=True)
class ElementRow:
    """One line of the task list."""

    element: Element
    status: Status
    done: int
    asked: int


@dataclass(frozen=True)
class PillarRows:
    pillar: Pillar
    rows: tuple[ElementRow, ...]

    @property
    def done(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def asked(self) -> int:
        return sum(row.asked for row in self.rows)

    @property
    def first_open(self) -> ElementRow:
        """Where to go on: the first element that is not completed, or the first of all."""
        is_open = (row for row in self.rows if row.status not in (Status.COMPLETED, Status.NOT_ASKED))
        return next(is_open, self.rows[0])


def task_list(ready: Readiness, returned: frozenset[str] = frozenset()) -> tuple[PillarRows, ...]:
    """`returned` are the indicators that the secretariat sent back."""
    version = ready.questionnaire
    return tuple(
        PillarRows(pillar, tuple(element_row(ready, element, returned) for element in version.elements_of[pillar.id]))
        for pillar in version.structure.pillars
    )


def element_row(ready: Readiness, element: Element, returned: frozenset[str] = frozenset()) -> ElementRow:
    own = [indicator.id for indicator in asked_in(ready, element.id)]
    done, asked = ready.count(own)
    return ElementRow(element, _status(ready, own, done, returned), done, asked)


def asked_in(ready: Readiness, element: str) -> Iterator[Indicator]:
    """The questions of an element that a person answers: scored as maturity, and asked."""
    return (indicator for indicator in ready.questionnaire.indicators_of[element] if indicator.id in ready.answers)


def _status(ready: Readiness, own: list[str], done: int, returned: frozenset[str]) -> Status:
    """What needs attention comes first, and what was sent back before how far it is."""
    if not own:
        return Status.NOT_ASKED
    if any(id_ in ready.needs for id_ in own):
        return Status.ATTENTION
    if any(id_ in returned for id_ in own):
        return Status.SENT_BACK
    if done == len(own):
        return Status.COMPLETED
    answers = [ready.answers[id_] for id_ in own]
    return Status.IN_PROGRESS if any(answer != NOT_ANSWERED for answer in answers) else Status.NOT_STARTED
