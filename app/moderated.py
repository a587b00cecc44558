"""What follows from a reviewer's decisions: the moderated figures of an assessment, and which decisions stand on."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from app.assessments import OneAssessment, results_of
from app.tables.rounds import Assessment
from app.values import MODERATION, SIGNATURE, Answers, moderated_answers, validated_values
from questionnaires.answers import ProfileValue
from scoring.score import score

ASSESSMENT = Assessment.__table__  # type: ignore[attr-defined]  # SQLModel does not declare its tables

# Built once, so that SQLAlchemy finds them compiled
STORE = update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("of_assessment"))
STAND_ON = update(MODERATION).where(
    MODERATION.c.assessment_id == bindparam("of_assessment"),
    MODERATION.c.part == bindparam("of_part"),
    MODERATION.c.indicator == bindparam("of_indicator"),
)


def store_moderated(
    db: Session,
    assessment: OneAssessment,
    profile: Mapping[str, ProfileValue],
    validated: Answers,
    decisions: Mapping[str, Any],
) -> None:
    """The figures that lists show; `decisions` are those of the first reviewer that stand."""
    answers = moderated_answers(assessment.questionnaire, validated, decisions)
    figures = results_of(score(assessment.questionnaire, profile, answers, assessment.form))
    db.connection().execute(STORE, {"of_assessment": assessment.id, "moderated": figures})


def carry_over(db: Session, assessment: OneAssessment, number: int) -> None:
    """After the signature `number` was stored: a decision stands on where the answer is as it was, word for word.

    The others keep the number of their old signature and ask for a new decision; until then the new answer counts.
    """
    of_assessment = MODERATION.c.assessment_id == assessment.id
    rows = db.connection().execute(select(MODERATION).where(of_assessment)).all()
    if not rows:
        return
    wanted = {row.signature for row in rows} | {number}
    contents = _contents(db, assessment.id, wanted)
    now = contents[number]
    standing = [row for row in rows if _signed(contents[row.signature], row.indicator) == _signed(now, row.indicator)]
    for row in standing:
        keys = {"of_assessment": assessment.id, "of_part": row.part, "of_indicator": row.indicator}
        db.connection().execute(STAND_ON, keys | {"signature": number})
    first = {row.indicator: row for row in standing if row.part == "first"}
    store_moderated(db, assessment, now["profile"], validated_values(now), first)


def _contents(db: Session, assessment_id: str, numbers: set[int]) -> dict[int, dict[str, Any]]:
    found = select(SIGNATURE.c.number, SIGNATURE.c.content).where(
        SIGNATURE.c.assessment_id == assessment_id, SIGNATURE.c.number.in_(numbers)
    )
    return {row.number: row.content for row in db.connection().execute(found)}


def _signed(content: Mapping[str, Any], indicator: str) -> tuple[Any, Any]:
    return content["answers"].get(indicator), content["validated"].get(indicator)
