"""Single-use links of mails: an invitation, or a new password.

A token follows from the id of its link and the server's key, so that no copy of the database can make one; the database
keeps its SHA-256 only. A link is void once it was used, its time is over, or the person's credentials have changed.
"""

from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.access.identity import hashed
from app.access.sealing import signature
from app.db.tables.people import Link, Person

LinkKind = Literal["invitation", "reset"]
LASTS: dict[LinkKind, timedelta] = {"invitation": timedelta(days=7), "reset": timedelta(hours=1)}


def make(db: Session, key: bytes, kind: LinkKind, person: Person, *, at: datetime, ends_earlier: bool = True) -> Link:
    """A new link for this person. Earlier ones of its kind no longer work, unless they are to: one use voids all."""
    if ends_earlier:
        same = update(Link).where(col(Link.person_id) == person.id, col(Link.kind) == kind)
        db.execute(same.where(col(Link.used_at).is_(None)).values(expires_at=at))
    id_ = str(uuid4())
    link = Link(
        id=id_,
        token_hash=hashed(token_of(key, id_)),
        kind=kind,
        person_id=person.id,
        bound_to=credentials_of(person),
        created_at=at,
        expires_at=at + LASTS[kind],
    )
    db.add(link)
    db.flush()
    return link


def token_of(key: bytes, link_id: str) -> str:
    """What the mail carries; made when it is sent."""
    return f"{link_id}.{signature(key, 'link', link_id).hex()}"


def path_of(key: bytes, link_id: str) -> str:
    return f"/links/{token_of(key, link_id)}"


def working_link(db: Session, token: str, *, now: datetime) -> tuple[Link, Person] | None:
    """The link of this token with its person; None if it never was, is used, too old, or void."""
    row = db.execute(
        select(Link, Person)
        .join(Person, col(Person.id) == col(Link.person_id))
        .where(col(Link.token_hash) == hashed(token), col(Link.used_at).is_(None), col(Link.expires_at) > now)
        .where(col(Person.is_active))
    ).first()
    if row is None or row[0].bound_to != credentials_of(row[1]):
        return None
    return row[0], row[1]


def credentials_of(person: Person) -> str:
    """A fingerprint of what the person signs in with."""
    return hashed(f"{person.email}\n{person.password_hash}")
