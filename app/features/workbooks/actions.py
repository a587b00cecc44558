"""Takes over what workbooks brought, and takes an import back: each in one transaction with its audit row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Row, update
from sqlmodel import Session

from app.assessments.evidence.limit import TooMuchEvidence
from app.assessments.reads import OneAssessment
from app.assessments.saving import ChangedMeanwhile, save_answers
from app.assessments.to_sign import returned_tables
from app.assessments.workforce.cells import NEVER_SAVED, cell_named, key_of, saved_cells
from app.assessments.workforce.saving import NewNumbers, NumbersConflict, save_numbers
from app.db import audit_log, fingerprints
from app.db.tables.answers import WorkbookImport
from app.features.workbooks.choosing import Choice
from app.features.workbooks.numbers.choosing import NumberChoice
from app.features.workbooks.numbers.queries import number_revisions, numbers_before, of_answers, of_numbers
from app.features.workbooks.queries import IMPORTS, answers_before, changed_since, revisions_of
from questionnaires.workforce.definition import CellId


@dataclass(frozen=True)
class NumbersChanged:
    """Somebody saved these meanwhile; nothing was stored."""

    cells: tuple[CellId, ...]


class Stored(NamedTuple):
    """How many; what is there already is not stored again."""

    answers: int
    numbers: int


def take_over(
    db: Session, assessment: OneAssessment, choice: Choice, numbers: NumberChoice, *, by: str, at: datetime
) -> Stored | ChangedMeanwhile | NumbersChanged | TooMuchEvidence:
    """All or nothing: whether numbers changed meanwhile is known before the first answer is stored."""
    if changed := late_numbers(db, assessment, numbers):
        return NumbersChanged(changed)
    outcome = save_answers(db, assessment, choice.wanted, choice.revisions, by=by, at=at)
    if isinstance(outcome, ChangedMeanwhile | TooMuchEvidence):
        return outcome
    answers = {id_: [saved.revision - 1, saved.revision] for id_, saved in outcome.items()}
    of_numbers = store_numbers(db, assessment, numbers, by=by, at=at)
    if rows := answers | of_numbers:
        _remember(db, assessment, rows, of_numbers, by=by, at=at)
    return Stored(len(answers), len(of_numbers))


def late_numbers(db: Session, assessment: OneAssessment, choice: NumberChoice) -> tuple[CellId, ...]:
    """Those that somebody saved since they were shown, as something else than what is chosen."""
    if not choice.values:
        return ()
    here = saved_cells(db, assessment.id)
    there = {cell: here.get(cell, NEVER_SAVED) for cell in choice.values}
    return tuple(
        cell
        for cell, value in choice.values.items()
        if there[cell].revision != choice.based_on[cell] and there[cell].value != value
    )


def store_numbers(
    db: Session, assessment: OneAssessment, choice: NumberChoice, *, by: str, at: datetime
) -> dict[str, list[int]]:
    """By the names of cells, the revisions before and after."""
    if not choice.values:
        return {}
    new = NewNumbers(choice.values, choice.based_on, "workbook", by, at, of_a_form=False)
    saved = save_numbers(db, assessment, new, returned=returned_tables(db, assessment))
    if isinstance(saved, NumbersConflict):
        raise RuntimeError("numbers changed while the assessment was locked")
    return {key_of(cell): [each.revision - 1, each.revision] for cell, each in saved.stored.items()}


def _remember(
    db: Session,
    assessment: OneAssessment,
    rows: Mapping[str, list[int]],
    numbers: Mapping[str, list[int]],
    *,
    by: str,
    at: datetime,
) -> None:
    record = WorkbookImport(id=str(uuid4()), assessment_id=assessment.id, rows=dict(rows), by=by, at=at)
    db.add(record)
    details: dict[str, Any] = {"import": record.id, "rows": {id_: rows[id_] for id_ in rows.keys() - numbers.keys()}}
    details |= {"numbers": dict(numbers)} if numbers else {}
    audit_log.record(
        db,
        "workbook imported",
        by=by,
        at=at,
        assessment_id=assessment.id,
        details=details,
        contents=fingerprints.of(record),
    )


def take_back(
    db: Session, assessment: OneAssessment, past: Row[Any], *, by: str, at: datetime
) -> tuple[str, ...] | TooMuchEvidence:
    """New revisions with what stood there before; or, where somebody changed questions since, their ids and no change.

    What was taken back already stays so.
    """
    if past.undone_at is not None:
        return ()
    answers, numbers = of_answers(past.rows), of_numbers(past.rows)
    now = revisions_of(db, assessment.id) | number_revisions(db, assessment)
    if changed := changed_since(past.rows, now):
        return changed
    revisions = {id_: after for id_, (_, after) in answers.items()}
    before = answers_before(db, assessment.id, answers)
    outcome = save_answers(db, assessment, before, revisions, by=by, at=at)
    if isinstance(outcome, TooMuchEvidence):
        return outcome
    based_on = {cell_named(key): after for key, (_, after) in numbers.items()}
    store_numbers(db, assessment, NumberChoice(numbers_before(db, assessment.id, numbers), based_on), by=by, at=at)
    undone = fingerprints.written(db, update(IMPORTS).where(IMPORTS.c.id == past.id).values(undone_by=by, undone_at=at))
    audit_log.record(
        db, "import taken back", by=by, at=at, assessment_id=assessment.id, details={"import": past.id}, contents=undone
    )
    return ()
