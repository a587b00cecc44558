"""What waits for one person: their elements, questions that came back, comments; and whom to ask for the signature."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import only_members
from app.assessments.answer_sets import newest_signature
from app.assessments.deadlines import is_past
from app.assessments.lifecycle import WITH_THE_TEAM, State
from app.assessments.outlines import Outlines, outlines_of_all
from app.assessments.readiness import Basis, Readiness, readiness
from app.assessments.reads import DUE_ON, ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.rights import Permission, Role, may
from app.assessments.to_sign import letter_of, returned_of, returned_tables, untouched_of
from app.assessments.workforce.signed import PART, part_to_sign
from app.db.tables.answers import Comment, ElementAssignment, Thread
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.rounds import Assessment, Round
from questionnaires.catalogue import Catalogue
from scoring.score import asked_indicators


@dataclass(frozen=True)
class Part:
    """An element in my hands."""

    assessment_id: str
    administration: str
    element: str
    title: str
    due_on: str
    done: int
    asked: int
    needs_attention: bool
    is_overdue: bool

    @property
    def is_done(self) -> bool:
        return self.done == self.asked


@dataclass(frozen=True)
class SentBack:
    """A question, or a workforce table, that the secretariat sent back, and whether its answer is another one since."""

    assessment_id: str
    address: str
    administration: str
    indicator: str
    is_answered: bool


@dataclass(frozen=True)
class SentLetter:
    """What the secretariat wrote with the questions; None with returns that had no letter yet."""

    administration: str
    letter: Row[Any] | None


@dataclass(frozen=True)
class ReturnedWork:
    questions: tuple[SentBack, ...]
    letters: tuple[SentLetter, ...]


# Built once, so that SQLAlchemy finds them compiled
PARTS: Select[*tuple[Any, ...]] = (
    only_members(
        select(
            col(ElementAssignment.assessment_id),
            col(ElementAssignment.element),
            col(ElementAssignment.due_on),
            DUE_ON.label("assessment_due_on"),
            col(Administration.name),
            col(Administration.time_zone),
            col(Assessment.questionnaire),
            col(Assessment.form),
            col(Assessment.profile),
            col(Assessment.last_levels),
            col(Assessment.state),
            col(Membership.role),
        )
        .join_from(ElementAssignment, Assessment)
        .join(Administration)
        .join(Round, col(Assessment.round_id) == col(Round.id))
    )
    .where(
        col(ElementAssignment.person_id) == bindparam("visitor"),
        col(Assessment.state).in_(sorted(WITH_THE_TEAM)),
    )
    .order_by(col(ElementAssignment.due_on) == "", col(ElementAssignment.due_on), col(ElementAssignment.element))
)
MINE = aliased(Comment)
OF_THREAD = (
    col(Comment.assessment_id) == col(Thread.assessment_id),
    col(Comment.indicator) == col(Thread.indicator),
    col(Comment.audience) == col(Thread.audience),
)
I_WROTE = (
    select(col(MINE.id))
    .where(
        col(MINE.assessment_id) == col(Thread.assessment_id),
        col(MINE.indicator) == col(Thread.indicator),
        col(MINE.audience) == col(Thread.audience),
        col(MINE.by) == bindparam("visitor"),
    )
    .exists()
)
THREADS = (
    only_members(
        select(
            col(Thread.assessment_id),
            col(Thread.indicator),
            col(Thread.audience),
            col(Administration.name),
            func.count(col(Comment.id)).label("comments"),
        )
        .join_from(Thread, Comment, and_(*OF_THREAD))
        .join(Assessment, col(Assessment.id) == col(Thread.assessment_id))
        .join(Administration)
    )
    .where(col(Thread.resolved_at).is_(None), I_WROTE)
    .group_by(col(Thread.assessment_id), col(Thread.indicator), col(Thread.audience), col(Administration.name))
    .order_by(col(Administration.name), col(Thread.indicator), col(Thread.audience))
)
OWN = aliased(Membership)
HEADS = (
    select(col(Assessment.id), col(Person.name))
    .join_from(Assessment, OWN, col(OWN.administration_id) == col(Assessment.administration_id))
    .join(Membership, col(Membership.administration_id) == col(Assessment.administration_id))
    .join(Person, col(Person.id) == col(Membership.person_id))
    .where(col(OWN.person_id) == bindparam("visitor"), col(Membership.role) == Role.HEAD, col(Person.is_active))
    .order_by(col(Person.name))
)


def parts_of(
    db: Session, catalogue: Catalogue, visitor: Visitor, now: datetime, sent_back: Sequence[SentBack]
) -> list[Part]:
    """The elements in my hands, the most urgent first, with how far each is: two queries, whatever their number."""
    rows = [
        row
        for row in db.connection().execute(PARTS, {"visitor": visitor.id})
        if may(Permission.ANSWER, Role(row.role), State(row.state))
    ]
    outlines = outlines_of_all(db, {row.assessment_id for row in rows}) if rows else {}
    changeable = {
        id_: {question.indicator for question in sent_back if question.assessment_id == id_} for id_ in outlines
    }
    ready = {
        row.assessment_id: _ready(row, catalogue, outlines.get(row.assessment_id, Outlines()), changeable)
        for row in rows
    }
    return [_part(row, ready[row.assessment_id], visitor.language, now) for row in rows]


def _ready(row: Any, catalogue: Catalogue, outlines: Outlines, sent_back: Mapping[str, set[str]]) -> Readiness:
    questionnaire, answers = catalogue[row.questionnaire], outlines.to_sign
    changeable = sent_back.get(row.assessment_id, set()) if row.state == State.RETURNED else None
    asked = asked_indicators(questionnaire, row.profile, answers, row.form)
    basis = Basis(row.last_levels, frozenset(outlines.explained), changeable)
    return readiness(questionnaire, row.profile, asked, answers, basis)


def _part(row: Any, ready: Readiness, language: str, now: datetime) -> Part:
    own = [indicator.id for indicator in ready.questionnaire.indicators_of[row.element]]
    done, asked = ready.count(own)
    due_on = row.due_on or row.assessment_due_on
    return Part(
        row.assessment_id,
        row.name,
        row.element,
        ready.questionnaire.words(language).elements[row.element].title,
        due_on,
        done=done,
        asked=asked,
        needs_attention=any(id_ in ready.needs for id_ in own),
        is_overdue=is_past(due_on, row.time_zone, now),
    )


def returned_to(db: Session, catalogue: Catalogue, assessment_ids: Collection[str]) -> ReturnedWork:
    """What the secretariat sent back, of assessments that are with their team again: seldom many."""
    rows = db.connection().execute(ONE_ASSESSMENT.where(col(Assessment.id).in_(assessment_ids))).all()
    assessments = sorted((one_assessment(row, catalogue) for row in rows), key=by_name)
    return ReturnedWork(
        tuple(question for assessment in assessments for question in _sent_back(db, assessment)),
        tuple(SentLetter(assessment.administration, letter_of(db, assessment)) for assessment in assessments),
    )


def by_name(assessment: OneAssessment) -> str:
    return assessment.administration


def _sent_back(db: Session, assessment: OneAssessment) -> Iterator[SentBack]:
    untouched = untouched_of(db, assessment)
    for id_ in returned_of(db, assessment):
        address = f"/assessments/{assessment.id}/answers/{id_}"
        yield SentBack(assessment.id, address, assessment.administration, id_, id_ not in untouched)
    if tables := returned_tables(db, assessment):
        signed = newest_signature(db, assessment)
        is_changed = signed is not None and part_to_sign(db, assessment).get(PART) != signed.content.get(PART)
        for id_ in tables:
            address = f"/assessments/{assessment.id}/workforce/{id_}"
            yield SentBack(assessment.id, address, assessment.administration, id_, is_changed)


def threads_of(db: Session, visitor: Visitor) -> Sequence[Row[Any]]:
    """The threads that are not resolved and in which the visitor wrote."""
    return db.connection().execute(THREADS, {"visitor": visitor.id}).all()


def heads_of(db: Session, visitor: Visitor) -> dict[str, list[str]]:
    """Assessment -> the names of those who can sign it."""
    names: dict[str, list[str]] = {}
    for id_, name in db.connection().execute(HEADS, {"visitor": visitor.id}):
        names.setdefault(id_, []).append(name)
    return names
