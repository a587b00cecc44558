"""What the account page shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.access import sessions
from app.access.identity import has_authenticator, hashed
from app.db.tables.people import Administration, ApiToken, ExternalIdentity, Membership, Passkey, Person, SignInSession
from app.features.accounts import factors
from app.features.accounts.passkeys import passkeys_of
from app.features.accounts.tokens import tokens_of
from app.jobs.mail_choices import choice_of
from app.settings import Settings


@dataclass(frozen=True)
class Account:
    person: Person
    sessions: list[SignInSession]
    this_session: str
    """Its id."""
    is_fresh: bool
    has_authenticator: bool
    recovery_codes_left: int
    passkeys: list[Passkey]
    identities: list[ExternalIdentity]
    tokens: list[ApiToken]
    emails: str
    """Which are wanted: see `mail_choices`."""

    @property
    def has_factor(self) -> bool:
        return self.has_authenticator or bool(self.passkeys)


def account_of(db: Session, person_id: str, settings: Settings, token: str, now: datetime) -> Account:
    own = sessions.sessions_of(db, person_id, settings, now)
    identities = select(ExternalIdentity).where(col(ExternalIdentity.person_id) == person_id)
    return Account(
        person=db.get_one(Person, person_id),
        sessions=own,
        this_session=next((session.id for session in own if session.token_hash == hashed(token)), ""),
        is_fresh=sessions.is_fresh(db, token, now),
        has_authenticator=has_authenticator(db, person_id),
        recovery_codes_left=factors.recovery_codes_left(db, person_id),
        passkeys=passkeys_of(db, person_id),
        identities=list(db.execute(identities).scalars()),
        tokens=tokens_of(db, person_id, now),
        emails=choice_of(db, person_id),
    )


def invited_as(db: Session, person: Person) -> str:
    """The name that this very invitation gave: what others called the person elsewhere is not for its page."""
    if person.office:
        return person.name
    newest = select(col(Membership.invited_as)).where(col(Membership.person_id) == person.id)
    name = db.execute(newest.order_by(col(Membership.invited_at).desc().nulls_last()).limit(1)).scalar_one_or_none()
    return name or ""


def known_of(db: Session, person_id: str) -> list[str]:
    """What anybody may know of a person, and guess at: the names of their administrations."""
    own = (
        select(col(Administration.name))
        .join(Membership, col(Membership.administration_id) == col(Administration.id))
        .where(col(Membership.person_id) == person_id)
    )
    return list(db.execute(own).scalars())
