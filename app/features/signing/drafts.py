"""What would be signed now, with its check; and the reasons not to sign it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.assessments.answer_sets import content_hash, mark_of, own_values, signature_content, validated_values
from app.assessments.last_round import last_levels
from app.assessments.readiness import Readiness, readiness
from app.assessments.reads import OneAssessment
from app.assessments.report.numbers import Numbers, numbers_of
from app.assessments.to_sign import basis_of, is_late, late, untouched_of
from app.assessments.workforce.saving import is_open
from app.i18n.formatting import day
from questionnaires.answers import Answer
from questionnaires.problems import Problem
from scoring.score import score
from scoring.scorecard import Scorecard

AS_THINGS_STAND = ("expected", "late")
"""The places of problems that no other words in the fields would mend."""


@dataclass(frozen=True)
class Draft:
    """`answers` are the validated ones; `untouched` are the returned questions whose answer is as it was signed;
    `numbers` are those of the workforce tables, and `may_mend` says whether they can be changed now.
    """

    number: int
    content: Mapping[str, Any]
    own: Mapping[str, Answer]
    answers: Mapping[str, Answer]
    card: Scorecard
    ready: Readiness
    untouched: tuple[str, ...]
    numbers: Numbers
    may_mend: bool

    @property
    def errors_to_mend(self) -> int:
        """Of the workforce tables. Nothing that nobody can mend may stop signing."""
        return self.numbers.errors if self.may_mend else 0

    @property
    def hash(self) -> str:
        return content_hash(self.content)

    @property
    def mark(self) -> str:
        return mark_of(self.number, self.hash)


def draft_of(db: Session, assessment: OneAssessment) -> Draft:
    """From the answers in full and from what the last round reports at this moment: nothing that was stored of them."""
    numbers = numbers_of(db, assessment)
    content = signature_content(db, assessment, numbers.saved)
    answers = validated_values(content)
    card = score(assessment.questionnaire, assessment.profile, answers, assessment.form)
    asked = {result.id for result in card.indicators if result.asked}
    compared = replace(assessment, last_levels=last_levels(db, assessment))
    basis = basis_of(db, compared, content["validated"])
    return Draft(
        assessment.signature + 1,
        content,
        own_values(content),
        answers,
        card,
        readiness(assessment.questionnaire, assessment.profile, asked, answers, basis),
        tuple(id_ for id_ in untouched_of(db, assessment, answers) if id_ in asked),
        numbers,
        is_open(assessment),
    )


def late_now(assessment: OneAssessment, language: str, now: datetime) -> Problem | None:
    is_over = is_late(assessment.state, assessment.edition, assessment.due_on, assessment.time_zone, now)
    return late(assessment, day(assessment.due_on, language)) if is_over else None


def reasons_not_to_sign(
    assessment: OneAssessment, draft: Draft, expected: str, *, language: str, now: datetime
) -> Iterator[Problem]:
    """In the order of the page. `expected` is the mark of the draft that the head saw."""
    if expected != draft.mark:
        yield Problem(
            "expected",
            "The answers have changed since you opened this page. Nothing was signed. Go through the check again, "
            "tick the box and sign.",
        )
    if draft.ready.blockers:
        yield Problem("check", "Some answers are incomplete. Fix them, then sign.")
    if draft.errors_to_mend:
        yield Problem("workforce", "Some workforce numbers do not fit together: mend them, then sign.")
    if is_over := late_now(assessment, language, now):
        yield is_over
