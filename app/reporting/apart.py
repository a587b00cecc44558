"""A gap report from its id to its bytes, for a process of the workshop."""

from sqlmodel import Session

from app.access import NotYours, open_assessment
from app.assessments import OneAssessment
from app.reporting.report import assessment_for_command, report_of
from app.rights import Permission
from app.workshop import Bench, WantedReport
from exports.gap.workbook import draw


def drawn_report(bench: Bench, wanted: WantedReport) -> bytes | None:
    """With the rights that the visitor has now, as in a single download; None where they no longer have any."""
    with bench.database.reading() as db:
        try:
            assessment, with_moderated = _opened(db, bench, wanted)
        except NotYours:
            return None
        report = report_of(db, assessment, wanted.language, with_moderated=with_moderated)
    return draw(report)


def _opened(db: Session, bench: Bench, wanted: WantedReport) -> tuple[OneAssessment, bool]:
    if wanted.visitor is None:
        assessment = assessment_for_command(db, bench.catalogue, wanted.assessment_id)
        if assessment is None:
            raise NotYours
        return assessment, True
    opened = open_assessment(db, bench.catalogue, wanted.visitor, wanted.assessment_id, Permission.EXPORT)
    return opened.assessment, opened.may(Permission.SEE_MODERATED)
