"""The server of the bench: `parity serve` itself, with one route more, the yardstick of saving.

    python -m tests.bench.server PORT

The yardstick is one durable upsert with plain sqlite3 from a `def` route, and nothing else: no sign-in, no rights, no
form, no page. It stands behind the same server, loop, middleware and log as the real save.
"""

import os
import signal
import sqlite3
import sys
import threading
from pathlib import Path

from fastapi import FastAPI

from app.cli import serve
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import Catalogue

TABLE = "CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, comment TEXT NOT NULL)"
UPSERT = """
INSERT INTO kept (id, revision, comment) VALUES (?, 1, ?)
ON CONFLICT (id) DO UPDATE SET revision = revision + 1, comment = excluded.comment
RETURNING revision
"""


def with_yardstick(settings: Settings, catalogue: Catalogue) -> FastAPI:
    app = create_app(settings, catalogue)
    connection, lock = _opened(settings.data_dir / "yardstick.db"), threading.Lock()

    @app.put("/bench/upsert/{id_}")
    def upsert(id_: int) -> dict[str, int]:
        with lock:
            (revision,) = connection.execute(UPSERT, (id_, "One bare durable upsert")).fetchone()
        return {"revision": revision}

    return app


def _opened(path: Path) -> sqlite3.Connection:
    """In autocommit, with the very settings of `app.db.session`: each statement is a durable transaction of its own."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(TABLE)
    return connection


def _end_with_the_bench() -> None:
    """The bench holds the other end of standard input: when it is gone, whatever the reason, so is the server."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_bench, daemon=True).start()
    serve.create_app = with_yardstick  # type: ignore[attr-defined]  # what it serves
    serve.serve(host="127.0.0.1", port=int(sys.argv[1]))
