"""Reads of numbers in workbooks: what cells were based on, and what stood there before an import."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.access.loaders import AssessmentAccess
from app.assessments.reads import OneAssessment
from app.assessments.rights import Permission
from app.assessments.to_sign import open_tables
from app.assessments.workforce.cells import (
    ALL_CELLS,
    HISTORY,
    SavedCell,
    asked_tables,
    cell_named,
    cell_of,
    key_of,
    saved_cells,
)
from app.features.workbooks.merging import NamedWorkbook
from app.features.workbooks.numbers.merging import Known, NumberBases
from questionnaires.workforce.definition import CellId

Rows = Mapping[str, list[int]]
"""Question or name of a cell -> revision before and after, as an import keeps them."""


def known_numbers(db: Session, access: AssessmentAccess, workbooks: Iterable[NamedWorkbook]) -> Known:
    assessment = access.assessment
    if not any(named.workbook.numbers for named in workbooks):
        return Known((), {}, {}, ())
    cells = [cell for table in asked_tables(assessment) for cell in table.cells]
    bases = bases_of(db, assessment.id, workbooks)
    return Known(cells, saved_cells(db, assessment.id), bases, tables_to_fill_in(db, access))


def tables_to_fill_in(db: Session, access: AssessmentAccess) -> frozenset[str]:
    """By this person, now."""
    return open_tables(db, access.assessment) if access.may(Permission.KEEP_WORKFORCE) else frozenset()


def numbers_here(db: Session, document: Mapping[str, Any], assessment_id: str) -> dict[CellId, SavedCell]:
    """What is here now, where a preview has any number."""
    changes, _unchanged = document.get("numbers") or ((), 0)
    return saved_cells(db, assessment_id) if changes else {}


def bases_of(db: Session, assessment_id: str, workbooks: Iterable[NamedWorkbook]) -> NumberBases:
    numbers = [number for named in workbooks if not named.is_foreign for number in named.workbook.numbers]
    statement = select(HISTORY).where(
        HISTORY.c.assessment_id == assessment_id,
        HISTORY.c.revision.in_({number.revision for number in numbers if number.revision}),
    )
    return {(cell_of(row), row.revision): row.value for row in db.connection().execute(statement)}


def number_revisions(db: Session, assessment: OneAssessment) -> dict[str, int]:
    """By the names of cells."""
    if assessment.tables is None:
        return {}
    rows = db.connection().execute(ALL_CELLS, {"assessment": assessment.id})
    return {key_of(cell_of(row)): row.revision for row in rows}


def numbers_before(db: Session, assessment_id: str, rows: Rows) -> dict[CellId, int | None]:
    """What stood in each cell before its import."""
    statement = select(HISTORY).where(
        HISTORY.c.assessment_id == assessment_id, HISTORY.c.revision.in_({before for before, _ in rows.values()})
    )
    there = {(cell_of(row), row.revision): row.value for row in db.connection().execute(statement)}
    return {cell_named(key): there.get((cell_named(key), before)) for key, (before, _) in rows.items()}


def of_numbers(rows: Rows) -> dict[str, list[int]]:
    return {key: revisions for key, revisions in rows.items() if "/" in key}


def of_answers(rows: Rows) -> dict[str, list[int]]:
    return {id_: revisions for id_, revisions in rows.items() if "/" not in id_}
