"""An archive of reports as files in a folder; what is there already and right is neither made nor written again."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from app.access.identity import Visitor
from app.features.rounds.reports.report_archive import Planned, ReportArchive, about, files_of
from app.files.atomic_write import written_whole
from app.jobs.report_job import Report, drawn_report
from app.jobs.worker_pool import Broken, WorkerPool
from exports import manifest
from exports.manifest import ForeignManifest, Listed, Manifest, NoManifest, read_manifest
from exports.signing import Signer, key_id


class Written(NamedTuple):
    """How many files were written, and the reports that could not be drawn."""

    files: int
    left_out: Mapping[Planned, Broken]


def write_folder(
    out: Path,
    archive: ReportArchive,
    worker_pool: WorkerPool,
    visitor: Visitor,
    signer: Signer,
    tick: Callable[[], object],
) -> Written:
    """`tick` is called for each report. Files of ours that are no longer in it go."""
    before = _manifest_in(out, signer)
    there = {file.name for file in before.files if _is_as_listed(out, file)} if before else set()
    kept = there if before and before.about == about(archive) else set()
    reports = [report.name for report in archive.reports]
    wanted = (report for report, name in zip(archive.wanted(visitor), reports, strict=True) if name not in kept)
    written, names, left_out = 0, set(), dict[Planned, Broken]()
    with closing(worker_pool.in_order(drawn_report, wanted)) as drawn:
        contents = (_ticked(_content(out, name, kept, drawn), tick) for name in reports)
        for file in files_of(archive, contents, signer, left_out.__setitem__):
            written += _write_if_changed(out / file.name, file.content)
            names.add(file.name)
    for name in there - names:
        (out / name).unlink()
    return Written(written, left_out)


def _content(out: Path, name: str, kept: Collection[str], drawn: Iterator[Report]) -> Report:
    return (out / name).read_bytes() if name in kept else next(drawn)


def _ticked(content: Report, tick: Callable[[], object]) -> Report:
    tick()
    return content


def _manifest_in(out: Path, signer: Signer) -> Manifest | None:
    """Of an earlier run, if nobody touched it."""
    try:
        return read_manifest((out / manifest.FILE).read_bytes(), {key_id(signer.public): signer.public})
    except (FileNotFoundError, NoManifest, ForeignManifest):
        return None


def _is_as_listed(out: Path, listed: Listed) -> bool:
    path = out / listed.name
    return _is_own_file(path) and hashlib.sha256(path.read_bytes()).hexdigest() == listed.sha256


def _is_own_file(path: Path) -> bool:
    """A link may lead to what somebody else changes later."""
    return path.is_file() and not path.is_symlink()


def _write_if_changed(path: Path, content: bytes) -> bool:
    if _is_own_file(path) and path.read_bytes() == content:
        return False
    with written_whole(path) as draft:
        draft.write_bytes(content)
    return True
