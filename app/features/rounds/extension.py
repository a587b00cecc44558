"""More time for one administration."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.rights import Permission
from app.db.session import Writing
from app.features.rounds import actions
from app.features.rounds.calendar import extension_problem
from app.features.rounds.forms import ExtensionForm
from app.features.rounds.queries import among, rounds_of
from app.web.pages import redirect_with_message, render

router = APIRouter(prefix="/assessments/{assessment_id}/extension", include_in_schema=False)

ToSeeExtending = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.EXTEND))]
ToExtend = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.EXTEND))]


@router.get("")
def extension_page(request: Request, access: ToSeeExtending) -> Response:
    stored = {"extended_to": access.assessment.extended_to, "why": access.assessment.extended_why}
    return render_extension(request, access, ExtensionForm(data=stored))


@router.post("")
def extend(request: Request, access: ToExtend, submitted: SubmittedForm, db: Writing) -> Response:
    assessment, form, now = access.assessment, ExtensionForm(submitted), utc_now()
    round_, day = among(rounds_of(db), assessment.round_id), form.extended_to.data
    if problem := extension_problem(day, round_.due_on, round_.review_until, now.date().isoformat()):
        form.refuse([problem])
    if form.problems:
        return render_extension(request, access, form)
    actions.extend(db, assessment, day, form.why.data.strip(), by=access.visitor.id, at=now)
    return redirect_with_message(request, "more-time", f"/assessments/{assessment.id}")


def render_extension(request: Request, access: AssessmentAccess, form: ExtensionForm) -> Response:
    context = {"access": access, "assessment": access.assessment, "form": form}
    return render(request, "rounds/extension.html", context, status=422 if form.problems else 200)
