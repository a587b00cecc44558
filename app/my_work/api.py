"""The list of assessments for programs."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from app.database import Reading
from app.guards import ApiCaller, ApiToRead
from app.my_work.queries import Line, line_of, lines_for

router = APIRouter(prefix="/api/v1", tags=["assessments"])


@router.get("/assessments", summary="The assessments that this token may read")
def assessments(caller: ApiCaller, db: Reading) -> dict[str, Any]:
    return {"assessments": [_document(line) for line in lines_for(db, caller)]}


@router.get("/assessments/{assessment_id}", summary="One assessment")
def assessment(opened: ApiToRead, db: Reading) -> dict[str, Any]:
    return _document(line_of(db, opened.visitor, opened.assessment.id))


def _document(line: Line) -> dict[str, Any]:
    return asdict(line) | {"changed_at": line.changed_at.isoformat() if line.changed_at else None}
