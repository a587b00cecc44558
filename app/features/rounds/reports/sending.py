"""Sends an archive of reports while it is made, or the rest of one that broke off (RFC 9110, sections 13 and 14)."""

import hashlib
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from io import BufferedRandom, BufferedReader
from tempfile import TemporaryFile

import structlog
from starlette.datastructures import Headers

from app.access.identity import Visitor, utc_now
from app.access.loaders import NotAllowed, NotYours, open_assessment
from app.assessments.lifecycle import NotNow
from app.assessments.rights import Permission
from app.db import audit_log
from app.db.session import Database
from app.features.rounds.reports.report_archive import Planned, ReportArchive, files_of, size_of
from app.files.kept_reports import KeptReports
from app.jobs.download_progress import DownloadProgress, Progress
from app.jobs.report_job import Report, drawn_report
from app.jobs.worker_pool import Broken, WorkerPool
from exports.signing import Signer
from exports.zipped import zipped
from questionnaires.catalogue import Catalogue

ASKED: audit_log.ReadingAction = "round reports asked for"
WHAT = "round reports"
BROKEN_OFF = "(broken off)"
"""Beside the name in the register, where only the beginning of the file left."""
FROM_HERE = re.compile(r"bytes=(\d{1,15})-")
CHUNK = 1 << 16
log = structlog.get_logger("parity.reports")


@dataclass(frozen=True)
class SendingContext:
    """What sending needs of the application."""

    database: Database
    catalogue: Catalogue
    signer: Signer
    kept_reports: KeptReports
    worker_pool: WorkerPool
    downloads: DownloadProgress


class OtherLength(Exception):
    """While it was sent, something changed: it is not as long as it was said to be, so it breaks off."""


def etag(archive: ReportArchive) -> str:
    return f'"{archive.mark}"'


def beginning(headers: Headers, archive: ReportArchive) -> int:
    """From which byte on it is wanted: 0 where all of it is, or where what broke off is no longer the same."""
    wanted = FROM_HERE.fullmatch(headers.get("range", ""))
    if wanted is None or headers.get("if-range", etag(archive)) != etag(archive):
        return 0
    return int(wanted[1])


def ask(context: SendingContext, archive: ReportArchive, visitor: Visitor) -> None:
    """Stands in the log before anything leaves."""
    details = {"round": archive.round_id, "reports": len(archive.reports), "mark": archive.mark}
    audit_log.record_reading(context.database, ASKED, by=visitor.id, at=utc_now(), details=details)


def sizes_of(context: SendingContext, archive: ReportArchive) -> list[int]:
    """In bytes, of the reports that are kept."""
    sizes = (context.kept_reports.size(report.key.hash) for report in archive.reports)
    return [size for size in sizes if size is not None]


def length_of(context: SendingContext, archive: ReportArchive) -> int | None:
    """Of the whole in bytes; None where not every report is kept."""
    sizes = sizes_of(context, archive)
    return size_of(archive, sizes, context.signer) if len(sizes) == len(archive.reports) else None


def sent(
    context: SendingContext, archive: ReportArchive, visitor: Visitor, name: str, length: int | None = None
) -> Generator[bytes]:
    """The ZIP in pieces, for the register too, under the name that it is downloaded with; `length` is what was promised
    of it. Raises OtherLength."""
    download = context.downloads.begin(visitor.id, archive.round_id, len(archive.reports))
    try:
        with closing(_made(context, archive, visitor)) as made:
            tell = partial(_left_out, download)
            pieces = zipped(files_of(archive, _counted(made, download), context.signer, tell))
            checked = pieces if length is None else _as_long(pieces, length)
            for piece in until_registered(context.database, visitor, WHAT, name, checked):
                download.bytes += len(piece)
                yield piece
        download.state = "done"
    finally:
        if download.state == "running":
            download.state = "broken"


def _made(context: SendingContext, archive: ReportArchive, visitor: Visitor) -> Generator[Report]:
    """The reports in order. What is kept is only read and sent, right here; the rest is drawn by worker processes."""
    kept = {report.key.hash for report in archive.reports if context.kept_reports.size(report.key.hash) is not None}
    missing = (archive.wanted_one(report, visitor) for report in archive.reports if report.key.hash not in kept)
    with closing(context.worker_pool.in_order(drawn_report, missing)) as drawn:
        for report in archive.reports:
            yield _kept_or_drawn(context, archive, report, visitor) if report.key.hash in kept else next(drawn)


def _kept_or_drawn(context: SendingContext, archive: ReportArchive, report: Planned, visitor: Visitor) -> Report:
    content = _kept(context, report, visitor)
    if content is None:
        return context.worker_pool.run(drawn_report, archive.wanted_one(report, visitor))
    return content


def _kept(context: SendingContext, report: Planned, visitor: Visitor) -> bytes | None:
    """With the rights that the visitor has now. None also where one ended: drawing it then says what may leave."""
    with context.database.reading() as db:
        try:
            access = open_assessment(db, context.catalogue, visitor, report.assessment_id, Permission.EXPORT)
        except (NotYours, NotAllowed, NotNow):
            return None
    if report.is_moderated and not access.may(Permission.SEE_MODERATED):
        return None
    if report.is_own and not access.may(Permission.SEE_WORKFORCE):
        return None
    return context.kept_reports.read(report.key.hash)


def _as_long(pieces: Generator[bytes], length: int) -> Generator[bytes]:
    with closing(pieces):
        for piece in pieces:
            length -= len(piece)
            if length < 0:
                raise OtherLength
            yield piece
    if length:
        raise OtherLength


def _left_out(download: Progress, report: Planned, broken: Broken) -> None:
    """On the page for whoever waits; and in the log, as any other fault of ours."""
    download.left_out.append(report.administration)
    log.error("report cannot be drawn", id=report.assessment_id, error=broken.error, where=broken.where)


def _counted(drawn: Iterator[Report], download: Progress) -> Iterator[Report]:
    for content in drawn:
        download.done += 1
        yield content


def until_registered(
    database: Database, visitor: Visitor, what: str, name: str, pieces: Generator[bytes]
) -> Generator[bytes]:
    """The pieces of a file; it enters the register when all are made, before the last one leaves.

    What breaks off enters it as far as it was sent.
    """
    sent = SentBytes()
    try:
        last = yield from _all_but_last(pieces, sent)
    except BaseException:
        if sent.size:
            _register(database, visitor, what, f"{name} {BROKEN_OFF}", sent)
        raise
    sent.add(last)
    _register(database, visitor, what, name, sent)
    yield last


class SentBytes:
    """Size and SHA-256 of what was sent so far."""

    def __init__(self) -> None:
        self.size, self._digest = 0, hashlib.sha256()

    def add(self, piece: bytes) -> bytes:
        self.size += len(piece)
        self._digest.update(piece)
        return piece

    def digest(self) -> audit_log.FileDigest:
        return audit_log.FileDigest(self.size, self._digest.hexdigest())


def _all_but_last(pieces: Generator[bytes], sent: SentBytes) -> Generator[bytes, None, bytes]:
    """Returns the last one. The first goes at once: whoever waits sees that something comes."""
    last = b""
    with closing(pieces):
        yield sent.add(next(pieces, b""))
        for piece in pieces:
            if last:
                yield sent.add(last)
            last = piece
    return last


def _register(database: Database, visitor: Visitor, what: str, name: str, sent: SentBytes) -> None:
    file = audit_log.DownloadedFile(what, name, sent.digest())
    audit_log.record_download(database, file, by=visitor.id, at=utc_now())


def put_aside(pieces: Generator[bytes]) -> tuple[BufferedRandom, int]:
    """A file that no folder names, and its size: who asks for the rest is told how much that is before it comes."""
    file = TemporaryFile()  # noqa: SIM115 - closed when it was sent
    with closing(pieces):
        return file, sum(file.write(piece) for piece in pieces)


def without_beginning(pieces: Generator[bytes], begins: int) -> Generator[bytes]:
    with closing(pieces):
        for piece in pieces:
            if begins < len(piece):
                yield piece[begins:]
            begins = max(0, begins - len(piece))


def rest_of(file: BufferedRandom | BufferedReader, begins: int) -> Generator[bytes]:
    with file:
        file.seek(begins)
        while chunk := file.read(CHUNK):
            yield chunk
