"""The loaders: they fetch and authorise in one. Authorisation stands nowhere else; `rights` is its table.

You cannot hold an assessment or an administration without having passed its loader: a stranger gets 404, a person who
may read but not do this gets 403, and one who may do it in another state gets 409.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.assessments.lifecycle import NotNow, State
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.rights import (
    OF_ASSIGNED_REVIEWERS,
    OF_OTHERS_THAN_THE_ORGANISATION,
    PERMISSIONS,
    REVIEWERS,
    Permission,
    Role,
    may,
    may_ever,
    reviews_itself,
    sees_only_assigned,
)
from app.db.tables.people import Administration, Membership
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue

TO_SEE = {
    Permission.READ,
    Permission.EXPORT,
    Permission.READ_EVIDENCE,
    Permission.SEE_MODERATED,
    Permission.SEE_WORKFORCE,
}
"""Who may not see something in its present state does not learn that it is there."""
EVERYTHING = frozenset(Permission)
ANY_STATE = State.IN_PROGRESS
"""For rights that do not hang on a state: their line of the table has all of them."""


class NotYours(Exception):
    """It is not there, or not for this person: the answer does not tell which."""


class NotAllowed(Exception):
    """The person may see it, but not do this."""


class OwnOrganisation(NotAllowed):
    """Nobody reviews the organisation that they belong to."""


@dataclass(frozen=True)
class Task:
    """The review of an assessment that is this person's: "first" or "second"."""

    part: str
    is_finished: bool

    def is_blind(self, state: State) -> bool:
        return is_blind(state, reviews_second=self.part == "second" and not self.is_finished)


def is_blind(state: State, *, reviews_second: bool) -> bool:
    """A second reviewer sees nothing of the first one's decisions before their own are final, or all published."""
    return reviews_second and state is not State.PUBLISHED


@dataclass(frozen=True)
class Side:
    """Of a review: the visitor's task in it, and whether the organisation is their own."""

    task: Task | None
    is_own: bool


@dataclass(frozen=True)
class AssessmentAccess:
    """An assessment together with the person who opened it and what this person may do there."""

    assessment: OneAssessment
    visitor: Visitor
    role: Role
    permissions: frozenset[Permission]
    task: Task | None = None
    is_own: bool = False
    """Whether somebody of an office looks at their own organisation: they never review it."""

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    @property
    def may_answer(self) -> bool:
        return Permission.ANSWER in self.permissions

    @property
    def sees_returns(self) -> bool:
        """What the first reviewer sent back, and the letter with it: nobody else's but the two sides'."""
        is_withheld = self.task is not None and self.task.is_blind(self.assessment.state)
        return Permission.READ_HISTORY in self.permissions and not is_withheld


@dataclass(frozen=True)
class AdministrationAccess:
    """An administration together with the person who opened it; `role` is theirs in it, or their office."""

    administration: Administration
    visitor: Visitor
    role: Role
    permissions: frozenset[Permission]

    def may(self, permission: str) -> bool:
        return permission in self.permissions


def office_of(visitor: Visitor) -> Role | None:
    return Role(visitor.office) if visitor.office else None


def may_everywhere(visitor: Visitor, permission: Permission) -> bool:
    """A right that needs no assessment and no administration: that of an office."""
    office = office_of(visitor)
    return office is not None and may(permission, office, ANY_STATE)


def only_members(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Assessments, joined with their administration, cut to those of the parameter `visitor`."""
    return statement.join(Membership, col(Membership.administration_id) == col(Administration.id)).where(
        col(Membership.person_id) == bindparam("visitor")
    )


def only_assigned(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Assessments, cut to those that the parameter `visitor` reviews."""
    return statement.where(IS_ASSIGNED)


def only_disclosed(statement: Select[*tuple[Any, ...]], visitor: Visitor | None) -> Select[*tuple[Any, ...]]:
    """Published results, joined with their administration, cut to those that this person may see, or anybody."""
    if visitor and may_everywhere(visitor, Permission.FOLLOW_ROUND):
        return statement
    disclosure = col(Administration.disclosure)
    if visitor is None:
        return statement.where(disclosure == "public")
    own = select(col(Membership.administration_id)).where(col(Membership.person_id) == visitor.id)
    is_member = own.exists()
    return statement.where(
        or_(
            disclosure == "public",
            and_(disclosure == "members", is_member),
            col(Administration.id).in_(own),
        )
    )


MINE, ASSIGNED = aliased(Membership), aliased(ReviewTask)
IS_ASSIGNED = exists().where(
    col(ASSIGNED.assessment_id) == col(Assessment.id), col(ASSIGNED.reviewer_id) == bindparam("visitor")
)
IS_MEMBER = exists().where(
    col(MINE.administration_id) == col(Administration.id), col(MINE.person_id) == bindparam("visitor")
)
# Built once, so that SQLAlchemy finds them compiled
ANY_ONE = ONE_ASSESSMENT.where(col(Assessment.id) == bindparam("assessment"))
OWN_ONE = only_members(ANY_ONE.add_columns(col(Membership.role)))
ONE_OF_OFFICE = ANY_ONE.add_columns(IS_MEMBER.label("is_member"))
ONE_OF_OFFICE_LOCKED = ONE_OF_OFFICE.with_for_update(of=Assessment, key_share=True)
OWN_ONE_LOCKED = OWN_ONE.with_for_update(of=Assessment, key_share=True)
"""One writer at a time, where SQLite's own lock does not see to it; rows that only point here need not wait."""
TASKS = select(col(ReviewTask.part), col(ReviewTask.finished_at)).where(
    col(ReviewTask.reviewer_id) == bindparam("visitor")
)
TASK_OF = TASKS.where(col(ReviewTask.assessment_id) == bindparam("assessment"))
ALL_TASKS = TASKS.add_columns(col(ReviewTask.assessment_id))
SECOND = aliased(ReviewTask)
REVIEWS_SECOND = exists().where(
    col(SECOND.assessment_id) == col(Assessment.id),
    col(SECOND.part) == "second",
    col(SECOND.reviewer_id) == bindparam("visitor"),
    col(SECOND.finished_at).is_(None),
)
"""For queries of many assessments: whether the visitor's is the second review of one, and not finished."""
ANY_OF_ROUNDS = (
    select(col(Assessment.id), col(Assessment.state), col(Administration.kind), IS_MEMBER.label("is_member"))
    .join_from(Assessment, Administration)
    .where(col(Assessment.round_id).in_(bindparam("rounds", expanding=True)))
)
OWN_OF_ROUNDS = only_members(ANY_OF_ROUNDS.add_columns(col(Membership.role)))


def open_assessment(
    db: Session, catalogue: Catalogue, visitor: Visitor, id_: str, wanted: Permission, *, to_write: bool = False
) -> AssessmentAccess:
    """The only way to an assessment: fetches and authorises in one query. Raises NotYours, NotAllowed or NotNow."""
    if "\0" in id_:  # no id, and PostgreSQL refuses even to look for it
        raise NotYours
    office = office_of(visitor)
    statement = _statement(of_office=office is not None, locked=to_write)
    row = db.connection().execute(statement, {"assessment": id_, "visitor": visitor.id}).first()
    if row is None:
        raise NotYours
    role = office or Role(row.role)
    assessment = one_assessment(row, catalogue)
    task = _task_of(db, id_, visitor.id) if role in REVIEWERS else None
    side = Side(task, _is_own(office, row))
    permissions = _permissions(role, assessment.state, side)
    if Permission.READ not in permissions:
        raise NotYours
    if wanted not in permissions:
        raise _refusal(wanted, role, assessment.state, side)
    return AssessmentAccess(assessment, visitor, role, permissions, task, side.is_own)


def exportable(
    db: Session, visitor: Visitor, rounds: Collection[str], beside: Permission = Permission.SEE_MODERATED
) -> dict[str, bool]:
    """Assessment id -> whether with the right `beside`: all whose report this visitor may download, one by one."""
    office = office_of(visitor)
    of_visitor = {"rounds": list(rounds), "visitor": visitor.id}
    rows = db.connection().execute(ANY_OF_ROUNDS if office else OWN_OF_ROUNDS, of_visitor).all()
    tasks = _tasks_of(db, visitor.id) if office in REVIEWERS else {}
    sides = {row.id: Side(tasks.get(row.id), _is_own(office, row)) for row in rows}
    rights = {row.id: _permissions(office or Role(row.role), State(row.state), sides[row.id]) for row in rows}
    return {
        id_: beside in permissions
        for id_, permissions in rights.items()
        if {Permission.READ, Permission.EXPORT} <= permissions
    }


def sees_moderated(role: Role, state: State, *, reviews_second: bool) -> bool:
    """Of a line in a list: whether this reader may see the reviewer's values."""
    return may(Permission.SEE_MODERATED, role, state) and not is_blind(state, reviews_second=reviews_second)


def _is_own(office: Role | None, row: Row[Any]) -> bool:
    return office is not None and bool(row.is_member or reviews_itself(row.kind, office))


def _permissions(role: Role, state: State, side: Side) -> frozenset[Permission]:
    return PERMISSIONS[role, state] - _withheld(role, state, side)


def _statement(*, of_office: bool, locked: bool) -> Select[*tuple[Any, ...]]:
    if of_office:
        return ONE_OF_OFFICE_LOCKED if locked else ONE_OF_OFFICE
    return OWN_ONE_LOCKED if locked else OWN_ONE


def _withheld(role: Role, state: State, side: Side) -> frozenset[Permission]:
    """What a row takes from the rights of a role."""
    if side.is_own:
        return OF_OTHERS_THAN_THE_ORGANISATION
    if side.task:
        return frozenset({Permission.SEE_MODERATED}) if side.task.is_blind(state) else frozenset()
    if sees_only_assigned(role):
        return EVERYTHING
    return OF_ASSIGNED_REVIEWERS if role is Role.REVIEWER else frozenset()


def _refusal(wanted: Permission, role: Role, state: State, side: Side) -> Exception:
    if side.is_own and wanted in OF_OTHERS_THAN_THE_ORGANISATION and may_ever(wanted, role):
        return OwnOrganisation()
    if not may_ever(wanted, role) or wanted in _withheld(role, state, side) - TO_SEE:
        return NotAllowed()
    return NotYours() if wanted in TO_SEE else NotNow(wanted)


def _task_of(db: Session, assessment_id: str, person_id: str) -> Task | None:
    row = db.connection().execute(TASK_OF, {"assessment": assessment_id, "visitor": person_id}).first()
    return Task(row.part, row.finished_at is not None) if row else None


def _tasks_of(db: Session, person_id: str) -> dict[str, Task]:
    rows = db.connection().execute(ALL_TASKS, {"visitor": person_id})
    return {row.assessment_id: Task(row.part, row.finished_at is not None) for row in rows}


def open_administration(db: Session, visitor: Visitor, id_: str, wanted: Permission) -> AdministrationAccess:
    """The only way to an administration as such. Raises NotYours or NotAllowed."""
    if "\0" in id_:
        raise NotYours
    administration = db.get(Administration, id_)
    role = office_of(visitor)
    if role is None:
        membership = db.get(Membership, (visitor.id, id_))
        role = Role(membership.role) if membership else None
    if administration is None or role is None:
        raise NotYours
    permissions = PERMISSIONS[role, ANY_STATE]
    if wanted not in permissions:
        raise NotAllowed if Permission.SEE_TEAM in permissions else NotYours
    return AdministrationAccess(administration, visitor, role, permissions)
