"""Who has a second factor, and who must have one: asked wherever somebody signs in, and wherever a token is used."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.db.installation import is_demo
from app.db.tables.people import Passkey, SecondFactor
from app.settings import Settings


def has_factor(db: Session, person_id: str) -> bool:
    return has_authenticator(db, person_id) or number_of_passkeys(db, person_id) > 0


def has_authenticator(db: Session, person_id: str) -> bool:
    factor = db.get(SecondFactor, person_id)
    return factor is not None and factor.confirmed_at is not None


def number_of_passkeys(db: Session, person_id: str) -> int:
    counted = select(func.count()).select_from(Passkey).where(col(Passkey.person_id) == person_id)
    return int(db.execute(counted).scalar_one())


def is_needed(db: Session, settings: Settings, office: str) -> bool:
    """By the office; in a demo, whose accounts share a printed password and open invented data, only where set so."""
    return settings.needs_second_factor(office) and (settings.second_factor_in_demo or not is_demo(db))


def lacks_factor(db: Session, settings: Settings, person_id: str, office: str) -> bool:
    """Whether this person must set one up before anything opens."""
    return is_needed(db, settings, office) and not has_factor(db, person_id)
