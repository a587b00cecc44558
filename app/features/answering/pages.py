"""What the pages of answering show: the names that their templates use, gathered in a few queries."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.lifecycle import State
from app.assessments.reads import NEVER_SAVED
from app.assessments.rights import Permission
from app.assessments.to_sign import readiness_of
from app.assessments.workforce.element_outcomes import outcomes_of_element
from app.features.answering.forms import WorkForm
from app.features.answering.next_question import next_below, next_open
from app.features.answering.progress import STATUS_NAMES, element_row, task_list
from app.features.answering.queries import marks_of, team_of
from app.features.answering.question_reads import read_questions
from app.features.answering.questions import Question, question, questions_of
from questionnaires.answers import MOST_EVIDENCE_ITEMS
from questionnaires.definition import Indicator

CHECK = "check"
"""Whoever comes from the check before signing finds the way back: it stands in the address, as `?from=check`."""


def base_context(access: AssessmentAccess) -> dict[str, Any]:
    """What every page of an assessment shows around its content."""
    words = access.assessment.words(access.visitor.language)
    rules = access.assessment.questionnaire.structure.scoring
    return {
        "access": access,
        "assessment": access.assessment,
        "may_answer": access.may_answer,
        "may_keep": access.may(Permission.KEEP_EVIDENCE),
        "is_returned": access.assessment.state is State.RETURNED,
        "most_evidence": MOST_EVIDENCE_ITEMS,
        "words": words,
        "rules": rules,
        "from_check": False,
        "next_below": {},
    }


def next_address(access: AssessmentAccess, db: Session, after: str) -> str:
    """The next question that is open, the person's own elements first; where none is, the check before signing."""
    ready, team, marks = readiness_of(db, access.assessment), team_of(db, access.assessment), marks_of(db, access)
    if access.assessment.state is State.RETURNED:
        ready = replace(ready, answers={id_: ready.answers[id_] for id_ in ready.answers if id_ in marks.returned})
    mine = team.elements_of(access.visitor.id)
    following = next_open(ready, after, mine, team.in_hand.keys() - mine)
    if following is None:
        return f"/assessments/{access.assessment.id}/signature#check"
    return address(access, access.assessment.questionnaire.indicators[following])


def element_context(access: AssessmentAccess, db: Session, element: str, from_: str = "") -> dict[str, Any]:
    assessment, questionnaire = access.assessment, access.assessment.questionnaire
    if element not in questionnaire.elements:
        raise NotYours
    read = read_questions(db, access, [indicator.id for indicator in questionnaire.indicators_of[element]])
    order = [e.id for e in questionnaire.structure.elements]
    following = order[order.index(element) + 1 :]
    team = team_of(db, assessment)
    held, ready = team.in_hand.get(element), read.standing.ready
    returned = frozenset(read.marks.returned)
    questions = questions_of(assessment, element, read.standing, read.saved, read.surroundings, access.visitor.language)
    return base_context(access) | {
        "element": questionnaire.elements[element],
        "row": element_row(ready, questionnaire.elements[element], returned),
        "pillars": task_list(ready, returned),
        "status_names": STATUS_NAMES,
        "questions": questions,
        "next_below": next_below(ready, [question.indicator.id for question in questions if question.is_open]),
        "following": following[0] if following else None,
        "team": team,
        "work_form": WorkForm(data={"person": held.person.id, "due_on": held.due_on} if held else None),
        "from_check": from_ == CHECK,
        "outcomes": outcomes_of_element(db, assessment, element) if access.may(Permission.SEE_WORKFORCE) else (),
    }


def one_question(access: AssessmentAccess, db: Session, indicator: Indicator) -> Question:
    """A question as it is stored."""
    read, id_ = read_questions(db, access, [indicator.id]), indicator.id
    saved, around = read.saved.get(id_, NEVER_SAVED), read.surroundings[id_]
    return question(access.assessment, indicator, saved, around, read.standing, access.visitor.language)


def question_of(access: AssessmentAccess, indicator: str) -> Indicator:
    """A question that a person answers here; raises NotYours for any other id."""
    question = access.assessment.questionnaire.indicators.get(indicator)
    if question is None or not question.is_scored:
        raise NotYours
    return question


def address(access: AssessmentAccess, indicator: Indicator, from_: str = "") -> str:
    came = f"?from={CHECK}" if from_ == CHECK else ""
    return f"/assessments/{access.assessment.id}/elements/{indicator.element}{came}#{indicator.id}"
