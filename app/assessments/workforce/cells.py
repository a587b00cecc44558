"""Reads the numbers of the workforce tables. Only whoever may see every one of them comes here; see `seen.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.db.tables.columns import table_of
from app.db.tables.workforce import WorkforceCell, WorkforceHistoryEntry
from questionnaires.workforce.definition import CellId, Table

CELL, HISTORY = table_of(WorkforceCell), table_of(WorkforceHistoryEntry)
Values = Mapping[CellId, int | None]
"""None is "not known", and so is what is not there."""

OF_ASSESSMENT = CELL.c.assessment_id == bindparam("assessment")
# Built once, so that SQLAlchemy finds them compiled
ALL_CELLS = select(CELL).where(OF_ASSESSMENT)
OF_TABLE = ALL_CELLS.where(CELL.c.table_id == bindparam("table"))
ONE_CELL = OF_TABLE.where(CELL.c.row_id == bindparam("row"), CELL.c.column_id == bindparam("column"))
ALL_HISTORY = select(HISTORY).where(HISTORY.c.assessment_id == bindparam("assessment"))
BEFORE = func.lag(HISTORY.c.value).over(
    partition_by=(HISTORY.c.row_id, HISTORY.c.column_id), order_by=HISTORY.c.revision
)
HISTORY_OF_TABLE = (
    select(HISTORY, BEFORE.label("before"))
    .where(HISTORY.c.assessment_id == bindparam("assessment"), HISTORY.c.table_id == bindparam("table"))
    .order_by(HISTORY.c.saved_at.desc(), HISTORY.c.row_id, HISTORY.c.column_id, HISTORY.c.revision.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class SavedCell:
    """A number with its revision, and who saved it when. Revision 0: never saved."""

    value: int | None = None
    revision: int = 0
    source: str = ""
    salt: str = ""
    by: str = ""
    at: datetime | None = None


NEVER_SAVED = SavedCell()
SavedCells = Mapping[CellId, SavedCell]


def saved_cells(db: Session, assessment_id: str, table: str | None = None) -> dict[CellId, SavedCell]:
    """Of all tables, or of one."""
    names = {"assessment": assessment_id} | ({} if table is None else {"table": table})
    rows = db.connection().execute(ALL_CELLS if table is None else OF_TABLE, names)
    return {cell_of(row): saved_of(row) for row in rows}


def saved_cell(db: Session, assessment_id: str, cell: CellId) -> SavedCell | None:
    row = db.connection().execute(ONE_CELL, _place(assessment_id, cell)).first()
    return saved_of(row) if row else None


def asked_tables(assessment: OneAssessment) -> tuple[Table, ...]:
    """None where its version asks no numbers."""
    if assessment.tables is None:
        return ()
    not_asked = assessment.questionnaire.not_asked(assessment.profile)
    return tuple(assessment.tables.asked(assessment.profile, not_asked))


def values_of(db: Session, assessment_id: str) -> dict[CellId, int | None]:
    return {cell: saved.value for cell, saved in saved_cells(db, assessment_id).items()}


def history_of_table(db: Session, assessment_id: str, table: str, most: int) -> Sequence[Row[Any]]:
    """The newest first, each with the value `before`."""
    names = {"assessment": assessment_id, "table": table, "most": most}
    return db.connection().execute(HISTORY_OF_TABLE, names).all()


def _place(assessment_id: str, cell: CellId) -> dict[str, str]:
    return {"assessment": assessment_id, "table": cell.table, "row": cell.row, "column": cell.column}


def cell_of(row: Any) -> CellId:
    measure, _, sex = row.column_id.partition(".")
    return CellId(row.table_id, row.row_id, measure, sex)


def saved_of(row: Any) -> SavedCell:
    return SavedCell(row.value, row.revision, row.source, row.salt, row.saved_by, row.saved_at)


def key_of(cell: CellId) -> str:
    """As files and signatures name a cell: "WT1a/G1/staff.W"."""
    return f"{cell.table}/{cell.row}/{cell.column}"


def cell_named(key: str) -> CellId:
    table, row, column = key.split("/")
    measure, _, sex = column.partition(".")
    return CellId(table, row, measure, sex)
