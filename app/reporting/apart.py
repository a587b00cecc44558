"""A gap report from its id to its bytes, for a process of the workshop."""

from app.access import NotYours, open_assessment
from app.reporting.report import report_of
from app.rights import Permission
from app.workshop import Bench, WantedReport
from exports.gap.workbook import draw


def drawn_report(bench: Bench, wanted: WantedReport) -> bytes | None:
    """With the rights that the visitor has now, as in a single download; None where they no longer have any."""
    with bench.database.reading() as db:
        try:
            opened = open_assessment(db, bench.catalogue, wanted.visitor, wanted.assessment_id, Permission.EXPORT)
        except NotYours:
            return None
        with_moderated = opened.may(Permission.SEE_MODERATED)
        report = report_of(db, opened.assessment, wanted.language, with_moderated=with_moderated)
    return draw(report, bench.signer)
