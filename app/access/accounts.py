"""What an account waits for: the same conditions where the technical administrator counts accounts and lists them."""

from collections.abc import Collection

from sqlalchemy import and_, exists, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from app.access.identity import is_asked_for_factors
from app.db.tables.people import ExternalIdentity, Passkey, Person, SecondFactor
from app.settings import Settings
from app.validation.offices import OFFICES
from questionnaires.problems import N_

INVITED, DISABLED, NO_SECOND_STEP = "invited", "disabled", "no-second-step"
STATE_NAMES = {
    INVITED: N_("Invitation not accepted"),
    NO_SECOND_STEP: N_("Second step missing"),
    DISABLED: N_("Disabled"),
}
"""By the name that addresses have."""


def has_joined() -> ColumnElement[bool]:
    """Whether a person can sign in: has chosen a password, or signs in elsewhere."""
    elsewhere = exists().where(col(ExternalIdentity.person_id) == col(Person.id))
    return or_(col(Person.password_hash) != "", elsewhere)


def offices_in_need(db: Session, settings: Settings) -> list[str]:
    """Those that must have a second factor here."""
    if not is_asked_for_factors(db, settings):
        return []
    return [office for office in OFFICES if settings.needs_second_factor(office)]


def is_in_state(state: str, in_need: Collection[str]) -> ColumnElement[bool]:
    """`in_need`: offices that must have a second factor. Who was only invited lacks nothing but the first sign-in."""
    if state == DISABLED:
        return ~col(Person.is_active)
    if state == INVITED:
        return and_(col(Person.is_active), ~has_joined())
    of_person = col(SecondFactor.person_id) == col(Person.id)
    has_app = exists().where(of_person, col(SecondFactor.confirmed_at).is_not(None))
    has_passkey = exists().where(col(Passkey.person_id) == col(Person.id))
    lacks = (col(Person.office).in_(in_need), ~has_app, ~has_passkey)
    return and_(col(Person.is_active), has_joined(), *lacks)
