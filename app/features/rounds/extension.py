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
from app.features.rounds import actions, forms
from app.features.rounds.calendar import extension_problem
from app.features.rounds.queries import among, rounds_of
from app.web.pages import go_on_saying, render
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_needed

router = APIRouter(prefix="/assessments/{assessment_id}/extension", include_in_schema=False)

ToSeeExtending = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.EXTEND))]
ToExtend = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.EXTEND))]


@router.get("")
def extension_page(request: Request, access: ToSeeExtending) -> Response:
    one = access.assessment
    return say(request, access, one.extended_to, one.extended_why)


@router.post("")
def extend(request: Request, access: ToExtend, form: SubmittedForm, db: Writing) -> Response:
    one, now, problems = access.assessment, utc_now(), list[Problem]()
    day, raw = forms.date(form, "extended_to"), str(form.get("why", ""))
    why = read_needed("why", raw, N_("Write the reason; the administration reads it."), problems).strip()
    round_ = among(rounds_of(db), one.round_id)
    if problem := extension_problem(day, round_.due_on, round_.review_until, now.date().isoformat()):
        problems.append(problem)
    if problems:
        return say(request, access, day, raw, problems)
    actions.extend(db, one, day, why, by=access.visitor.id, at=now)
    return go_on_saying(request, "more-time", f"/assessments/{one.id}")


def say(
    request: Request, access: AssessmentAccess, day: str, why: str, problems: list[Problem] | None = None
) -> Response:
    names = {
        "access": access,
        "assessment": access.assessment,
        "extended_to": day,
        "why": why,
        "problems": forms.sentences(problems or (), access.visitor.language),
    }
    return render(request, "rounds/extension.html", names, status=422 if problems else 200)
