"""What may follow a review: a second opinion on a level, and the correction of a published result."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import REASON_NAMES, Values, differing, examined_of, moderations_of, values_of
from app.assessments.history import names_of
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.signing import actions, forms, page
from app.features.signing.queries import disagreements_of
from app.web.pages import go_on_saying, go_to, render
from questionnaires.answers import NOT_ANSWERED
from questionnaires.problems import Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSeeModerated = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.SEE_MODERATED))]
ToDisagree = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DISAGREE))]
ToAskCorrection = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ASK_CORRECTION))]
ToDecideCorrection = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.DECIDE_CORRECTION))]


@router.get("/disagreements")
def disagreements_page(request: Request, access: ToSeeModerated, db: Reading) -> Response:
    return render(request, "signing/disagreements.html", _names(db, access))


@router.post("/disagreements/{indicator}")
def disagree(request: Request, access: ToDisagree, indicator: str, form: SubmittedForm, db: Writing) -> Response:
    assessment, by, now = access.assessment, access.visitor.id, utc_now()
    one = forms.indicator_of(assessment.questionnaire, indicator)
    home = f"/assessments/{assessment.id}/disagreements#{one.id}"
    if form.get("settled"):
        actions.agree(db, assessment, one.id, by=by, at=now)
        return go_on_saying(request, "agreed", home)
    problems: list[Problem] = []
    if one.id not in differing(values_of(db, assessment, with_moderated=True)):
        problems.append(Problem("text", "The reviewer left this level as it was signed."))
    text = forms.reason(form, "text", problems)
    if problems:
        names = _names(db, access) | {"problems": problems, "typed": form, "typed_for": one.id}
        return render(request, "signing/disagreements.html", names, status=422)
    actions.disagree(db, assessment, one.id, text, by=by, at=now)
    return go_on_saying(request, "disagreed", home)


@router.post("/correction")
def ask_correction(request: Request, access: ToAskCorrection, form: SubmittedForm, db: Writing) -> Response:
    problems: list[Problem] = []
    why = forms.reason(form, "why", problems)
    if problems:
        return _say(request, db, access, problems, form)
    actions.ask_correction(db, access.assessment, why, by=access.visitor.id, at=utc_now())
    return go_on_saying(request, "correction-asked", _signature(access))


@router.post("/correction/decision")
def decide_correction(request: Request, access: ToDecideCorrection, form: SubmittedForm, db: Writing) -> Response:
    problems: list[Problem] = []
    why = forms.reason(form, "why", problems)
    decide = DECISIONS.get(str(form.get("decision", "")))
    if decide is None:
        problems.append(Problem("decision", "Choose whether to allow or to refuse the correction."))
    if decide is None or problems:
        return _say(request, db, access, problems, form)
    act, code = decide
    is_done = act(db, access.assessment, why, by=access.visitor.id, at=utc_now())
    return go_on_saying(request, code, _signature(access)) if is_done else go_to(_signature(access))


DECISIONS = {
    "allow": (actions.allow_correction, "correction-allowed"),
    "refuse": (actions.refuse_correction, "correction-refused"),
}


def _say(
    request: Request, db: Session, access: AssessmentAccess, problems: Sequence[Problem], form: SubmittedForm
) -> Response:
    names = page.names(db, access, utc_now(), problems=problems, typed=form)
    return render(request, "signing/signature.html", names, status=422)


def _signature(access: AssessmentAccess) -> str:
    return f"/assessments/{access.assessment.id}/signature"


def _names(db: Session, access: AssessmentAccess) -> dict[str, Any]:
    """The indicators that the review changed, each with its three values and what was said of it."""
    values = values_of(db, access.assessment, with_moderated=True)
    decisions, disputes = moderations_of(db, access.assessment), disagreements_of(db, access.assessment)
    return page.frame(access) | {
        "is_reviewed": values.moderated is not None,
        "examined": examined_of(access.assessment, values, decisions),
        "lines": [(id_, *_three(values, id_)) for id_ in differing(values)],
        "decisions": decisions,
        "disputes": disputes,
        "reason_names": REASON_NAMES,
        "people": names_of(db, (one.by for one in disputes.values())),
        "typed_for": "",
    }


def _three(values: Values, id_: str) -> tuple[Any, Any, Any]:
    sets = (values.own, values.validated or {}, values.moderated or {})
    own, validated, moderated = (one.get(id_, NOT_ANSWERED) for one in sets)
    return own, validated, moderated
