"""Everybody of the demo signed in, without their passwords."""

from typing import Any

from sqlmodel import select

from app.access.identity import hashed, utc_now
from app.db.session import Database
from app.db.tables.people import Person, SignInSession


def session_of(email: str) -> str:
    """What the cookie of this person holds."""
    return f"session of {email}"


def sign_everybody_in(database: Database) -> None:
    now = utc_now()
    with database.writing() as db:
        for person in db.exec(select(Person)).all():
            token_hash = hashed(session_of(person.email))
            session: dict[str, Any] = {
                "id": f"session-{person.id}",
                "person_id": person.id,
                "started_at": now,
                "seen_at": now,
            }
            db.add(SignInSession(token_hash=token_hash, **session))
