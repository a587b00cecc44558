"""The accounts of offices, and a look at all others: for the technical administrator, who sees no answers."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit, contents
from app.access import NotYours
from app.administering import limits, people, telling
from app.administering.inviting import AGAIN_AFTER, TOO_SOON, Invitation, new_person, send_invitation
from app.administering.refusal import Refused
from app.identity import Visitor
from app.languages import spoken
from app.outbox import Kind
from app.rights import OFFICES, ROLE_NAMES, Role
from app.tables.people import Membership, Person
from app.tables.records import Mail
from app.web.pages import translations
from questionnaires.problems import N_, Problem

OWN_ACCOUNT = N_("Nobody does this to the own account. Ask another technical administrator.")


def invite(db: Session, invitation: Invitation, *, key: bytes, by: Visitor, at: datetime) -> None:
    """Raises Refused. Here an account that is known may be told: all of them can be searched on the same page."""
    if known := people.person_with(db, invitation.email):
        if known.password_hash or (known.office, known.name) != (invitation.role, invitation.name):
            raise Refused(Problem("email", "There is an account with this address already. Search for it below."))
        return  # a double click
    limits.count(db, key, invitation.email, by=by, at=at)
    person = new_person(db, invitation, invitation.role)
    _send(db, person, key=key, by=by, at=at)
    details = {"person": person.id, "role": invitation.role}
    audit.remember(db, "person invited", by=by.id, at=at, details=details, contents=contents.of(person))


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
        raise Refused(Problem("", "This person needs no invitation. Load the page again."))
    if last and at - last < AGAIN_AFTER:
        raise Refused(Problem("", TOO_SOON))
    limits.count(db, key, person.email, by=by, at=at)
    _send(db, person, key=key, by=by, at=at)
    audit.remember(db, "person invited again", by=by.id, at=at, details={"person": person.id})


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
        raise Refused(Problem("office", "This person belongs to an administration: nobody has an office beside that."))
    before, person.office = person.office, office
    if before:
        telling.tell_office_changed(db, person, before, office, by=by.name, at=at)
    people.end_sessions(db, person, by=by.id, at=at)
    details = {"person": person.id, "role": office}
    audit.remember(db, "office changed", by=by.id, at=at, details=details, contents=contents.of(person))


def set_active(db: Session, person_id: str, is_active: bool, *, by: Visitor, at: datetime) -> None:
    """Raises Refused."""
    person = _other(db, person_id, by)
    if is_active:
        people.enable(db, person, by=by.id, at=at)
    elif person.is_active:
        people.disable(db, person, by=by.id, at=at)
        telling.tell_disabled(db, person, by=by.id, by_name=by.name, at=at)


def end_sessions(db: Session, person_id: str, *, by: Visitor, at: datetime) -> None:
    people.end_sessions(db, person_of(db, person_id), by=by.id, at=at)


def _other(db: Session, person_id: str, by: Visitor) -> Person:
    """Never oneself: so at least one technical administrator is always left."""
    person = person_of(db, person_id)
    if person.id == by.id:
        raise Refused(Problem("", OWN_ACCOUNT))
    return person


def person_of(db: Session, person_id: str) -> Person:
    found = None if "\0" in person_id else db.get(Person, person_id)
    if found is None:
        raise NotYours
    return found
