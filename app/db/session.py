"""Reading and Writing: one session and one transaction per request. Nobody else commits.

On SQLite a writer takes its lock at once (BEGIN IMMEDIATE), and inside the process writers queue without holding a
thread (`max_concurrency`), since a thread that waits in SQLite's busy handler sleeps for up to a second. A request has
one deadline for all its waiting, in that queue and for the lock, so that waits of several writers do not add up.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import ceil
from time import monotonic
from typing import Annotated, Any, Self

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.db.tables import answers, people, records, reviews, rounds, workforce  # noqa: F401 - the models must be known before a session is used

READ_ONLY = {"parity_reads": True}
UNTIL: ContextVar[float | None] = ContextVar("until", default=None)
"""Until when a writer may wait for its turn, by the clock of `monotonic`. None: PATIENCE from now."""
PATIENCE = 10
"""Seconds that a request waits for its turn to write, or for a connection."""
OUT_OF_REACH = 5
"""Seconds after which a PostgreSQL that does not answer counts as away."""


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
    def writing(self, patience: float = PATIENCE) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on any exception."""
        before = UNTIL.set(monotonic() + patience)
        try:
            with self.to_write() as db:
                yield db
                db.commit()
        finally:
            UNTIL.reset(before)

    @contextmanager
    def to_write(self) -> Iterator[Session]:
        """For whoever commits, and has said UNTIL when to wait."""
        with Session(self.engine, expire_on_commit=False) as db, _undone_on_failure(db):
            yield db

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


async def reading(request: Request) -> AsyncIterator[Session]:
    database: Database = request.app.state.database
    with database.reading() as db:
        yield db


async def deadline() -> float:
    """FastAPI asks for this before the request queues for its turn to write."""
    return monotonic() + PATIENCE


async def writing(request: Request, until: Annotated[float, Depends(deadline)]) -> AsyncIterator[Session]:
    """Commits before the response leaves: see the scope below and `tests/house/test_commit_first.py`."""
    database: Database = request.app.state.database
    UNTIL.set(until)  # of this request, whose context ends with it
    with database.to_write() as db:
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
    own = make_url(url)
    if own.get_backend_name() != "sqlite":
        in_time = {} if "connect_timeout" in own.query else {"connect_timeout": OUT_OF_REACH}
        engine = create_engine(
            url, pool_size=10, pool_timeout=PATIENCE, pool_pre_ping=True, hide_parameters=True, connect_args=in_time
        )
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "begin", _begin_elsewhere)
        return engine
    thread = {"check_same_thread": False}
    engine = create_engine(
        url, pool_size=10, max_overflow=30, pool_timeout=PATIENCE, connect_args=thread, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (f"busy_timeout={1000 * PATIENCE}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    record.info["patience"] = PATIENCE


def _prepare_postgres(connection: Any, _record: object) -> None:
    """A row that somebody else holds must not stop the turn to write for ever."""
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    options, info = connection.get_execution_options(), connection.connection.info  # lives as long as the connection
    reads, patience = bool(options.get("parity_reads")), _patience_left()
    if info.get("reads") is not reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        info["reads"] = reads
    if info["patience"] != patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={1000 * patience:.0f}")
        info["patience"] = patience
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_elsewhere(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("parity_reads"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    elif (patience := _patience_left()) != PATIENCE:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{1000 * patience:.0f}ms'")


def _patience_left() -> float:
    """In steps of a tenth of a second, so that whoever did not have to wait needs no statement to say so.

    One step is always left: whoever waited long in the queue may find that the way is free now.
    """
    until = UNTIL.get()
    if until is None:
        return PATIENCE
    return min(PATIENCE, max(1, ceil(10 * (until - monotonic()))) / 10)
