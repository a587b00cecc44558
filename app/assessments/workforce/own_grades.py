"""The grades of an administration by its own names: kept with it from year to year, and told on its report."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.db import audit_log, fingerprints
from app.db.tables.columns import table_of
from app.db.tables.workforce import OwnGrade

OWN = table_of(OwnGrade)
OF_ADMINISTRATION = (
    select(OWN.c.name, OWN.c.grade)
    .where(OWN.c.administration_id == bindparam("administration"))
    .order_by(OWN.c.position)
)


def own_grades_of(db: Session, administration_id: str) -> dict[str, str]:
    """Own name -> one of the seven, in the order in which they were written."""
    rows = db.connection().execute(OF_ADMINISTRATION, {"administration": administration_id})
    return {row.name: row.grade for row in rows}


def save_own_grades(
    db: Session, assessment: OneAssessment, wanted: Mapping[str, str], *, by: str, at: datetime
) -> None:
    """In place of those that were there; the same again changes nothing."""
    administration = assessment.administration_id
    if list(own_grades_of(db, administration).items()) == list(wanted.items()):
        return
    touched = fingerprints.written(db, delete(OWN).where(OWN.c.administration_id == administration))
    shared = {"administration_id": administration, "by": by, "at": at}
    rows = [
        shared | {"name": name, "grade": grade, "position": position}
        for position, (name, grade) in enumerate(wanted.items())
    ]
    if rows:
        touched |= fingerprints.written(db, insert(OWN), rows)
    details = {"administration": administration, "number": len(rows)}
    audit_log.record(
        db, "own grades saved", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched
    )
