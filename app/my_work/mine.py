"""What waits for one person: their elements, questions that came back, comments; and whom to ask for the signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access import only_members
from app.assessments import DUE_ON, outlines_of_all
from app.deadlines import is_past
from app.identity import Visitor
from app.lifecycle import WITH_THE_TEAM, State
from app.outbox import Kind
from app.rights import Permission, Role, may
from app.tables.answers import Comment, ElementAssignment, StoredAnswer, Thread
from app.tables.people import Administration, Membership, Person
from app.tables.reviews import Reminder, ReturnedQuestion
from app.tables.rounds import Assessment, Round
from questionnaires.answers import NOT_ANSWERED, Answer, is_done
from questionnaires.catalogue import Catalogue
from scoring.asked import asked_indicators


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
    is_overdue: bool

    @property
    def is_done(self) -> bool:
        return self.done == self.asked


@dataclass(frozen=True)
class Head:
    """A person who can sign, and when they were last asked to."""

    name: str
    asked_at: datetime | None


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
RETURNED = (
    only_members(
        select(
            col(ReturnedQuestion.assessment_id),
            col(ReturnedQuestion.indicator),
            col(Administration.name),
            (col(StoredAnswer.saved_at) > col(ReturnedQuestion.at)).label("is_answered"),
        )
        .join_from(ReturnedQuestion, Assessment)
        .join(Administration)
        .outerjoin(
            StoredAnswer,
            and_(
                col(StoredAnswer.assessment_id) == col(ReturnedQuestion.assessment_id),
                col(StoredAnswer.indicator) == col(ReturnedQuestion.indicator),
            ),
        )
    )
    .where(
        col(Assessment.state) == State.RETURNED,
        col(ReturnedQuestion.number) == col(Assessment.signature),
    )
    .order_by(col(Administration.name), col(ReturnedQuestion.indicator))
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
    select(col(Assessment.id), col(Person.name), col(Reminder.at))
    .join_from(Assessment, OWN, col(OWN.administration_id) == col(Assessment.administration_id))
    .join(Membership, col(Membership.administration_id) == col(Assessment.administration_id))
    .join(Person, col(Person.id) == col(Membership.person_id))
    .outerjoin(
        Reminder,
        and_(
            col(Reminder.assessment_id) == col(Assessment.id),
            col(Reminder.person_id) == col(Person.id),
            col(Reminder.kind) == Kind.READY_TO_SIGN,
        ),
    )
    .where(col(OWN.person_id) == bindparam("visitor"), col(Membership.role) == Role.HEAD, col(Person.is_active))
    .order_by(col(Person.name))
)


def parts_of(db: Session, catalogue: Catalogue, visitor: Visitor, now: datetime) -> list[Part]:
    """The elements in my hands, the most urgent first, with how far each is: two queries, whatever their number."""
    rows = [
        row
        for row in db.connection().execute(PARTS, {"visitor": visitor.id})
        if may(Permission.ANSWER, Role(row.role), State(row.state))
    ]
    answers = outlines_of_all(db, {row.assessment_id for row in rows}) if rows else {}
    return [_part(row, catalogue, answers.get(row.assessment_id, {}), visitor.language, now) for row in rows]


def _part(row: Any, catalogue: Catalogue, answers: Mapping[str, Answer], language: str, now: datetime) -> Part:
    questionnaire = catalogue[row.questionnaire]
    asked = asked_indicators(questionnaire, row.profile, answers, row.form)
    own = [one.id for one in questionnaire.indicators_of[row.element] if one.is_scored and one.id in asked]
    due_on = row.due_on or row.assessment_due_on
    return Part(
        row.assessment_id,
        row.name,
        row.element,
        questionnaire.words(language).elements[row.element].title,
        due_on,
        done=sum(is_done(answers.get(id_, NOT_ANSWERED)) for id_ in own),
        asked=len(own),
        is_overdue=is_past(due_on, row.time_zone, now),
    )


def returned_to(db: Session, visitor: Visitor) -> Sequence[Row[Any]]:
    """The questions that the secretariat sent back, and whether each was answered again since."""
    return db.connection().execute(RETURNED, {"visitor": visitor.id}).all()


def threads_of(db: Session, visitor: Visitor) -> Sequence[Row[Any]]:
    """The threads that are not resolved and in which the visitor wrote."""
    return db.connection().execute(THREADS, {"visitor": visitor.id}).all()


def heads_of(db: Session, visitor: Visitor) -> dict[str, list[Head]]:
    """Assessment -> who can sign it."""
    found: dict[str, list[Head]] = {}
    for id_, name, asked_at in db.connection().execute(HEADS, {"visitor": visitor.id}):
        found.setdefault(id_, []).append(Head(name, asked_at))
    return found
