"""How far an assessment has come: the status of each element. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from questionnaires.answers import NOT_ANSWERED, Answer, is_done, missing
from questionnaires.definition import Element, Indicator, Pillar, Questionnaire
from questionnaires.problems import N_


class Status(StrEnum):
    NOT_ASKED = "not-asked"
    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    PROBLEM = "problem"
    SENT_BACK = "sent-back"


STATUS_NAMES = {
    Status.NOT_ASKED: N_("Not asked"),
    Status.NOT_STARTED: N_("Not yet started"),
    Status.IN_PROGRESS: N_("In progress"),
    Status.COMPLETED: N_("Completed"),
    Status.PROBLEM: N_("There is a problem"),
    Status.SENT_BACK: N_("Sent back"),
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


def task_list(
    questionnaire: Questionnaire,
    asked: frozenset[str],
    answers: Mapping[str, Answer],
    returned: frozenset[str] = frozenset(),
) -> tuple[PillarRows, ...]:
    """`returned` are the indicators that the secretariat sent back."""
    return tuple(
        PillarRows(
            pillar,
            tuple(
                element_row(questionnaire, element, asked, answers, returned)
                for element in questionnaire.elements_of[pillar.id]
            ),
        )
        for pillar in questionnaire.structure.pillars
    )


def element_row(
    questionnaire: Questionnaire,
    element: Element,
    asked: frozenset[str],
    answers: Mapping[str, Answer],
    returned: frozenset[str] = frozenset(),
) -> ElementRow:
    own = [answers.get(indicator.id, NOT_ANSWERED) for indicator in asked_in(questionnaire, element.id, asked)]
    is_sent_back = any(indicator.id in returned for indicator in questionnaire.indicators_of[element.id])
    return ElementRow(element, Status.SENT_BACK if is_sent_back else _status(own), sum(map(is_done, own)), len(own))


def asked_in(questionnaire: Questionnaire, element: str, asked: frozenset[str]) -> Iterator[Indicator]:
    """The questions of an element that a person answers: scored as maturity, and asked."""
    return (i for i in questionnaire.indicators_of[element] if i.is_scored and i.id in asked)


def _status(answers: list[Answer]) -> Status:
    if not answers:
        return Status.NOT_ASKED
    if any(missing(answer) for answer in answers):
        return Status.PROBLEM
    if all(is_done(answer) for answer in answers):
        return Status.COMPLETED
    return Status.IN_PROGRESS if any(answer != NOT_ANSWERED for answer in answers) else Status.NOT_STARTED
