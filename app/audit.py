"""The only writer of the audit log: one row for each write, in the transaction of the write, chained by hash.

Each row's hash is the SHA-256 over the row and the hash before it; one row says where the chain ends. Whoever holds an
older head, printed on a receipt or a report, can prove that nothing before it was changed (Haber and Stornetta, "How to
time-stamp a digital document", 1991).
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BufferedRandom, BufferedReader
from typing import Any, Literal, get_args
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


ReadingAction = Literal["answers read", "round reports asked for", "round values asked for"]
DOWNLOADED = " downloaded"
IS_CHANGE = ENTRIES.c.action.not_in(get_args(ReadingAction)) & ~ENTRIES.c.action.endswith(DOWNLOADED)
"""Rows of the log after which something is otherwise than before, for queries: all but readings and downloads."""


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
    database: Database, action: ReadingAction, *, by: str, at: datetime, assessment_id: str = "", details: Any = None
) -> None:
    """A sensitive read, in a transaction of its own: with the time last seen, all that a GET may write."""
    with database.writing() as db:
        remember(db, action, by=by, at=at, assessment_id=assessment_id, details=details)


READING_AGAIN = timedelta(hours=1)
"""Within this time a person who reads on is not remembered anew."""


def is_remembered(db: Session, action: str, *, by: str, at: datetime, assessment_id: str) -> bool:
    """Whether this person's reading stands in the log already, not longer ago than READING_AGAIN."""
    found = select(ENTRIES.c.id).where(
        ENTRIES.c.assessment_id == assessment_id,
        ENTRIES.c.at > at - READING_AGAIN,
        ENTRIES.c.by == by,
        ENTRIES.c.action == action,
    )
    return db.connection().execute(found.limit(1)).first() is not None


def remember_reading_once(
    database: Database, action: ReadingAction, *, by: str, at: datetime, assessment_id: str
) -> None:
    """As `remember_reading`, but of requests at the same time only the first is remembered: they queue at the head."""
    with database.writing() as db:
        db.connection().execute(select(HEAD.c.id).with_for_update())
        if not is_remembered(db, action, by=by, at=at, assessment_id=assessment_id):
            remember(db, action, by=by, at=at, assessment_id=assessment_id)


@dataclass(frozen=True)
class Measured:
    """Of a file that is sent while it is made, so that it is nowhere as a whole."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Leaving:
    """A file that is about to leave: `what` it is ("gap report"), and of which assessment, "" for several.

    What is too large to hold in memory is an open file instead of bytes; it is read from its beginning.
    """

    what: str
    file_name: str
    content: bytes | BufferedRandom | BufferedReader | Measured
    assessment_id: str = ""


def remember_download(database: Database, file: Leaving, *, by: str, at: datetime) -> None:
    """Enters the file in the register of downloads and in the log; a sensitive read like others."""
    measured = file.content if isinstance(file.content, Measured) else _measured(file.content)
    with database.writing() as db:
        db.add(
            Download(
                id=str(uuid4()),
                at=at,
                by=by,
                what=file.what,
                file_name=file.file_name,
                size=measured.size,
                sha256=measured.sha256,
                assessment_id=file.assessment_id,
            )
        )
        remember(
            db,
            f"{file.what}{DOWNLOADED}",
            by=by,
            at=at,
            assessment_id=file.assessment_id,
            details={"sha256": measured.sha256},
        )


def _measured(content: bytes | BufferedRandom | BufferedReader) -> Measured:
    if isinstance(content, bytes):
        return Measured(len(content), hashlib.sha256(content).hexdigest())
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Measured(content.tell(), digest)


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


class Unreadable(Exception):
    """A row that no longer is what the program writes: a moment that is none, or details that are no JSON."""


def entries_in_order(db: Session) -> Iterator[Row[Any]]:
    """The whole log from its lowest id on, a page at a time. Raises Unreadable."""
    rows = _page(db, None, PAGE)
    while rows:
        yield from rows
        rows = _page(db, rows[-1].id, PAGE)


def _page(db: Session, after: int | None, most: int) -> Sequence[Row[Any]]:
    """Fewer than `most` where a row beyond cannot be read, so that the walk comes up to that very row."""
    page = select(ENTRIES).order_by(ENTRIES.c.id).limit(most)
    try:
        return db.connection().execute(page if after is None else page.where(ENTRIES.c.id > after)).all()
    except (ValueError, TypeError) as error:
        if most == 1:
            raise Unreadable from error
        return _page(db, after, most // 2)


@dataclass(frozen=True)
class Verified:
    """What `verify` found: how many rows are as they were written, and the first that is not, in words ("" if none).

    `rows_of` says of each head that was asked for its row, and when; heads that stand nowhere are not in it.
    """

    entries: int
    head: str
    broken: str = ""
    rows_of: Mapping[str, tuple[int, datetime | None]] = field(default_factory=dict)


def verify(db: Session, heads: Collection[str] = ()) -> Verified:
    """Walks the whole chain and compares its end with the row that says where it ends.

    `heads` were printed earlier: as long as one still stands in the chain, nothing before it was changed.
    """
    count, before = 0, BEGINNING
    rows_of: dict[str, tuple[int, datetime | None]] = {BEGINNING: (0, None)} if BEGINNING in heads else {}
    try:
        for row in entries_in_order(db):
            if row.id != count + 1:
                return Verified(count, before, _gap(count, row.id), rows_of)
            if not _is_as_written(row, before):
                return Verified(count, before, f"Row {row.id} was changed after it was written.", rows_of)
            count, before = row.id, row.hash
            if before in heads:
                rows_of[before] = count, row.at
    except Unreadable:
        return Verified(count, before, f"Row {count + 1}, or what stands in its place, was changed by hand.", rows_of)
    return Verified(count, before, _wrong_end(db, count, before), rows_of)


def _is_as_written(row: Row[Any], before: str) -> bool:
    try:
        return bool(hash_of(row._asdict(), before) == row.hash)
    except TypeError:  # a value of another kind, which no program wrote
        return False


def _gap(count: int, found: int) -> str:
    if found <= count:
        return f"Row {found} was added by hand: the log counts from 1."
    return f"Row {count + 1} is missing: after it comes row {found}."


def _wrong_end(db: Session, count: int, before: str) -> str:
    end = db.connection().execute(select(HEAD.c.entries, HEAD.c.hash)).first()
    if end is None:
        return "The row that says where the log ends is missing."
    if end.entries > count:
        return f"Row {count + 1} is missing: the log ends at row {count} but had {end.entries}."
    if end.entries < count:
        return f"Row {end.entries + 1} was added by hand: the log had {end.entries}."
    return "" if end.hash == before else "The row that says where the log ends was changed by hand."
