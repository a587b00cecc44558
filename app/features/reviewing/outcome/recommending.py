"""The writes of recommendations: one is saved, or it is said of questions that none is needed.

The caller holds the assessment's row locked, so two saves never cross.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session

from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import RECOMMENDATION, recommendation_rows
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.features.reviewing.review import Review

TEXTS = ("finding", "risk", "recommended", "due_on", "why_none")


@dataclass(frozen=True)
class Written:
    """What a reviewer wrote of one question. With `why_none` none is needed."""

    finding: str = ""
    risk: str = ""
    recommended: str = ""
    due_on: str = ""
    why_none: str = ""


@dataclass(frozen=True)
class MadeRecommendation:
    """What is sent; `revision` is the one that it was based on, 0 for none."""

    indicator: str
    written: Written
    revision: int


def save_recommendation(db: Session, review: Review, made: MadeRecommendation, *, by: str, at: datetime) -> bool:
    """False where somebody wrote another meanwhile: then nothing is saved. Sent twice it is saved once."""
    stored = review.recommendations.get(made.indicator)
    if stored is not None and written_in(stored) == made.written:
        return True
    if stored is not None and stored.revision != made.revision:
        return False
    columns = asdict(made.written) | {"revision": made.revision + 1, "by": by, "at": at}
    if not made.written.why_none and not (stored and stored.number):
        columns["number"] = next_number(review)
    touched = _store(db, review.assessment, made.indicator, columns, is_new=stored is None)
    details = {"indicator": made.indicator, "revision": columns["revision"]}
    action = "recommendation declined" if made.written.why_none else "recommendation saved"
    audit_log.record(db, action, by=by, at=at, assessment_id=review.assessment.id, details=details, contents=touched)
    return True


def written_in(row: Any) -> Written:
    return Written(*(getattr(row, name) for name in TEXTS))


def next_number(review: Review) -> int:
    return max((row.number for row in review.recommendations.values()), default=0) + 1


def _store(
    db: Session, assessment: OneAssessment, indicator: str, columns: dict[str, Any], *, is_new: bool
) -> Contents:
    keys = {"assessment_id": assessment.id, "edition": assessment.edition, "indicator": indicator}
    if is_new:
        return fingerprints.written(db, insert(RECOMMENDATION), [{"number": 0} | keys | columns])
    own = (RECOMMENDATION.c[name] == value for name, value in keys.items())
    return fingerprints.written(db, update(RECOMMENDATION).where(*own).values(columns))


def decline(db: Session, review: Review, indicators: Collection[str], why: str, *, by: str, at: datetime) -> None:
    """None is needed on these, which have none: said once, for all."""
    shared = asdict(Written(why_none=why)) | {"number": 0, "revision": 1, "by": by, "at": at}
    keys = {"assessment_id": review.assessment.id, "edition": review.assessment.edition}
    touched = fingerprints.written(
        db, insert(RECOMMENDATION), [keys | shared | {"indicator": id_} for id_ in indicators]
    )
    details = {"indicators": list(indicators)}
    audit_log.record(
        db,
        "recommendation declined",
        by=by,
        at=at,
        assessment_id=review.assessment.id,
        details=details,
        contents=touched,
    )


def declined_in(db: Session, assessment: OneAssessment) -> dict[str, str]:
    """Why none is needed, by indicator."""
    return {id_: row.why_none for id_, row in recommendation_rows(db, assessment).items() if row.why_none}


def copied_from_last_edition(db: Session, assessment: OneAssessment) -> Contents:
    """The review of a correction begins with the recommendations of the edition before, under their numbers."""
    before = recommendation_rows(db, assessment, assessment.edition - 1) if assessment.edition > 1 else {}
    rows = [dict(row._mapping) | {"edition": assessment.edition} for row in before.values()]
    return fingerprints.written(db, insert(RECOMMENDATION), rows) if rows else {}
