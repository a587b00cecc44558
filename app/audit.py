"""The only writer of the audit log: one row for each write, in the transaction of the write, chained by hash.

Each row's hash is the SHA-256 over the row and the hash before it; one row says where the chain ends. Whoever holds an
older head, printed on a receipt or a report, can prove that nothing before it was changed (Haber and Stornetta, "How to
time-stamp a digital document", 1991).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlmodel import Session

from app.database import Database
from app.tables.records import AuditEntry, AuditHead, Download

ENTRIES = AuditEntry.__table__  # type: ignore[attr-defined]  # SQLModel does not declare its tables
HEAD = AuditHead.__table__  # type: ignore[attr-defined]
BEGINNING = "0" * 64
PAGE = 5_000

# Built once, so that SQLAlchemy finds them compiled
INSERT = insert(ENTRIES)
TAKE_HEAD = update(HEAD).values(entries=HEAD.c.entries + 1).returning(HEAD.c.entries, HEAD.c.hash)
"""Also the queue of writers on PostgreSQL: the row stays locked until the transaction ends."""
SET_HEAD = update(HEAD).values(hash=bindparam("new_hash"))


def remember(
    db: Session, action: str, *, by: str, at: datetime, assessment_id: str = "", details: dict[str, Any] | None = None
) -> None:
    """`action` is a noun and a past participle ("answer saved"); details hold ids and codes, never a person's text."""
    connection = db.connection()
    entries, before = connection.execute(TAKE_HEAD).one()
    row = {"id": entries, "at": at, "by": by, "action": action, "assessment_id": assessment_id}
    row |= {"details": details or {}}
    row["hash"] = hash_of(row, before)
    connection.execute(INSERT, row)
    connection.execute(SET_HEAD, {"new_hash": row["hash"]})


def remember_reading(
    database: Database, action: str, *, by: str, at: datetime, assessment_id: str = "", details: Any = None
) -> None:
    """A sensitive read, in a transaction of its own: with the time last seen, all that a GET may write."""
    with database.writing() as db:
        remember(db, action, by=by, at=at, assessment_id=assessment_id, details=details)


@dataclass(frozen=True)
class Leaving:
    """A file that is about to leave: `what` it is ("gap report"), and of which assessment, "" for several."""

    what: str
    file_name: str
    content: bytes
    assessment_id: str = ""


def remember_download(database: Database, file: Leaving, *, by: str, at: datetime) -> None:
    """Enters the file in the register of downloads and in the log; a sensitive read like others."""
    digest = hashlib.sha256(file.content).hexdigest()
    with database.writing() as db:
        db.add(
            Download(
                id=str(uuid4()),
                at=at,
                by=by,
                what=file.what,
                file_name=file.file_name,
                size=len(file.content),
                sha256=digest,
                assessment_id=file.assessment_id,
            )
        )
        remember(
            db,
            f"{file.what} downloaded",
            by=by,
            at=at,
            assessment_id=file.assessment_id,
            details={"sha256": digest},
        )


def head_of(db: Session) -> str:
    """The hash that stands for the whole log up to now."""
    return str(db.connection().execute(select(HEAD.c.hash)).scalar_one())


def last_acts(db: Session, people: Sequence[str]) -> dict[str, datetime]:
    """When each of these people last did something that the log holds, signing in included."""
    newest = select(ENTRIES.c.by, func.max(ENTRIES.c.at)).where(ENTRIES.c.by.in_(people)).group_by(ENTRIES.c.by)
    return {by: at for by, at in db.connection().execute(newest)}


def acts_since(db: Session, moment: datetime) -> set[tuple[str, str]]:
    """Who did something on which assessment since then: (assessment, person)."""
    found = select(ENTRIES.c.assessment_id, ENTRIES.c.by).where(ENTRIES.c.at >= moment).distinct()
    return {(assessment, by) for assessment, by in db.connection().execute(found)}


def hash_of(row: Mapping[str, Any], before: str) -> str:
    """Over id, moment in UTC, person, action, assessment, details and the hash before, as canonical JSON."""
    fields = {name: row[name] for name in ("id", "by", "action", "assessment_id", "details")}
    fields |= {"at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"), "before": before}
    return hashlib.sha256(canonical(fields)).hexdigest()


def canonical(document: Any) -> bytes:
    """JSON with sorted names and no spaces: the same document gives the same bytes everywhere."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entries_in_order(db: Session) -> Iterator[Row[Any]]:
    """The whole log, a page at a time."""
    last = 0
    while (
        rows := db.connection()
        .execute(select(ENTRIES).where(ENTRIES.c.id > last).order_by(ENTRIES.c.id).limit(PAGE))
        .all()
    ):
        yield from rows
        last = rows[-1].id


@dataclass(frozen=True)
class Verified:
    """What `verify` found: how many rows are as they were written, and the first that is not, in words ("" if none)."""

    entries: int
    head: str
    broken: str = ""


def verify(db: Session) -> Verified:
    """Walks the whole chain and compares its end with the row that says where it ends."""
    count, before = 0, BEGINNING
    for row in entries_in_order(db):
        fields = row._asdict()
        if row.id != count + 1:
            return Verified(count, before, f"Row {count + 1} is missing: after it comes row {row.id}.")
        if hash_of(fields, before) != row.hash:
            return Verified(count, before, f"Row {row.id} was changed after it was written.")
        count, before = row.id, row.hash
    entries, head = db.connection().execute(select(HEAD.c.entries, HEAD.c.hash)).one()
    if entries > count:
        return Verified(count, before, f"Row {count + 1} is missing: the log ends at row {count} but had {entries}.")
    if (entries, head) != (count, before):
        return Verified(count, before, f"Row {entries + 1} was added, or the end of the chain was changed, by hand.")
    return Verified(count, before)
