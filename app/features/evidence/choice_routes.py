"""Choosing from the register for a question: what it has that the question does not use yet."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.loaders import AssessmentAccess, NotYours
from app.db.session import Reading, Writing
from app.features.evidence.forms import ChoiceForm
from app.features.evidence.in_question import (
    NONE_CHOSEN,
    add_chosen,
    back_to,
    page_of,
    question_behind,
    question_called,
)
from app.features.evidence.pages import ToAdd, ToKeep, base_context
from app.features.evidence.queries import may_change, register
from app.web.pages import is_fragment, redirect, render
from questionnaires.definition import Indicator

router = APIRouter(prefix="/assessments/{assessment_id}/evidence", include_in_schema=False)


@router.get("/choices")
def choices(request: Request, access: ToAdd, db: Reading, indicator: str = "") -> Response:
    question = question_called(indicator, access.assessment.questionnaire)
    if question is None or indicator not in may_change(db, access.assessment):
        return redirect(f"/assessments/{access.assessment.id}/evidence")
    return render_choices(request, access, db, question, ChoiceForm())


@router.post("/choices")
def choose(request: Request, access: ToKeep, submitted: SubmittedForm, db: Writing) -> Response:
    question, form = question_behind(submitted, access.assessment.questionnaire), ChoiceForm(submitted)
    if question is None:
        raise NotYours
    if not form.item.data and not is_fragment(request):
        form.refuse([NONE_CHOSEN])
        return render_choices(request, access, db, question, form)
    told = add_chosen(access, db, question, form.item.data)
    return back_to(request, access, db, question, told, what_is_left(access, db, question, is_part=True))


def render_choices(
    request: Request, access: AssessmentAccess, db: Session, question: Indicator, form: ChoiceForm
) -> Response:
    is_part = is_fragment(request)
    named = {"id": question.id, "back": page_of(access, question)}
    context = base_context(access) | named | what_is_left(access, db, question, is_part) | {"form": form}
    template = "evidence/_choices_alone.html" if is_part else "evidence/choices.html"
    return render(request, template, context, status=422 if form.problems else 200)


def what_is_left(access: AssessmentAccess, db: Session, question: Indicator, is_part: bool) -> dict[str, Any]:
    """What the question does not use yet, for a list in the question itself or on a page of its own."""
    items = register(db, access.assessment)
    left = [item for item in items if not item.is_withdrawn and question.id not in item.indicators]
    return {"choices": left, "form": ChoiceForm(), "is_part": is_part}
