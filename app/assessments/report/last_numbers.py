"""The numbers that the last round's signature froze: what changes are measured by, and where this year begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlmodel import Session, col

from app.assessments.last_round import THIS_ROUND, latest_before
from app.assessments.reads import OneAssessment
from app.assessments.workforce.signed import SIGNED, values_in
from app.db.tables.rounds import Assessment, Round
from questionnaires.workforce.definition import CellId

LATEST: Select[*tuple[Any, ...]] = (
    select(SIGNED.c.cells, col(Round.name).label("round"))
    .select_from(Assessment)
    .join(Round)
    .join(SIGNED, and_(SIGNED.c.assessment_id == col(Assessment.id), SIGNED.c.number == col(Assessment.signature)))
    .where(col(Assessment.id) == latest_before(bindparam("administration"), THIS_ROUND).scalar_subquery())
)


@dataclass(frozen=True)
class LastNumbers:
    """`round` is its name."""

    round: str
    values: Mapping[CellId, int | None]


def last_numbers(db: Session, assessment: OneAssessment) -> LastNumbers | None:
    """None where the last round has no numbers under its signature."""
    names = {"administration": assessment.administration_id, "round": assessment.round_id}
    row = db.connection().execute(LATEST, names).first()
    return LastNumbers(row.round, values_in(row.cells)) if row and row.cells else None
