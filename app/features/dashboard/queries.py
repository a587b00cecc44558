"""The lists of assessments that a person sees: one query each, whatever their number; nothing is scored here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import REVIEWS_SECOND, office_of, only_assigned, only_members, sees_moderated
from app.assessments.lifecycle import Kind, State
from app.assessments.reads import DUE_ON, stored_statuses
from app.assessments.reported import STORED, stored_figures
from app.assessments.rights import Permission, Role, may, sees_only_assigned
from app.assessments.to_sign import is_late
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.rounds import Assessment, Round, SignatureRequest
from scoring.progress import Status
from scoring.scorecard import OVERALL


@dataclass(frozen=True)
class Line:
    """One assessment in a list, with the stored figures that this reader is told; `kind` says whose they are,
    `blockers` counts what stops signing, and `organisation` is the kind of it."""

    id: str
    administration: str
    country: str
    region: str
    organisation: str
    round: str
    due_on: str
    questionnaire: str
    form: str
    state: State
    changed_at: datetime | None
    asked: int
    done: int
    blockers: int
    kind: Kind
    level: int | None
    levels: dict[str, int | None]
    scores: dict[str, float | None]
    progress: dict[str, list[int]]

    @property
    def statuses(self) -> dict[str, Status]:
        """What the level of the whole ("overall") and of each pillar is worth."""
        return stored_statuses(self)


LINES: Select[*tuple[Any, ...]] = (
    select(
        col(Assessment.id),
        col(Administration.name).label("administration"),
        col(Administration.country),
        col(Administration.region),
        col(Administration.kind).label("organisation"),
        col(Round.name).label("round"),
        DUE_ON.label("due_on"),
        col(Assessment.questionnaire),
        col(Assessment.form),
        col(Assessment.state),
        col(Assessment.changed_at),
        col(Assessment.asked),
        col(Assessment.done),
        col(Assessment.blockers),
        col(Assessment.progress),
        *STORED,
        REVIEWS_SECOND.label("reviews_second"),
    )
    .join_from(Assessment, Administration)
    .join(Round)
    .order_by(col(Round.name).desc(), col(Administration.name))
)


@dataclass(frozen=True)
class OwnLine:
    """An assessment of mine: with my role, the zone in which its days end, who asks for the signature since when, and
    whether its last day is over."""

    line: Line
    role: Role
    time_zone: str
    asked_by: str
    asked_at: datetime | None
    is_late: bool

    @property
    def signs(self) -> bool:
        return may(Permission.SIGN, self.role, self.line.state)


OWN_LINES = only_members(LINES.add_columns(col(Membership.role)))
ASKING = aliased(Person)
OWN_LINES_WITH_MORE = (
    OWN_LINES.add_columns(
        col(Assessment.edition),
        col(Administration.time_zone),
        col(ASKING.name).label("asked_by"),
        col(SignatureRequest.at).label("asked_at"),
    )
    .outerjoin(SignatureRequest, col(SignatureRequest.assessment_id) == col(Assessment.id))
    .outerjoin(ASKING, col(ASKING.id) == col(SignatureRequest.by))
)
AS_THEY_ARE = (
    "id",
    "administration",
    "country",
    "region",
    "organisation",
    "round",
    "due_on",
    "questionnaire",
    "form",
    "changed_at",
    "asked",
    "done",
    "blockers",
    "progress",
)


def lines_for(db: Session, visitor: Visitor) -> list[Line]:
    office = office_of(visitor)
    rows = db.connection().execute(_statement(office), {"visitor": visitor.id})
    return [_line(row, office or Role(row.role)) for row in rows]


def own_lines(db: Session, visitor: Visitor, now: datetime) -> list[OwnLine]:
    """The assessments of the administrations that the visitor belongs to."""
    rows = db.connection().execute(OWN_LINES_WITH_MORE, {"visitor": visitor.id})
    return [_own_line(row, now) for row in rows]


def _own_line(row: Any, now: datetime) -> OwnLine:
    line, role = _line(row, Role(row.role)), Role(row.role)
    is_over = is_late(line.state, row.edition, line.due_on, row.time_zone, now)
    return OwnLine(line, role, row.time_zone, row.asked_by or "", row.asked_at, is_over)


def line_of(db: Session, visitor: Visitor, assessment_id: str) -> Line:
    """The line of an assessment that the visitor has opened."""
    office = office_of(visitor)
    statement = _statement(office).where(col(Assessment.id) == assessment_id)
    row = db.connection().execute(statement, {"visitor": visitor.id}).one()
    return _line(row, office or Role(row.role))


def _statement(office: Role | None) -> Select[*tuple[Any, ...]]:
    """An office sees every assessment that it may read in its state, or those assigned to it; nobody else more than
    their own."""
    if office is None:
        return OWN_LINES
    lines = only_assigned(LINES) if sees_only_assigned(office) else LINES
    return lines.where(col(Assessment.state).in_([state for state in State if may(Permission.READ, office, state)]))


def _line(row: Any, role: Role) -> Line:
    """With the values that this reader's scorecard reports."""
    state = State(row.state)
    figures = stored_figures(row, with_moderated=sees_moderated(role, state, reviews_second=row.reviews_second))
    levels = dict(figures.reported.levels)
    return Line(
        **{name: getattr(row, name) for name in AS_THEY_ARE},
        state=state,
        kind=figures.kind,
        level=levels.pop(OVERALL),
        levels=levels,
        scores=dict(figures.reported.scores),
    )
