"""The gap reports of a round as one archive: which they are, what they are called, and the files that go out."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app import VERSION
from app.access.identity import Visitor
from app.assessments.answer_sets import newest_change
from app.assessments.lifecycle import REVIEW_BEGUN
from app.assessments.reads import OneAssessment
from app.db.tables.rounds import Round
from app.features.rounds.queries import assessments_of, newest_changes
from app.i18n.formatting import translations
from app.jobs.report_job import Report, WantedReport
from app.jobs.worker_pool import Broken
from app.web.file_names import file_name, plain_name, report_name
from exports import manifest
from exports.manifest import Listed, manifest_bytes
from exports.signing import Signer, key_id
from exports.zipped import ZippedFile
from questionnaires.canonical_json import canonical
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_

README = "README.txt"
WORDS = (
    N_("Gap reports of the round {round}."),
    N_("Each workbook is the gap report of one administration, as of the moment of this download."),
    N_("manifest.json lists every file with its size and its SHA-256, and is signed."),
    N_("A report that could not be made is named there too, as left out."),
    N_("To prove that a file is genuine and unchanged, open the page /verify of this server and drop the file there."),
    N_("It can be done without this server too: parity verify FILE"),
)


@dataclass(frozen=True)
class Planned:
    """`data` is the day of its newest data, "" where there is none."""

    assessment_id: str
    name: str
    administration: str
    data: str


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
        return (WantedReport(report.assessment_id, self.language, visitor) for report in self.reports)


@dataclass(frozen=True)
class WantedArchive:
    """Of which round, in which language; `chosen` is the filter as its address has it."""

    round: Round
    language: str
    chosen: str = ""


def archive_of(
    db: Session, catalogue: Catalogue, signer: Signer, wanted: WantedArchive, allowed: Mapping[str, bool]
) -> ReportArchive:
    """`allowed`: assessment id -> whether with the reviewer's values, as `access.exportable` gives it."""
    round_, changes = wanted.round, newest_changes(db, wanted.round.id)
    in_round = [assessment for assessment in assessments_of(db, catalogue, round_.id) if assessment.id in allowed]
    assessments = sorted(
        in_round, key=lambda assessment: (plain_name(assessment.administration).casefold(), assessment.id)
    )
    same_for_all = [VERSION, key_id(signer.public), wanted.language]
    names, days = list[str](), list[str]()
    for assessment in assessments:
        sees_moderated, change = allowed[assessment.id], changes.get(assessment.administration_id, 0)
        days.append(_day_of(db, assessment, with_moderated=sees_moderated))
        mark = _mark([*same_for_all, assessment.id, assessment.administration, sees_moderated, change])
        names.append(report_name(assessment, data=days[-1], mark=mark))
    names = distinct(names)
    return ReportArchive(
        round_.id,
        round_.name,
        wanted.language,
        wanted.chosen,
        tuple(
            Planned(assessment.id, name, assessment.administration, day)
            for assessment, name, day in zip(assessments, names, days, strict=True)
        ),
        max(days, default=""),
        _mark([*same_for_all, round_.name, wanted.chosen, names]),
    )


def _mark(content: list[Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def _day_of(db: Session, assessment: OneAssessment, *, with_moderated: bool) -> str:
    """The date of the data as the report itself says it."""
    changed = newest_change(db, assessment, with_moderated=with_moderated and assessment.state in REVIEW_BEGUN)
    return changed.date().isoformat() if changed else ""


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
            yield ZippedFile(report.name, content, report.data)
    yield ZippedFile(manifest.FILE, manifest_bytes(about(archive), listed, signer, left_out), archive.data)


def about(archive: ReportArchive) -> dict[str, str]:
    given = {"what": "round reports", "round": archive.round, "language": archive.language, "filter": archive.chosen}
    return given | {"mark": archive.mark, "program": f"Parity {VERSION}"}


def _listed(name: str, content: bytes) -> Listed:
    return Listed(name, hashlib.sha256(content).hexdigest(), len(content))


def _readme(archive: ReportArchive) -> bytes:
    _ = translations(archive.language).gettext
    return "".join(_(line).format(round=archive.round) + "\r\n" for line in WORDS).encode()
