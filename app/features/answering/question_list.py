"""The page of questions: the whole job in order, or a flat list of those that a state, a person or words leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.outlines import outlines_of
from app.assessments.reads import ANSWERS, EVIDENCE, OF_ASSESSMENT, USES
from app.assessments.report.outcome import followed_of
from app.assessments.rights import Permission
from app.assessments.to_sign import letter_of, ready_with, untouched_of
from app.features.answering import task_filters
from app.features.answering.pages import base_context
from app.features.answering.progress import STATUS_NAMES, task_list
from app.features.answering.queries import InHand, marks_of, shows_returned, team_of
from app.features.answering.task_filters import Match, Sought, matches, of_person
from app.features.answering.whole_job import steps_after_questions
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.definition import Indicator
from questionnaires.problems import N_
from questionnaires.texts import joined_evidence

COMMENT, EVIDENCE_PART, REASON = N_("Comment"), N_("Evidence"), N_("Reason")
# Built once, so that SQLAlchemy finds them compiled
TEXTS = select(ANSWERS.c.indicator, ANSWERS.c.comment, ANSWERS.c.evidence, ANSWERS.c.reason).where(OF_ASSESSMENT)
ITEMS = (
    select(USES.c.indicator, EVIDENCE.c.title, EVIDENCE.c.holder, EVIDENCE.c.address, EVIDENCE.c.file_name)
    .join(EVIDENCE, EVIDENCE.c.id == USES.c.evidence_id)
    .where(USES.c.assessment_id == bindparam("assessment"))
)


@dataclass(frozen=True)
class QuestionLine:
    """One question of the flat list. `answer` is the team's own."""

    indicator: Indicator
    answer: Answer
    held: InHand | None
    found_in: tuple[str, ...]


def question_list_context(access: AssessmentAccess, db: Session, sought: Sought) -> dict[str, Any]:
    assessment = access.assessment
    outlines, team, marks = outlines_of(db, assessment.id), team_of(db, assessment), marks_of(db, access)
    ready = ready_with(db, assessment, outlines, marks.returned if shows_returned(access) else None)
    asked = of_person([assessment.questionnaire.indicators[id_] for id_ in ready.answers], sought.person, team)
    texts = texts_of(db, assessment.id) if sought.words else {}
    words = assessment.words(access.visitor.language)
    matching = {match.indicator.id: match for match in matches(asked, words, sought.words, texts)}
    mine = team.elements_of(access.visitor.id) if access.may(Permission.BE_PRESENT) else None
    filters = task_filters.filters_of(ready, marks, mine, [match.indicator for match in matching.values()])
    chosen = next((task_filter for task_filter in filters if task_filter.name == sought.show), None)
    shown = [matching[indicator.id] for indicator in chosen.questions] if chosen else list(matching.values())
    return base_context(access) | {
        "ready": ready,
        "pillars": task_list(ready, frozenset(marks.returned)),
        "steps": steps_after_questions(assessment.state, ready),
        "status_names": STATUS_NAMES,
        "in_hand": team.in_hand,
        "marks": marks,
        "letter": letter_of(db, assessment) if access.sees_returns else None,
        "untouched": untouched_of(db, assessment) if shows_returned(access) else [],
        "followed": followed_of(db, assessment),
        "sought": sought,
        "people": {held.person.id: held.person.name for held in team.in_hand.values()} | team.names,
        "task_filters": [task_filter for task_filter in filters if task_filter.questions or task_filter is chosen],
        "chosen_filter": chosen,
        "is_narrowed": bool(chosen or sought.person or sought.words),
        "lines": [_line(match, outlines.own, team.in_hand) for match in shown],
    }


def _line(match: Match, own: Mapping[str, Answer], in_hand: Mapping[str, InHand]) -> QuestionLine:
    indicator = match.indicator
    return QuestionLine(indicator, own.get(indicator.id, NOT_ANSWERED), in_hand.get(indicator.element), match.found_in)


def texts_of(db: Session, assessment_id: str) -> dict[str, dict[str, str]]:
    """Indicator -> name of a part of its answer -> what it says; items of the register are evidence too."""
    about = {"assessment": assessment_id}
    parts = {
        row.indicator: {COMMENT: row.comment, EVIDENCE_PART: joined_evidence(row.evidence), REASON: row.reason}
        for row in db.connection().execute(TEXTS, about)
    }
    for row in db.connection().execute(ITEMS, about):
        of_question = parts.setdefault(row.indicator, {})
        item = f"{row.title} {row.holder} {row.address} {row.file_name}"
        of_question[EVIDENCE_PART] = f"{of_question.get(EVIDENCE_PART, '')}\n{item}"
    return parts
