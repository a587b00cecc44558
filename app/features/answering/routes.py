"""The pages of an assessment: task list, profile, elements; and the save of one answer."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import ToAnswer, ToAnswerProfile, ToRead
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments import saving
from app.assessments.evidence.limit import TooMuchEvidence
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.answering import forms, profile
from app.features.answering.pages import (
    CHECK,
    address,
    base_context,
    element_context,
    next_address,
    one_question,
    question_of,
)
from app.features.answering.progress import element_row
from app.features.answering.question_list import question_list_context
from app.features.answering.questions import NotSaved, Standing, Surroundings, question, with_typed
from app.features.answering.task_filters import Sought
from app.web.app_state import state_of
from app.web.pages import is_fragment, redirect, redirect_with_message, render
from questionnaires.answers import read_answer, read_profile
from questionnaires.definition import Indicator
from questionnaires.problems import Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)

CameFrom = Annotated[str, Query(alias="from")]
"""The page that this one leads back to."""


@router.get("")
def task_list_page(
    request: Request, access: ToRead, db: Reading, show: str = "", person: str = "", text: str = ""
) -> Response:
    context = question_list_context(access, db, Sought(show, person, text))
    return render(request, "answering/task_list.html", context)


@router.get("/next")
def next_question(access: ToRead, db: Reading, after: str = "") -> Response:
    return redirect(next_address(access, db, after))


@router.get("/profile")
def profile_page(request: Request, access: ToRead, from_: CameFrom = "") -> Response:
    return render(request, "answering/profile.html", profile_context(access, from_) | profile.page(access.assessment))


@router.put("/profile")
@router.post("/profile")
def save_profile(
    request: Request, access: ToAnswerProfile, form: SubmittedForm, db: Writing, from_: CameFrom = ""
) -> Response:
    assessment, now = access.assessment, utc_now()
    problems: list[Problem] = []
    raw = forms.raw_profile(assessment.questionnaire, form)
    values = read_profile(assessment.questionnaire, raw, problems)
    typed = profile.Fields(raw, forms.revision(form))
    if problems:
        return render_profile_not_saved(request, access, 422, profile.page(assessment, typed, problems=problems), from_)
    based_on = max(forms.revision(form), forms.revision(form, "over"))
    outcome = saving.save_profile(db, assessment, values, revision=based_on, by=access.visitor.id, at=now)
    if isinstance(outcome, saving.ProfileConflict):
        as_read = profile.Fields(values, typed.based_on)
        return render_profile_not_saved(
            request, access, 409, profile.page(assessment, as_read, conflict=outcome), from_
        )
    if not is_fragment(request):
        place = "/signature#check" if from_ == CHECK else ""
        return redirect_with_message(request, "profile-saved", f"/assessments/{assessment.id}{place}")
    return render(
        request, "answering/_profile_saved.html", base_context(access) | {"revision": outcome, "saved_at": now}
    )


def profile_context(access: AssessmentAccess, from_: str) -> dict[str, Any]:
    context = base_context(access)
    titles = {key: words.question for key, words in context["words"].profile.items()}
    may_answer = access.may(Permission.ANSWER_PROFILE)
    return context | {"may_answer": may_answer, "from_check": from_ == CHECK, "titles": titles}


def render_profile_not_saved(
    request: Request, access: AssessmentAccess, status: int, context: dict[str, Any], from_: str
) -> Response:
    """A problem or a conflict, with everything given still in its fields."""
    template = "answering/_profile_not_saved.html" if is_fragment(request) else "answering/profile.html"
    return render(request, template, profile_context(access, from_) | context, status=status)


def render_questions(request: Request, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """A question says how large a file of evidence may be."""
    most = state_of(request).settings.evidence_most_megabytes
    return render(request, template, context | {"most_megabytes": most}, status=status)


@router.get("/elements/{element}")
def element_page(request: Request, access: ToRead, element: str, db: Reading, from_: CameFrom = "") -> Response:
    return render_questions(request, "answering/element.html", element_context(access, db, element, from_))


@router.get("/answers/{indicator}")
def question_fragment(request: Request, access: ToRead, indicator: str, db: Reading) -> Response:
    """One question as it is stored: for "keep theirs". Without script it is a place on the element's page."""
    asked_question = question_of(access, indicator)
    if not is_fragment(request):
        return redirect(address(access, asked_question))
    context = base_context(access) | {"question": one_question(access, db, asked_question)}
    return render_questions(request, "answering/_question_alone.html", context)


@router.put("/answers/{indicator}")
@router.post("/answers/{indicator}")
def save_answer(
    request: Request, access: ToAnswer, indicator: str, submitted: SubmittedForm, db: Writing, from_: CameFrom = ""
) -> Response:
    asked_question = question_of(access, indicator)
    answer, problems = read_answer(asked_question, forms.raw_answer(asked_question, submitted))
    not_saved = NotSaved(forms.typed(submitted), forms.revision(submitted), tuple(problems))
    if problems:
        return render_not_saved(request, access, db, asked_question, not_saved, from_)
    based_on = max(not_saved.based_on, forms.revision(submitted, "over"))
    new = saving.NewAnswer(answer, based_on, access.visitor.id, utc_now())
    outcome = saving.save_answer(db, access.assessment, asked_question, new)
    if isinstance(outcome, saving.Conflict):
        return render_not_saved(request, access, db, asked_question, replace(not_saved, conflict=outcome), from_)
    if isinstance(outcome, TooMuchEvidence):
        too_long = replace(not_saved, problems=tuple(outcome.problems))
        return render_not_saved(request, access, db, asked_question, too_long, from_)
    if not is_fragment(request):
        return redirect(address(access, asked_question, from_))
    context = saved_context(access, asked_question, outcome, forms.surroundings(submitted))
    return render(request, "answering/_saved.html", context)


def saved_context(
    access: AssessmentAccess, indicator: Indicator, outcome: saving.SavedAnswer, surroundings: Surroundings
) -> dict[str, Any]:
    assessment = access.assessment
    element = assessment.questionnaire.elements[indicator.element]
    return base_context(access) | {
        "question": question(
            assessment,
            indicator,
            outcome.saved,
            surroundings,
            Standing(outcome.ready, outcome.nodes),
            access.visitor.language,
        ),
        "row": element_row(outcome.ready, element),
        "asks_other_questions": outcome.asks_other_questions,
    }


def render_not_saved(
    request: Request, access: AssessmentAccess, db: Session, indicator: Indicator, not_saved: NotSaved, from_: str
) -> Response:
    """A problem or a conflict, with everything typed still in its fields: 422 or 409."""
    refused = with_typed(one_question(access, db, indicator), not_saved)
    status = 409 if not_saved.conflict else 422
    if is_fragment(request):
        return render(request, "answering/_not_saved.html", base_context(access) | {"question": refused}, status=status)
    context = element_context(access, db, indicator.element, from_)
    others = [other for other in context["questions"] if other.indicator.id != indicator.id]
    order = list(access.assessment.questionnaire.indicators)
    context["questions"] = sorted((*others, refused), key=lambda other: order.index(other.indicator.id))
    return render_questions(request, "answering/element.html", context, status=status)
