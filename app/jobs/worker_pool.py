"""Work on all cores: many jobs, done in processes of their own, handed on in order.

In threads of the server the same work would slow every save. The processes begin with the first job and end when nobody
had one for a while, so that their memory is there for others.
"""

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from threading import Lock, Thread, Timer
from typing import Any, NamedTuple, TypeVar

from app.access.identity import Visitor
from app.db.session import Database
from app.files.signing_keys import signer_of
from app.settings import Settings
from questionnaires.catalogue import Catalogue

AHEAD = 2
"""Jobs under way for each process: enough that none waits, few enough that memory stays flat."""
TRIES = 2
IDLE_SECONDS = 120
NICENESS = 5
"""Saves come first where cores are few."""

Job = TypeVar("Job")
Done = TypeVar("Done")


class WorkerContext:
    """What a process needs, opened once."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self.database = Database(settings.database)
        self.catalogue = catalogue
        self.signer = signer_of(settings)


Work = Callable[[WorkerContext, Job], Done]


class WantedReport(NamedTuple):
    """A gap report to make for this visitor, with the rights that they have when it is made."""

    assessment_id: str
    language: str
    visitor: Visitor


class Broken(NamedTuple):
    """What cannot be made, because of an exception: its kind and where it arose, but not its message, which may repeat
    a text. The rest goes on without it."""

    error: str
    where: str


def broken_by(error: Exception) -> Broken:
    """Where in our own code: the last step of the way through it."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return Broken(type(error).__name__, f"{frame.filename}:{frame.lineno}")


Report = bytes | Broken | None
"""A drawn gap report; None where the visitor may no longer have it."""


class WorkerPool:
    """A pool of processes that several people may use at once; the application closes it when it stops."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self._settings, self._catalogue = settings, catalogue
        self.workers = settings.export_workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self.users = 0
        self._lock = Lock()
        self._rest: Timer | None = None

    def in_order(self, work: Work[Job, Done], jobs: Iterable[Job]) -> Generator[Done]:
        """What `work` (a function of a module) gives for each job. Closing the iterator drops what was not begun.

        If a process died (killed, out of memory), what was lost with it is done once more.
        """
        remaining, under_way, tries = iter(jobs), deque[tuple[Job, Future[Done]]](), 1
        pool = self._come()
        try:
            while True:
                for job in islice(remaining, AHEAD * self.workers - len(under_way)):
                    under_way.append((job, _begun(pool, work, job)))
                if not under_way:
                    return
                try:
                    done = under_way[0][1].result()
                except BrokenProcessPool:
                    self._give_up(pool)
                    if tries == TRIES:
                        raise
                    tries, pool = tries + 1, self._running()
                    under_way = deque((job, _begun(pool, work, job)) for job, _ in under_way)
                    continue
                under_way.popleft()
                yield done
        finally:
            for _, future in under_way:
                future.cancel()
            self._go()

    def close(self, *, only_if_idle: bool = False) -> None:
        with self._lock:
            if only_if_idle and self.users:
                return
            if self._rest:
                self._rest.cancel()
            pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(cancel_futures=True)

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self.workers,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_set_up,
                    initargs=(self._settings, self._catalogue),
                )
            return self._pool

    def _give_up(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None
        broken.shutdown()

    def _come(self) -> ProcessPoolExecutor:
        with self._lock:
            self.users += 1
            if self._rest:
                self._rest.cancel()
        return self._running()

    def _go(self) -> None:
        with self._lock:
            self.users -= 1
            if not self.users and self._pool:
                self._rest = Timer(IDLE_SECONDS, self.close, kwargs={"only_if_idle": True})
                self._rest.daemon = True
                self._rest.start()


def _begun(pool: ProcessPoolExecutor, work: Work[Job, Done], job: Job) -> "Future[Done]":
    """A pool that is broken already says so where the result is looked at, so that the job is not lost."""
    try:
        return pool.submit(_do, work, job)
    except BrokenProcessPool as error:
        broken: Future[Done] = Future()
        broken.set_exception(error)
        return broken


_own: list[WorkerContext] = []
"""Of this process, once it was set up."""


def _set_up(settings: Settings, catalogue: Catalogue) -> None:
    """Ctrl-C reaches every process of the terminal, but the server ends its processes itself; without it they end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):  # where the system has no such thing
        os.nice(NICENESS)
    Thread(target=_end_with_the_server, daemon=True).start()
    _own.append(WorkerContext(settings, catalogue))


def _end_with_the_server() -> None:
    if server := multiprocessing.parent_process():
        server.join()
        os._exit(1)


def _do(work: Callable[[WorkerContext, Any], Any], job: Any) -> Any:
    return work(_own[0], job)
