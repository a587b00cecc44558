"""What the log last said of each place, collected while it is walked; on disk, since millions add up."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import Row

from app.db.audit_log import PURGED, RECORDED


class Noted(NamedTuple):
    """The newest hash of a place, "" for what is gone, and the row of the log that holds it."""

    hash: str
    row: int


class Ledger:
    """`covered_since`: when all that stood there was recorded, in a log that began before contents were kept."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # a file of its own that SQLite deletes
        self._db.execute("CREATE TABLE noted (place TEXT PRIMARY KEY, hash TEXT, row INTEGER) WITHOUT ROWID")
        self.purged = 0
        self.covered_since: datetime | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()

    def note(self, row: Row[Any]) -> None:
        if not row.contents or not isinstance(row.contents, dict):
            return
        newest = ((place, str(hash_), row.id) for place, hash_ in row.contents.items())
        self._db.executemany("INSERT OR REPLACE INTO noted VALUES (?, ?, ?)", newest)
        if row.action == PURGED:
            self.purged += len(row.contents)
        if row.action == RECORDED and self.covered_since is None:
            self.covered_since = row.at

    def take(self, place: str) -> Noted | None:
        """Each place once: what is left in the end stands nowhere."""
        row = self._db.execute("DELETE FROM noted WHERE place = ? RETURNING hash, row", (place,)).fetchone()
        return Noted(*row) if row else None

    def rest(self) -> Iterator[tuple[str, int]]:
        """Places that should hold something, with the row of the log that says so."""
        with closing(self._db.execute("SELECT place, row FROM noted WHERE hash <> '' ORDER BY place")) as rows:
            yield from rows
