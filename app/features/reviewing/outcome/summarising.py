"""The summary of a review: four texts, saved together, the newest on the one before."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import REVIEW_SUMMARY, SUMMARY, summary_row
from app.db import audit_log, fingerprints


def save_summary(
    db: Session, assessment: OneAssessment, texts: Mapping[str, str], revision: int, *, by: str, at: datetime
) -> bool:
    """False where somebody wrote another meanwhile: then nothing is saved. Sent twice it is saved once."""
    stored = summary_row(db, assessment)
    if stored is not None and all(getattr(stored, name) == texts[name] for name in SUMMARY):
        return True
    if stored is not None and stored.revision != revision:
        return False
    keys = {"assessment_id": assessment.id, "edition": assessment.edition}
    columns = dict(texts) | {"revision": revision + 1, "by": by, "at": at}
    if stored is None:
        touched = fingerprints.written(db, insert(REVIEW_SUMMARY), [keys | columns])
    else:
        own = (REVIEW_SUMMARY.c[name] == value for name, value in keys.items())
        touched = fingerprints.written(db, update(REVIEW_SUMMARY).where(*own).values(columns))
    details = {"edition": assessment.edition, "revision": revision + 1}
    audit_log.record(
        db, "review summary saved", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched
    )
    return True
