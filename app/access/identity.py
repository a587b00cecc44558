"""Who is asking: sessions of browsers, bearer tokens of programs, the token that guards each form, second factors."""

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from app.access.notices import UNREAD
from app.access.sealing import signature
from app.db.installation import is_demo
from app.db.session import Database
from app.db.tables.people import ApiToken, Link, Passkey, Person, SecondFactor, SignInSession
from app.files.atomic_write import write_first
from app.i18n.languages import spoken
from app.settings import Settings
from app.validation.mail_addresses import spellings

TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)
USED_EVERY = timedelta(hours=1)
AT_ONCE = 0.5
"""Seconds in which a session or a token is marked as seen, or not: the request that brought it has waits of its own."""
KEPT_AFTER = timedelta(days=30)
"""How long what signs in nobody any more stays in the database: no session may idle so long."""
KEY_FILE = "server.key"
KEY_BYTES = 32


class NotSignedIn(Exception):
    """No session, or one that has ended."""


class NotThisForm(Exception):
    """A form that was not made by this server for this person."""


class FormOfAnEndedSession(Exception):
    """A form that was made for this person in a session that was renewed or has ended since."""


class ReadingToken(Exception):
    """A token that may only read was used to write."""


class NoSecondFactor(Exception):
    """A token of an account that must set up a second factor before anything opens."""


@dataclass(frozen=True)
class Visitor:
    """The person who asks. `language` is one that is there; `office` is a role beside any administration, or "".

    `unread` counts the notices that they have not opened, for the head of each page.
    """

    id: str
    name: str
    email: str
    language: str
    office: str
    unread: int = 0


READ, WRITE = "read", "write"
"""What a token may do: see, or see and change, as its person may."""
SIGNED_IN = "signed in"
"""The stage of a session that has nothing left to prove."""

PERSON = (col(Person.id), col(Person.name), col(Person.email), col(Person.language), col(Person.office))
BY_SESSION = (
    select(*PERSON, UNREAD.label("unread"), col(SignInSession.started_at), col(SignInSession.seen_at))
    .join_from(SignInSession, Person)
    .where(
        col(Person.is_active),
        col(SignInSession.token_hash) == bindparam("token_hash"),
        col(SignInSession.stage) == SIGNED_IN,
    )
)
BY_TOKEN = (
    select(*PERSON, col(ApiToken.expires_at), col(ApiToken.used_at), col(ApiToken.scope))
    .join_from(ApiToken, Person)
    .where(col(Person.is_active), col(ApiToken.token_hash) == bindparam("token_hash"))
)


def has_address(email: str) -> ColumnElement[bool]:
    """Whether a person has this address, in whichever way it was typed."""
    return col(Person.email).in_(spellings(email))


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """What the database keeps of a token. It is random, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def visitor_by_session(db: Session, token: str, settings: Settings, now: datetime) -> tuple[Visitor, bool]:
    """The person behind a session cookie, and whether the session is due to be marked as seen. Raises NotSignedIn."""
    row = db.connection().execute(BY_SESSION, {"token_hash": hashed(token)}).first()
    if row is None or not is_alive(row.started_at, row.seen_at, settings, now):
        raise NotSignedIn
    return replace(_visitor(row), unread=row.unread), now - row.seen_at > SEEN_EVERY


def was_signed_in(db: Session, token: str) -> bool:
    """Whether there was such a session, which may have ended since."""
    session = select(col(SignInSession.id)).where(col(SignInSession.token_hash) == hashed(token))
    return db.connection().execute(session).first() is not None


def is_alive(started_at: datetime, seen_at: datetime, settings: Settings, now: datetime) -> bool:
    idle, whole = timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    return now - seen_at <= idle and now - started_at <= whole


def mark_seen(database: Database, token: str, now: datetime) -> None:
    """With `mark_used` the one thing beside the audit of sensitive reads that a GET may write. Where somebody else
    writes it is not waited for: the next request marks it."""
    with suppress(OperationalError), database.writing(AT_ONCE) as db:
        db.connection().execute(
            update(SignInSession).where(col(SignInSession.token_hash) == hashed(token)).values(seen_at=now)
        )


def forget_what_is_over(db: Session, now: datetime) -> None:
    """Deletes sessions and links that were of no use for a month; the log keeps what happened."""
    before = now - KEPT_AFTER
    db.execute(delete(SignInSession).where(col(SignInSession.seen_at) <= before))
    db.execute(delete(Link).where(or_(col(Link.used_at) <= before, col(Link.expires_at) <= before)))


@dataclass(frozen=True)
class Caller:
    """Whose bearer token it is. `is_due`: its use has not been noted for a while."""

    visitor: Visitor
    may_write: bool
    is_due: bool


def caller_by_token(db: Session, token: str, now: datetime) -> Caller:
    """Raises NotSignedIn."""
    row = db.connection().execute(BY_TOKEN, {"token_hash": hashed(token)}).first()
    if row is None or row.expires_at < now:
        raise NotSignedIn
    is_due = row.used_at is None or now - row.used_at > USED_EVERY
    return Caller(_visitor(row), may_write=row.scope == WRITE, is_due=is_due)


def mark_used(database: Database, token: str, now: datetime) -> None:
    """As `mark_seen`, of a program: once an hour, so that reading stays cheap."""
    with suppress(OperationalError), database.writing(AT_ONCE) as db:
        db.connection().execute(update(ApiToken).where(col(ApiToken.token_hash) == hashed(token)).values(used_at=now))


def _visitor(row: Row[*tuple[Any, ...]]) -> Visitor:
    return Visitor(row.id, row.name, row.email, spoken(row.language), row.office)


def key_of(settings: Settings) -> bytes:
    """The server's key, which signs and seals: that of the settings, or the one in the data folder."""
    return settings.server_key.encode() or server_key(settings.data_dir)


def server_key(data_dir: Path) -> bytes:
    """The key that signs form tokens: made once, readable by the server's user only."""
    path = data_dir / KEY_FILE
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        write_first(path, secrets.token_bytes(KEY_BYTES))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"{path} is damaged. Delete it: a new one will be created, and open forms must be loaded again."
        )
    return key


def form_token(key: bytes, person_id: str, session: str) -> str:
    """Bound to the person and to the session, of which this is the token: it ends with the session.

    Masked with a new pad each time, since compressed pages would otherwise give a fixed secret away (BREACH, 2013).
    """
    secret = _of_person(key, person_id) + _of_session(key, person_id, session)
    pad = secrets.token_bytes(len(secret))
    return (pad + _masked(pad, secret)).hex()


def check_form_token(key: bytes, person_id: str, session: str, token: str) -> None:
    """Raises NotThisForm, or FormOfAnEndedSession where it was made for this very person, but in another session."""
    of_person, of_session = _of_person(key, person_id), _of_session(key, person_id, session)
    try:
        raw = bytes.fromhex(token)
        given = _masked(raw[: len(raw) // 2], raw[len(raw) // 2 :])
    except ValueError:
        raise NotThisForm from None
    if not hmac.compare_digest(given[: len(of_person)], of_person):
        raise NotThisForm
    if not hmac.compare_digest(given[len(of_person) :], of_session):
        raise FormOfAnEndedSession


def _masked(pad: bytes, text: bytes) -> bytes:
    """Raises ValueError where they are not of one length."""
    if len(pad) != len(text):
        raise ValueError("no pad of this text")
    return (int.from_bytes(pad) ^ int.from_bytes(text)).to_bytes(len(text))


def _of_person(key: bytes, person_id: str) -> bytes:
    return signature(key, "form", person_id)


def _of_session(key: bytes, person_id: str, session: str) -> bytes:
    return signature(key, "form of a session", f"{person_id}:{hashed(session)}")


def utc_now() -> datetime:
    return datetime.now(UTC)


def has_factor(db: Session, person_id: str) -> bool:
    return has_authenticator(db, person_id) or number_of_passkeys(db, person_id) > 0


def has_authenticator(db: Session, person_id: str) -> bool:
    factor = db.get(SecondFactor, person_id)
    return factor is not None and factor.confirmed_at is not None


def number_of_passkeys(db: Session, person_id: str) -> int:
    counted = select(func.count()).select_from(Passkey).where(col(Passkey.person_id) == person_id)
    return int(db.execute(counted).scalar_one())


def is_asked_for_factors(db: Session, settings: Settings) -> bool:
    """In a demo, whose accounts share a printed password and open invented data, only where set so."""
    return settings.second_factor_in_demo or not is_demo(db)


def is_needed(db: Session, settings: Settings, office: str) -> bool:
    """Whether people of this office must have a second factor."""
    return bool(office) and settings.needs_second_factor(office) and is_asked_for_factors(db, settings)


def lacks_factor(db: Session, settings: Settings, person_id: str, office: str) -> bool:
    """Whether this person must set one up before anything opens."""
    return is_needed(db, settings, office) and not has_factor(db, person_id)
