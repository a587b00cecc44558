"""Walks the chain of the log: each row as it was written, none missing, none added, and where it ends."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlmodel import Session

from app.db.audit_log import BEGINNING, ENTRIES, HEAD, row_hash

PAGE = 5_000
MOST_TOLD = 200


@dataclass
class Findings:
    """Sentences on what does not fit. All are counted; the first MOST_TOLD are kept."""

    told: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, sentence: str | Callable[[], str]) -> None:
        """A sentence that is made on demand asks the database for names only if it is told."""
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(sentence if isinstance(sentence, str) else sentence())


class Stand(NamedTuple):
    """Where a head stands: the row of the log whose hash it is."""

    row: int
    at: datetime | None = None
    action: str = ""
    assessment_id: str = ""
    details: Mapping[str, Any] = {}


@dataclass
class Verified:
    """What was found. `rows_of` says of each head that was asked for where it stands; those that stand nowhere, or
    after a row that was changed, are not in it. `before_contents` counts the rows from before contents were kept.
    """

    entries: int = 0
    head: str = BEGINNING
    before_contents: int = 0
    findings: Findings = field(default_factory=Findings)
    rows_of: dict[str, Stand] = field(default_factory=dict)

    @property
    def broken(self) -> str:
        """The first place where the chain does not hold, in words; "" if it is whole."""
        return self.findings.told[0] if self.findings.told else ""


class Unread(NamedTuple):
    """A row that no longer is what the program writes: a moment that is none, or details that are no JSON."""

    id: int
    hash: str


def entries_in_order(db: Session) -> Iterator[Row[Any] | Unread]:
    """The whole log from its lowest id on, a page at a time."""
    rows = _page(db, None, PAGE)
    while rows:
        yield from rows
        rows = _page(db, rows[-1].id, PAGE)


def _page(db: Session, after: int | None, most: int) -> Sequence[Row[Any] | Unread]:
    """Fewer than `most` where one of them cannot be read, so that the walk comes up to that very row."""
    page = select(ENTRIES).order_by(ENTRIES.c.id).limit(most)
    beyond = page if after is None else page.where(ENTRIES.c.id > after)
    try:
        return db.connection().execute(beyond).all()
    except (ValueError, TypeError):
        if most > 1:
            return _page(db, after, most // 2)
        row = db.connection().execute(beyond.with_only_columns(ENTRIES.c.id, ENTRIES.c.hash)).one()
        return [Unread(row.id, row.hash)]


def _nowhere(_row: Row[Any]) -> None:
    """Where nobody wants to see the rows."""


def verify_chain(db: Session, heads: Collection[str] = (), note: Callable[[Row[Any]], None] = _nowhere) -> Verified:
    """Walks the whole chain and compares its end with the row that says where it ends; `note` sees each row.

    `heads` were printed earlier: as long as one still stands in the chain, nothing before it was changed.
    """
    verified = Verified()
    if BEGINNING in heads:
        verified.rows_of[BEGINNING] = Stand(0)
    for row in entries_in_order(db):
        if problem := _problem_of(row, verified):
            verified.findings.add(problem)
        if row.id <= verified.entries:
            continue
        verified.entries, verified.head = row.id, row.hash
        if isinstance(row, Unread):
            continue
        verified.before_contents += row.contents is None
        if verified.head in heads and not verified.findings.count:
            verified.rows_of[verified.head] = Stand(row.id, row.at, row.action, row.assessment_id, row.details)
        note(row)
    if problem := _wrong_end(db, verified.entries, verified.head):
        verified.findings.add(problem)
    return verified


def _problem_of(row: Row[Any] | Unread, before: Verified) -> str:
    if row.id != before.entries + 1:
        return _gap(before.entries, row.id)
    if isinstance(row, Unread):
        return f"Row {row.id}, or the row in its place, was changed by hand."
    return "" if _is_as_written(row, before.head) else f"Row {row.id} was changed after it was written."


def _is_as_written(row: Row[Any], before: str) -> bool:
    try:
        return bool(row_hash(row._asdict(), before) == row.hash)
    except TypeError:  # a value of another kind, which no program wrote
        return False


def _gap(count: int, row: int) -> str:
    if row <= count:
        return f"Row {row} was added by hand: the log counts from 1."
    return f"Row {count + 1} is missing: after it comes row {row}."


def _wrong_end(db: Session, count: int, before: str) -> str:
    end = db.connection().execute(select(HEAD.c.entries, HEAD.c.hash)).first()
    if end is None:
        return "The row that says where the log ends is missing."
    if end.entries > count:
        return f"Row {count + 1} is missing: the log ends at row {count} but had {end.entries}."
    if end.entries < count:
        return f"Row {end.entries + 1} was added by hand: the log had {end.entries}."
    return "" if end.hash == before else "The row that says where the log ends was changed by hand."
