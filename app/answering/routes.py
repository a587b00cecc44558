"""The pages of an assessment: task list, profile, elements; and the save of one answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access import NotYours, Opened
from app.answering import actions, forms, profile
from app.answering.progress import STATUS_NAMES, asked_in, element_row, task_list
from app.answering.questions import asked_of, question, questions_of, with_screen
from app.assessments import outlines_of, saved_answer, some_saved_answers
from app.database import Reading, Writing
from app.guards import Posted, ToAnswer, ToAnswerProfile, ToRead
from app.identity import utc_now
from app.web.pages import go_to, is_fragment, render
from questionnaires.answers import read_answer, read_profile
from questionnaires.definition import Indicator
from questionnaires.problems import Problem

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)


@router.get("")
def task_list_page(request: Request, opened: ToRead, db: Reading) -> Response:
    answers = outlines_of(db, opened.assessment.id)
    pillars = task_list(opened.assessment.questionnaire, asked_of(opened.assessment, answers), answers)
    names = frame(opened) | {
        "pillars": pillars,
        "status_names": STATUS_NAMES,
        "profile_open": profile.open_keys(opened.assessment),
    }
    return render(request, "answering/task_list.html", names)


@router.get("/profile")
def profile_page(request: Request, opened: ToRead, db: Reading) -> Response:
    return render(request, "answering/profile.html", frame(opened) | profile.page(opened.assessment))


@router.put("/profile")
@router.post("/profile")
def save_profile(request: Request, opened: ToAnswerProfile, form: Posted, db: Writing) -> Response:
    assessment, now = opened.assessment, utc_now()
    problems: list[Problem] = []
    raw = forms.raw_profile(assessment.questionnaire, form)
    values = read_profile(assessment.questionnaire, raw, problems)
    screen = profile.Screen(raw, forms.revision(form))
    if problems:
        return say_profile(request, opened, 422, profile.page(assessment, screen, problems=problems))
    based_on = max(forms.revision(form), forms.revision(form, "over"))
    outcome = actions.save_profile(db, assessment, values, revision=based_on, by=opened.visitor.id, at=now)
    if isinstance(outcome, actions.ProfileConflict):
        return say_profile(request, opened, 409, profile.page(assessment, screen, conflict=outcome))
    if not is_fragment(request):
        return go_to(f"/assessments/{assessment.id}")
    return render(request, "answering/_profile_saved.html", frame(opened) | {"revision": outcome, "saved_at": now})


def say_profile(request: Request, opened: Opened, status: int, names: dict[str, Any]) -> Response:
    """A problem or a conflict, with everything given still in its fields."""
    template = "answering/_profile_not_saved.html" if is_fragment(request) else "answering/profile.html"
    return render(request, template, frame(opened) | names, status=status)


@router.get("/elements/{element}")
def element_page(request: Request, opened: ToRead, element: str, db: Reading) -> Response:
    return render(request, "answering/element.html", element_names(opened, db, element))


@router.get("/answers/{indicator}")
def question_fragment(request: Request, opened: ToRead, indicator: str, db: Reading) -> Response:
    """One question as it is stored: for "keep theirs". Without script it is a place on the element's page."""
    one = question_of(opened, indicator)
    if not is_fragment(request):
        return go_to(address(opened, one))
    saved = saved_answer(db, opened.assessment.id, one.id)
    names = frame(opened) | {"question": question(opened.assessment, one, saved, opened.visitor.language)}
    return render(request, "answering/_question_alone.html", names)


@router.put("/answers/{indicator}")
@router.post("/answers/{indicator}")
def save_answer(request: Request, opened: ToAnswer, indicator: str, form: Posted, db: Writing) -> Response:
    one = question_of(opened, indicator)
    answer, problems = read_answer(one, forms.raw_answer(one, form))
    if problems:
        return say(request, opened, db, one, form, problems=problems)
    based_on = max(forms.revision(form), forms.revision(form, "over"))
    outcome = actions.save_answer(
        db, opened.assessment, one, answer, revision=based_on, by=opened.visitor.id, at=utc_now()
    )
    if isinstance(outcome, actions.Conflict):
        return say(request, opened, db, one, form, conflict=outcome)
    if not is_fragment(request):
        return go_to(address(opened, one))
    return render(request, "answering/_saved.html", saved_names(opened, one, outcome))


def saved_names(opened: Opened, one: Indicator, outcome: actions.SavedAnswer) -> dict[str, Any]:
    assessment = opened.assessment
    element = assessment.questionnaire.elements[one.element]
    return frame(opened) | {
        "question": question(assessment, one, outcome.saved, opened.visitor.language),
        "row": element_row(assessment.questionnaire, element, outcome.asked, outcome.answers),
        "asks_other_questions": outcome.asks_other_questions,
    }


def say(
    request: Request,
    opened: Opened,
    db: Session,
    one: Indicator,
    form: Posted,
    *,
    problems: Sequence[Problem] = (),
    conflict: actions.Conflict | None = None,
) -> Response:
    """A problem or a conflict, with everything typed still in its fields: 422 or 409."""
    saved = saved_answer(db, opened.assessment.id, one.id)
    shown = with_screen(
        question(opened.assessment, one, saved, opened.visitor.language),
        forms.screen(form),
        forms.revision(form),
        problems,
    )
    if conflict:
        shown = replace(shown, theirs=conflict.theirs, theirs_name=conflict.by_name)
    status = 409 if conflict else 422
    if is_fragment(request):
        return render(request, "answering/_not_saved.html", frame(opened) | {"question": shown}, status=status)
    names = element_names(opened, db, one.element)
    others = [other for other in names["questions"] if other.indicator.id != one.id]
    order = list(opened.assessment.questionnaire.indicators)
    names["questions"] = sorted((*others, shown), key=lambda other: order.index(other.indicator.id))
    return render(request, "answering/element.html", names, status=status)


def frame(opened: Opened) -> dict[str, Any]:
    """What every page of an assessment shows around its content."""
    words = opened.assessment.questionnaire.words(opened.visitor.language)
    rules = opened.assessment.questionnaire.structure.scoring
    return {
        "opened": opened,
        "assessment": opened.assessment,
        "may_answer": opened.may_answer,
        "words": words,
        "rules": rules,
    }


def element_names(opened: Opened, db: Session, element: str) -> dict[str, Any]:
    questionnaire = opened.assessment.questionnaire
    if element not in questionnaire.elements:
        raise NotYours
    answers = outlines_of(db, opened.assessment.id)
    asked = asked_of(opened.assessment, answers)
    own = [indicator.id for indicator in asked_in(questionnaire, element, asked)]
    saved = some_saved_answers(db, opened.assessment.id, own)
    order = [e.id for e in questionnaire.structure.elements]
    following = order[order.index(element) + 1 :]
    return frame(opened) | {
        "element": questionnaire.elements[element],
        "row": element_row(questionnaire, questionnaire.elements[element], asked, answers),
        "questions": questions_of(opened.assessment, element, asked, saved, opened.visitor.language),
        "collected": [i for i in questionnaire.indicators_of[element] if not i.is_scored and i.id in asked],
        "following": following[0] if following else None,
    }


def question_of(opened: Opened, indicator: str) -> Indicator:
    """A question that a person answers here; raises NotYours for any other id."""
    one = opened.assessment.questionnaire.indicators.get(indicator)
    if one is None or not one.is_scored:
        raise NotYours
    return one


def address(opened: Opened, indicator: Indicator) -> str:
    return f"/assessments/{opened.assessment.id}/elements/{indicator.element}#{indicator.id}"
