"""The last round's answer to a question, to read beside this one's: with evidence, comment, and who gave it when.

Where the question comes from others of an older version, theirs stand there, each in the words it was given to.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter, Request
from sqlalchemy import and_, bindparam, select
from sqlmodel import Session, col
from starlette.responses import Response

from app.access.guards import ToRead
from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import SIGNATURE, Values
from app.assessments.last_round import LastRound, last_round
from app.assessments.rights import Permission
from app.db.session import Reading
from app.db.tables.answers import HistoryEntry
from app.db.tables.people import Person
from app.features.answering.pages import address, base_context, question_of
from app.web.answer_fields import Screen, screen_of
from app.web.pages import is_fragment, render
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.definition import Indicator
from questionnaires.earlier import Earlier
from questionnaires.problems import N_
from questionnaires.small_offices import words_for

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

SHA_256 = re.compile(r", SHA-256 [0-9a-f]{64}$")
"""With it reports prove a file; to whoever reads an answer it says nothing."""
SAVED_BEFORE_SIGNING = (
    select(col(Person.name), col(HistoryEntry.saved_at))
    .join_from(HistoryEntry, Person, col(HistoryEntry.saved_by) == col(Person.id))
    .join(
        SIGNATURE,
        and_(
            SIGNATURE.c.assessment_id == col(HistoryEntry.assessment_id),
            SIGNATURE.c.number == bindparam("signature"),
            SIGNATURE.c.at >= col(HistoryEntry.saved_at),
        ),
    )
    .where(
        col(HistoryEntry.assessment_id) == bindparam("assessment"), col(HistoryEntry.subject) == bindparam("subject")
    )
    .order_by(col(HistoryEntry.revision).desc())
    .limit(1)
)


NAMES = (N_("Self-assessed"), N_("Signed"), N_("Reviewed"))
WHY_NOT_COMPARED = {
    "reworded": N_("It was asked in other words, so the two levels are not compared."),
    "split": N_("One question became several, so the levels are not compared."),
    "merged": N_("Several questions became one, so the levels are not compared."),
}


@dataclass(frozen=True)
class LastAnswer:
    """As it was reported. `indicator` is the question that was asked then.

    `changed` are (name, screen) of the three values where they are not the same; `by` and `at` say who gave the answer,
    None for readers who do not see the history of answers.
    """

    indicator: Indicator
    answer: Answer
    changed: tuple[tuple[str, Screen], ...]
    by: str | None
    at: datetime | None

    @property
    def screen(self) -> Screen:
        items = tuple(SHA_256.sub("", item) for item in self.answer.evidence)
        return screen_of(replace(self.answer, evidence=items))


@router.get("/answers/{indicator}/last-round")
def last_answer_page(request: Request, access: ToRead, indicator: str, db: Reading) -> Response:
    """htmx puts it into the question; without script it is a page."""
    question = question_of(access, indicator)
    last = last_round(db, access.assessment)
    earlier = last.answers.of(question.id) if last else None
    context = base_context(access) | {
        "indicator": question,
        "last": last,
        "earlier": earlier,
        "words_then": words_for(last.questionnaire, access.visitor.language, last.profile) if last else None,
        "answers": last_answers(db, access, last, earlier) if last and earlier else [],
        "why_not": WHY_NOT_COMPARED,
        "back": address(access, question),
    }
    template = "answering/_last_answer.html" if is_fragment(request) else "answering/last_answer.html"
    return render(request, template, context)


def last_answers(db: Session, access: AssessmentAccess, last: LastRound, earlier: Earlier) -> list[LastAnswer]:
    """One query for each, of which there is hardly ever more than one."""
    return [_last_answer(db, access, last, indicator, answer) for indicator, answer in earlier.answers]


def _last_answer(
    db: Session, access: AssessmentAccess, last: LastRound, indicator: Indicator, answer: Answer
) -> LastAnswer:
    saved = None
    if access.may(Permission.READ_HISTORY):
        about = {"assessment": last.assessment_id, "subject": indicator.id, "signature": last.signature}
        saved = db.connection().execute(SAVED_BEFORE_SIGNING, about).first()
    return LastAnswer(
        indicator,
        answer,
        _changed(last.values, indicator.id),
        saved.name if saved else None,
        saved.saved_at if saved else None,
    )


def _changed(values: Values, id_: str) -> tuple[tuple[str, Screen], ...]:
    """The three values of an answer, unless the head and the reviewer left it as the team gave it."""
    sets = zip(NAMES, (values.own, values.validated, values.moderated), strict=True)
    screens = [(name, screen_of(answers.get(id_, NOT_ANSWERED))) for name, answers in sets if answers is not None]
    return tuple(screens) if len({str(screen["choice"]) for _, screen in screens}) > 1 else ()
