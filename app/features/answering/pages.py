"""What the pages of answering show: the names that their templates use, gathered in a few queries."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.last_round import previous_answers
from app.assessments.lifecycle import State
from app.assessments.reads import items_of, saved_answer, some_saved_answers
from app.assessments.rights import Permission
from app.assessments.to_sign import readiness_of
from app.features.answering import task_filters
from app.features.answering.forms import WorkForm
from app.features.answering.progress import STATUS_NAMES, asked_in, element_row, task_list
from app.features.answering.queries import Marks, marks_of, team_of
from app.features.answering.questions import Question, Surroundings, question, questions_of
from questionnaires.answers import MOST_EVIDENCE_ITEMS
from questionnaires.definition import Indicator

CHECK = "check"
"""Whoever comes from the check before signing finds the way back: it stands in the address, as `?from=check`."""


def base_context(access: AssessmentAccess) -> dict[str, Any]:
    """What every page of an assessment shows around its content."""
    words = access.assessment.questionnaire.words(access.visitor.language)
    rules = access.assessment.questionnaire.structure.scoring
    return {
        "access": access,
        "assessment": access.assessment,
        "may_answer": access.may_answer,
        "is_returned": access.assessment.state is State.RETURNED,
        "most_evidence": MOST_EVIDENCE_ITEMS,
        "words": words,
        "rules": rules,
        "from_check": False,
    }


def task_list_context(access: AssessmentAccess, db: Session, show: str) -> dict[str, Any]:
    ready = readiness_of(db, access.assessment)
    team, marks = team_of(db, access.assessment), marks_of(db, access)
    mine = team.elements_of(access.visitor.id) if access.may(Permission.BE_PRESENT) else None
    filters = task_filters.filters_of(ready, marks, mine)
    return base_context(access) | {
        "ready": ready,
        "pillars": task_list(ready, frozenset(marks.returned)),
        "status_names": STATUS_NAMES,
        "in_hand": team.in_hand,
        "task_filters": filters,
        "chosen_filter": next((task_filter for task_filter in filters if task_filter.name == show), None),
    }


def element_context(access: AssessmentAccess, db: Session, element: str, from_: str = "") -> dict[str, Any]:
    assessment, questionnaire = access.assessment, access.assessment.questionnaire
    if element not in questionnaire.elements:
        raise NotYours
    ready = readiness_of(db, assessment)
    saved = some_saved_answers(db, assessment.id, [indicator.id for indicator in asked_in(ready, element)])
    order = [e.id for e in questionnaire.structure.elements]
    following = order[order.index(element) + 1 :]
    team, marks = team_of(db, assessment), marks_of(db, access)
    held = team.in_hand.get(element)
    surroundings = all_surroundings(db, access, marks)
    return base_context(access) | {
        "element": questionnaire.elements[element],
        "row": element_row(ready, questionnaire.elements[element], frozenset(marks.returned)),
        "status_names": STATUS_NAMES,
        "questions": questions_of(assessment, element, ready, saved, surroundings, access.visitor.language),
        "following": following[0] if following else None,
        "team": team,
        "work_form": WorkForm(data={"person": held.person.id, "due_on": held.due_on} if held else None),
        "from_check": from_ == CHECK,
    }


def all_surroundings(db: Session, access: AssessmentAccess, marks: Marks) -> Mapping[str, Surroundings]:
    """Indicator -> what stands around its question."""
    items, last = items_of(db, access.assessment.id), previous_answers(db, access.assessment)
    return {
        id_: Surroundings(items.get(id_, ()), last.get(id_), marks.comments.get(id_, 0), marks.returned.get(id_, ""))
        for id_ in access.assessment.questionnaire.indicators
    }


def one_question(access: AssessmentAccess, db: Session, indicator: Indicator) -> Question:
    """A question as it is stored."""
    saved = saved_answer(db, access.assessment.id, indicator.id)
    surroundings = all_surroundings(db, access, marks_of(db, access))[indicator.id]
    needs = readiness_of(db, access.assessment).needs.get(indicator.id, ())
    return question(access.assessment, indicator, saved, surroundings, needs, access.visitor.language)


def question_of(access: AssessmentAccess, indicator: str) -> Indicator:
    """A question that a person answers here; raises NotYours for any other id."""
    question = access.assessment.questionnaire.indicators.get(indicator)
    if question is None or not question.is_scored:
        raise NotYours
    return question


def address(access: AssessmentAccess, indicator: Indicator, from_: str = "") -> str:
    came = f"?from={CHECK}" if from_ == CHECK else ""
    return f"/assessments/{access.assessment.id}/elements/{indicator.element}{came}#{indicator.id}"
