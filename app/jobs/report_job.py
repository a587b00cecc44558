"""A gap report from its id to its bytes, for a worker process."""

from typing import NamedTuple

from app.access.identity import Visitor
from app.access.loaders import NotYours, open_assessment
from app.assessments.report.gap_report import report_of
from app.assessments.rights import Permission
from app.db.outages import has_all
from app.jobs.worker_pool import Broken, WorkerContext, broken_by
from exports.gap.workbook import draw_gap_report


class WantedReport(NamedTuple):
    """A gap report to make for this visitor, with the rights that they have when it is made."""

    assessment_id: str
    language: str
    visitor: Visitor


Report = bytes | Broken | None
"""A drawn gap report; None where the visitor may no longer have it."""


def drawn_report(worker: WorkerContext, wanted: WantedReport) -> Report:
    """With the rights that the visitor has now, as in a single download; None where they no longer have any.

    A report that cannot be drawn, for whatever reason, is never the end of the others. An outage is: it has them all.
    """
    try:
        return _drawn(worker, wanted)
    except NotYours:
        return None
    except Exception as error:
        if has_all(error):
            raise
        return broken_by(error)


def _drawn(worker: WorkerContext, wanted: WantedReport) -> bytes:
    with worker.database.reading() as db:
        access = open_assessment(db, worker.catalogue, wanted.visitor, wanted.assessment_id, Permission.EXPORT)
        with_moderated = access.may(Permission.SEE_MODERATED)
        report = report_of(db, access.assessment, wanted.language, with_moderated=with_moderated)
    return draw_gap_report(report, worker.signer)
