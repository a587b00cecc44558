"""The gap reports of a round as one archive: which they are, what they are called, and the files that go out."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app import VERSION
from app.access.identity import Visitor
from app.assessments.reads import OneAssessment
from app.assessments.report.keys import Edition, Key, ids_of_moderated, ids_of_own, report_keys
from app.db.tables.rounds import Round
from app.features.rounds.queries import assessments_of
from app.i18n.formatting import translations
from app.jobs.report_job import Report, WantedReport
from app.jobs.worker_pool import Broken
from app.web.file_names import file_name, plain_name, report_name
from exports import manifest
from exports.manifest import Listed, manifest_bytes
from exports.signing import Signer
from exports.zipped import ZippedFile, zipped
from questionnaires.canonical_json import canonical
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_

README = "README.txt"
WORDS = (
    N_("Gap reports of the round {round}."),
    N_("Each workbook is the gap report of one administration at the time of this download."),
    N_("manifest.json lists every file with its size and its SHA-256, and is signed."),
    N_("It also names any report that could not be created."),
    N_("To verify that a file is genuine and unchanged, open the page /verify on this server and drop the file there."),
    N_("You can also verify it without this server: parity verify FILE"),
)
NO_HASH = "0" * 64


@dataclass(frozen=True)
class Planned:
    """`key` is that under which it is kept."""

    assessment_id: str
    name: str
    administration: str
    key: Key
    is_moderated: bool
    """Whether the reviewer's values are reported."""
    is_own: bool = False
    """Whether it has every workforce number."""


@dataclass(frozen=True)
class ReportArchive:
    """`chosen` is the filter as its address has it; `data` the day of the newest data; `mark` is another as soon as any
    of the files would be.
    """

    round_id: str
    round: str
    language: str
    chosen: str
    reports: tuple[Planned, ...]
    data: str
    mark: str

    def name(self, taken: datetime) -> str:
        return file_name("gap-reports", self.round, ending=".zip", data=self.data, taken=taken, mark=self.mark)

    def wanted(self, visitor: Visitor) -> Iterator[WantedReport]:
        return (self.wanted_one(report, visitor) for report in self.reports)

    def wanted_one(self, report: Planned, visitor: Visitor) -> WantedReport:
        return WantedReport(report.assessment_id, self.language, visitor, report.is_own)


@dataclass(frozen=True)
class WantedArchive:
    """Of which round, in which language; `chosen` is the filter as its address has it."""

    round: Round
    language: str
    chosen: str = ""


def archive_of(
    db: Session,
    catalogue: Catalogue,
    signer: Signer,
    wanted: WantedArchive,
    allowed: Mapping[str, bool],
    sees_workforce: Mapping[str, bool] | None = None,
) -> ReportArchive:
    """`allowed`: assessment id -> whether with the reviewer's values, as `access.exportable` gives it; `sees_workforce`
    in the same way: whether with every workforce number."""
    round_ = wanted.round
    in_round = [assessment for assessment in assessments_of(db, catalogue, round_.id) if assessment.id in allowed]
    assessments = sorted(
        in_round, key=lambda assessment: (plain_name(assessment.administration).casefold(), assessment.id)
    )
    moderated, own = ids_of_moderated(assessments, allowed), _own(db, assessments, sees_workforce or {})
    keys = report_keys(db, assessments, moderated, Edition(wanted.language, signer.id), own)
    names = distinct([_name_of(each, keys[each.id], is_own=each.id in own) for each in assessments])
    reports = tuple(
        Planned(each.id, name, each.administration, keys[each.id], each.id in moderated, each.id in own)
        for each, name in zip(assessments, names, strict=True)
    )
    same_for_all = [VERSION, signer.id, wanted.language, round_.name, wanted.chosen]
    mark = hashlib.sha256(
        canonical([*same_for_all, [(report.name, report.key.hash) for report in reports]])
    ).hexdigest()
    newest = max((report.key.data for report in reports), default="")
    return ReportArchive(round_.id, round_.name, wanted.language, wanted.chosen, reports, newest, mark)


def _own(db: Session, assessments: Sequence[OneAssessment], sees_workforce: Mapping[str, bool]) -> frozenset[str]:
    return ids_of_own(db, assessments, {each.id: sees_workforce.get(each.id, False) for each in assessments})


def _name_of(assessment: OneAssessment, key: Key, *, is_own: bool) -> str:
    return report_name(assessment, data=key.data, mark=key.hash, is_own=is_own)


def distinct(names: Sequence[str]) -> list[str]:
    """With a number where one stands twice, also for file systems that do not tell capitals from small letters."""
    taken: set[str] = set()
    numbered = []
    for name in names:
        stem, _, kind = name.rpartition(".")
        number, own = 1, name
        while own.casefold() in taken:
            number += 1
            own = f"{stem} ({number}).{kind}"
        taken.add(own.casefold())
        numbered.append(own)
    return numbered


def files_of(
    archive: ReportArchive, drawn: Iterable[Report], signer: Signer, tell: Callable[[Planned, Broken], object]
) -> Iterator[ZippedFile]:
    """What lies in the archive, in order; a report whose right ended meanwhile is left out.

    `tell` gets each that cannot be drawn, and the manifest names it.
    """
    readme = _readme(archive)
    listed, left_out = [_listed(README, readme)], list[str]()
    yield ZippedFile(README, readme, archive.data)
    for report, content in zip(archive.reports, drawn, strict=True):
        if isinstance(content, Broken):
            left_out.append(report.name)
            tell(report, content)
        elif content is not None:
            listed.append(_listed(report.name, content))
            yield ZippedFile(report.name, content, report.key.data)
    yield ZippedFile(manifest.FILE, manifest_bytes(about(archive), listed, signer, left_out), archive.data)


def about(archive: ReportArchive) -> dict[str, str]:
    given = {"what": "round reports", "round": archive.round, "language": archive.language, "filter": archive.chosen}
    return given | {"mark": archive.mark, "program": f"Parity {VERSION}"}


def size_of(archive: ReportArchive, sizes: Sequence[int], signer: Signer) -> int:
    """Of the whole ZIP in bytes, from those of its reports: workbooks lie in it as they are, and each hash and the
    signature of the manifest have one length."""
    readme = _readme(archive)
    named = {README: len(readme)} | {report.name: size for report, size in zip(archive.reports, sizes, strict=True)}
    listed = [Listed(name, NO_HASH, size) for name, size in named.items()]
    ends = manifest_bytes(about(archive), listed, signer)
    frame = zipped(ZippedFile(name, b"") for name in (*named, manifest.FILE))
    return sum(map(len, frame)) + sum(named.values()) + len(ends)


def _listed(name: str, content: bytes) -> Listed:
    return Listed(name, hashlib.sha256(content).hexdigest(), len(content))


def _readme(archive: ReportArchive) -> bytes:
    _ = translations(archive.language).gettext
    return "".join(_(line).format(round=archive.round) + "\r\n" for line in WORDS).encode()
