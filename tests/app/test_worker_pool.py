"""Work on all cores comes back in order, with few jobs ahead, and survives a process that dies."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from app.jobs import worker_pool as module
from app.jobs.worker_pool import AHEAD, WorkerContext, WorkerPool
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.waiting import until


@pytest.fixture
def worker_pool(tmp_path: Path, catalogue: Catalogue) -> Iterator[WorkerPool]:
    made = WorkerPool(Settings(data_dir=tmp_path, export_workers=2), catalogue)
    yield made
    made.close()


def doubled(_bench: WorkerContext, number: int) -> tuple[int, int]:
    return 2 * number, os.getpid()


def killed_once(_bench: WorkerContext, mark: Path) -> str:
    """The first process that comes here dies."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def always_killed(_bench: WorkerContext, _mark: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refused(_bench: WorkerContext, number: int) -> int:
    raise ValueError(number)


def test_what_is_done_comes_in_the_order_of_the_jobs(worker_pool: WorkerPool) -> None:
    done = list(worker_pool.in_order(doubled, range(40)))

    assert [number for number, _ in done] == [2 * number for number in range(40)]
    assert os.getpid() not in {process for _, process in done}


def test_only_a_few_jobs_are_taken_ahead(worker_pool: WorkerPool) -> None:
    taken: list[int] = []

    def taking() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    done = worker_pool.in_order(doubled, taking())
    next(done)

    assert len(taken) <= AHEAD * worker_pool.workers + 1
    done.close()
    assert worker_pool.users == 0


def test_a_process_that_dies_is_replaced_once(worker_pool: WorkerPool, tmp_path: Path) -> None:
    marks = [tmp_path / str(number) for number in range(3)]
    for mark in marks[:1] + marks[2:]:
        mark.touch()

    assert list(worker_pool.in_order(killed_once, marks)) == ["0", "1", "2"]


def test_work_that_always_kills_ends(worker_pool: WorkerPool, tmp_path: Path) -> None:
    with pytest.raises(BrokenProcessPool):
        list(worker_pool.in_order(always_killed, [tmp_path]))
    assert next(iter(worker_pool.in_order(doubled, [4])))[0] == 8


def test_a_mistake_in_the_work_reaches_whoever_asked(worker_pool: WorkerPool) -> None:
    with pytest.raises(ValueError, match="7"):
        list(worker_pool.in_order(refused, [7]))


def test_processes_end_when_nobody_needs_them(worker_pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.01)
    ((_, process),) = worker_pool.in_order(doubled, [1])

    until(lambda: not is_there(process), "the process stayed")
    assert next(iter(worker_pool.in_order(doubled, [2])))[0] == 4


def test_whoever_comes_while_the_idle_time_ends_keeps_the_processes(worker_pool: WorkerPool) -> None:
    list(worker_pool.in_order(doubled, [1]))
    idle_time_ends = Thread(target=worker_pool.close, kwargs={"only_if_idle": True})

    with worker_pool._lock:
        idle_time_ends.start()
        sleep(0.05)  # long enough to look, were it not for the lock
        worker_pool.users += 1
        pool = worker_pool._pool
    idle_time_ends.join()

    assert worker_pool._pool is pool is not None


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
