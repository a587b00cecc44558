"""The queue of reviews: filtered and sorted by the database, in one query whatever its length."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.assessments.answer_sets import MODERATION, SIGNATURE
from app.assessments.examined import UNEXAMINED
from app.assessments.lifecycle import SUBMITTED, State
from app.db.tables.people import Administration, Person
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from app.features.reviewing.review import FIRST, SECOND
from questionnaires.problems import N_

NOBODY = "nobody"
SORTS = {
    "mine": N_("Mine first, then by due date"),
    "due": N_("Due date"),
    "submitted": N_("Oldest submission first"),
    "administration": N_("Administration"),
    "state": N_("State"),
    "decided": N_("Least examined"),
}
LATEST = "9999"
"""No due date sorts after every date."""
STATES = tuple(state for state in State if state in SUBMITTED)


@dataclass(frozen=True)
class Wanted:
    """What the queue shows: a round, and "" for each filter that is not set."""

    round_id: str
    state: str = ""
    reviewer: str = ""
    sort: str = "mine"


@dataclass(frozen=True)
class Part:
    """One reviewer's part of a line; `reviewer_id` is "" where nobody has it."""

    reviewer_id: str
    reviewer: str
    due_on: str
    finished_at: datetime | None
    decided: int

    def is_overdue(self, today: str) -> bool:
        return bool(self.due_on) and self.finished_at is None and self.due_on < today


@dataclass(frozen=True)
class Line:
    id: str
    administration: str
    state: State
    submitted_at: datetime | None
    asked: int
    first: Part
    second: Part | None


FIRST_TASK, SECOND_TASK = aliased(ReviewTask), aliased(ReviewTask)
FIRST_PERSON, SECOND_PERSON = aliased(Person), aliased(Person)


def _decided(part: str) -> Any:
    """How many answers were examined: `examined` in the database, since decisions stand only on what is asked."""
    return (
        select(func.count())
        .where(
            MODERATION.c.assessment_id == col(Assessment.id),
            MODERATION.c.part == part,
            MODERATION.c.signature == col(Assessment.signature),
            MODERATION.c.decision != UNEXAMINED,
        )
        .correlate(Assessment)
        .scalar_subquery()
    )


FIRST_DECIDED, SECOND_DECIDED = _decided(FIRST), _decided(SECOND)


def _of(task: Any, part: str) -> ColumnElement[bool]:
    return and_(task.assessment_id == col(Assessment.id), task.part == part)


LINES = (
    select(
        col(Assessment.id),
        col(Administration.name).label("administration"),
        col(Assessment.state),
        SIGNATURE.c.at.label("submitted_at"),
        col(Assessment.asked),
        *(col(FIRST_TASK.reviewer_id), col(FIRST_PERSON.name), col(FIRST_TASK.due_on), col(FIRST_TASK.finished_at)),
        FIRST_DECIDED,
        *(col(SECOND_TASK.reviewer_id), col(SECOND_PERSON.name), col(SECOND_TASK.due_on), col(SECOND_TASK.finished_at)),
        SECOND_DECIDED,
    )
    .join_from(Assessment, Administration)
    .outerjoin(
        SIGNATURE,
        and_(SIGNATURE.c.assessment_id == col(Assessment.id), SIGNATURE.c.number == col(Assessment.signature)),
    )
    .outerjoin(FIRST_TASK, _of(FIRST_TASK, FIRST))
    .outerjoin(FIRST_PERSON, col(FIRST_PERSON.id) == col(FIRST_TASK.reviewer_id))
    .outerjoin(SECOND_TASK, _of(SECOND_TASK, SECOND))
    .outerjoin(SECOND_PERSON, col(SECOND_PERSON.id) == col(SECOND_TASK.reviewer_id))
    .where(col(Assessment.state).in_(SUBMITTED))
)


def queue(db: Session, wanted: Wanted, visitor_id: str) -> list[Line]:
    statement = LINES.where(col(Assessment.round_id) == wanted.round_id)
    if wanted.state:
        statement = statement.where(col(Assessment.state) == wanted.state)
    if wanted.reviewer:
        statement = statement.where(_reviewed_by(wanted.reviewer))
    return [_line(row) for row in db.connection().execute(_sorted(statement, wanted.sort, visitor_id))]


def _reviewed_by(reviewer: str) -> ColumnElement[bool]:
    if reviewer == NOBODY:
        return col(FIRST_TASK.reviewer_id).is_(None)
    return or_(col(FIRST_TASK.reviewer_id) == reviewer, col(SECOND_TASK.reviewer_id) == reviewer)


def _sorted(statement: Select[*tuple[Any, ...]], sort: str, visitor_id: str) -> Select[*tuple[Any, ...]]:
    is_mine_second = col(SECOND_TASK.reviewer_id) == visitor_id
    is_mine = or_(col(FIRST_TASK.reviewer_id) == visitor_id, is_mine_second)
    given = case((is_mine_second, col(SECOND_TASK.due_on)), else_=col(FIRST_TASK.due_on))
    due = case((func.coalesce(given, "") == "", LATEST), else_=given)
    name, submitted = col(Administration.name), SIGNATURE.c.at
    orders: Mapping[str, tuple[Any, ...]] = {
        "mine": (case((is_mine, 0), else_=1), due, name),
        "due": (due, name),
        "submitted": (submitted, name),
        "administration": (name,),
        "state": (case(*((col(Assessment.state) == state, at) for at, state in enumerate(STATES)), else_=99), name),
        "decided": (FIRST_DECIDED, name),
    }
    return statement.order_by(*orders.get(sort, orders["mine"]))


def _line(row: Any) -> Line:
    id_, administration, state, submitted_at, asked, *parts = row
    first, second = parts[:5], parts[5:]
    return Line(
        id_,
        administration,
        State(state),
        submitted_at,
        asked,
        Part(first[0] or "", first[1] or "", first[2] or "", first[3], first[4]),
        Part(*second) if second[0] else None,
    )


def rounds_of(db: Session) -> dict[str, str]:
    """Id -> name, the newest first."""
    statement = select(col(Round.id), col(Round.name)).order_by(col(Round.name).desc())
    return {row.id: row.name for row in db.connection().execute(statement)}
