"""This round begins with the numbers with which the last one ended."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.report.last_numbers import LastNumbers, last_numbers
from app.assessments.report.numbers import opening_numbers
from app.assessments.to_sign import returned_tables
from app.assessments.workforce.cells import NEVER_SAVED, SavedCell, saved_cells
from app.assessments.workforce.saving import NewNumbers, save_numbers
from questionnaires.workforce.definition import CellId, Table


def take_opening(db: Session, assessment: OneAssessment, table: Table, *, by: str, at: datetime) -> None:
    """Only into cells that are empty. Raises NotNow."""
    saved = saved_cells(db, assessment.id, table.id)
    numbers = empty_opening(assessment, last_numbers(db, assessment), table, saved)
    based_on = {cell: saved.get(cell, NEVER_SAVED).revision for cell in numbers}
    save_numbers(
        db,
        assessment,
        NewNumbers(numbers, based_on, "last round", by, at),
        only=table.id,
        returned=returned_tables(db, assessment),
    )


def empty_opening(
    assessment: OneAssessment, last: LastNumbers | None, table: Table, saved: Mapping[CellId, SavedCell]
) -> dict[CellId, int]:
    """What the last round says of cells in which nothing stands."""
    opening = opening_numbers(assessment, last, table, saved)
    return {cell: number for cell, number in opening.items() if saved.get(cell, NEVER_SAVED).value is None}
