"""Which notices a person may still read: what is told of an assessment shows only while it is theirs to read."""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import col

from app.assessments.lifecycle import State
from app.assessments.rights import OFFICES, Permission, Role, may, sees_only_assigned
from app.db.tables.people import Membership, Person
from app.db.tables.records import Notice
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment

MOST_COUNTED = 100
"""So that the count costs the same, however many somebody never opens."""


def _is_readable() -> ColumnElement[bool]:
    """For queries with person and assessment: people of a team while they belong to it, who reads every one, and who
    comes from outside while the review is theirs."""
    is_member = select(col(Membership.role)).where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.administration_id) == col(Assessment.administration_id),
    )
    of_team = and_(col(Person.office) == "", is_member.correlate(Person, Assessment).exists())
    task = select(col(ReviewTask.part)).where(
        col(ReviewTask.reviewer_id) == col(Person.id), col(ReviewTask.assessment_id) == col(Assessment.id)
    )
    from_outside = and_(
        col(Person.office).in_([office for office in OFFICES if sees_only_assigned(office)]),
        col(Assessment.state).in_([state for state in State if may(Permission.READ, Role.EXTERNAL_REVIEWER, state)]),
        task.correlate(Person, Assessment).exists(),
    )
    every_one = (col(Person.office) == office for office in OFFICES if _reads_every_one(office))
    return or_(of_team, from_outside, *every_one)


def _reads_every_one(office: Role) -> bool:
    return all(may(Permission.READ, office, state) for state in State)


IS_READABLE = _is_readable()
_UNREAD = (
    select(col(Notice.id))
    .join_from(Notice, Assessment)
    .where(col(Notice.person_id) == col(Person.id), col(Notice.seen_at).is_(None), IS_READABLE)
    .limit(MOST_COUNTED)
    .correlate(Person)
    .subquery()
)
UNREAD = select(func.count()).select_from(_UNREAD).correlate(Person).scalar_subquery()
"""For queries of a person: how many notices they have not opened, or MOST_COUNTED where there are more."""
