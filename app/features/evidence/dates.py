"""What the questions that an item supports say of its date, by the rule of `scoring.plausibility`."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from app.assessments.evidence.items import EvidenceItem, plausibility_of
from app.assessments.reads import OneAssessment
from app.assessments.to_sign import readiness_of
from app.features.evidence.queries import Item
from questionnaires.definition import Indicator
from questionnaires.problems import Problem
from scoring.plausibility import Plausibility

Said = dict[str, dict[str, Problem]]
"""Item -> question -> what is said."""


def said_of_items(db: Session, assessment: OneAssessment, items: Iterable[Item]) -> Said:
    """The answers are read only where a dated item serves a question that asks for a period."""
    known = assessment.questionnaire.indicators
    dated = [(item, known[id_]) for item in items for id_ in item.indicators if item.row.dated_on]
    asking = [(item, indicator) for item, indicator in dated if indicator.windows]
    if not asking:
        return {}
    plausible, said = _plausibility(db, assessment), Said()
    for item, indicator in asking:
        if hint := plausible.hints(indicator, {item.row.id: item.row.dated_on}).of_pieces[item.row.id]:
            said.setdefault(item.row.id, {})[indicator.id] = hint
    return said


def said_in_question(
    db: Session, assessment: OneAssessment, indicator: Indicator, items: Sequence[EvidenceItem]
) -> dict[str, Problem | None]:
    """By item, as a question says it of its own."""
    dates = {item.id: item.dated_on for item in items if item.dated_on}
    if not dates or not indicator.windows:
        return {}
    return dict(_plausibility(db, assessment).hints(indicator, dates).of_pieces)


def _plausibility(db: Session, assessment: OneAssessment) -> Plausibility:
    return plausibility_of(assessment, readiness_of(db, assessment).answers)
