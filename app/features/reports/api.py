"""The scorecard and the gap report for programs."""

from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import ApiToExport, ApiToRead
from app.access.loaders import NotYours
from app.assessments.lifecycle import NotNow
from app.assessments.rights import Permission
from app.db.session import Reading
from app.features.reports.page import result_on_screen
from app.features.reports.routes import download
from app.web.downloads import XLSX
from scoring.scorecard import as_document

router = APIRouter(prefix="/api/v1/assessments/{assessment_id}", tags=["reporting"])

Kind = Literal["self", "validated", "moderated", "reported"]


@router.get("/scorecard", summary="The scorecard, as `parity score` prints it")
def scorecard(access: ApiToRead, db: Reading, values: Kind = "self") -> dict[str, Any]:
    """`values` chooses whose: the administration's own (self), as signed (validated), as reviewed (moderated), or the
    latest of those (reported). The reviewed one has one more member: `{"review": {"examined": n, "asked": m}}` says how
    many of the asked answers a reviewer examined; the others count as they were signed."""
    if values == "moderated" and not access.may(Permission.SEE_MODERATED):
        raise NotYours
    results = result_on_screen(db, access)
    kind = results.kind if values == "reported" else values
    if kind not in results.cards:
        raise NotNow(kind)
    review = {"review": results.examined.figures} if kind == "moderated" and results.examined else {}
    return as_document(results.cards[kind]) | review


@router.get(
    "/gap-report.xlsx",
    summary="The gap report as a workbook",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}, "description": "An Excel workbook"}},
)
def gap_report(request: Request, access: ApiToExport, db: Reading) -> Response:
    return download(request, access, db)
