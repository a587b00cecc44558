"""Mails to those who lose a role and to all others who lead their administration: no change goes unnoticed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.access.loaders import AdministrationAccess
from app.assessments.rights import LEADERS, ROLE_NAMES, Role
from app.db.tables.people import Administration, Membership, Person
from app.features.directory.people.invitations import has_joined
from app.features.directory.people.queries import team_of
from app.i18n.formatting import translations
from app.i18n.languages import spoken
from app.jobs.outbox import Kind, post


def tell_head(
    db: Session, place: Administration, head: Person, name: str, *, by: str, by_name: str, at: datetime
) -> None:
    """The other leaders learn who is to be head beside them; `name` is that of the invitation."""
    _tell(db, Kind.HEAD_INVITED, _leaders(db, place.id, head.id, by), place, at=at, by=by_name, name=name)


def tell_changed(
    db: Session, access: AdministrationAccess, person: Person, before: str, after: str, *, at: datetime
) -> None:
    roles = {"before": before, "after": after}
    _tell_both(db, (Kind.ROLE_CHANGED, Kind.MEMBER_CHANGED), access, person, roles, at=at)


def tell_left(db: Session, access: AdministrationAccess, person: Person, before: str, *, at: datetime) -> None:
    """To be called while the person still belongs to the team."""
    _tell_both(db, (Kind.ROLE_ENDED, Kind.MEMBER_LEFT), access, person, {"before": before}, at=at)


def tell_disabled(db: Session, person: Person, *, by: str, by_name: str, at: datetime) -> None:
    """To whoever leads an administration that the person belongs to; no mail goes to a disabled account."""
    own = (
        select(Administration, col(Membership.role))
        .join(Membership, col(Membership.administration_id) == col(Administration.id))
        .where(col(Membership.person_id) == person.id)
    )
    for place, role in db.execute(own).all():
        told, name = _leaders(db, place.id, person.id, by), _name_in(db, place, person)
        _tell(db, Kind.MEMBER_DISABLED, told, place, at=at, by=by_name, name=name, before=role)


def tell_office_changed(db: Session, person: Person, before: str, after: str, *, by: str, at: datetime) -> None:
    roles = _in_words({"before": before, "after": after}, person)
    post(db, Kind.OFFICE_CHANGED, person.id, "/", at=at, by=by, **roles)


def _tell_both(
    db: Session,
    kinds: tuple[Kind, Kind],
    access: AdministrationAccess,
    person: Person,
    roles: dict[str, str],
    *,
    at: datetime,
) -> None:
    """The first kind to the person, the second to the leaders. An unaccepted invitation is no role to lose."""
    place, by = access.administration, access.visitor
    can_sign_in = select(col(Person.id)).where(col(Person.id) == person.id, col(Person.is_active), has_joined())
    if db.execute(can_sign_in).first():
        post(db, kinds[0], person.id, "/", at=at, by=by.name, place=place.name, **_in_words(roles, person))
    told, name = _leaders(db, place.id, person.id, by.id), _name_in(db, place, person)
    _tell(db, kinds[1], told, place, at=at, by=by.name, name=name, **roles)


def _name_in(db: Session, place: Administration, person: Person) -> str:
    """As the team sees it: that somebody has an account elsewhere does not show."""
    return next((one.name for one in team_of(db, place.id) if one.id == person.id), person.name)


def _tell(
    db: Session,
    kind: Kind,
    people: Iterable[Person],
    place: Administration,
    *,
    at: datetime,
    by: str,
    name: str,
    **roles: str,
) -> None:
    for one in people:
        path = f"/administrations/{place.id}/people"
        post(db, kind, one.id, path, at=at, by=by, name=name, place=place.name, **_in_words(roles, one))


def _in_words(roles: dict[str, str], reader: Person) -> dict[str, str]:
    translate = translations(spoken(reader.language)).gettext
    return {name: translate(ROLE_NAMES[Role(role)]) for name, role in roles.items()}


def _leaders(db: Session, administration_id: str, *but: str) -> list[Person]:
    found = (
        select(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Membership.administration_id) == administration_id, col(Membership.role).in_(LEADERS))
        .where(col(Person.is_active), has_joined(), col(Person.id).not_in(but))
    )
    return list(db.execute(found.order_by(col(Person.id))).scalars())
