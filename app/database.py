"""Reading and Writing: one session and one transaction per request. Nobody else commits.

On SQLite a writer takes its lock at once (BEGIN IMMEDIATE), and inside the process writers queue without holding a
thread (`max_concurrency`), since a thread that waits in SQLite's busy handler sleeps for up to a second.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Self

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.tables import answers, people, records, reviews, rounds  # noqa: F401 - the models must be known before a session is used

READ_ONLY = {"parity_reads": True}


class ReadOnly(RuntimeError):
    """A reading session was about to write: a programmer's mistake."""


class Database:
    """The engine and the two ways to use it."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _engine(url)
        self._reading_engine = self.engine.execution_options(**READ_ONLY)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Never commits; raises ReadOnly if something would be changed."""
        with Session(self._reading_engine, autoflush=False) as db:
            yield db
            if db.new or db.dirty or db.deleted:
                raise ReadOnly("a reading session holds changes")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on any exception."""
        with Session(self.engine, expire_on_commit=False) as db, _undone_on_failure(db):
            yield db
            db.commit()

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


async def reading(request: Request) -> AsyncIterator[Session]:
    with request.app.state.database.reading() as db:
        yield db


async def writing(request: Request) -> AsyncIterator[Session]:
    """Commits before the response leaves: see the scope below and `tests/house/test_commit_first.py`."""
    with Session(request.app.state.database.engine, expire_on_commit=False) as db, _undone_on_failure(db):
        yield db
        await run_in_threadpool(db.commit)


@contextmanager
def _undone_on_failure(db: Session) -> Iterator[None]:
    """Closing a session whose COMMIT failed would hand its connection on with the transaction, and its lock, open."""
    try:
        yield
    except BaseException:
        db.rollback()
        raise


Reading = Annotated[Session, Depends(reading, scope="function")]
Writing = Annotated[Session, Depends(writing, scope="function", max_concurrency=1)]


def _engine(url: str) -> Engine:
    """Parameters are hidden: an error would carry them, texts and all, into the log."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "begin", _begin_elsewhere)
        return engine
    thread = {"check_same_thread": False}
    engine = create_engine(url, pool_size=10, max_overflow=30, connect_args=thread, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgres(connection: Any, _record: object) -> None:
    """A row that somebody else holds must not stop the turn to write for ever."""
    connection.autocommit = True
    connection.execute("SET lock_timeout = '10s'")
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    reads = bool(connection.get_execution_options().get("parity_reads"))
    info = connection.connection.info  # lives as long as the connection to the file
    if info.get("reads") is not reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        info["reads"] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_elsewhere(connection: Connection) -> None:
    if connection.get_execution_options().get("parity_reads"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
