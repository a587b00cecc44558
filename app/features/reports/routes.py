"""The scorecard page and the download of the gap report."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import ToExport, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.report.gap_report import drawn_by, report_of
from app.assessments.rights import Permission
from app.db import audit_log
from app.db.session import Reading
from app.features.reports.page import result_on_screen, scorecard_context
from app.jobs.drawing import drawing
from app.web.app_state import state_of
from app.web.downloads import XLSX, as_attachment
from app.web.file_names import mark_of, report_name
from app.web.pages import render

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@router.get("/scorecard")
def scorecard_page(request: Request, access: ToRead, db: Reading) -> Response:
    context = scorecard_context(result_on_screen(db, access), access.visitor.language)
    return render(request, "reports/scorecard.html", context | {"access": access})


@router.get("/gap-report.xlsx")
def gap_report(request: Request, access: ToExport, db: Reading) -> Response:
    return download(request, access, db)


def download(request: Request, access: AssessmentAccess, db: Reading) -> Response:
    """The workbook, entered in the register: a report holds everything that an administration answered."""
    with_moderated = access.may(Permission.SEE_MODERATED)
    with drawing():
        report = report_of(db, access.assessment, access.visitor.language, with_moderated=with_moderated)
    db.rollback()
    state = state_of(request)
    workbook: bytes = state.worker_pool.draw(report, drawn_by(state.signer))
    now = utc_now()
    name = report_name(access.assessment, data=report.about["changed_at"][:10], mark=mark_of(workbook), taken=now)
    file = audit_log.DownloadedFile("gap report", name, workbook, access.assessment.id)
    audit_log.record_download(state.database, file, by=access.visitor.id, at=now)
    return Response(workbook, media_type=XLSX, headers={"content-disposition": as_attachment(name)})
