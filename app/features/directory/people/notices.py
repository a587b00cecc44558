"""Mails to those who lose a role and to all others who lead their administration: no change goes unnoticed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from app.access.accounts import has_joined
from app.access.loaders import AdministrationAccess
from app.assessments.rights import LEADERS, ROLE_NAMES, Role
from app.db.tables.people import Administration, Membership, Person
from app.features.directory.people.queries import team_of
from app.i18n.formatting import translations
from app.i18n.languages import spoken
from app.jobs.outbox import Kind, post


class Author(NamedTuple):
    """Who did it: the id is "" where nobody signed in, but gave a command."""

    id: str
    name: str


@dataclass(frozen=True)
class Notice:
    """`name` is the person whom it is about; `roles` are those that they had and have."""

    kind: Kind
    administration: Administration
    by: str
    name: str
    roles: Mapping[str, str] = field(default_factory=dict)


def tell_head(
    db: Session, administration: Administration, head: Person, name: str, *, by: Author, at: datetime
) -> None:
    """The other leaders learn who is to be head beside them; `name` is that of the invitation."""
    notice = Notice(Kind.HEAD_INVITED, administration, by.name, name)
    _tell(db, notice, _leaders(db, administration.id, head.id, by.id), at=at)


def tell_changed(
    db: Session, access: AdministrationAccess, person: Person, before: str, after: str, *, at: datetime
) -> None:
    roles = {"before": before, "after": after}
    _tell_both(db, (Kind.ROLE_CHANGED, Kind.MEMBER_CHANGED), access, person, roles, at=at)


def tell_left(db: Session, access: AdministrationAccess, person: Person, before: str, *, at: datetime) -> None:
    """To be called while the person still belongs to the team."""
    _tell_both(db, (Kind.ROLE_ENDED, Kind.MEMBER_LEFT), access, person, {"before": before}, at=at)


def tell_disabled(db: Session, person: Person, *, by: Author, at: datetime) -> None:
    """To whoever leads an administration that the person belongs to; no mail goes to a disabled account."""
    own = (
        select(Administration, col(Membership.role))
        .join(Membership, col(Membership.administration_id) == col(Administration.id))
        .where(col(Membership.person_id) == person.id)
    )
    for administration, role in db.execute(own).all():
        name = _name_in(db, administration, person)
        notice = Notice(Kind.MEMBER_DISABLED, administration, by.name, name, {"before": role})
        _tell(db, notice, _leaders(db, administration.id, person.id, by.id), at=at)


def tell_office_changed(db: Session, person: Person, before: str, after: str, *, by: str, at: datetime) -> None:
    roles = _in_words({"before": before, "after": after}, person)
    post(db, Kind.OFFICE_CHANGED, person.id, "/", at=at, by=by, **roles)


def _tell_both(
    db: Session,
    kinds: tuple[Kind, Kind],
    access: AdministrationAccess,
    person: Person,
    roles: Mapping[str, str],
    *,
    at: datetime,
) -> None:
    """The first kind to the person, the second to the leaders. An unaccepted invitation is no role to lose."""
    administration, by = access.administration, access.visitor
    can_sign_in = select(col(Person.id)).where(col(Person.id) == person.id, col(Person.is_active), has_joined())
    if db.execute(can_sign_in).first():
        words = _in_words(roles, person)
        post(db, kinds[0], person.id, "/", at=at, by=by.name, place=administration.name, **words)
    notice = Notice(kinds[1], administration, by.name, _name_in(db, administration, person), roles)
    _tell(db, notice, _leaders(db, administration.id, person.id, by.id), at=at)


def _name_in(db: Session, administration: Administration, person: Person) -> str:
    """As the team sees it: that somebody has an account elsewhere does not show."""
    members = team_of(db, administration.id)
    return next((member.name for member in members if member.id == person.id), person.name)


def _tell(db: Session, notice: Notice, readers: Iterable[Person], *, at: datetime) -> None:
    administration = notice.administration
    path, about = f"/administrations/{administration.id}/people", {"by": notice.by, "name": notice.name}
    for reader in readers:
        words = _in_words(notice.roles, reader)
        post(db, notice.kind, reader.id, path, at=at, place=administration.name, **about, **words)


def _in_words(roles: Mapping[str, str], reader: Person) -> dict[str, str]:
    translate = translations(spoken(reader.language)).gettext
    return {name: translate(ROLE_NAMES[Role(role)]) for name, role in roles.items()}


def _leaders(db: Session, administration_id: str, *but: str) -> list[Person]:
    leaders = (
        select(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Membership.administration_id) == administration_id, col(Membership.role).in_(LEADERS))
        .where(col(Person.is_active), has_joined(), col(Person.id).not_in(but))
    )
    return list(db.execute(leaders.order_by(col(Person.id))).scalars())
