"""How long what is kept is needed: the rules as data. What they name goes by `parity purge`.

The audit log, answers with their history, comments, evidence that is named, transitions, reviews and what
they leave behind, signatures, publications and the register of downloads have no rule: they never go.
docs/retention.md says it to people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from app.db import audit_log, fingerprints
from app.db.audit_log import ENTRIES, PURGED
from app.db.fingerprints import Contents
from app.db.tables.answers import Presence
from app.db.tables.people import (
    ApiToken,
    ExternalIdentity,
    InvitationMail,
    Link,
    MailChoice,
    Membership,
    Passkey,
    Person,
    RecoveryCode,
    SecondFactor,
    SignInSession,
)
from app.db.tables.records import Mail, Notice
from app.db.tables.reviews import Reminder
from app.files.evidence_store import EvidenceFiles
from app.settings import Settings

FORMER = "Former member"
YEARS_AFTER_LEAVING = 3
OF_A_PERSON = (
    ApiToken,
    ExternalIdentity,
    Link,
    Mail,
    MailChoice,
    Notice,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SignInSession,
)
"""What goes with the name of somebody who left long ago, beside the memberships."""


@dataclass(frozen=True)
class RetentionRule:
    """A kind of rows, and which of them have been kept long enough at a moment."""

    what: str
    table: type[SQLModel]
    is_over: Callable[[datetime, Settings], ColumnElement[bool]]


def _sessions(now: datetime, settings: Settings) -> ColumnElement[bool]:
    idle, whole = timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    return or_(col(SignInSession.seen_at) < now - idle, col(SignInSession.started_at) < now - whole)


def _older(column: Any, **age: int) -> Callable[[datetime, Settings], ColumnElement[bool]]:
    """Rows whose moment lies further back; an empty one is not over."""
    return lambda now, _settings: col(column) < now - timedelta(**age)


RULES = (
    RetentionRule("sessions that have ended", SignInSession, _sessions),
    RetentionRule("tokens that have expired", ApiToken, _older(ApiToken.expires_at)),
    RetentionRule("email links that expired 30 days ago", Link, _older(Link.expires_at, days=30)),
    RetentionRule("counts of invitations older than a week", InvitationMail, _older(InvitationMail.at, days=7)),
    RetentionRule("emails sent 90 days ago", Mail, _older(Mail.sent_at, days=90)),
    RetentionRule("records of who was last seen where, older than a day", Presence, _older(Presence.seen_at, days=1)),
    RetentionRule("notices older than a year", Notice, _older(Notice.at, days=365)),
    RetentionRule("records of reminders older than a year", Reminder, _older(Reminder.at, days=365)),
)
ORPHANS_AFTER = timedelta(days=1)
"""A younger file may belong to a save that is under way."""


@dataclass(frozen=True)
class Purged:
    what: str
    count: int


def purge(db: Session, files: EvidenceFiles, settings: Settings, *, at: datetime) -> list[Purged]:
    """Removes what is over, with one row in the log. A file goes at once: nobody's answer names it."""
    over = what_is_over(db, files, settings, now=at)
    for rule in RULES:
        db.execute(delete(rule.table).where(rule.is_over(at, settings)))
    removed: Contents = {}
    for person in people_who_left(db, at):
        removed |= forget(db, person)
    for path in files.orphans(db, older_than=at - ORPHANS_AFTER):
        path.unlink(missing_ok=True)
    counts = {kind.what: kind.count for kind in over if kind.count}
    if counts:
        audit_log.record(db, PURGED, by="command line", at=at, details=counts, contents=removed)
    return over


def what_is_over(db: Session, files: EvidenceFiles, settings: Settings, *, now: datetime) -> list[Purged]:
    over = [
        Purged(rule.what, _count(db, select(func.count()).select_from(rule.table).where(rule.is_over(now, settings))))
        for rule in RULES
    ]
    people = Purged(
        f"names of people whose account ended {YEARS_AFTER_LEAVING} years ago", len(people_who_left(db, now))
    )
    return [
        *over,
        people,
        Purged("files that no evidence refers to", len(files.orphans(db, older_than=now - ORPHANS_AFTER))),
    ]


def _count(db: Session, statement: Any) -> int:
    return int(db.execute(statement).scalar_one())


def people_who_left(db: Session, now: datetime) -> list[str]:
    """The ids of those whose account was disabled long ago and never enabled again; by the log, which says when."""
    long_ago = now - timedelta(days=365 * YEARS_AFTER_LEAVING)
    ended = select(ENTRIES.c.at, ENTRIES.c.details).where(ENTRIES.c.action == "person disabled")
    last = {row.details.get("person"): row.at for row in db.execute(ended.order_by(ENTRIES.c.id))}
    gone = select(col(Person.id)).where(and_(col(Person.is_active).is_(False), col(Person.name) != FORMER))
    return sorted(id_ for id_ in db.execute(gone).scalars() if id_ in last and last[id_] < long_ago)


def forget(db: Session, person_id: str) -> Contents:
    """The id stays, so that the log, the history and signatures still say that it was one and the same person."""
    touched = fingerprints.written(db, delete(Membership).where(col(Membership.person_id) == person_id))
    for table in OF_A_PERSON:
        db.execute(delete(table).where(col(table.person_id) == person_id))
    values = {"name": FORMER, "email": f"{FORMER} {person_id}".lower(), "password_hash": ""}
    return touched | fingerprints.written(db, update(Person).where(col(Person.id) == person_id).values(values))
