"""A gap report from its id to its bytes: as it is kept, or drawn and kept."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from sqlmodel import Session

from app.access.identity import Visitor
from app.access.loaders import AssessmentAccess, NotYours, open_assessment
from app.assessments.reads import OneAssessment
from app.assessments.report.gap_report import report_of
from app.assessments.report.keys import Edition, ids_of_moderated, ids_of_own, report_keys
from app.assessments.rights import Permission
from app.db.outages import has_all
from app.db.session import Database
from app.files.kept_reports import KeptReports
from app.jobs.worker_pool import Broken, WorkerContext, broken_by
from exports.content import GapReport
from exports.gap.workbook import draw_gap_report
from exports.signing import Signer
from questionnaires.catalogue import Catalogue


class WantedReport(NamedTuple):
    """A gap report to make for this visitor, with the rights that they have when it is made."""

    assessment_id: str
    language: str
    visitor: Visitor
    is_own: bool | None = None
    """Whether the administration's own edition, with every workforce number, is meant; None: whichever the visitor may
    have. Nobody gets it without the right."""


class ReportSource(Protocol):
    """What a report is made from: of the server, or of a worker process."""

    @property
    def database(self) -> Database: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def signer(self) -> Signer: ...
    @property
    def kept_reports(self) -> KeptReports: ...


class MadeReport(NamedTuple):
    """`data` is the day of its newest data, "" where there is none; `key` is that under which it is kept."""

    assessment: OneAssessment
    data: str
    content: bytes
    key: str
    is_own: bool
    """Whether it has every workforce number."""


Report = bytes | Broken | None
"""A drawn gap report; None where the visitor may no longer have it."""


def report_for(source: ReportSource, wanted: WantedReport, draw: Callable[[GapReport], bytes]) -> MadeReport:
    """Raises NotYours, NotAllowed or NotNow: the rights are asked even where it is kept."""
    with source.kept_reports.draft() as draft:
        with source.database.reading() as db:
            access = open_assessment(db, source.catalogue, wanted.visitor, wanted.assessment_id, Permission.EXPORT)
            assessment, with_moderated = access.assessment, access.may(Permission.SEE_MODERATED)
            moderated = ids_of_moderated([assessment], {assessment.id: with_moderated})
            edition, own = Edition(wanted.language, source.signer.id), _own(db, access, wanted)
            key, data = report_keys(db, [assessment], moderated, edition, own)[assessment.id]
            if kept := source.kept_reports.read(key):
                return MadeReport(assessment, data, kept, key, bool(own))
            report = report_of(db, assessment, wanted.language, with_moderated=with_moderated, with_workforce=bool(own))
        content = draw(report)
        draft.keep(key, content)
    return MadeReport(assessment, data, content, key, bool(own))


def _own(db: Session, access: AssessmentAccess, wanted: WantedReport) -> frozenset[str]:
    """The id of the assessment, where its own edition is meant. Raises NotYours where the right to it has ended."""
    may_see = access.may(Permission.SEE_WORKFORCE)
    if wanted.is_own and not may_see:
        raise NotYours
    is_meant = may_see and wanted.is_own is not False
    return ids_of_own(db, [access.assessment], {access.assessment.id: is_meant})


def drawn_report(worker: WorkerContext, wanted: WantedReport) -> Report:
    """With the rights that the visitor has now, as in a single download; None where they no longer have any.

    A report that cannot be drawn, for whatever reason, is never the end of the others. An outage is: it has them all.
    """
    try:
        return report_for(worker, wanted, lambda report: draw_gap_report(report, worker.signer)).content
    except NotYours:
        return None
    except Exception as error:
        if has_all(error):
            raise
        return broken_by(error)
