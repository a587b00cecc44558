"""The scorecard and the gap report for programs."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.database import Reading
from app.guards import ApiToExport, ApiToRead
from app.reporting.report import result_on_screen
from app.reporting.routes import XLSX, download
from scoring.document import as_document

router = APIRouter(prefix="/api/v1/assessments/{assessment_id}", tags=["reporting"])


@router.get("/scorecard", summary="The scorecard, as `parity score` prints it")
def scorecard(opened: ApiToRead, db: Reading) -> dict[str, Any]:
    return as_document(result_on_screen(db, opened.assessment).scorecard)


@router.get(
    "/gap-report.xlsx",
    summary="The gap report as a workbook",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}, "description": "An Excel workbook"}},
)
def gap_report(request: Request, opened: ApiToExport, db: Reading) -> Response:
    return download(request, opened, db)
