"""Sessions of browsers: how far each has come, which ones a person has, and their end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, select, update
from sqlmodel import Session, col

from app.access.identity import SIGNED_IN, forget_what_is_over, hashed, is_alive, new_token
from app.db import audit_log
from app.db.tables.people import Person, SignInSession
from app.settings import Settings


class Stage(StrEnum):
    """What a session has still to do. A half session opens the page of its stage and nothing else."""

    SIGNED_IN = SIGNED_IN
    SECOND_FACTOR = "second factor"
    ENROLMENT = "enrolment"


HALF_LASTS = timedelta(minutes=30)
FRESH = timedelta(minutes=10)
"""How long after signing in a person may change what signs them in without proving again who they are."""


@dataclass(frozen=True)
class Browser:
    """What a request tells of the browser that sent it; `token` is that of its session, "" for none."""

    token: str
    device: str
    address: str


def start(db: Session, person_id: str, stage: Stage, browser: Browser, *, at: datetime) -> str:
    """Returns the new token. The session that the browser had before is ended: no token survives a stage."""
    end(db, browser.token)
    forget_what_is_over(db, at)
    token = new_token()
    db.add(
        SignInSession(
            token_hash=hashed(token),
            id=str(uuid4()),
            person_id=person_id,
            stage=stage,
            device=browser.device,
            address=browser.address,
            started_at=at,
            seen_at=at,
        )
    )
    action = "signed in" if stage is Stage.SIGNED_IN else "sign-in begun"
    audit_log.record(db, action, by=person_id, at=at, details={"address": browser.address, "stage": stage})
    return token


def renew(db: Session, person_id: str, token: str) -> str:
    """A new token for the session of this one, as old as before; every other session of the person ends."""
    end_all(db, person_id, but=token)
    new = new_token()
    same = update(SignInSession).where(col(SignInSession.token_hash) == hashed(token))
    db.execute(same.values(token_hash=hashed(new)))
    return new


def hold(db: Session, token: str) -> None:
    """Whoever ends this session waits, and who is ending it is waited for, where no turn of one writer sees to it."""
    db.execute(select(col(SignInSession.id)).where(col(SignInSession.token_hash) == hashed(token)).with_for_update())


def end(db: Session, token: str) -> list[str]:
    """The id of the session that ended, if there was one."""
    return _ended(db, col(SignInSession.token_hash) == hashed(token))


def end_all(db: Session, person_id: str, *, but: str = "") -> list[str]:
    """Every session of the person, without the one of this token; the ids of those that ended."""
    return _ended(db, col(SignInSession.person_id) == person_id, col(SignInSession.token_hash) != hashed(but))


def end_one(db: Session, person_id: str, session_id: str) -> list[str]:
    """Only one of their own: another's id ends nothing."""
    return _ended(db, col(SignInSession.person_id) == person_id, col(SignInSession.id) == session_id)


def _ended(db: Session, *which: ColumnElement[bool]) -> list[str]:
    return list(db.execute(delete(SignInSession).where(*which).returning(col(SignInSession.id))).scalars())


def half_session(db: Session, token: str, now: datetime) -> tuple[Stage, Person] | None:
    """The stage and the person of a session that is not signed in yet; None where there is none."""
    row = db.execute(
        select(SignInSession, Person)
        .join(Person, col(Person.id) == col(SignInSession.person_id))
        .where(col(SignInSession.token_hash) == hashed(token), col(SignInSession.stage) != Stage.SIGNED_IN)
        .where(col(SignInSession.started_at) > now - HALF_LASTS, col(Person.is_active))
    ).first()
    return (Stage(row[0].stage), row[1]) if row else None


def is_fresh(db: Session, token: str, now: datetime) -> bool:
    started = select(col(SignInSession.started_at)).where(col(SignInSession.token_hash) == hashed(token))
    at = db.execute(started).scalar_one_or_none()
    return at is not None and now - at <= FRESH


def sessions_of(db: Session, person_id: str, settings: Settings, now: datetime) -> list[SignInSession]:
    """Those that still open something, the one used last first."""
    signed_in = (
        select(SignInSession)
        .where(col(SignInSession.person_id) == person_id, col(SignInSession.stage) == Stage.SIGNED_IN)
        .order_by(col(SignInSession.seen_at).desc())
    )
    return [
        session
        for session in db.execute(signed_in).scalars()
        if is_alive(session.started_at, session.seen_at, settings, now)
    ]
