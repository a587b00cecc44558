"""Signing in and out: passwords, sessions, and the brake on guessing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from app import audit
from app.identity import PASSWORDS, hashed, new_token
from app.tables.people import Person, SignInFailure, SignInSession

WINDOW = timedelta(minutes=15)
MOST_FAILURES = {"account": 5, "address": 50}
"""Many people of one administration may share one address."""


@dataclass(frozen=True)
class Attempt:
    """A try to sign in: what is counted, by account and by network address."""

    email: str
    address: str

    @property
    def subjects(self) -> dict[str, str]:
        return {"account": f"account:{hashed(self.email)}", "address": f"address:{self.address}"}


def is_throttled(db: Session, attempt: Attempt, now: datetime) -> bool:
    return any(
        _failures(db, subject, now - WINDOW) >= MOST_FAILURES[kind] for kind, subject in attempt.subjects.items()
    )


def _failures(db: Session, subject: str, since: datetime) -> int:
    counted = select(func.count()).where(col(SignInFailure.subject) == subject, col(SignInFailure.at) > since)
    return int(db.execute(counted).scalar_one())


def person_with_password(db: Session, email: str, password: str) -> Person | None:
    """Takes the same time whether the account exists or not."""
    person = db.execute(select(Person).where(col(Person.email) == email)).scalar_one_or_none()
    try:
        PASSWORDS.verify(person.password_hash if person else _unknown_account(), password)
    except VerificationError:
        return None
    return person if person and person.is_active else None


_UNKNOWN: list[str] = []


def _unknown_account() -> str:
    """A hash that no password fits, made when first needed."""
    if not _UNKNOWN:
        _UNKNOWN.append(PASSWORDS.hash(new_token()))
    return _UNKNOWN[0]


def remember_failure(db: Session, attempt: Attempt, *, at: datetime) -> None:
    db.execute(delete(SignInFailure).where(col(SignInFailure.at) <= at - WINDOW))
    db.add_all(SignInFailure(subject=subject, at=at) for subject in attempt.subjects.values())
    audit.remember(db, "sign-in refused", by="", at=at, details={"address": attempt.address})


def start_session(db: Session, person: Person, attempt: Attempt, *, old_token: str, at: datetime) -> str:
    """Returns the new token. The session that the browser had before is ended: a token never survives a sign-in."""
    end_session(db, old_token)
    db.execute(delete(SignInFailure).where(col(SignInFailure.subject) == attempt.subjects["account"]))
    token = new_token()
    db.add(SignInSession(token_hash=hashed(token), id=str(uuid4()), person_id=person.id, started_at=at, seen_at=at))
    audit.remember(db, "signed in", by=person.id, at=at, details={"address": attempt.address})
    return token


def end_session(db: Session, token: str) -> None:
    db.execute(delete(SignInSession).where(col(SignInSession.token_hash) == hashed(token)))
