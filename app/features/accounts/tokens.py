"""Tokens with which programs use the API as a person: each has a name, a scope and a last day, and can be revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.access.identity import hashed, new_token
from app.db import audit_log
from app.db.tables.people import ApiToken

MOST_DAYS = 365
MOST_TOKENS = 50
"""Of one person at a time."""


@dataclass(frozen=True)
class TokenWish:
    """A token that somebody wants for a program."""

    name: str
    scope: str
    lasting: timedelta


def create(db: Session, person_id: str, wish: TokenWish, *, by: str, at: datetime) -> str:
    """The token, which is kept nowhere."""
    token, id_ = new_token(), str(uuid4())
    db.add(
        ApiToken(
            token_hash=hashed(token),
            id=id_,
            person_id=person_id,
            name=wish.name,
            scope=wish.scope,
            created_at=at,
            expires_at=at + wish.lasting,
        )
    )
    details = {"person": person_id, "token": id_, "scope": wish.scope}
    audit_log.record(db, "token created", by=by, at=at, details=details)
    return token


def name_of_day(at: datetime) -> str:
    """For a token that nobody named."""
    return f"Token {at:%Y-%m-%d}"


def tokens_of(db: Session, person_id: str, now: datetime) -> list[ApiToken]:
    """Those that still work, the newest first."""
    own = select(ApiToken).where(col(ApiToken.person_id) == person_id, col(ApiToken.expires_at) > now)
    return list(db.execute(own.order_by(col(ApiToken.created_at).desc(), col(ApiToken.id))).scalars())


def revoke(db: Session, person_id: str, id_: str, *, by: str, at: datetime) -> bool:
    """Only one of their own: another's id ends nothing, and then it says so."""
    ended = db.execute(delete(ApiToken).where(col(ApiToken.person_id) == person_id, col(ApiToken.id) == id_))
    if not ended.rowcount:  # type: ignore[attr-defined]  # of a DELETE
        return False
    audit_log.record(db, "token revoked", by=by, at=at, details={"person": person_id, "token": id_})
    return True


def end_all(db: Session, person_id: str) -> int:
    """Programs sign in with what the person once had, so they end with it. How many there were."""
    ended = db.execute(delete(ApiToken).where(col(ApiToken.person_id) == person_id))
    return int(ended.rowcount)  # type: ignore[attr-defined]  # of a DELETE
