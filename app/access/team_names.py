"""What a person is called in a team: by the invitation until they came, so that an account elsewhere does not show."""

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.db.audit_log import ENTRIES
from app.db.tables.people import Membership, Person, SignInSession

SESSION = aliased(SignInSession)
SESSION_SINCE = exists().where(
    col(SESSION.person_id) == col(Person.id), col(SESSION.seen_at) > col(Membership.invited_at)
)
ACT_SINCE = exists().where(ENTRIES.c.by == col(Person.id), ENTRIES.c.at > col(Membership.invited_at))
"""Sessions end and go; the log keeps what somebody did."""
SHOWN_NAME: ColumnElement[str] = case(
    (and_(col(Membership.invited_as) != "", ~or_(SESSION_SINCE, ACT_SINCE)), col(Membership.invited_as)),
    else_=col(Person.name),
)
"""For queries of memberships joined with their persons."""
