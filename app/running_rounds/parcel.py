"""The gap reports of a round as one parcel: which they are, what they are called, and the files that go out."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app import audit
from app.assessments import OneAssessment
from app.identity import Visitor
from app.lifecycle import State
from app.running_rounds.queries import assessments_of, newest_changes
from app.tables.rounds import Round
from app.version import VERSION
from app.web.files import report_name
from app.web.pages import translations
from app.workshop import WantedReport
from exports import manifest
from exports.manifest import Listed, manifest_bytes
from exports.signing import Signer, key_id
from questionnaires.catalogue import Catalogue
from questionnaires.problems import N_

README = "README.txt"
WORDS = (
    N_("Gap reports of the round {round}."),
    N_("Each workbook is the gap report of one administration, as of the moment of this download."),
    N_("manifest.json lists every file with its size and its SHA-256, and is signed."),
    N_("To prove that a file is genuine and unchanged, open the page /verify of this server and drop the file there."),
    N_("It can be done without this server too: parity verify FILE"),
)


@dataclass(frozen=True)
class Planned:
    assessment_id: str
    name: str
    state: State


@dataclass(frozen=True)
class Parcel:
    """`chosen` is the filter as its address has it; `mark` is another as soon as any of the files would be."""

    round_id: str
    round: str
    language: str
    chosen: str
    reports: tuple[Planned, ...]
    mark: str

    @property
    def file_name(self) -> str:
        return f"gap-reports-{self.round}.zip"

    def wanted(self, visitor: Visitor) -> Iterator[WantedReport]:
        return (WantedReport(one.assessment_id, self.language, visitor) for one in self.reports)


def parcel_of(
    db: Session,
    catalogue: Catalogue,
    signer: Signer,
    round_: Round,
    allowed: Mapping[str, bool],
    *,
    language: str,
    chosen: str = "",
) -> Parcel:
    """`allowed`: assessment id -> whether with the reviewer's values, as `access.exportable` gives it."""
    changes = newest_changes(db, round_.id)
    found = [one for one in assessments_of(db, catalogue, round_.id) if one.id in allowed]
    assessments = sorted(found, key=lambda one: (report_name(one).casefold(), one.id))
    names = distinct([report_name(one) for one in assessments])
    marks = [
        [one.id, name, one.administration, allowed[one.id], changes.get(one.administration_id, 0)]
        for one, name in zip(assessments, names, strict=True)
    ]
    content = [VERSION, key_id(signer.public), round_.name, language, chosen, marks]
    return Parcel(
        round_.id,
        round_.name,
        language,
        chosen,
        tuple(_planned(one, name) for one, name in zip(assessments, names, strict=True)),
        hashlib.sha256(audit.canonical(content)).hexdigest(),
    )


def _planned(assessment: OneAssessment, name: str) -> Planned:
    return Planned(assessment.id, name, assessment.state)


def distinct(names: Sequence[str]) -> list[str]:
    """With a number where one stands twice, also for file systems that do not tell capitals from small letters."""
    taken: set[str] = set()
    found = []
    for name in names:
        stem, _, kind = name.rpartition(".")
        number, own = 1, name
        while own.casefold() in taken:
            number += 1
            own = f"{stem} ({number}).{kind}"
        taken.add(own.casefold())
        found.append(own)
    return found


def files_of(parcel: Parcel, drawn: Iterable[bytes | None], signer: Signer) -> Iterator[tuple[str, bytes]]:
    """What lies in the parcel, in order; a report whose right ended meanwhile is left out."""
    readme = _readme(parcel)
    listed = [_listed(README, readme)]
    yield README, readme
    for report, content in zip(parcel.reports, drawn, strict=True):
        if content is not None:
            listed.append(_listed(report.name, content))
            yield report.name, content
    yield manifest.FILE, manifest_bytes(about(parcel), listed, signer)


def about(parcel: Parcel) -> dict[str, str]:
    given = {"what": "round reports", "round": parcel.round, "language": parcel.language, "filter": parcel.chosen}
    return given | {"mark": parcel.mark, "program": f"Parity {VERSION}"}


def _listed(name: str, content: bytes) -> Listed:
    return Listed(name, hashlib.sha256(content).hexdigest(), len(content))


def _readme(parcel: Parcel) -> bytes:
    _ = translations(parcel.language).gettext
    return "".join(_(line).format(round=parcel.round) + "\r\n" for line in WORDS).encode()
