"""The lists of assessments that a person sees: one query each, whatever their number; nothing is scored here."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access import office_of, only_members
from app.assessments import DUE_ON, stored_statuses
from app.identity import Visitor
from app.lifecycle import State
from app.rights import Permission, Role, may
from app.tables.people import Administration, Membership, Person
from app.tables.rounds import Assessment, Round, SignatureRequest
from app.to_sign import is_late
from scoring.progress import Status


@dataclass(frozen=True)
class Line:
    """One assessment in a list, with the figures that are stored of it; `blockers` counts what stops signing."""

    id: str
    administration: str
    country: str
    region: str
    round: str
    due_on: str
    questionnaire: str
    state: State
    changed_at: datetime | None
    asked: int
    done: int
    blockers: int
    level: int | None
    levels: dict[str, int | None]
    progress: dict[str, list[int]]

    @property
    def statuses(self) -> dict[str, Status]:
        """What the level of the whole ("overall") and of each pillar is worth."""
        return stored_statuses(self)


LINES = (
    select(
        col(Assessment.id),
        col(Administration.name),
        col(Administration.country),
        col(Administration.region),
        col(Round.name),
        DUE_ON,
        col(Assessment.questionnaire),
        col(Assessment.state),
        col(Assessment.changed_at),
        col(Assessment.asked),
        col(Assessment.done),
        col(Assessment.blockers),
        col(Assessment.level),
        col(Assessment.levels),
        col(Assessment.progress),
    )
    .join_from(Assessment, Administration)
    .join(Round)
    .order_by(col(Round.name).desc(), col(Administration.name))
)


@dataclass(frozen=True)
class OwnLine:
    """An assessment of mine: with my role, who asks for the signature since when, and whether its last day is over."""

    line: Line
    role: Role
    asked_by: str
    asked_at: datetime | None
    is_late: bool

    @property
    def signs(self) -> bool:
        return may(Permission.SIGN, self.role, self.line.state)


OWN_LINES = only_members(LINES)
ASKING = aliased(Person)
MORE: tuple[Any, ...] = (
    col(Membership.role),
    col(Assessment.moderated),
    col(Assessment.edition),
    col(Administration.time_zone),
    col(ASKING.name).label("asked_by"),
    col(SignatureRequest.at).label("asked_at"),
)
OWN_LINES_WITH_MORE = (
    OWN_LINES.add_columns(*MORE)
    .outerjoin(SignatureRequest, col(SignatureRequest.assessment_id) == col(Assessment.id))
    .outerjoin(ASKING, col(ASKING.id) == col(SignatureRequest.by))
)


def lines_for(db: Session, visitor: Visitor) -> list[Line]:
    return [_line(row) for row in db.connection().execute(_statement(visitor), {"visitor": visitor.id})]


def own_lines(db: Session, visitor: Visitor, now: datetime) -> list[OwnLine]:
    """The assessments of the administrations that the visitor belongs to."""
    rows = db.connection().execute(OWN_LINES_WITH_MORE, {"visitor": visitor.id})
    return [_own_line(row, now) for row in rows]


def _own_line(row: Any, now: datetime) -> OwnLine:
    line, role = _line(row[: -len(MORE)]), Role(row.role)
    is_over = is_late(line.state, row.edition, line.due_on, row.time_zone, now)
    return OwnLine(_reported(line, role, row.moderated), role, row.asked_by or "", row.asked_at, is_over)


def _reported(line: Line, role: Role, moderated: dict[str, Any]) -> Line:
    """With the reviewer's levels where they are shown to this role: as the scorecard, never the self-assessed ones."""
    if not moderated or not may(Permission.SEE_MODERATED, role, line.state):
        return line
    return replace(line, level=moderated["level"], levels=moderated["levels"])


def line_of(db: Session, visitor: Visitor, assessment_id: str) -> Line:
    """The line of an assessment that the visitor has opened."""
    statement = _statement(visitor).where(col(Assessment.id) == assessment_id)
    return _line(db.connection().execute(statement, {"visitor": visitor.id}).one())


def _statement(visitor: Visitor) -> Select[*tuple[Any, ...]]:
    """An office sees every assessment that it may read in its state; nobody else more than their own."""
    office = office_of(visitor)
    if office is None:
        return OWN_LINES
    return LINES.where(col(Assessment.state).in_([state for state in State if may(Permission.READ, office, state)]))


def _line(row: Any) -> Line:
    values = list(row)
    values[7] = State(values[7])
    return Line(*values)
