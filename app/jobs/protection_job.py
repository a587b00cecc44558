"""Works out in another process which numbers publications may show: it takes a good part of a second for each."""

from collections.abc import Iterable, Mapping

from app.assessments.report.protection import Protected, ToProtect, protected
from app.jobs.worker_pool import WorkerContext, WorkerPool


def patterns_of(pool: WorkerPool, wanted: Mapping[str, ToProtect]) -> dict[str, Protected]:
    """By assessment. The caller holds no connection meanwhile."""
    done: Iterable[Protected] = pool.in_order(_pattern, wanted.values())
    return dict(zip(wanted, done, strict=True))


def _pattern(worker: WorkerContext, wanted: ToProtect) -> Protected:
    return protected(worker.catalogue, wanted)
