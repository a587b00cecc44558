"""The versions of a review: each finish freezes one, V1, V2; the lead reads it, sends it back, or publishes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlmodel import Session, col

from app.assessments.answer_sets import content_hash
from app.assessments.examined import UNEXAMINED
from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import content_of, outcome_so_far
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.reviews import ReviewVersion
from app.features.reviewing.outcome.recommending import declined_in
from app.features.reviewing.review import Review

VERSION = table_of(ReviewVersion)
VERSIONS = (
    select(VERSION, col(Person.name).label("reviewer"))
    .join(Person, col(Person.id) == VERSION.c.by)
    .where(VERSION.c.assessment_id == bindparam("assessment"), VERSION.c.edition == bindparam("edition"))
    .order_by(VERSION.c.number)
)
DECISION = ("decision", "value", "reason", "note")


def versions_of(db: Session, assessment: OneAssessment) -> list[Row[Any]]:
    """Of this edition, the oldest first."""
    of_edition = {"assessment": assessment.id, "edition": assessment.edition}
    return list(db.connection().execute(VERSIONS, of_edition))


def keep_version(db: Session, review: Review, *, by: str, at: datetime) -> None:
    """What the review is as it is finished."""
    assessment = review.assessment
    content = content_of_version(db, review)
    version = ReviewVersion(
        assessment_id=assessment.id,
        edition=assessment.edition,
        number=len(versions_of(db, assessment)) + 1,
        signature=assessment.signature,
        content=content,
        hash=content_hash(content),
        by=by,
        at=at,
    )
    db.add(version)
    details = {"edition": version.edition, "number": version.number, "sha256": version.hash}
    touched = fingerprints.of(version)
    audit_log.record(
        db, "review version kept", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched
    )


def content_of_version(db: Session, review: Review) -> dict[str, Any]:
    decisions = review.all_standing.items()
    return {
        "decisions": {id_: {name: getattr(row, name) for name in DECISION} for id_, row in sorted(decisions)},
        "figures": review.figures,
        "declined": declined_in(db, review.assessment),
        **content_of(outcome_so_far(db, review.assessment)),
    }


def send_version_back(db: Session, assessment: OneAssessment, remark: str) -> Contents:
    """The remark is kept with the newest version; a review that was finished before there were versions has none."""
    versions = versions_of(db, assessment)
    if not versions:
        return {}
    newest = (
        VERSION.c.assessment_id == assessment.id,
        VERSION.c.edition == assessment.edition,
        VERSION.c.number == versions[-1].number,
    )
    return fingerprints.written(db, update(VERSION).where(*newest).values(remark=remark))


@dataclass(frozen=True)
class Change:
    """Of one question, text or figure between two versions; "" where there was nothing. `what` is its id or name."""

    kind: str
    what: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Between the contents of two versions, in the order of a page. Pure."""
    return (
        *_changed("level", _level(before), _level(after)),
        *_changed("decision", _decisions(before), _decisions(after)),
        *_changed("recommendation", _recommendations(before), _recommendations(after)),
        *_changed("summary", before.get("summary", {}), after.get("summary", {})),
    )


def _changed(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys((*before, *after)):
        if before.get(what, "") != after.get(what, ""):
            yield Change(kind, what, before.get(what, ""), after.get(what, ""))


def _level(content: Mapping[str, Any]) -> dict[str, str]:
    figures = content["figures"]
    return {"overall": f"{figures['level']} ({figures['scores']['overall']})"}


def _decisions(content: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen, as forms name it; one without examination is none."""
    return {
        id_: decision["value"] or decision["decision"]
        for id_, decision in content["decisions"].items()
        if decision["decision"] != UNEXAMINED
    }


def _recommendations(content: Mapping[str, Any]) -> dict[str, str]:
    parts = ("finding", "risk", "recommended", "due_on")
    return {
        recommended["indicator"]: "\n".join(filter(None, (recommended[part] for part in parts)))
        for recommended in content.get("recommendations", ())
    }
