"""What became of the recommendations of the last published round: the administration says it, once for each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import FOLLOW_UP, follow_up_rows
from app.db import audit_log, fingerprints


@dataclass(frozen=True)
class MadeFollowUp:
    """What is sent; `revision` is the one that it was based on, 0 for none."""

    indicator: str
    status: str
    reason: str
    revision: int


def save_follow_up(db: Session, assessment: OneAssessment, made: MadeFollowUp, *, by: str, at: datetime) -> bool:
    """False where somebody said otherwise meanwhile: then nothing is saved. Sent twice it is saved once."""
    stored = follow_up_rows(db, assessment).get(made.indicator)
    if stored is not None and (stored.status, stored.reason) == (made.status, made.reason):
        return True
    if stored is not None and stored.revision != made.revision:
        return False
    keys = {"assessment_id": assessment.id, "indicator": made.indicator}
    columns = {"status": made.status, "reason": made.reason, "revision": made.revision + 1, "by": by, "at": at}
    if stored is None:
        touched = fingerprints.written(db, insert(FOLLOW_UP), [keys | columns])
    else:
        own = (FOLLOW_UP.c[name] == value for name, value in keys.items())
        touched = fingerprints.written(db, update(FOLLOW_UP).where(*own).values(columns))
    details = {"indicator": made.indicator, "status": made.status, "revision": made.revision + 1}
    audit_log.record(
        db, "recommendation followed", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched
    )
    return True
