"""What stands around the answers: who has which element in hand and is where, comments, and what was sent back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, literal, or_, select
from sqlmodel import Session, col

from app.access.loaders import AssessmentAccess
from app.assessments.lifecycle import State
from app.assessments.reads import OPEN_COMMENTS, TEAM_AUDIENCE, WITH_SECRETARIAT, OneAssessment
from app.assessments.rights import Permission, Role, may_ever
from app.db.tables.answers import Comment, ElementAssignment, HistoryEntry, Presence, Thread
from app.db.tables.columns import table_of
from app.db.tables.people import Membership, Person
from app.db.tables.reviews import ReturnedQuestion
from app.i18n.languages import spoken

HERE_FOR = timedelta(minutes=2)
"""A browser says every 45 seconds that its person is still here."""


@dataclass(frozen=True)
class Colleague:
    """A person of the team; `element` is where they were last seen, "" for nowhere yet."""

    id: str
    name: str
    role: Role
    language: str
    element: str = ""
    seen_at: datetime | None = None

    @property
    def may_have_work(self) -> bool:
        return may_ever(Permission.ANSWER, self.role)


@dataclass(frozen=True)
class InHand:
    """An element in somebody's hands until an ISO date, "" for none of its own."""

    person: Colleague
    due_on: str


@dataclass(frozen=True)
class Team:
    """Who belongs to the administration now, and element -> who has it. Whoever left has nothing."""

    people: tuple[Colleague, ...]
    in_hand: Mapping[str, InHand]

    @property
    def workers(self) -> dict[str, Colleague]:
        return {colleague.id: colleague for colleague in self.people if colleague.may_have_work}

    @property
    def names(self) -> dict[str, str]:
        """Of those who may be given work, by id."""
        return {id_: colleague.name for id_, colleague in self.workers.items()}

    def elements_of(self, person_id: str) -> frozenset[str]:
        return frozenset(element for element, held in self.in_hand.items() if held.person.id == person_id)

    def here(self, element: str, but: str, now: datetime) -> list[str]:
        """The names of those who are on this element now."""
        return [
            person.name
            for person in self.people
            if person.id != but and person.element == element and person.seen_at and now - person.seen_at <= HERE_FOR
        ]


@dataclass(frozen=True)
class Marks:
    """What questions carry beside their answer: open comments, and the text of what was sent back."""

    comments: Mapping[str, int] = field(default_factory=dict)
    returned: Mapping[str, str] = field(default_factory=dict)


# Built once, so that SQLAlchemy finds them compiled
TEAM: Select[*tuple[Any, ...]] = (
    select(
        col(Person.id),
        col(Person.name),
        col(Membership.role),
        col(Person.language),
        col(Presence.element).label("present_at"),
        col(Presence.seen_at),
        col(ElementAssignment.element),
        col(ElementAssignment.due_on),
    )
    .join_from(Membership, Person)
    .outerjoin(
        Presence,
        and_(col(Presence.person_id) == col(Person.id), col(Presence.assessment_id) == bindparam("assessment")),
    )
    .outerjoin(
        ElementAssignment,
        and_(
            col(ElementAssignment.person_id) == col(Person.id),
            col(ElementAssignment.assessment_id) == bindparam("assessment"),
        ),
    )
    .where(col(Membership.administration_id) == bindparam("administration"), col(Person.is_active))
    .order_by(col(Person.name), col(Person.id))
)
SENT_BACK = select(literal("returned"), col(ReturnedQuestion.indicator), col(ReturnedQuestion.text), literal(1)).where(
    col(ReturnedQuestion.assessment_id) == bindparam("assessment"),
    col(ReturnedQuestion.number) == bindparam("number"),
)
MARKS = OPEN_COMMENTS.union_all(SENT_BACK)
MOST_COMMENTS = 20
"""On one page of a thread: each may have ten thousand letters."""
ABOUT = (
    col(Comment.assessment_id) == bindparam("assessment"),
    col(Comment.indicator) == bindparam("indicator"),
    col(Comment.audience) == bindparam("audience"),
)
TALK = (
    select(table_of(Comment), col(Person.name))
    .join(Person, col(Comment.by) == col(Person.id))
    .where(*ABOUT)
    .order_by(col(Comment.at).desc(), col(Comment.id).desc())
    .limit(MOST_COMMENTS + 1)
)
COUNT = select(func.count()).where(*ABOUT)
WHEN = select(col(Comment.at)).where(*ABOUT, col(Comment.id) == bindparam("before"))
EARLIER = TALK.where(
    or_(
        col(Comment.at) < bindparam("at"),
        and_(col(Comment.at) == bindparam("at"), col(Comment.id) < bindparam("before")),
    )
)
HISTORY = (
    select(table_of(HistoryEntry), col(Person.name))
    .join(Person, col(HistoryEntry.saved_by) == col(Person.id))
    .where(
        col(HistoryEntry.assessment_id) == bindparam("assessment"), col(HistoryEntry.subject) == bindparam("subject")
    )
    .order_by(col(HistoryEntry.revision).desc())
)


def team_of(db: Session, assessment: OneAssessment) -> Team:
    """In one query: its rows are the people, repeated for each element that they have in hand."""
    parameters = {"assessment": assessment.id, "administration": assessment.administration_id}
    people: dict[str, Colleague] = {}
    in_hand: dict[str, InHand] = {}
    for row in db.connection().execute(TEAM, parameters):
        person = Colleague(row.id, row.name, Role(row.role), spoken(row.language), row.present_at or "", row.seen_at)
        people[person.id] = person
        if row.element:
            in_hand[row.element] = InHand(person, row.due_on)
    return Team(tuple(people.values()), in_hand)


def audiences_of(access: AssessmentAccess) -> tuple[str, ...]:
    """The threads that this person may read."""
    return (TEAM_AUDIENCE, WITH_SECRETARIAT) if access.may(Permission.READ_INSIDE) else (WITH_SECRETARIAT,)


def marks_of(db: Session, access: AssessmentAccess) -> Marks:
    """Of all questions, in one query. What was sent back counts only until it is signed again."""
    return marks_from(db.connection().execute(MARKS, of_marks(access)))


def of_marks(access: AssessmentAccess) -> dict[str, Any]:
    """The parameters of MARKS. Who reviews in second place sees nothing of what was sent back: they decide alone."""
    number = access.assessment.signature if shows_returned(access) else -1
    return {"assessment": access.assessment.id, "audiences": audiences_of(access), "number": number}


def shows_returned(access: AssessmentAccess) -> bool:
    state = access.assessment.state
    is_blind = access.task is not None and access.task.is_blind(state)
    return state is State.RETURNED and not is_blind


def marks_from(rows: Iterable[Row[Any]]) -> Marks:
    marks = [(row.kind, row.indicator, row.title, row.count_) for row in rows]
    return Marks(
        {indicator: count for kind, indicator, _, count in marks if kind == "comments"},
        {indicator: text for kind, indicator, text, _ in marks if kind == "returned"},
    )


@dataclass(frozen=True)
class Page:
    """Some comments of a thread, the oldest first. `earlier` is the comment before which others stand, "" for none."""

    comments: Sequence[Row[Any]]
    earlier: str
    is_newest: bool
    total: int


def talk_about(db: Session, assessment_id: str, indicator: str, audience: str, before: str) -> Page:
    """The newest comments of a thread; or those before one of them, if it is of this thread."""
    about: dict[str, Any] = {"assessment": assessment_id, "indicator": indicator, "audience": audience}
    connection = db.connection()
    at = connection.execute(WHEN, about | {"before": before}).scalar() if before else None
    result = (
        connection.execute(EARLIER, about | {"before": before, "at": at}) if at else connection.execute(TALK, about)
    )
    rows = result.all()
    shown = rows[:MOST_COMMENTS][::-1]
    earlier = shown[0].id if len(rows) > MOST_COMMENTS else ""
    return Page(shown, earlier, at is None, connection.execute(COUNT, about).scalar_one())


def resolved_threads(db: Session, assessment_id: str, indicator: str) -> dict[str, tuple[str, datetime]]:
    """Audience -> who resolved its thread, and when."""
    statement = (
        select(col(Thread.audience), col(Person.name), col(Thread.resolved_at))
        .join(Person, col(Thread.resolved_by) == col(Person.id))
        .where(col(Thread.assessment_id) == assessment_id, col(Thread.indicator) == indicator)
    )
    return {row.audience: (row.name, row.resolved_at) for row in db.execute(statement)}


def history_of(db: Session, assessment_id: str, subject: str) -> Sequence[Row[Any]]:
    """Every revision with the name of who saved it, the newest first."""
    return db.connection().execute(HISTORY, {"assessment": assessment_id, "subject": subject}).all()
