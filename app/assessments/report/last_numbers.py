"""The numbers that the last round's signature froze: what changes are measured by, and where this year begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from app.assessments.last_round import THIS_ROUND, latest_before
from app.assessments.reads import OneAssessment
from app.assessments.workforce.signed import signed_values
from app.db.tables.rounds import Assessment, Round
from questionnaires.workforce.definition import CellId

LATEST: Select[*tuple[Any, ...]] = (
    select(col(Assessment.id), col(Assessment.signature), col(Round.name).label("round"))
    .join_from(Assessment, Round)
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
    values = signed_values(db, row.id, row.signature) if row else {}
    return LastNumbers(row.round, values) if row and values else None
