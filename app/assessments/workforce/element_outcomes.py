"""What the workforce tables say of one element, for those who may see every number."""

from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.workforce.cells import asked_tables, values_of
from scoring.score import asked_indicators
from scoring.workforce.figures import TableNumbers
from scoring.workforce.outcomes.indicators import INDICATORS, outcomes
from scoring.workforce.outcomes.results import OutcomeResult


def outcomes_of_element(db: Session, assessment: OneAssessment, element: str) -> tuple[OutcomeResult, ...]:
    """In one query, or none where its version asks no numbers or the element has no outcome. Nothing before the first
    number is known."""
    of_element = [each.id for each in assessment.questionnaire.indicators_of[element] if each.id in INDICATORS]
    if assessment.tables is None or not of_element:
        return ()
    asked = {table.id for table in asked_tables(assessment)}
    values = {cell: value for cell, value in values_of(db, assessment.id).items() if cell.table in asked}
    to_answer = asked_indicators(assessment.questionnaire, assessment.profile, {}, assessment.form)
    wanted = [id_ for id_ in of_element if id_ in to_answer]
    results = outcomes(TableNumbers(assessment.tables.tables, values), wanted).values()
    return tuple(result for result in results if result.value is not None or result.mean_band is not None)
