"""Who does what until when, and who is on a page now."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.rights import Permission
from app.assessments.to_sign import readiness_of
from app.db.session import Reading, Writing
from app.features.answering.forms import WorkForm
from app.features.answering.pages import base_context
from app.features.answering.queries import Team, team_of
from app.features.answering.team import assignments
from app.features.answering.team.contributions import shares_of
from app.web.pages import is_fragment, redirect, redirect_with_message, render
from questionnaires.problems import Problem

ToAssign = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ASSIGN))]
ToBePresent = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.BE_PRESENT, is_use=False))]
Ticked = Annotated[list[str] | tuple[()], Query()]

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@router.get("/work")
def work_page(request: Request, access: ToRead, db: Reading, pillar: Ticked = (), element: Ticked = ()) -> Response:
    """The list of questions leads here with the parts that are to be assigned."""
    form = WorkForm(data={"pillar": pillar, "element": element})
    return render_work(request, access, db, team_of(db, access.assessment), form)


@router.post("/work")
def give_work(request: Request, access: ToAssign, submitted: SubmittedForm, db: Writing) -> Response:
    team, form = team_of(db, access.assessment), WorkForm(submitted)
    handing = assignments.handing_of(access.assessment, form, team)
    if form.problems:
        return render_work(request, access, db, team, form)
    assignments.hand_out(db, access, team, handing, at=utc_now())
    place = f"elements/{handing.elements[0]}" if submitted.get("back") == "element" else "work"
    said = "assigned" if handing.person else "unassigned"
    return redirect_with_message(request, said, f"/assessments/{access.assessment.id}/{place}")


@router.post("/work/signature")
def ask_for_signature(request: Request, access: ToAssign, db: Writing) -> Response:
    now = utc_now()
    if reasons := assignments.reasons_not_to_ask(db, access, access.visitor.language, now):
        return render_work(request, access, db, team_of(db, access.assessment), WorkForm(), reasons)
    assignments.ask_for_signature(db, access, at=now)
    return redirect_with_message(request, "signature-asked", "/")


def render_work(
    request: Request,
    access: AssessmentAccess,
    db: Session,
    team: Team,
    form: WorkForm,
    reasons: Sequence[Problem] = (),
) -> Response:
    """`reasons` are those not to ask for the signature."""
    assessment, is_inside = access.assessment, access.may(Permission.BE_PRESENT)
    context = base_context(access) | {
        "team": team,
        "work_form": form,
        "reasons": reasons,
        "shares": shares_of(db, assessment.id, team, readiness_of(db, assessment)) if is_inside else None,
    }
    status = 409 if reasons else 422 if form.problems else 200
    return render(request, "answering/work.html", context, status=status)


@router.post("/elements/{element}/presence")
def be_present(request: Request, access: ToBePresent, element: str, db: Writing) -> Response:
    if element not in access.assessment.questionnaire.elements:
        raise NotYours
    now = utc_now()
    assignments.be_present(db, access, element, at=now)
    if not is_fragment(request):
        return redirect(f"/assessments/{access.assessment.id}/elements/{element}")
    here = team_of(db, access.assessment).here(element, access.visitor.id, now)
    return render(request, "answering/_here.html", {"here": here})
