"""Work on all cores comes back in order, with few jobs ahead, and survives a process that dies."""

import gc
import os
import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from app.jobs import worker_pool as module
from app.jobs.worker_pool import AHEAD, YOUNG, WorkerContext, WorkerPool
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.waiting import PATIENCE, until


@pytest.fixture(scope="module")
def worker_pool(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[WorkerPool]:
    """One for all tests: a process takes long to begin."""
    data = tmp_path_factory.mktemp("data")
    with closing(WorkerPool(Settings(data_dir=data, export_workers=2), catalogue)) as made:
        yield made


def doubled(_worker: WorkerContext, number: int) -> tuple[int, int]:
    return 2 * number, os.getpid()


def killed_once(_worker: WorkerContext, mark: Path) -> str:
    """The first process that comes here dies."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def always_killed(_worker: WorkerContext, _mark: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def garbage_search(_worker: WorkerContext, _job: None) -> tuple[int, int]:
    """How many objects are left out of it, and after how many new ones it begins."""
    return gc.get_freeze_count(), gc.get_threshold()[0]


def refused(_worker: WorkerContext, number: int) -> int:
    raise ValueError(number)


def test_what_is_done_comes_in_the_order_of_the_jobs(worker_pool: WorkerPool) -> None:
    done = list(worker_pool.in_order(doubled, range(40)))

    assert [number for number, _ in done] == [2 * number for number in range(40)]
    assert os.getpid() not in {process for _, process in done}


def test_a_process_looks_for_garbage_in_what_its_tasks_made_only_and_seldom(worker_pool: WorkerPool) -> None:
    left_out, new = worker_pool.run(garbage_search, None)

    assert left_out > 10_000
    assert new == YOUNG


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
    assert worker_pool.callers == 0


def test_a_process_that_dies_is_replaced_once(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun as the product does it, and not as all other tests do (conftest.forked_workers)."""
    monkeypatch.setattr(module, "START_METHOD", "spawn")
    marks = [tmp_path / str(number) for number in range(3)]
    for mark in marks[:1] + marks[2:]:
        mark.touch()

    with closing(WorkerPool(Settings(data_dir=tmp_path, export_workers=1), catalogue)) as pool:
        assert list(pool.in_order(killed_once, marks)) == ["0", "1", "2"]


def test_work_that_always_kills_ends(worker_pool: WorkerPool, tmp_path: Path) -> None:
    with pytest.raises(BrokenProcessPool):
        list(worker_pool.in_order(always_killed, [tmp_path]))
    assert next(iter(worker_pool.in_order(doubled, [4])))[0] == 8


def test_a_mistake_in_the_work_reaches_whoever_asked(worker_pool: WorkerPool) -> None:
    with pytest.raises(ValueError, match="7"):
        list(worker_pool.in_order(refused, [7]))


def met(_worker: WorkerContext, folder: Path) -> int:
    """Goes on when two processes are here."""
    (folder / str(os.getpid())).touch()
    until(lambda: len(list(folder.iterdir())) == 2, "nobody else came")
    return os.getpid()


def test_processes_end_when_nobody_needs_them_but_for_one_that_is_ready(
    worker_pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.01)
    worker_pool.close()
    folder = tmp_path / "meeting"
    folder.mkdir()
    processes = set(worker_pool.in_order(met, [folder, folder]))

    until(lambda: sum(map(is_there, processes)) == 1, "both stayed, or both went")
    assert worker_pool.run(doubled, 2)[1] in processes


def test_who_asks_singly_never_waits_for_a_series(worker_pool: WorkerPool, tmp_path: Path) -> None:
    """All processes for series are taken, and more of it waits."""
    door = tmp_path / "door"
    series = worker_pool.in_order(until_opened, [door] * 9)
    with ThreadPoolExecutor(1) as elsewhere:
        first = elsewhere.submit(next, series)

        assert worker_pool.run(doubled, 3)[0] == 6
        assert worker_pool.run(doubled, 4)[0] == 8

        door.touch()
        assert first.result(PATIENCE) == "opened"
    series.close()


def until_opened(_worker: WorkerContext, door: Path) -> str:
    until(door.exists, "nobody opened")
    return "opened"


def test_two_series_take_turns(tmp_path: Path, catalogue: Catalogue) -> None:
    with closing(WorkerPool(Settings(data_dir=tmp_path, export_workers=1), catalogue)) as pool:
        handed_in: list[str] = []
        log = tmp_path / "log"
        log.touch()

        def jobs_of(name: str) -> Iterator[tuple[Path, str]]:
            for _ in range(8):
                handed_in.append(name)
                yield log, name

        def both_wait(turn: int) -> bool:
            return len(handed_in) == turn + 4 and pool.waiting == 3

        people = [pool.in_order(noted, jobs_of(name)) for name in ("a", "b")]
        with ThreadPoolExecutor(2) as threads:
            series = [threads.submit(list, person) for person in people]
            for turn in range(5):
                until(partial(both_wait, turn), "somebody does not wait for a turn")
                door_of(log, turn).touch()
            for turn in range(5, 16):
                door_of(log, turn).touch()
            wait(series)

    assert log.read_text()[1:5] in ("bbaa", "baba", "abab", "aabb")


def noted(_worker: WorkerContext, job: tuple[Path, str]) -> None:
    log, name = job
    until(door_of(log, len(log.read_text())).exists, "nobody opened")
    with log.open("a") as file:
        file.write(name)


def door_of(log: Path, turn: int) -> Path:
    return log.with_name(f"door {turn}")


def test_a_process_that_dies_takes_nobody_elses_work_with_it(worker_pool: WorkerPool, tmp_path: Path) -> None:
    door = tmp_path / "door"
    with ThreadPoolExecutor(1) as elsewhere:
        waiting = elsewhere.submit(worker_pool.run, until_opened, door)

        with pytest.raises(BrokenProcessPool):
            worker_pool.run(always_killed, tmp_path)

        door.touch()
        assert waiting.result(PATIENCE) == "opened"


def test_many_at_once_are_all_drawn_by_processes_that_are_replaced(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TASKS_PER_PROCESS", 2)
    with (
        closing(WorkerPool(Settings(data_dir=tmp_path, export_workers=1), catalogue)) as pool,
        ThreadPoolExecutor(6) as people,
    ):
        files = [people.submit(pool.draw, "", by_process) for _ in range(6)]

        processes = {file.result(PATIENCE) for file in files}

    assert len(processes) >= 3


def by_process(_content: str) -> bytes:
    return str(os.getpid()).encode()


def test_who_closes_the_pool_waits_for_what_was_begun_and_drops_the_rest(
    worker_pool: WorkerPool, tmp_path: Path
) -> None:
    door = tmp_path / "door"
    with ThreadPoolExecutor(4) as people:
        tasks = [people.submit(worker_pool.run, until_opened, door) for _ in range(3)]
        until(lambda: worker_pool.callers == 3 and not worker_pool.waiting, "not all were begun")
        tasks.append(people.submit(worker_pool.run, until_opened, door))
        until(lambda: worker_pool.waiting == 1, "the last one does not wait")
        closed = Thread(target=worker_pool.close)
        closed.start()
        until(lambda: not worker_pool.waiting, "it was not dropped")
        door.touch()
        closed.join(PATIENCE)

        assert [task.result() for task in tasks[:3]] == ["opened"] * 3
        with pytest.raises(CancelledError):
            tasks[3].result()
    assert worker_pool.run(doubled, 1)[0] == 2


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
