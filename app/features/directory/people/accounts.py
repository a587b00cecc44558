"""The accounts of offices, and a look at all others: for the technical administrator, who sees no answers."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import NotYours
from app.assessments.rights import OFFICES, ROLE_NAMES, Role
from app.db import audit_log, fingerprints
from app.db.tables.people import Membership, Person
from app.db.tables.records import Mail
from app.features.directory.people import limits, notices, people
from app.features.directory.people.invitations import AGAIN_AFTER, TOO_SOON, Invitation, new_person, send_invitation
from app.features.directory.people.refusal import Refused
from app.i18n.formatting import translations
from app.i18n.languages import spoken
from app.jobs.outbox import Kind
from questionnaires.problems import N_, Problem

OWN_ACCOUNT = N_("You cannot do this to your own account. Ask another technical administrator.")


def invite(db: Session, invitation: Invitation, *, key: bytes, by: Visitor, at: datetime) -> None:
    """Raises Refused. Here an account that is known may be told: all of them can be searched on the same page."""
    if known := people.person_with(db, invitation.email):
        if known.password_hash or (known.office, known.name) != (invitation.role, invitation.name):
            raise Refused(
                Problem("email", "An account with this address already exists. Search for it under Accounts.")
            )
        return  # a double click
    limits.count(db, key, invitation.email, by=by, at=at)
    person = new_person(db, invitation, invitation.role)
    _send(db, person, key=key, by=by, at=at)
    details = {"person": person.id, "role": invitation.role}
    audit_log.record(db, "person invited", by=by.id, at=at, details=details, contents=fingerprints.of(person))


def invite_again(db: Session, person_id: str, *, key: bytes, by: Visitor, at: datetime) -> None:
    """Raises Refused."""
    person = person_of(db, person_id)
    newest = (
        select(col(Mail.created_at))
        .where(col(Mail.person_id) == person.id, col(Mail.kind) == Kind.INVITATION)
        .order_by(col(Mail.created_at).desc())
        .limit(1)
    )
    last = db.execute(newest).scalar_one_or_none()
    if person.password_hash or not person.office or not person.is_active:
        raise Refused(Problem("", "This person no longer needs an invitation. Load the page again."))
    if last and at - last < AGAIN_AFTER:
        raise Refused(Problem("", TOO_SOON))
    limits.count(db, key, person.email, by=by, at=at)
    _send(db, person, key=key, by=by, at=at)
    audit_log.record(db, "person invited again", by=by.id, at=at, details={"person": person.id})


def _send(db: Session, person: Person, *, key: bytes, by: Visitor, at: datetime) -> None:
    place = translations(spoken(person.language)).gettext(ROLE_NAMES[Role(person.office)])
    send_invitation(db, key, person, by=by.name, place=place, at=at)


def change_office(db: Session, person_id: str, office: str, *, by: Visitor, at: datetime) -> None:
    """Raises Refused. The person signs in anew, since other offices may need a second factor."""
    person = _other(db, person_id, by)
    if office not in OFFICES:
        raise Refused(Problem("office", "Choose an office."))
    if office == person.office:
        return
    if db.execute(select(Membership).where(col(Membership.person_id) == person.id).limit(1)).first():
        raise Refused(
            Problem("office", "This person belongs to an administration, so they cannot have an office as well.")
        )
    before, person.office = person.office, office
    if before:
        notices.tell_office_changed(db, person, before, office, by=by.name, at=at)
    people.end_sessions(db, person, by=by.id, at=at)
    details = {"person": person.id, "role": office}
    audit_log.record(db, "office changed", by=by.id, at=at, details=details, contents=fingerprints.of(person))


def set_active(db: Session, person_id: str, is_active: bool, *, by: Visitor, at: datetime) -> None:
    """Raises Refused."""
    person = _other(db, person_id, by)
    if is_active:
        people.enable(db, person, by=by.id, at=at)
    elif person.is_active:
        people.disable(db, person, by=by.id, at=at)
        notices.tell_disabled(db, person, by=notices.Author(by.id, by.name), at=at)


def end_sessions(db: Session, person_id: str, *, by: Visitor, at: datetime) -> None:
    people.end_sessions(db, person_of(db, person_id), by=by.id, at=at)


def _other(db: Session, person_id: str, by: Visitor) -> Person:
    """Never oneself: so at least one technical administrator is always left."""
    person = person_of(db, person_id)
    if person.id == by.id:
        raise Refused(Problem("", OWN_ACCOUNT))
    return person


def person_of(db: Session, person_id: str) -> Person:
    person = None if "\0" in person_id else db.get(Person, person_id)
    if person is None:
        raise NotYours
    return person
