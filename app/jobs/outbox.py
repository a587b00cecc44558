"""Telling people: the only way to put a mail into the outbox, and a notice beside it, in the transaction of the act.

No mail and no notice holds the text of an answer, of a comment or of evidence: only names of people, administrations
and elements, counts, dates and links.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app.db.tables.people import Membership, Person
from app.db.tables.records import Mail, Notice
from app.db.tables.reviews import Reminder
from app.jobs.mail_choices import DAILY, choices_of, next_digest, zones_of
from app.validation.mail_kinds import Kind as Kind  # all who tell somebody know it from here
from app.validation.names import harmless

NAMES = frozenset({"by", "name", "title", "place"})
"""Which of the words filled in are names of people and administrations."""
QUIET_FOR = timedelta(days=7)
"""Nobody gets two reminders of one assessment within a week."""


AT_ONCE = frozenset({Kind.READY_TO_SIGN, Kind.RETURNED, Kind.RECEIPT})
"""Whatever a person chose: the year stops at them, or the mail is itself the proof."""


@dataclass(frozen=True)
class Message:
    """What one person is told: `path` is where its link leads on this server, `names` fill the words of its kind."""

    person_id: str
    path: str
    assessment_id: str
    names: dict[str, Any]


def post(
    db: Session, kind: Kind, person_id: str, path: str, *, at: datetime, assessment_id: str = "", **names: Any
) -> None:
    """Tells one person: by a mail in their own language and, of an assessment, by a notice beside it or in its place.

    `names` are plain texts, whole numbers, or ISO dates and moments in names of time (due, until, when, at); how these
    read is decided when they are read, in the language and zone of their reader.
    """
    post_all(db, kind, [Message(person_id, path, assessment_id, names)], at=at)


def post_all(db: Session, kind: Kind, messages: Sequence[Message], *, at: datetime) -> None:
    """The same to many people, with no query for each of them."""
    people = {message.person_id for message in messages if message.assessment_id and kind not in AT_ONCE}
    choices = choices_of(db, people)
    zones = zones_of(db, {person_id for person_id, choice in choices.items() if choice == DAILY})
    for message in messages:
        mail = _mail(kind, message.person_id, {"path": message.path, **message.names}, at)
        mail.assessment_id = message.assessment_id
        if message.assessment_id:
            zone = zones.get(message.person_id)
            db.add(_notice(mail, message.path, next_digest(at, zone) if zone else None))
        if message.person_id not in choices:
            db.add(mail)


def _notice(mail: Mail, path: str, digest_at: datetime | None) -> Notice:
    return Notice(
        id=str(uuid4()),
        kind=mail.kind,
        person_id=mail.person_id,
        assessment_id=mail.assessment_id,
        path=path,
        names={name: value for name, value in mail.names.items() if name != "path"},
        at=mail.created_at,
        digest_at=digest_at,
    )


def post_link(db: Session, kind: Kind, person_id: str, link_id: str, *, at: datetime, **names: Any) -> None:
    """As `post`, with a one-time link: its token is made when the mail is sent."""
    mail = _mail(kind, person_id, names, at)
    mail.link_id = link_id
    db.add(mail)


def _mail(kind: Kind, person_id: str, names: dict[str, Any], at: datetime) -> Mail:
    names |= {name: harmless(str(names[name])) for name in NAMES & names.keys()}
    return Mail(id=str(uuid4()), kind=kind, person_id=person_id, names=names, created_at=at)


def remind(
    db: Session, kind: Kind, person_id: str, path: str, *, at: datetime, assessment_id: str, **names: Any
) -> bool:
    """As `post`, unless the person had a reminder within the last week, of a day to come or one that is past. Whether
    one was put in."""
    last = db.get(Reminder, (assessment_id, person_id, Kind.DUE_SOON))
    if last and at - last.at < QUIET_FOR:
        return False
    if last:
        last.at = at
    else:
        db.add(Reminder(assessment_id=assessment_id, person_id=person_id, kind=Kind.DUE_SOON, at=at))
    post(db, kind, person_id, path, at=at, assessment_id=assessment_id, **names)
    return True


def team_of(db: Session, administration_id: str, *roles: str) -> list[str]:
    """The ids of the active people who have one of these roles in an administration."""
    statement = (
        select(col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Membership.administration_id) == administration_id, col(Membership.role).in_(roles))
        .where(col(Person.is_active))
    )
    return list(db.execute(statement).scalars())


def office_of(db: Session, *offices: str) -> list[str]:
    """The ids of the active people of the secretariat or another office."""
    statement = select(col(Person.id)).where(col(Person.office).in_(offices), col(Person.is_active))
    return list(db.execute(statement).scalars())
