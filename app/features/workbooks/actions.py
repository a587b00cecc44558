"""Takes over what workbooks brought, and takes an import back: each in one transaction with its audit row."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, update
from sqlmodel import Session

from app.assessments.evidence.limit import TooMuchEvidence
from app.assessments.reads import OneAssessment
from app.assessments.saving import ChangedMeanwhile, save_answers
from app.db import audit_log, fingerprints
from app.db.tables.answers import WorkbookImport
from app.features.workbooks.choosing import Choice
from app.features.workbooks.queries import IMPORTS, answers_before, changed_since, revisions_of


def take_over(
    db: Session, assessment: OneAssessment, choice: Choice, *, by: str, at: datetime
) -> int | ChangedMeanwhile | TooMuchEvidence:
    """How many answers were stored; what is there already is not stored again."""
    outcome = save_answers(db, assessment, choice.wanted, choice.revisions, by=by, at=at)
    if isinstance(outcome, ChangedMeanwhile | TooMuchEvidence):
        return outcome
    if not outcome:
        return 0
    rows = {id_: [saved.revision - 1, saved.revision] for id_, saved in outcome.items()}
    record = WorkbookImport(id=str(uuid4()), assessment_id=assessment.id, rows=rows, by=by, at=at)
    db.add(record)
    details = {"import": record.id, "rows": rows}
    audit_log.record(
        db,
        "workbook imported",
        by=by,
        at=at,
        assessment_id=assessment.id,
        details=details,
        contents=fingerprints.of(record),
    )
    return len(rows)


def take_back(
    db: Session, assessment: OneAssessment, past: Row[Any], *, by: str, at: datetime
) -> tuple[str, ...] | TooMuchEvidence:
    """New revisions with what stood there before; or, where somebody changed questions since, their ids and no change.

    What was taken back already stays so.
    """
    if past.undone_at is not None:
        return ()
    if changed := changed_since(past.rows, revisions_of(db, assessment.id)):
        return changed
    revisions = {id_: after for id_, (_, after) in past.rows.items()}
    before = answers_before(db, assessment.id, past.rows)
    outcome = save_answers(db, assessment, before, revisions, by=by, at=at)
    if isinstance(outcome, TooMuchEvidence):
        return outcome
    undone = fingerprints.written(db, update(IMPORTS).where(IMPORTS.c.id == past.id).values(undone_by=by, undone_at=at))
    audit_log.record(
        db, "import taken back", by=by, at=at, assessment_id=assessment.id, details={"import": past.id}, contents=undone
    )
    return ()
