"""What the pages of the register share: who may open them, and what each of them shows."""

from typing import Annotated, Any

from fastapi import Depends

from app.access.guards import AssessmentToChange, AssessmentToSee, AssessmentToUpload
from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.features.evidence.listing import TYPED
from questionnaires.problems import N_

ToReadEvidence = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.READ_EVIDENCE))]
ToAdd = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.KEEP_EVIDENCE))]
ToKeep = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.KEEP_EVIDENCE))]
ToUpload = Annotated[AssessmentAccess, Depends(AssessmentToUpload(Permission.KEEP_EVIDENCE))]

KINDS = {
    "file": N_("File"),
    "link": N_("Link"),
    "reference": N_("Document"),
    TYPED: N_("Reference"),
}


def base_context(access: AssessmentAccess) -> dict[str, Any]:
    """What every page of the register shows."""
    words = access.assessment.words(access.visitor.language)
    may_keep = access.may(Permission.KEEP_EVIDENCE)
    home = f"/assessments/{access.assessment.id}/evidence"
    context = {"access": access, "assessment": access.assessment, "words": words}
    return context | {"may_keep": may_keep, "home": home, "kinds": KINDS}
