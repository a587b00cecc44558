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
    """Each as `GET assessments/{id}` gives it."""
    return {"assessments": [_document(line) for line in lines_for(db, caller)]}


@router.get("/assessments/{assessment_id}", summary="One assessment")
def assessment(opened: ApiToRead, db: Reading) -> dict[str, Any]:
    """With the official figures, in which what is not answered counts as 0. `status` says what the level of the whole
    ("overall") and of each pillar is worth: "not started" (no answer: do not show the level), "provisional" (not
    everything is answered and nobody has signed: do not quote it) or "complete"."""
    return _document(line_of(db, opened.visitor, opened.assessment.id))


def _document(line: Line) -> dict[str, Any]:
    changed_at = line.changed_at.isoformat() if line.changed_at else None
    return asdict(line) | {"changed_at": changed_at, "status": line.statuses}
