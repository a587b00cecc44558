"""What would be signed now, whether it can be, and the figures that are stored of it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.assessments.answer_sets import newest_signature, signature_content, validated_values
from app.assessments.deadlines import is_past
from app.assessments.last_round import last_levels
from app.assessments.lifecycle import WITH_THE_TEAM, State
from app.assessments.outlines import Outlines, outlines_of
from app.assessments.readiness import Basis, Readiness, readiness
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, figures_of, one_assessment
from app.assessments.workforce.cells import asked_tables
from app.db.tables.columns import table_of
from app.db.tables.reviews import ReturnedQuestion, ReturnLetter
from app.db.tables.rounds import Assessment, Round
from questionnaires.answers import NOT_ANSWERED, Answer, Form, ProfileValue
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from questionnaires.problems import Problem
from scoring.score import asked_indicators, score_nodes

ASSESSMENT = table_of(Assessment)
RETURNED = table_of(ReturnedQuestion)
LETTERS = table_of(ReturnLetter)
# Built once, so that SQLAlchemy finds them compiled
ARE_RETURNED = select(RETURNED.c.indicator).where(
    RETURNED.c.assessment_id == bindparam("assessment"), RETURNED.c.number == bindparam("number")
)
QUESTIONS = select(RETURNED.c.indicator, RETURNED.c.text).where(
    RETURNED.c.assessment_id == bindparam("assessment"), RETURNED.c.number == bindparam("number")
)
LETTER = select(LETTERS).where(
    LETTERS.c.assessment_id == bindparam("assessment"), LETTERS.c.number == bindparam("number")
)
LETTERS_OF = select(LETTERS).where(LETTERS.c.assessment_id == bindparam("assessment")).order_by(LETTERS.c.number)
THIS = aliased(Round)
STORE = update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("of_assessment"))
NOBODY_CAN_CHANGE_ANYTHING = Basis(changeable=())
"""What is signed was complete when it was signed."""


def readiness_of(db: Session, assessment: OneAssessment) -> Readiness:
    return ready_with(db, assessment, outlines_of(db, assessment.id))


def ready_with(
    db: Session, assessment: OneAssessment, outlines: Outlines, returned: Collection[str] | None = None
) -> Readiness:
    """The same where the answers are at hand, and perhaps the questions that were sent back."""
    answers = outlines.to_sign
    asked = asked_indicators(assessment.questionnaire, assessment.profile, answers, assessment.form)
    basis = basis_of(db, assessment, outlines.explained, returned)
    return readiness(assessment.questionnaire, assessment.profile, asked, answers, basis)


def basis_of(
    db: Session, assessment: OneAssessment, explained: Collection[str], returned: Collection[str] | None = None
) -> Basis:
    """By the state: before the first signature everything may be mended, after a return only what was sent back."""
    if assessment.state not in WITH_THE_TEAM:
        return NOBODY_CAN_CHANGE_ANYTHING
    if assessment.state is not State.RETURNED:
        return Basis(assessment.last_levels, frozenset(explained))
    changeable = returned_of(db, assessment) if returned is None else returned
    return Basis(assessment.last_levels, frozenset(explained), frozenset(changeable))


def returned_of(db: Session, assessment: OneAssessment) -> list[str]:
    """The indicators that were sent back with questions and that may be changed now, in the questionnaire's order."""
    if assessment.state is not State.RETURNED:
        return []
    signature = {"assessment": assessment.id, "number": assessment.signature}
    returned = set(db.connection().execute(ARE_RETURNED, signature).scalars())
    return [id_ for id_ in assessment.questionnaire.indicators if id_ in returned]


def returned_tables(db: Session, assessment: OneAssessment) -> dict[str, str]:
    """The workforce tables that were sent back and may be filled in anew, each with what is asked of it."""
    if assessment.state is not State.RETURNED or assessment.tables is None:
        return {}
    rows = db.connection().execute(QUESTIONS, {"assessment": assessment.id, "number": assessment.signature})
    asked = {row.indicator: str(row.text) for row in rows}
    return {id_: asked[id_] for id_ in assessment.tables.tables if id_ in asked}


def open_tables(db: Session, assessment: OneAssessment) -> frozenset[str]:
    """The workforce tables that can be filled in now: all that are asked, or those that were sent back."""
    if assessment.state is State.RETURNED:
        return frozenset(returned_tables(db, assessment))
    return (
        frozenset(table.id for table in asked_tables(assessment)) if assessment.state in WITH_THE_TEAM else frozenset()
    )


def letter_of(db: Session, assessment: OneAssessment) -> Row[Any] | None:
    """The letter of the return that the administration has in hand; older returns have none."""
    if assessment.state is not State.RETURNED:
        return None
    return db.connection().execute(LETTER, {"assessment": assessment.id, "number": assessment.signature}).first()


def letters_of(db: Session, assessment_id: str) -> dict[datetime, Row[Any]]:
    """All letters, by the moment of their return, which is that of the step in the history."""
    return {row.at: row for row in db.connection().execute(LETTERS_OF, {"assessment": assessment_id})}


def untouched_of(db: Session, assessment: OneAssessment, answers: Mapping[str, Answer] | None = None) -> list[str]:
    """The questions that were sent back and whose answer is as it was signed.

    `answers` are those that would be signed, in full, where they are at hand.
    """
    returned, signed = returned_of(db, assessment), newest_signature(db, assessment)
    if not returned or signed is None:
        return []
    now = validated_values(signature_content(db, assessment)) if answers is None else answers
    before = validated_values(signed.content)
    return [id_ for id_ in returned if now.get(id_, NOT_ANSWERED) == before.get(id_, NOT_ANSWERED)]


def is_late(state: State, edition: int, due_on: str, time_zone: str, now: datetime) -> bool:
    """The last day is that of the first signature: questions and corrections come after it."""
    is_first = state is State.IN_PROGRESS and edition == 1
    return is_first and is_past(due_on, time_zone, now)


def late(assessment: OneAssessment, day: str) -> Problem:
    """`day` is the last day as the reader writes it."""
    return Problem(
        "late",
        "The last day to sign was {day} (time zone {zone}). Ask the secretariat for an extension. You can still "
        "change answers.",
        {"day": day, "zone": assessment.time_zone},
    )


def figures_from(
    questionnaire: Questionnaire, profile: Mapping[str, ProfileValue], answers: Mapping[str, Answer], form: Form
) -> dict[str, Any]:
    """The figures of an assessment without a round before and without levels of the head: of a new one, for example."""
    asked = asked_indicators(questionnaire, profile, answers, form)
    ready = readiness(questionnaire, profile, asked, answers, Basis())
    return figures_of(score_nodes(questionnaire, profile, answers, form), ready)


def figures_now(db: Session, assessment: OneAssessment) -> dict[str, Any]:
    """What lists show of the team's own answers, from all that it follows from."""
    outlines = outlines_of(db, assessment.id)
    levels = last_levels(db, assessment)
    ready = ready_with(db, replace(assessment, last_levels=levels), outlines)
    nodes = score_nodes(assessment.questionnaire, assessment.profile, outlines.own, assessment.form)
    return {"last_levels": levels, **figures_of(nodes, ready)}


def store_figures(db: Session, assessment: OneAssessment) -> None:
    """Stores anew what lists show, after something else than an answer or the profile changed."""
    db.connection().execute(STORE, {"of_assessment": assessment.id, **figures_now(db, assessment)})


def store_figures_of_others(db: Session, catalogue: Catalogue, assessment: OneAssessment) -> None:
    """What an assessment reports changed: those of later rounds that may be compared with it follow.

    They are locked before they are read, as for a save, and always after the earlier one: nobody waits in a ring.
    """
    others = ONE_ASSESSMENT.where(
        col(Assessment.administration_id) == assessment.administration_id,
        col(Round.due_on) > select(col(THIS.due_on)).where(col(THIS.id) == assessment.round_id).scalar_subquery(),
        col(Assessment.state).in_(sorted(WITH_THE_TEAM)),
    )
    locked = others.order_by(col(Round.due_on)).with_for_update(of=Assessment, key_share=True)
    for row in db.connection().execute(locked).all():
        store_figures(db, one_assessment(row, catalogue))
