"""Counts what is sent to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from app.db.session import Database

NOT_COUNTED = ("BEGIN", "PRAGMA", "SET TRANSACTION")


@contextmanager
def queries(database: Database) -> Iterator[list[str]]:
    """Every statement that is sent to the database meanwhile."""
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.extend([] if statement.startswith(NOT_COUNTED) else [statement])

    event.listen(database.engine, "before_cursor_execute", count)
    yield sent
    event.remove(database.engine, "before_cursor_execute", count)
