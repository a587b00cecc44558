"""The level that the head gives a question in place of the team's, chosen on a page of that one question."""

from collections.abc import Collection, Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.lifecycle import State
from app.assessments.rights import Permission
from app.assessments.to_sign import returned_of
from app.db.session import Reading, Writing
from app.features.signing import actions
from app.features.signing.drafts import Draft, draft_of
from app.features.signing.forms import LevelForm, indicator_of, levels_of
from app.features.signing.page_context import base_context
from app.web.pages import redirect_with_message, render
from questionnaires.answers import NOT_ANSWERED
from questionnaires.definition import Indicator
from questionnaires.problems import Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

ToSeeLevel = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.VALIDATE))]
ToValidate = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.VALIDATE))]


@router.get("/answers/{indicator}/level")
def level_page(request: Request, access: ToSeeLevel, indicator: str, db: Reading) -> Response:
    return render_level(request, db, access, indicator_of(access.assessment.questionnaire, indicator))


@router.post("/validated")
def validate(request: Request, access: ToValidate, submitted: SubmittedForm, db: Writing) -> Response:
    assessment, by, now = access.assessment, access.visitor.id, utc_now()
    home = f"/assessments/{assessment.id}"
    if undone := str(submitted.get("undo", "")):
        indicator = indicator_of(assessment.questionnaire, undone)
        actions.undo_validation(db, assessment, indicator.id, by=by, at=now)
        return redirect_with_message(request, "level-restored", f"{home}/signature#validated")
    form = LevelForm(submitted)
    indicator = indicator_of(assessment.questionnaire, form.indicator.data)
    value = form.value_for(indicator)
    form.refuse(reasons_not_to_validate(draft_of(db, assessment), returned_of(db, assessment), access, indicator))
    if form.problems:
        return render_level(request, db, access, indicator, form)
    changed = actions.ChangedLevel(indicator.id, value, form.reason.data.strip())
    actions.validate(db, assessment, changed, by=by, at=now)
    return redirect_with_message(request, "level-changed", f"{home}/answers#{indicator.id}")


def render_level(
    request: Request, db: Session, access: AssessmentAccess, indicator: Indicator, refused: LevelForm | None = None
) -> Response:
    draft = draft_of(db, access.assessment)
    to_sign = draft.answers.get(indicator.id, NOT_ANSWERED)
    context = base_context(access) | {
        "indicator": indicator,
        "own": draft.own.get(indicator.id, NOT_ANSWERED),
        "levels": levels_of(indicator),
        "level_form": refused or LevelForm(data={"indicator": indicator.id, "level": str(to_sign.level)}),
        "reasons": list(reasons_not_to_validate(draft, returned_of(db, access.assessment), access, indicator)),
    }
    return render(request, "signing/level.html", context, status=422 if refused else 200)


def reasons_not_to_validate(
    draft: Draft, returned: Collection[str], access: AssessmentAccess, indicator: Indicator
) -> Iterator[Problem]:
    if draft.own.get(indicator.id, NOT_ANSWERED).state != "answered":
        yield Problem("indicator", "This question has no level to change. Answer it on the page Questions.")
    if access.assessment.state is State.RETURNED and indicator.id not in returned:
        yield Problem("indicator", "This question was not returned, so it stays as signed.")


def changeable_levels(draft: Draft, returned: Collection[str], access: AssessmentAccess) -> frozenset[str]:
    """The questions whose level the head may change: those with a level, after a return only those sent back."""
    if not access.may(Permission.VALIDATE):
        return frozenset()
    return frozenset(
        indicator.id
        for indicator in access.assessment.questionnaire.structure.indicators
        if indicator.is_scored and not any(reasons_not_to_validate(draft, returned, access, indicator))
    )
