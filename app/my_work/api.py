"""The list of assessments for programs."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from app.database import Reading
from app.guards import ApiCaller, ApiToRead
from app.my_work.queries import Line, line_of, lines_for
from app.to_sign import readiness_of

router = APIRouter(prefix="/api/v1", tags=["assessments"])


@router.get("/assessments", summary="The assessments that this token may read")
def assessments(caller: ApiCaller, db: Reading) -> dict[str, Any]:
    return {"assessments": [_document(line) for line in lines_for(db, caller)]}


@router.get("/assessments/{assessment_id}", summary="One assessment")
def assessment(opened: ApiToRead, db: Reading) -> dict[str, Any]:
    """With what stops signing: by question, or key of the profile, what it needs."""
    to_fix = readiness_of(db, opened.assessment).to_fix
    needs = {"to_fix": [{"question": id_, "needs": [one.text() for one in own]} for id_, own in to_fix.items()]}
    return _document(line_of(db, opened.visitor, opened.assessment.id)) | needs


def _document(line: Line) -> dict[str, Any]:
    return asdict(line) | {"changed_at": line.changed_at.isoformat() if line.changed_at else None}
