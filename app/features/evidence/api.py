"""The register of evidence for programs: what there is, never the content of a file."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from app.access.guards import ApiAssessmentToSee
from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.db.session import Reading
from app.features.evidence.queries import Item, register

router = APIRouter(prefix="/api/v1/assessments/{assessment_id}", tags=["evidence"])

GIVEN = ("id", "kind", "title", "holder", "dated_on", "page", "address", "file_name", "media_type", "size", "sha256")


@router.get("/evidence", summary="The register of evidence, without the content of files")
def evidence(
    access: Annotated[AssessmentAccess, Depends(ApiAssessmentToSee(Permission.READ_EVIDENCE))], db: Reading
) -> dict[str, Any]:
    return {"evidence": [_document(item) for item in register(db, access.assessment)]}


def _document(item: Item) -> dict[str, Any]:
    row = item.row
    return {name: getattr(row, name) for name in GIVEN} | {
        "indicators": list(item.indicators),
        "added_by": row.adder,
        "added_at": row.added_at.isoformat(),
        "withdrawn_at": row.withdrawn_at.isoformat() if item.is_withdrawn else None,
    }
