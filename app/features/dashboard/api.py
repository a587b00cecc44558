"""The list of assessments for programs."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from app.access.guards import ApiCaller, ApiToRead
from app.assessments.to_sign import readiness_of
from app.db.session import Reading
from app.features.dashboard.queries import Line, line_of, lines_for

router = APIRouter(prefix="/api/v1", tags=["assessments"])


@router.get("/assessments", summary="The assessments that this token may read")
def assessments(caller: ApiCaller, db: Reading) -> dict[str, Any]:
    """Each as `GET assessments/{id}` gives it."""
    return {"assessments": [_document(line) for line in lines_for(db, caller)]}


@router.get("/assessments/{assessment_id}", summary="One assessment")
def assessment(access: ApiToRead, db: Reading) -> dict[str, Any]:
    """With the official figures, in which what is not answered counts as 0. `status` says what the level of the whole
    ("overall") and of each pillar is worth: "not started" (no answer: do not show the level), "provisional" (not
    everything is answered and nobody has signed: do not quote it) or "complete". `to_fix` is what stops signing: by
    question, or key of the profile, what it needs."""
    to_fix = readiness_of(db, access.assessment).to_fix
    needs = {"to_fix": [{"question": id_, "needs": [need.text() for need in own]} for id_, own in to_fix.items()]}
    return _document(line_of(db, access.visitor, access.assessment.id)) | needs


def _document(line: Line) -> dict[str, Any]:
    changed_at = line.changed_at.isoformat() if line.changed_at else None
    progress = {pillar: counts[:2] for pillar, counts in line.progress.items()}
    return asdict(line) | {"changed_at": changed_at, "progress": progress, "status": line.statuses}
