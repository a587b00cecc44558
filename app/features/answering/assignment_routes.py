"""Who does what until when, and who is on a page now."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.answering import assignments
from app.features.answering.pages import frame
from app.features.answering.queries import Team, team_of
from app.web.pages import go_to, is_fragment, render
from questionnaires.problems import Problem

ToAssign = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ASSIGN))]
ToBePresent = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.BE_PRESENT, is_use=False))]

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@router.get("/work")
def work_page(request: Request, access: ToRead, db: Reading) -> Response:
    return render(request, "answering/work.html", work_names(access, team_of(db, access.assessment)))


@router.post("/work")
def give_work(request: Request, access: ToAssign, form: SubmittedForm, db: Writing) -> Response:
    team, problems = team_of(db, access.assessment), []  # type: ignore[var-annotated]  # filled by the reader
    handing = assignments.read_handing(access.assessment, team, form, problems)
    if problems:
        names = work_names(access, team) | {"screen": screen(form), "problems": problems}
        return render(request, "answering/work.html", names, status=422)
    assignments.hand_out(db, access, team, handing, at=utc_now())
    home = f"/assessments/{access.assessment.id}"
    return go_to(f"{home}/elements/{handing.elements[0]}" if form.get("back") == "element" else f"{home}/work")


@router.post("/work/signature")
def ask_for_signature(request: Request, access: ToAssign, db: Writing) -> Response:
    now = utc_now()
    if problems := assignments.reasons_not_to_ask(db, access, access.visitor.language, now):
        names = work_names(access, team_of(db, access.assessment)) | {"problems": problems}
        return render(request, "answering/work.html", names, status=409)
    assignments.ask_for_signature(db, access, at=now)
    return go_to("/")


@router.post("/elements/{element}/presence")
def be_present(request: Request, access: ToBePresent, element: str, db: Writing) -> Response:
    if element not in access.assessment.questionnaire.elements:
        raise NotYours
    now = utc_now()
    assignments.be_present(db, access, element, at=now)
    if not is_fragment(request):
        return go_to(f"/assessments/{access.assessment.id}/elements/{element}")
    here = team_of(db, access.assessment).here(element, access.visitor.id, now)
    return render(request, "answering/_here.html", {"here": here})


def work_names(access: AssessmentAccess, team: Team) -> dict[str, Any]:
    empty: dict[str, Any] = {"elements": [], "person": "", "due_on": ""}
    return frame(access) | {"team": team, "screen": empty, "problems": list[Problem]()}


def screen(form: FormData) -> dict[str, Any]:
    """The fields as they were posted, to show them again."""
    given = {name: str(form.get(name, "")) for name in ("person", "due_on")}
    return given | {"elements": [str(one) for one in form.getlist("element")]}
