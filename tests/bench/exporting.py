"""A whole round over HTTP beside one core doing the same work one by one; and the values of ten rounds."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from app.access.identity import Visitor
from app.access.loaders import exportable
from app.assessments.rights import Role
from app.features.rounds.queries import rounds_of
from app.features.rounds.reports.report_archive import WantedArchive, archive_of, files_of
from app.files.kept_reports import KeptReports
from app.jobs.report_job import drawn_report
from app.jobs.worker_pool import WorkerContext
from app.settings import Settings
from exports.zipped import zipped
from questionnaires.catalogue import Catalogue
from tests.bench.processes import HOST, Load, bench_server, free_port, load, memory_of
from tests.bench.rounds import ROUND, Rounds
from tests.bench.saving import connections_of
from tests.bench.size import Size

LEAD = Visitor("sofia", "Sofia", "sofia@bench.example", "en", Role.LEAD)
LOOK_EVERY = 0.05
BESIDE_SECONDS = 6
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Fetched:
    """One download: seconds to the first byte and to the last, MB of the file and of all processes at their peak."""

    first: float = 0
    seconds: float = 0
    megabytes: float = 0
    memory: float = 0
    cpu: float = 0
    sha256: str = ""


@dataclass(frozen=True)
class Exports:
    alone: float
    """Seconds that one core needs for the same ZIP."""
    cold: Fetched
    """With processes that begin."""
    warm: Fetched
    unchanged: Fetched
    """Again with nothing changed."""
    beside: Load
    """Saves while the reports are drawn and sent."""
    values: dict[str, Fetched] = field(default_factory=dict)


def measure(rounds: Rounds, catalogue: Catalogue, size: Size) -> Exports:
    settings, cookie, savers = rounds
    alone, sha256 = one_by_one(settings, catalogue)
    port, kept_reports = free_port(), KeptReports(settings.data_dir)
    with bench_server(settings, port) as (pid, _):
        cold = fetch(port, pid, cookie, "reports.zip")
        kept_reports.empty()
        warm = fetch(port, pid, cookie, "reports.zip")
        unchanged = fetch(port, pid, cookie, "reports.zip")
        values = {kind: fetch(port, pid, cookie, f"consolidated.{kind}?rounds=all") for kind in ("xlsx", "csv")}
        kept_reports.empty()
        people = connections_of("saves", savers, catalogue, lambda _id: 0)
        with ThreadPoolExecutor(1) as threads:
            busy = threads.submit(fetch, port, pid, cookie, "reports.zip")
            beside = load(port, people, size.pace * BESIDE_SECONDS)
        downloads = [cold, warm, unchanged, busy.result()]
    assert {download.sha256 for download in downloads} == {sha256}, "the same round gave other bytes"
    return Exports(alone, cold, warm, unchanged, beside, values)


def one_by_one(settings: Settings, catalogue: Catalogue) -> tuple[float, str]:
    """The same ZIP in this process."""
    bench, digest = WorkerContext(settings, catalogue), hashlib.sha256()
    with bench.database.reading() as db:
        (round_,) = [round_ for round_ in rounds_of(db) if round_.id == ROUND]
        archive = archive_of(db, catalogue, bench.signer, WantedArchive(round_, "en"), exportable(db, LEAD, [ROUND]))
    begun = perf_counter()
    drawn = (drawn_report(bench, wanted) for wanted in archive.wanted(LEAD))
    for piece in zipped(files_of(archive, drawn, bench.signer, print)):
        digest.update(piece)
    bench.database.close()
    return perf_counter() - begun, digest.hexdigest()


def fetch(port: int, pid: int, cookie: str, what: str) -> Fetched:
    measures, digest = Fetched(), hashlib.sha256()
    connection = HTTPConnection(HOST, port, timeout=100)
    with watched(pid, measures):
        begun = perf_counter()
        connection.request("GET", f"/rounds/{ROUND}/{what}", headers={"cookie": cookie})
        answer = connection.getresponse()
        assert answer.status == 200, (what, answer.status)
        while chunk := answer.read1(1 << 16):
            measures.first = measures.first or perf_counter() - begun
            digest.update(chunk)
            measures.megabytes += len(chunk) / 1e6
        measures.seconds = perf_counter() - begun
    connection.close()
    measures.sha256 = digest.hexdigest()
    return measures


@contextmanager
def watched(pid: int, measures: Fetched) -> Iterator[None]:
    """Looks at all processes of the server until the block ends."""
    is_over, spent = Event(), cpu_of(pid)

    def watch() -> None:
        while not is_over.wait(LOOK_EVERY):
            measures.memory = max(measures.memory, sum(map(_memory, tree(pid))))

    thread = Thread(target=watch)
    thread.start()
    yield
    measures.cpu = cpu_of(pid) - spent
    is_over.set()
    thread.join()


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        threads = [path.name for path in Path(f"/proc/{pid}/task").iterdir() if path.name != str(pid)]
        for thread in threads:
            children += Path(f"/proc/{pid}/task/{thread}/children").read_text(encoding="ascii").split()
    except OSError:  # it ended just now
        return [pid]
    return [pid, *(below for child in children for below in tree(int(child)))]


def _memory(pid: int) -> float:
    try:
        return memory_of(pid)
    except (OSError, RuntimeError):
        return 0


def cpu_of(pid: int) -> float:
    """Seconds of processor time, of all processes that are there now."""
    spent = 0
    for process in tree(pid):
        try:
            fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        spent += int(fields[11]) + int(fields[12])
    return spent / TICKS
