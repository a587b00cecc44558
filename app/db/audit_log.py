"""The only writer of the audit log: one row for each write, in the transaction of the write, chained by hash.

Each row's hash is the SHA-256 over the row and the hash before it; one row says where the chain ends. Whoever holds an
older head, printed on a receipt or a report, can prove that nothing before it was changed (Haber and Stornetta, "How to
time-stamp a digital document", 1991).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BufferedRandom, BufferedReader
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypedDict, Unpack, get_args
from uuid import uuid4

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from app.db import fingerprints, head_requests
from app.db.session import Database
from app.db.tables.columns import table_of
from app.db.tables.records import AuditEntry, AuditHead, Download
from questionnaires.canonical_json import canonical

ENTRIES = table_of(AuditEntry)
HEAD = table_of(AuditHead)
BEGINNING = "0" * 64

# Built once, so that SQLAlchemy finds them compiled
INSERT = insert(ENTRIES)
TAKE_HEAD = update(HEAD).values(entries=HEAD.c.entries + 1).returning(HEAD.c.entries, HEAD.c.hash)
"""Also the queue of writers on PostgreSQL: the row stays locked until the transaction ends."""
SET_HEAD = update(HEAD).values(hash=bindparam("new_hash"))


ReadingAction = Literal["answers read", "evidence found", "round reports asked for", "round values asked for"]
DOWNLOADED = " downloaded"
BACKED_UP = "backup written"
COMMAND_LINE = "command line"
"""Who does what nobody who signed in does."""
PURGED = "old data purged"
"""What such a row names as gone was taken by the rules of retention, not by hand."""
RECORDED = "contents recorded"
"""Once, of all that stood there, in a log that began before contents were kept."""


def newest_change(assessment_id: ColumnElement[str] | Mapped[str]) -> ScalarSelect[int]:
    """For queries: the id of the newest row after which something of the assessment is otherwise than before. Readings
    and downloads are none."""
    rows = ENTRIES.alias()
    is_change = rows.c.action.not_in(get_args(ReadingAction)) & ~rows.c.action.endswith(DOWNLOADED)
    newest = select(func.max(rows.c.id)).where(rows.c.assessment_id == assessment_id, is_change)
    return newest.correlate_except(rows).scalar_subquery()


LONGEST_TEXT = 300
LONGEST_DETAILS = 100_000
MOST_PLACES = 5_000
NOTHING: Mapping[str, str] = MappingProxyType({})


class TooLong(ValueError):
    """A programmer's mistake: something that a person may choose at will was about to enter the log."""


class Particulars(TypedDict, total=False):
    """What a row may say beside who did what and when; `details` hold ids and codes, never a person's text.

    `contents` are the hashes of all records that the change touched, as they now stand (`app.db.fingerprints`).
    """

    assessment_id: str
    details: Mapping[str, Any]
    contents: Mapping[str, str]


def record(db: Session, action: str, *, by: str, at: datetime, **particulars: Unpack[Particulars]) -> None:
    """`action` is a noun and a past participle ("answer saved").

    Called after the change, and only if something changed; what changes after it in the same transaction needs a row of
    its own.
    """
    connection = db.connection()
    row: dict[str, Any] = {"at": at, "by": by, "action": action, "assessment_id": "", "details": {}, "contents": {}}
    row |= particulars
    _refuse_too_long(row)
    row["id"], before = connection.execute(TAKE_HEAD).one()
    row["hash"] = row_hash(row, before)
    connection.execute(INSERT, row)
    connection.execute(SET_HEAD, {"new_hash": row["hash"]})


def _refuse_too_long(row: Mapping[str, Any]) -> None:
    if any(len(row[name]) > LONGEST_TEXT for name in ("by", "action", "assessment_id")):
        raise TooLong(row["action"][:LONGEST_TEXT])
    if len(row["contents"]) > MOST_PLACES or len(canonical(row["details"])) > LONGEST_DETAILS:
        raise TooLong(row["action"])
    if any(len(text) > LONGEST_TEXT for text in _texts(row["details"])):
        raise TooLong(row["action"])


def _texts(value: Any) -> Iterator[str]:
    """All texts in details, the names among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def take_turn(db: Session) -> None:
    """Of several processes that find the same to do one does it: the others wait here, then find it done."""
    db.connection().execute(select(HEAD.c.id).with_for_update())


def record_reading(
    database: Database, action: ReadingAction, *, by: str, at: datetime, **particulars: Unpack[Particulars]
) -> None:
    """A sensitive read, in a transaction of its own: with the time last seen, all that a GET may write."""
    head_requests.end_here()
    with database.writing() as db:
        record(db, action, by=by, at=at, **particulars)


READING_AGAIN = timedelta(hours=1)
"""Within this time a person who reads on is not recorded anew."""


def is_recorded(db: Session, action: str, *, by: str, at: datetime, assessment_id: str) -> bool:
    """Whether this person's reading stands in the log already, not longer ago than READING_AGAIN."""
    reading = select(ENTRIES.c.id).where(
        ENTRIES.c.assessment_id == assessment_id,
        ENTRIES.c.at > at - READING_AGAIN,
        ENTRIES.c.by == by,
        ENTRIES.c.action == action,
    )
    return db.connection().execute(reading.limit(1)).first() is not None


def record_reading_once(
    database: Database, action: ReadingAction, *, by: str, at: datetime, assessment_id: str
) -> None:
    """As `record_reading`, but of requests at the same time only the first is recorded: they queue at the head.

    Who asks for the headers alone reads nothing.
    """
    if head_requests.is_asked():
        return
    with database.writing() as db:
        take_turn(db)
        if not is_recorded(db, action, by=by, at=at, assessment_id=assessment_id):
            record(db, action, by=by, at=at, assessment_id=assessment_id)


@dataclass(frozen=True)
class FileDigest:
    """Of a file that is sent while it is made, so that it is nowhere as a whole."""

    size: int
    sha256: str


@dataclass(frozen=True)
class DownloadedFile:
    """A file that is about to leave: `what` it is ("gap report"), and of which assessment, "" for several.

    What is too large to hold in memory is an open file instead of bytes; it is read from its beginning. `key` is that
    of the kept report that leaves, so that the register and what is kept can be compared.
    """

    what: str
    file_name: str
    content: bytes | BufferedRandom | BufferedReader | FileDigest
    assessment_id: str = ""
    key: str = ""


def record_download(database: Database, file: DownloadedFile, *, by: str, at: datetime) -> None:
    """Enters the file in the register of downloads and in the log; a sensitive read like others."""
    head_requests.end_here()
    measured = file.content if isinstance(file.content, FileDigest) else _measured(file.content)
    with database.writing() as db:
        entered = Download(
            id=str(uuid4()),
            at=at,
            by=by,
            what=file.what,
            file_name=file.file_name,
            size=measured.size,
            sha256=measured.sha256,
            assessment_id=file.assessment_id,
            details={"key": file.key} if file.key else {},
        )
        db.add(entered)
        record(
            db,
            f"{file.what}{DOWNLOADED}",
            by=by,
            at=at,
            assessment_id=file.assessment_id,
            details={"sha256": measured.sha256},
            contents=fingerprints.of(entered),
        )


def _measured(content: bytes | BufferedRandom | BufferedReader) -> FileDigest:
    if isinstance(content, bytes):
        return FileDigest(len(content), hashlib.sha256(content).hexdigest())
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    return FileDigest(content.tell(), digest)


def head_of(db: Session) -> str:
    """The hash that stands for the whole log up to now."""
    return str(db.connection().execute(select(HEAD.c.hash)).scalar_one())


class Head(NamedTuple):
    """How many rows the log has, and the hash of the last one, which stands for all of them."""

    entries: int
    hash: str


def whole_head_of(db: Session) -> Head:
    return Head(*db.connection().execute(select(HEAD.c.entries, HEAD.c.hash)).one())


def was_done_since(db: Session, action: str, moment: datetime) -> bool:
    """Whether such a row was written at that moment or later."""
    done = select(ENTRIES.c.id).where(ENTRIES.c.at >= moment, ENTRIES.c.action == action).limit(1)
    return db.connection().execute(done).first() is not None


def last_backup() -> ScalarSelect[datetime | None]:
    """When `parity backup` last wrote one. Found by who did it, since few rows of the log are of the command line."""
    rows = select(func.max(ENTRIES.c.at)).where(ENTRIES.c.by == COMMAND_LINE, ENTRIES.c.action == BACKED_UP)
    return rows.scalar_subquery()


def last_acts(db: Session, people: Sequence[str]) -> dict[str, datetime]:
    """When each of these people last did something that the log holds, signing in included."""
    newest = select(ENTRIES.c.by, func.max(ENTRIES.c.at)).where(ENTRIES.c.by.in_(people)).group_by(ENTRIES.c.by)
    return {by: at for by, at in db.connection().execute(newest)}


def acts_since(db: Session, moment: datetime) -> set[tuple[str, str]]:
    """Who did something on which assessment since then: (assessment, person)."""
    acts = select(ENTRIES.c.assessment_id, ENTRIES.c.by).where(ENTRIES.c.at >= moment).distinct()
    return {(assessment, by) for assessment, by in db.connection().execute(acts)}


def row_hash(row: Mapping[str, Any], before: str) -> str:
    """Over id, moment in UTC, person, action, assessment, details, contents and the hash before, as canonical JSON.

    Rows from before contents were kept hold none, and their hash knows of none.
    """
    fields = {name: row[name] for name in ("id", "by", "action", "assessment_id", "details")}
    fields |= {"at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"), "before": before}
    if row["contents"] is not None:
        fields["contents"] = row["contents"]
    return hashlib.sha256(canonical(fields)).hexdigest()
