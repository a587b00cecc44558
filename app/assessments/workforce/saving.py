"""The writes of numbers: one transaction each, with its history and its row of the log.

The caller holds the assessment's row locked (`access.loaders` does so for every write), so two saves never cross.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session

from app.assessments.lifecycle import WITH_THE_TEAM, NotNow, State, after_answering
from app.assessments.reads import OneAssessment
from app.assessments.transitions import Cause, note_work
from app.assessments.workforce.cells import (
    ALL_HISTORY,
    CELL,
    HISTORY,
    NEVER_SAVED,
    SavedCell,
    cell_of,
    key_of,
    saved_cell,
    saved_cells,
)
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from questionnaires.workforce.definition import CellId

# Built once, so that SQLAlchemy finds them compiled
INSERT_CELL, INSERT_HISTORY = insert(CELL), insert(HISTORY)
UPDATE_CELL = update(CELL).where(
    CELL.c.assessment_id == bindparam("of_assessment"),
    CELL.c.table_id == bindparam("of_table"),
    CELL.c.row_id == bindparam("of_row"),
    CELL.c.column_id == bindparam("of_column"),
)
KEYS = ("assessment", "table", "row", "column")
SALT_BYTES = 16


@dataclass(frozen=True)
class NewNumbers:
    """Numbers to store, each with the revision that it was based on.

    `of_a_form`: every number of a page was sent, so that one which is as its page began is left as it is. Whoever names
    the numbers one by one means each of them.
    """

    values: Mapping[CellId, int | None]
    based_on: Mapping[CellId, int]
    source: str
    by: str
    at: datetime
    of_a_form: bool = True


@dataclass(frozen=True)
class SavedNumbers:
    """What was stored; and what others had saved meanwhile in cells that this person left as they were."""

    stored: Mapping[CellId, SavedCell]
    of_others: frozenset[CellId] = frozenset()


@dataclass(frozen=True)
class NumbersConflict:
    """Somebody saved other numbers meanwhile, in these cells. Nothing was stored; a person decides."""

    theirs: Mapping[CellId, SavedCell]


def save_numbers(
    db: Session,
    assessment: OneAssessment,
    new: NewNumbers,
    *,
    only: str | None = None,
    returned: Collection[str] = (),
) -> SavedNumbers | NumbersConflict:
    """All or none; what is there already is not stored again. `only` is the table that all of them are of, where it is
    one; `returned` are those that the secretariat sent back. Raises NotNow."""
    _refuse_now(assessment, new.values, returned)
    there = _there(db, assessment.id, new.values, only)
    changed = {cell: value for cell, value in new.values.items() if _differs(there.get(cell), value)}
    late = {cell for cell in changed if cell in there and there[cell].revision != new.based_on.get(cell, 0)}
    sent = {cell: changed[cell] for cell in late} if new.of_a_form else {}
    left = _left_as_they_were(db, assessment.id, sent, new.based_on)
    if contested := late - left:
        return NumbersConflict({cell: there[cell] for cell in changed if cell in contested})
    stored = {
        cell: _saved(there.get(cell, NEVER_SAVED), value, new) for cell, value in changed.items() if cell not in left
    }
    if stored:
        touched = _store(db, assessment.id, stored)
        touched |= note_work(db, assessment, Cause(new.by, new.at))
        details = {"cells": [key_of(cell) for cell in stored], "source": new.source}
        audit_log.record(
            db,
            "workforce numbers saved",
            by=new.by,
            at=new.at,
            assessment_id=assessment.id,
            details=details,
            contents=touched,
        )
    return SavedNumbers(stored, left)


def _there(db: Session, assessment_id: str, wanted: Collection[CellId], only: str | None) -> Mapping[CellId, SavedCell]:
    """At least those that are to be stored; one alone is looked for alone, which is twice as fast."""
    if len(wanted) == 1:
        (cell,) = wanted
        saved = saved_cell(db, assessment_id, cell)
        return {cell: saved} if saved else {}
    return saved_cells(db, assessment_id, only)


def _left_as_they_were(
    db: Session, assessment_id: str, sent: Mapping[CellId, int | None], based_on: Mapping[CellId, int]
) -> frozenset[CellId]:
    """Cells that came with the number that their page began with: a form holds every number of its table."""
    if not sent:
        return frozenset()
    rows = db.connection().execute(ALL_HISTORY, {"assessment": assessment_id})
    began = {(cell_of(row), row.revision): row.value for row in rows}
    return frozenset(cell for cell, value in sent.items() if began.get((cell, based_on.get(cell, 0))) == value)


def is_open(assessment: OneAssessment) -> bool:
    """While questions are returned, tables keep what was signed, but for those that were returned too."""
    return assessment.state in WITH_THE_TEAM and assessment.state is not State.RETURNED


def _refuse_now(assessment: OneAssessment, cells: Iterable[CellId], returned: Collection[str]) -> None:
    """Raises NotNow."""
    closed = sorted({cell.table for cell in cells} - set(returned))
    if after_answering(assessment.state) is State.RETURNED and closed:
        raise NotNow(closed[0])


def _differs(there: SavedCell | None, value: int | None) -> bool:
    return value is not None if there is None else value != there.value


def _saved(before: SavedCell, value: int | None, new: NewNumbers) -> SavedCell:
    return SavedCell(value, before.revision + 1, new.source, secrets.token_hex(SALT_BYTES), new.by, new.at)


def _store(db: Session, assessment_id: str, stored: Mapping[CellId, SavedCell]) -> Contents:
    rows = [_row(assessment_id, cell, saved) for cell, saved in stored.items()]
    connection = db.connection()
    if first := [row for row in rows if row["revision"] == 1]:
        connection.execute(INSERT_CELL, first)
    for row in rows:
        if row["revision"] > 1:
            connection.execute(UPDATE_CELL, row | {f"of_{name}": row[f"{name}_id"] for name in KEYS})
    connection.execute(INSERT_HISTORY, rows)
    touched: Contents = {}
    for row in rows:
        touched |= fingerprints.of_values(CELL, row) | fingerprints.of_values(HISTORY, row)
    return touched


def _row(assessment_id: str, cell: CellId, saved: SavedCell) -> dict[str, Any]:
    place = {"assessment_id": assessment_id, "table_id": cell.table, "row_id": cell.row, "column_id": cell.column}
    content = {"value": saved.value, "source": saved.source, "revision": saved.revision, "salt": saved.salt}
    return place | content | {"saved_by": saved.by, "saved_at": saved.at}
