"""How many invitations may leave: mails are counted, by who sends them and by the address they go to. Changes of roles
send mails too, so they have an end as well.

Each mail that leaves is one row, whatever becomes of the person afterwards. Of the address only a keyed hash is kept,
and all of it for a week.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, func, select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.sealing import signature
from app.db.audit_log import ENTRIES
from app.db.tables.people import InvitationMail
from app.features.directory.people.refusal import Refused
from app.validation.mail_addresses import normalised
from questionnaires.problems import N_, Problem

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_A_DAY = 50
"""Of one person of a team, and of one administration: enough for any team, too few to bother the world."""
MOST_OF_AN_OFFICE = 500
"""A day: all administrations may be invited at once."""
MOST_TO_ONE = 5
"""A week, to one address, whoever sends them."""
TOO_MANY_BY = N_("{most} invitations were sent within a day. Continue tomorrow.")
TOO_MANY_TO = N_(
    "{most} invitations were sent to this address within a week. Ask the person to check their inbox and spam "
    "folder, or invite them again next week."
)
ROLE_CHANGED = "role changed"
MOST_CHANGES_OF_ONE = 5
"""A day, of the role of one person."""
TOO_MANY_CHANGES = N_("{most} roles were changed within a day. Continue tomorrow.")
TOO_MANY_CHANGES_OF_ONE = N_("This person's role was changed {most} times within a day. Continue tomorrow.")


def look_at_changes(db: Session, person_id: str, *, by: Visitor, at: datetime) -> None:
    """Before one more: the log counts them, so nothing that becomes of the person sets it back. Raises Refused."""
    own = (ENTRIES.c.by == by.id, ENTRIES.c.at > at - DAY, ENTRIES.c.action == ROLE_CHANGED)
    changed = [details["person"] for details in db.execute(select(ENTRIES.c.details).where(*own)).scalars()]
    most = MOST_OF_AN_OFFICE if by.office else MOST_A_DAY
    if len(changed) >= most:
        raise Refused(Problem("role", TOO_MANY_CHANGES, {"most": most}))
    if changed.count(person_id) >= MOST_CHANGES_OF_ONE:
        raise Refused(Problem("role", TOO_MANY_CHANGES_OF_ONE, {"most": MOST_CHANGES_OF_ONE}))


def count(db: Session, key: bytes, email: str, *, by: Visitor, administration_id: str = "", at: datetime) -> None:
    """One more mail is about to leave. Raises Refused where it would be one too many, and counts nothing then."""
    db.execute(delete(InvitationMail).where(col(InvitationMail.at) <= at - WEEK))
    address_hash, most = _hash_of(key, normalised(email)), MOST_OF_AN_OFFICE if by.office else MOST_A_DAY
    _refuse(db, col(InvitationMail.by) == by.id, at - DAY, most, TOO_MANY_BY)
    if administration_id:
        _refuse(db, col(InvitationMail.administration_id) == administration_id, at - DAY, MOST_A_DAY, TOO_MANY_BY)
    _refuse(db, col(InvitationMail.address_hash) == address_hash, at - WEEK, MOST_TO_ONE, TOO_MANY_TO)
    db.add(
        InvitationMail(id=str(uuid4()), by=by.id, administration_id=administration_id, address_hash=address_hash, at=at)
    )


def _refuse(db: Session, condition: ColumnElement[bool], since: datetime, most: int, sentence: str) -> None:
    counted = select(func.count()).select_from(InvitationMail).where(condition, col(InvitationMail.at) > since)
    if int(db.execute(counted).scalar_one()) >= most:
        raise Refused(Problem("email", sentence, {"most": most}))


def _hash_of(key: bytes, email: str) -> str:
    """With the server's key: whoever reads a copy of the database cannot try addresses."""
    return signature(key, "invited", email).hex()
