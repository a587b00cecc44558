"""What the pages of answering show: the names that their templates use, gathered in a few queries."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.access import NotYours, Opened
from app.answering import chips, profile
from app.answering.progress import STATUS_NAMES, asked_in, element_row, task_list
from app.answering.queries import Marks, marks_of, team_of
from app.answering.questions import Around, Question, asked_of, question, questions_of
from app.assessments import items_of, outlines_of, saved_answer, some_saved_answers
from app.changes import previous_answers
from app.lifecycle import State
from app.rights import Permission
from questionnaires.answers import MOST_EVIDENCE_ITEMS
from questionnaires.definition import Indicator


def frame(opened: Opened) -> dict[str, Any]:
    """What every page of an assessment shows around its content."""
    words = opened.assessment.questionnaire.words(opened.visitor.language)
    rules = opened.assessment.questionnaire.structure.scoring
    return {
        "opened": opened,
        "assessment": opened.assessment,
        "may_answer": opened.may_answer,
        "is_returned": opened.assessment.state is State.RETURNED,
        "most_evidence": MOST_EVIDENCE_ITEMS,
        "words": words,
        "rules": rules,
    }


def task_names(opened: Opened, db: Session, show: str) -> dict[str, Any]:
    assessment, questionnaire = opened.assessment, opened.assessment.questionnaire
    answers = outlines_of(db, assessment.id)
    team, marks = team_of(db, assessment), marks_of(db, opened)
    asked = asked_of(assessment, answers)
    mine = team.elements_of(opened.visitor.id) if opened.may(Permission.BE_PRESENT) else None
    found = chips.chips(questionnaire, asked, answers, marks, mine)
    return frame(opened) | {
        "pillars": task_list(questionnaire, asked, answers, frozenset(marks.returned)),
        "status_names": STATUS_NAMES,
        "profile_open": profile.open_keys(assessment),
        "in_hand": team.in_hand,
        "chips": found,
        "chip": next((one for one in found if one.name == show), None),
    }


def element_names(opened: Opened, db: Session, element: str) -> dict[str, Any]:
    assessment, questionnaire = opened.assessment, opened.assessment.questionnaire
    if element not in questionnaire.elements:
        raise NotYours
    answers = outlines_of(db, assessment.id)
    asked = asked_of(assessment, answers)
    own = [indicator.id for indicator in asked_in(questionnaire, element, asked)]
    saved = some_saved_answers(db, assessment.id, own)
    order = [e.id for e in questionnaire.structure.elements]
    following = order[order.index(element) + 1 :]
    team, marks = team_of(db, assessment), marks_of(db, opened)
    around = around_all(db, opened, marks)
    return frame(opened) | {
        "element": questionnaire.elements[element],
        "row": element_row(questionnaire, questionnaire.elements[element], asked, answers),
        "questions": questions_of(assessment, element, asked, saved, around, opened.visitor.language),
        "following": following[0] if following else None,
        "team": team,
    }


def around_all(db: Session, opened: Opened, marks: Marks) -> Mapping[str, Around]:
    """Indicator -> what stands around its question."""
    items, last = items_of(db, opened.assessment.id), previous_answers(db, opened.assessment)
    return {
        id_: Around(items.get(id_, ()), last.get(id_), marks.comments.get(id_, 0), marks.returned.get(id_, ""))
        for id_ in opened.assessment.questionnaire.indicators
    }


def one_question(opened: Opened, db: Session, indicator: Indicator) -> Question:
    """A question as it is stored."""
    saved = saved_answer(db, opened.assessment.id, indicator.id)
    around = around_all(db, opened, marks_of(db, opened))[indicator.id]
    return question(opened.assessment, indicator, saved, around, opened.visitor.language)


def question_of(opened: Opened, indicator: str) -> Indicator:
    """A question that a person answers here; raises NotYours for any other id."""
    one = opened.assessment.questionnaire.indicators.get(indicator)
    if one is None or not one.is_scored:
        raise NotYours
    return one


def address(opened: Opened, indicator: Indicator) -> str:
    return f"/assessments/{opened.assessment.id}/elements/{indicator.element}#{indicator.id}"
