"""All heavy work that visitors ask for, in one pool of processes: in threads of the server it would slow every save.

Each process has a thread here that hands it one task after the other. The tasks of each caller wait in a queue of their
own, and the callers take turns. Whoever has a long series of them leaves one process to the others, so that a workbook
for a page never waits until a round is exported.
"""

import gc
import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from threading import Condition, Thread, current_thread
from typing import Any, NamedTuple, Self, TypeVar

from app.db import head_requests
from app.db.session import Database
from app.files.kept_reports import KeptReports
from app.files.signing_keys import signer_of
from app.jobs.drawing import drawing
from app.settings import Settings
from questionnaires.catalogue import Catalogue

AHEAD = 2
"""Tasks of a series that are handed in for each process: enough that none waits, few enough that memory stays flat."""
IDLE_SECONDS = 120
TASKS_PER_PROCESS = 2_000
"""A process is replaced after so many, should its memory grow: in the 600 reports that were tried it does not. To begin
one takes a second and a half, so that none is replaced within a round."""
START_METHOD = "spawn"
"""Of the processes: nothing of the server, its threads and connections, goes along."""
NICENESS = 5
"""Saves come first where cores are few."""
YOUNG = 50_000
"""New objects after which a process looks for garbage among them. A workbook is made of some hundred thousand that all
stay until it is drawn; Python's own measure of 700 would take a twentieth of each report."""

Job = TypeVar("Job")
Done = TypeVar("Done")


class WorkerContext:
    """What a process needs, opened once."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self.database = Database(settings.database)
        self.catalogue = catalogue
        self.signer = signer_of(settings)
        self.kept_reports = KeptReports(settings.data_dir)


Work = Callable[[WorkerContext, Job], Done]


class Broken(NamedTuple):
    """What cannot be made, because of an exception: its kind and where it arose, but not its message, which may repeat
    a text. The rest goes on without it."""

    error: str
    where: str


def broken_by(error: Exception) -> Broken:
    """Where in our own code: the last step of the way through it."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return Broken(type(error).__name__, f"{frame.filename}:{frame.lineno}")


@dataclass(eq=False)
class Task:
    work: Work[Any, Any]
    job: Any
    is_of_series: bool
    result: Future[Any] = field(default_factory=Future)


Queue = deque[Task]
"""The tasks of one caller that no process has begun."""


class WorkerPool:
    """Used by several people at once. Processes begin with the tasks, and all but one end when they are idle for a
    while, so that their memory is there for others; the application closes the pool when it stops."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self.workers = settings.export_workers or os.cpu_count() or 1
        """Processes for series; one more is there for what is asked for singly."""
        self._context = settings, catalogue
        self._changed = Condition()
        self._queues = deque[Queue]()
        self._threads: list[Thread] = []
        self._idle = 0
        self._of_series = 0
        self._is_closing = False

    def draw(self, content: Any, drawn_by: Callable[[Any], bytes]) -> bytes:
        """A workbook for somebody who waits for it. Raises NotDrawn."""
        head_requests.end_here()
        with drawing():
            return self.run(_drawn, (drawn_by, content))

    def run(self, work: Work[Job, Done], job: Job) -> Done:
        """What `work` (a function of a module) gives for this job. If its process died (killed, out of memory), it is
        done once more."""
        queue = self._enter()
        try:
            done: Done = self._hand_in(queue, Task(work, job, is_of_series=False)).result()
        finally:
            self._leave(queue)
        return done

    def in_order(self, work: Work[Job, Done], jobs: Iterable[Job]) -> Generator[Done]:
        """The same for each of a series of jobs, on all cores. Closing the iterator drops what was not begun."""
        queue, remaining, under_way = self._enter(), iter(jobs), deque[Future[Done]]()
        try:
            while True:
                for job in islice(remaining, AHEAD * self.workers - len(under_way)):
                    under_way.append(self._hand_in(queue, Task(work, job, is_of_series=True)))
                if not under_way:
                    return
                yield under_way.popleft().result()
        finally:
            self._leave(queue)

    @property
    def callers(self) -> int:
        return len(self._queues)

    @property
    def waiting(self) -> int:
        """Tasks that no process has begun."""
        return sum(map(len, self._queues))

    def close(self) -> None:
        """Waits for what was begun, and drops the rest."""
        with self._changed:
            self._is_closing = True
            for queue in self._queues:
                while queue:
                    queue.pop().result.cancel()
            threads = [*self._threads]
            self._changed.notify_all()
        for thread in threads:
            thread.join()
        self._is_closing = False

    def _enter(self) -> Queue:
        queue = Queue()
        with self._changed:
            self._queues.append(queue)
        return queue

    def _leave(self, queue: Queue) -> None:
        with self._changed:
            self._queues = deque(other for other in self._queues if other is not queue)

    def _hand_in(self, queue: Queue, task: Task) -> Future[Any]:
        with self._changed:
            if self._is_closing:
                task.result.cancel()
                return task.result
            queue.append(task)
            most = self.workers if task.is_of_series else self.workers + 1
            if self.waiting > self._idle and len(self._threads) < most:
                self._threads.append(Thread(target=self._serve, name="worker", daemon=True))
                self._threads[-1].start()
            self._changed.notify()
        return task.result

    def _serve(self) -> None:
        """The life of a thread: it ends with its process, when it is no longer needed."""
        with WorkerProcess(*self._context) as process:
            while task := self._next():
                try:
                    task.result.set_result(process.run(task))
                except Exception as error:
                    task.result.set_exception(error)
                with self._changed:
                    self._of_series -= task.is_of_series
                    self._changed.notify()
                del task  # with its result, which may be large

    def _next(self) -> Task | None:
        """None where the thread that asks is no longer needed."""
        is_needed = True
        with self._changed:
            while not (task := self._taken()):
                if self._is_closing or not (is_needed or len(self._threads) == 1):
                    self._threads = [thread for thread in self._threads if thread is not current_thread()]
                    return None
                self._idle += 1
                is_needed = self._changed.wait(IDLE_SECONDS)
                self._idle -= 1
        return task

    def _taken(self) -> Task | None:
        """Of each caller in turn."""
        for _ in range(len(self._queues)):
            queue = self._queues[0]
            self._queues.rotate(-1)
            if queue and (not queue[0].is_of_series or self._of_series < self.workers):
                self._of_series += queue[0].is_of_series
                return queue.popleft()
        return None


class WorkerProcess:
    """One process, begun with its first task and replaced when it dies."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self._context = settings, catalogue
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def run(self, task: Task) -> Any:
        try:
            return self._tried(task)
        except BrokenProcessPool:
            return self._tried(task)

    def _tried(self, task: Task) -> Any:
        try:
            return self._running().submit(_do, task.work, task.job).result()
        except BrokenProcessPool:
            self._end()
            raise

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                1,
                mp_context=multiprocessing.get_context(START_METHOD),
                initializer=_set_up,
                initargs=self._context,
                max_tasks_per_child=TASKS_PER_PROCESS,
            )
        return self._executor

    def _end(self) -> None:
        if self._executor:
            self._executor.shutdown()
        self._executor = None


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


def _do(work: Work[Any, Any], job: Any) -> Any:
    if not gc.get_freeze_count():
        gc.freeze()  # all modules are there now: looking through them for garbage would take a seventh of each report
        gc.set_threshold(YOUNG)
    return work(_own[0], job)


def _drawn(_worker: WorkerContext, wanted: tuple[Callable[[Any], bytes], Any]) -> bytes:
    drawn_by, content = wanted
    return drawn_by(content)
