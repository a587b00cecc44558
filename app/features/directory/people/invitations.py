"""Invitations: the same form and the same mail, whether to a team or to an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import exists, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from app.access import one_time_links
from app.db.tables.people import ExternalIdentity, Person
from app.i18n import languages
from app.jobs import outbox
from app.validation.mail_addresses import normalised, read_email
from app.validation.names import read_name
from questionnaires.problems import N_, Problem

AGAIN_AFTER = timedelta(hours=1)
TOO_SOON = N_("An invitation went out less than an hour ago. Wait an hour before you send it again.")


@dataclass(frozen=True)
class Invitation:
    """As it was typed; `role` is one in a team, or an office."""

    email: str
    name: str
    role: str
    language: str


def read_invitation(form: Mapping[str, object], roles: tuple[str, ...]) -> tuple[Invitation, list[Problem]]:
    problems: list[Problem] = []
    email = normalised(read_email("email", form.get("email", ""), problems))
    name = read_name("name", form.get("name", ""), problems)
    role, language = str(form.get("role", "")), str(form.get("language", languages.DEFAULT))
    placed = {problem.place for problem in problems}
    if not email and "email" not in placed:
        problems.append(Problem("email", "Write the e-mail address of the person."))
    if not name and "name" not in placed:
        problems.append(Problem("name", "Write the name of the person."))
    if role not in roles:
        problems.append(Problem("role", "Choose what the person will do."))
    if language not in languages.offered():
        problems.append(Problem("language", "Choose a language."))
    return Invitation(email, name, role, language), problems


def has_joined() -> ColumnElement[bool]:
    """Whether a person can sign in: has chosen a password, or signs in elsewhere."""
    elsewhere = exists().where(col(ExternalIdentity.person_id) == col(Person.id))
    return or_(col(Person.password_hash) != "", elsewhere)


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
