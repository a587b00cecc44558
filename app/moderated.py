"""The moderated figures of an assessment: what scoring gives after the reviewer's decisions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session

from app.assessments import OneAssessment, results_of
from app.tables.rounds import Assessment
from app.values import Answers, moderated_answers
from questionnaires.answers import ProfileValue
from scoring.score import score

ASSESSMENT = Assessment.__table__  # type: ignore[attr-defined]  # SQLModel does not declare its tables
# Built once, so that SQLAlchemy finds it compiled
STORE = update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("of_assessment"))


def moderated_figures(
    assessment: OneAssessment,
    profile: Mapping[str, ProfileValue],
    validated: Answers,
    decisions: Mapping[str, Any],
) -> dict[str, Any]:
    """The figures that lists show; `decisions` are those of the first reviewer that stand."""
    answers = moderated_answers(assessment.questionnaire, validated, decisions)
    return results_of(score(assessment.questionnaire, profile, answers, assessment.form))


def store_moderated(db: Session, assessment_id: str, figures: Mapping[str, Any]) -> None:
    db.connection().execute(STORE, {"of_assessment": assessment_id, "moderated": figures})
