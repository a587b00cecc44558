"""Draws workbooks in a process of their own: in a thread of the server they would slow every save."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Lock
from typing import Any

from app.db import head_requests
from app.db.head_requests import OnlyHeaders
from app.db.outages import has_all
from exports.gap.workbook import draw_gap_report

WORKERS = 1
DRAWINGS_PER_WORKER = 200
"""A worker is replaced after so many, so that its memory stays small."""


class NotDrawn(Exception):
    """The cause is the exception that stopped the drawing."""


@contextmanager
def drawing() -> Iterator[None]:
    """Around all that makes a file. An outage is no fault of the file, and neither is that nobody wants its content."""
    try:
        yield
    except (NotDrawn, OnlyHeaders):
        raise
    except Exception as error:
        if has_all(error):
            raise
        raise NotDrawn from error


class DrawingRoom:
    """A small pool of processes, begun with the first workbook; the application closes it when it stops."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()
        self._turn = Lock()
        """One drawing at a time: a pool with queued tasks forgets to replace the worker that reached its limit."""

    def draw(self, content: Any, drawn_by: Callable[[Any], bytes] = draw_gap_report) -> bytes:
        """The workbook, of a gap report if nothing else is said. A worker that died (killed, out of memory) is replaced
        once. Raises NotDrawn.
        """
        head_requests.end_here()
        with self._turn, drawing():
            try:
                return self._running().submit(drawn_by, content).result()
            except BrokenProcessPool:
                self.close()
                return self._running().submit(drawn_by, content).result()

    def close(self) -> None:
        with self._lock:
            if self._pool:
                self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    WORKERS,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_leave_signals_to_the_server,
                    max_tasks_per_child=DRAWINGS_PER_WORKER,
                )
            return self._pool


def _leave_signals_to_the_server() -> None:
    """Ctrl-C reaches every process of the terminal; the server ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
