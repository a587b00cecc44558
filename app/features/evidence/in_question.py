"""Answers to the forms of evidence that stand in a question: they lead back to it, and nothing typed there is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.loaders import AssessmentAccess
from app.assessments.evidence_items import items_of_question
from app.web.pages import is_fragment, redirect_with_message, render
from questionnaires.definition import Indicator, Questionnaire
from questionnaires.problems import Problem

BACK = "back"
"""The field that names the question that a form stands in."""


@dataclass(frozen=True)
class Told:
    """What happened: how many items the question got, or lost, and what stands against others."""

    added: int = 0
    removed: int = 0
    problems: Sequence[Problem] = ()

    @property
    def is_refused(self) -> bool:
        return bool(self.problems) and not self.added


def question_behind(submitted: FormData, questionnaire: Questionnaire) -> Indicator | None:
    """The question that the form stands in; None for a form on a page of the register."""
    indicator = questionnaire.indicators.get(str(submitted.get(BACK, "")))
    return indicator if indicator and indicator.is_scored else None


def page_of(access: AssessmentAccess, indicator: Indicator) -> str:
    return f"/assessments/{access.assessment.id}/elements/{indicator.element}#{indicator.id}"


def back_to(request: Request, access: AssessmentAccess, db: Session, indicator: Indicator, told: Told) -> Response:
    """The evidence of the question as it is now, with a sentence; without script, the question itself."""
    if not is_fragment(request):
        code = "evidence-added" if told.added else "evidence-changed"
        return redirect_with_message(request, code, page_of(access, indicator))
    context = {
        "access": access,
        "assessment": access.assessment,
        "id": indicator.id,
        "items": items_of_question(db, access.assessment.id, indicator.id),
        "told": told,
    }
    return render(request, "evidence/_in_question.html", context, status=422 if told.is_refused else 200)
