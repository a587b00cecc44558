"""The result page, the same on one sheet for a board, and the download of the gap report."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.guards import ToExport, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.report.gap_report import drawn_by
from app.db import audit_log
from app.db.session import Reading
from app.features.reports.last_shown import last_shown
from app.features.reports.page import result_on_screen, scorecard_context
from app.jobs.drawing import drawing
from app.jobs.report_job import WantedReport, report_for
from app.web.app_state import state_of
from app.web.downloads import XLSX, as_attachment
from app.web.file_names import mark_of, report_name
from app.web.pages import render

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@router.get("/scorecard")
def scorecard_page(request: Request, access: ToRead, db: Reading) -> Response:
    return render(request, "reports/scorecard.html", _context(access, db))


@router.get("/board-summary")
def board_summary(request: Request, access: ToRead, db: Reading) -> Response:
    """The same figures on one sheet of paper."""
    return render(request, "reports/board_summary.html", _context(access, db))


def _context(access: AssessmentAccess, db: Session) -> dict[str, Any]:
    result, last = result_on_screen(db, access), last_shown(db, access.assessment)
    return scorecard_context(result, last, access.visitor.language) | {"access": access}


@router.get("/gap-report.xlsx")
def gap_report(request: Request, access: ToExport, db: Reading) -> Response:
    return download(request, access, db)


def download(request: Request, access: AssessmentAccess, db: Reading) -> Response:
    """The workbook, entered in the register: a report holds everything that an administration answered."""
    db.rollback()  # a report is read in a transaction of its own
    state, visitor = state_of(request), access.visitor
    wanted = WantedReport(access.assessment.id, visitor.language, visitor)
    with drawing():
        made = report_for(state, wanted, lambda report: state.worker_pool.draw(report, drawn_by(state.signer)))
    now = utc_now()
    name = report_name(made.assessment, data=made.data, mark=mark_of(made.content), taken=now, is_own=made.is_own)
    file = audit_log.DownloadedFile("gap report", name, made.content, made.assessment.id, made.key)
    audit_log.record_download(state.database, file, by=visitor.id, at=now)
    return Response(made.content, media_type=XLSX, headers={"content-disposition": as_attachment(name)})
