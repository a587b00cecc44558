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
def work_page(request: Request, opened: ToRead, db: Reading) -> Response:
    return render(request, "answering/work.html", work_names(opened, team_of(db, opened.assessment)))


@router.post("/work")
def give_work(request: Request, opened: ToAssign, form: SubmittedForm, db: Writing) -> Response:
    team, problems = team_of(db, opened.assessment), []  # type: ignore[var-annotated]  # filled by the reader
    handing = assignments.read_handing(opened.assessment, team, form, problems)
    if problems:
        names = work_names(opened, team) | {"screen": screen(form), "problems": problems}
        return render(request, "answering/work.html", names, status=422)
    assignments.hand_out(db, opened, team, handing, at=utc_now())
    home = f"/assessments/{opened.assessment.id}"
    return go_to(f"{home}/elements/{handing.elements[0]}" if form.get("back") == "element" else f"{home}/work")


@router.post("/work/signature")
def ask_for_signature(request: Request, opened: ToAssign, db: Writing) -> Response:
    now = utc_now()
    if problems := assignments.reasons_not_to_ask(db, opened, opened.visitor.language, now):
        names = work_names(opened, team_of(db, opened.assessment)) | {"problems": problems}
        return render(request, "answering/work.html", names, status=409)
    assignments.ask_for_signature(db, opened, at=now)
    return go_to("/")


@router.post("/elements/{element}/presence")
def be_present(request: Request, opened: ToBePresent, element: str, db: Writing) -> Response:
    if element not in opened.assessment.questionnaire.elements:
        raise NotYours
    now = utc_now()
    assignments.be_present(db, opened, element, at=now)
    if not is_fragment(request):
        return go_to(f"/assessments/{opened.assessment.id}/elements/{element}")
    here = team_of(db, opened.assessment).here(element, opened.visitor.id, now)
    return render(request, "answering/_here.html", {"here": here})


def work_names(opened: AssessmentAccess, team: Team) -> dict[str, Any]:
    empty: dict[str, Any] = {"elements": [], "person": "", "due_on": ""}
    return frame(opened) | {"team": team, "screen": empty, "problems": list[Problem]()}


def screen(form: FormData) -> dict[str, Any]:
    """The fields as they were posted, to show them again."""
    given = {name: str(form.get(name, "")) for name in ("person", "due_on")}
    return given | {"elements": [str(one) for one in form.getlist("element")]}
