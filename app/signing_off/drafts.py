"""What would be signed now, with its check; and the reasons not to sign it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.assessments import OneAssessment
from app.changes import jumped_without_comment, previous_answers
from app.deadlines import is_past
from app.lifecycle import State
from app.signing_off.checks import Check, check
from app.tables.reviews import ReturnedQuestion
from app.values import hash_of, mark_of, newest_signature, own_values, signature_content, validated_values
from app.web.pages import day
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.problems import Problem
from scoring.score import score

RETURNED = ReturnedQuestion.__table__  # type: ignore[attr-defined]  # SQLModel does not declare its tables
AS_THINGS_STAND = ("expected", "late")
"""The places of problems that no other words in the fields would mend."""


@dataclass(frozen=True)
class Draft:
    """`answers` are the validated ones; `untouched` are the returned questions whose answer is as it was signed."""

    number: int
    content: Mapping[str, Any]
    own: Mapping[str, Answer]
    answers: Mapping[str, Answer]
    check: Check
    untouched: tuple[str, ...]

    @property
    def hash(self) -> str:
        return hash_of(self.content)

    @property
    def mark(self) -> str:
        return mark_of(self.number, self.hash)


@dataclass(frozen=True)
class Wish:
    """The posted form of a signature."""

    name: str
    title: str
    is_checked: bool
    expected: str


def draft_of(db: Session, assessment: OneAssessment) -> Draft:
    content = signature_content(db, assessment)
    own, answers = own_values(content), validated_values(content)
    card = score(assessment.questionnaire, assessment.profile, answers, assessment.form)
    asked = {id_: answer for id_, answer in own.items() if card.results[id_].asked}
    jumped = jumped_without_comment(previous_answers(db, assessment), asked)
    explained = content["validated"]  # the head gave a reason there
    return Draft(
        assessment.signature + 1,
        content,
        own,
        answers,
        check(assessment, answers, card, (id_ for id_ in jumped if id_ not in explained)),
        tuple(_untouched(db, assessment, answers)),
    )


def returned_of(db: Session, assessment: OneAssessment) -> list[str]:
    """The indicators that were sent back with questions and that may be changed now."""
    if assessment.state is not State.RETURNED:
        return []
    found = select(RETURNED.c.indicator).where(
        RETURNED.c.assessment_id == assessment.id, RETURNED.c.number == assessment.signature
    )
    returned = set(db.connection().execute(found).scalars())
    return [id_ for id_ in assessment.questionnaire.indicators if id_ in returned]


def _untouched(db: Session, assessment: OneAssessment, answers: Mapping[str, Answer]) -> Iterator[str]:
    returned, signed = returned_of(db, assessment), newest_signature(db, assessment)
    if returned and signed:
        before = validated_values(signed.content)
        for id_ in returned:
            if answers.get(id_, NOT_ANSWERED) == before.get(id_, NOT_ANSWERED):
                yield id_


def is_late(assessment: OneAssessment, now: datetime) -> bool:
    """The last day is that of the first signature: questions and corrections come after it."""
    is_first = assessment.state is State.IN_PROGRESS and assessment.edition == 1
    return is_first and is_past(assessment.due_on, assessment.time_zone, now)


def late(assessment: OneAssessment, language: str) -> Problem:
    return Problem(
        "late",
        "The last day to sign was {day} (time zone {zone}). Ask the secretariat for more time. "
        "The answers stay as they are and can still be changed.",
        {"day": day(assessment.due_on, language), "zone": assessment.time_zone},
    )


def reasons_not_to_sign(
    assessment: OneAssessment, draft: Draft, wish: Wish, *, language: str, now: datetime
) -> Iterator[Problem]:
    if is_late(assessment, now):
        yield late(assessment, language)
    if wish.expected != draft.mark:
        yield Problem(
            "expected",
            "The answers changed since you opened this page. Nothing was signed. Look through the check once more, "
            "tick the box and sign.",
        )
    if draft.check.stops:
        yield Problem("check", "Some answers are not complete. Mend what stops signing, then sign.")
    if not wish.name:
        yield Problem("name", "Write your name.")
    if not wish.title:
        yield Problem("title", "Write your title, such as Director General.")
    if not wish.is_checked:
        yield Problem("checked", "Tick the box once you have checked the answers.")
