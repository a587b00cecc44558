"""What a visitor may find: one query for each kind, cut to their rights in the database, never afterwards.

Letters are compared in Python, by the one rule for both databases (decision 47), so each query has a limit.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import may_everywhere, office_of, only_assigned, only_members
from app.access.team_names import SHOWN_NAME
from app.assessments.lifecycle import State
from app.assessments.rights import TEAM, Permission, Role, may, sees_only_assigned
from app.db.tables.answers import Evidence
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round

MOST_READ = 20_000
"""Rows of one kind, the newest first: more evidence than all administrations add in two rounds."""

IN_ORDER = (
    select(
        col(Assessment.id),
        col(Assessment.administration_id),
        col(Assessment.state),
        col(Assessment.form),
        col(Assessment.questionnaire),
        col(Round.id).label("round_id"),
        col(Round.name).label("round"),
        func.row_number()
        .over(partition_by=col(Assessment.administration_id), order_by=col(Round.name).desc())
        .label("place"),
    )
    .join_from(Assessment, Round)
    .subquery()
)
NEWEST = and_(IN_ORDER.c.administration_id == col(Administration.id), IN_ORDER.c.place == 1)
ADMINISTRATIONS = (
    select(
        col(Administration.id),
        col(Administration.code),
        col(Administration.name),
        col(Administration.country),
        col(Administration.region),
        col(Administration.kind),
        IN_ORDER.c.id.label("assessment_id"),
        IN_ORDER.c.state,
        IN_ORDER.c.form,
        IN_ORDER.c.questionnaire,
        IN_ORDER.c.round_id,
        IN_ORDER.c.round,
    )
    .join_from(Administration, IN_ORDER, NEWEST, isouter=True)
    .order_by(col(Administration.name))
    .limit(MOST_READ)
)
"""Each with its newest assessment, where it has one."""
OWN_ADMINISTRATIONS = only_members(ADMINISTRATIONS.add_columns(col(Membership.role)))
IN_ROUNDS = ADMINISTRATIONS.where(IN_ORDER.c.id.is_not(None))
"""What the overviews of rounds show to those who follow them."""

MEMBERS: Select[*tuple[Any, ...]] = (
    select(
        col(Person.id),
        SHOWN_NAME.label("name"),
        col(Person.email),
        col(Membership.role),
        col(Administration.id).label("administration_id"),
        col(Administration.name).label("administration"),
    )
    .join_from(Membership, Person)
    .join(Administration, col(Administration.id) == col(Membership.administration_id))
    .order_by(SHOWN_NAME, col(Administration.name))
    .limit(MOST_READ)
)
OWN = select(col(Membership.administration_id)).where(col(Membership.person_id) == bindparam("visitor"))
COLLEAGUES = MEMBERS.where(col(Membership.administration_id).in_(OWN))
ACCOUNTS: Select[*tuple[Any, ...]] = (
    select(
        col(Person.id), col(Person.name), col(Person.email), col(Person.office), col(Administration.name).label("place")
    )
    .join_from(Person, Membership, isouter=True)
    .join(Administration, col(Administration.id) == col(Membership.administration_id), isouter=True)
    .order_by(col(Person.name), col(Person.id), col(Administration.name))
    .limit(MOST_READ)
)

EVIDENCE: Select[*tuple[Any, ...]] = (
    select(
        col(Evidence.id),
        col(Evidence.title),
        col(Evidence.file_name),
        col(Evidence.withdrawn_at),
        col(Evidence.assessment_id),
        col(Administration.name).label("administration"),
        col(Round.name).label("round"),
    )
    .join_from(Evidence, Assessment)
    .join(Round)
    .join(Administration, col(Administration.id) == col(Assessment.administration_id))
    .where(col(Assessment.state).in_(bindparam("states", expanding=True)))
    .order_by(col(Round.name).desc(), col(Evidence.added_at).desc(), col(Evidence.id))
    .limit(MOST_READ)
)
OWN_EVIDENCE = only_members(EVIDENCE)
ASSIGNED_EVIDENCE = only_assigned(EVIDENCE)

TO_REVIEW = (
    select(col(Assessment.id), col(Assessment.round_id), col(Administration.name).label("administration"))
    .join_from(Assessment, Administration)
    .join(ReviewTask, col(ReviewTask.assessment_id) == col(Assessment.id))
    .where(
        col(ReviewTask.reviewer_id) == bindparam("visitor"),
        col(ReviewTask.finished_at).is_(None),
        col(Assessment.state) == State.UNDER_REVIEW,
    )
    .subquery()
)
MOST_REVIEWS = 3
WITH_ASSESSMENTS = select(func.max(col(Round.name))).where(col(Round.id).in_(select(col(Assessment.round_id))))
NEWEST_ROUND = (
    select(col(Round.questionnaire), col(Round.name).label("round"), TO_REVIEW.c.id, TO_REVIEW.c.administration)
    .join_from(Round, TO_REVIEW, TO_REVIEW.c.round_id == col(Round.id), isouter=True)
    .where(col(Round.name) == WITH_ASSESSMENTS.scalar_subquery())
    .order_by(TO_REVIEW.c.administration)
    .limit(MOST_REVIEWS)
)
"""With some of the assessments in it that the visitor is reviewing."""

Rows = list[Row[*tuple[Any, ...]]]


def administrations(db: Session, visitor: Visitor) -> Rows:
    """All for whoever may see each one's page; for others who follow rounds, those in a round."""
    office = office_of(visitor)
    if office is None:
        return _rows(db, OWN_ADMINISTRATIONS, visitor)
    if sees_only_assigned(office):
        return []
    return _rows(db, ADMINISTRATIONS if may_everywhere(visitor, Permission.SEE_TEAM) else IN_ROUNDS, visitor)


def members(db: Session, visitor: Visitor) -> Rows:
    """Of the visitor's own teams, or of all."""
    return _rows(db, COLLEAGUES if office_of(visitor) is None else MEMBERS, visitor)


def accounts(db: Session, visitor: Visitor) -> Rows:
    """A row for each membership, and one for whoever has none."""
    return _rows(db, ACCOUNTS, visitor)


def evidence(db: Session, visitor: Visitor) -> Rows:
    """Of the visitor's own administrations or reviews, or of all, and only in states in which they may open it."""
    office = office_of(visitor)
    states = states_to_read_evidence((office,) if office else TEAM)
    of_office = ASSIGNED_EVIDENCE if sees_only_assigned(office) else EVIDENCE
    return _rows(db, of_office if office else OWN_EVIDENCE, visitor, states=states)


def newest_round(db: Session, visitor: Visitor) -> Rows:
    return _rows(db, NEWEST_ROUND, visitor)


def states_to_read_evidence(roles: Collection[Role]) -> list[State]:
    return [state for state in State if all(may(Permission.READ_EVIDENCE, role, state) for role in roles)]


def _rows(db: Session, statement: Select[*tuple[Any, ...]], visitor: Visitor, **parameters: object) -> Rows:
    return list(db.connection().execute(statement, {"visitor": visitor.id, **parameters}))
