"""Invitations: the same mail, whether to a team or to an office."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from app.access import one_time_links
from app.db.tables.people import Person
from app.jobs import outbox
from questionnaires.problems import N_

AGAIN_AFTER = timedelta(hours=1)
TOO_SOON = N_("An invitation was sent less than an hour ago. Wait an hour before you send it again.")


@dataclass(frozen=True)
class Invitation:
    """`role` is one in a team, or an office."""

    email: str
    name: str
    role: str
    language: str


def new_person(db: Session, invitation: Invitation, office: str = "") -> Person:
    """Without a password: the invitation's link asks for one."""
    person = Person(
        id=str(uuid4()),
        email=invitation.email,
        name=invitation.name,
        language=invitation.language,
        office=office,
        password_hash="",
    )
    db.add(person)
    db.flush()
    return person


def send_invitation(db: Session, key: bytes, person: Person, *, by: str, place: str, at: datetime) -> None:
    """`by` is the name of who invites, `place` where to. Links of others who invited the same person go on working."""
    link = one_time_links.make(db, key, "invitation", person, at=at, ends_earlier=False)
    until = link.expires_at.date().isoformat()
    outbox.post_link(db, outbox.Kind.INVITATION, person.id, link.id, at=at, by=by, place=place, until=until)
