"""What a migration left empty, since what fills it stands above the migrations: figures, and the hashes of the log."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, String, cast, exists, or_, select, update
from sqlmodel import Session, col

from app.assessments.answer_sets import newest_publication, newest_signature
from app.assessments.lifecycle import SUBMITTED
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.stored_figures import figures_of_signed, published_figures
from app.assessments.to_sign import store_figures
from app.db import audit_log, fingerprints
from app.db.audit_log import ENTRIES, RECORDED
from app.db.tables.rounds import Assessment, Publication
from questionnaires.catalogue import Catalogue


def _without(column: Any) -> Select[*tuple[Any, ...]]:
    return ONE_ASSESSMENT.where(cast(col(column), String) == "{}")


UNSCORED = ONE_ASSESSMENT.where(or_(cast(col(Assessment.scores), String) == "{}", col(Assessment.blockers).is_(None)))
SIGNED = _without(Assessment.validated).where(col(Assessment.state).in_(SUBMITTED))
PUBLISHED = ONE_ASSESSMENT.where(
    cast(col(Assessment.published), String).not_like('%"examined"%'),
    exists().where(col(Publication.assessment_id) == col(Assessment.id)),
)
"""Until 0.10.0 the published figures did not say how much was examined."""


def fill_figures(db: Session, catalogue: Catalogue, *, at: datetime) -> None:
    """Of assessments from before these figures were stored; once filled, nothing is left to do."""
    filled = {id_ for fill in (_own, _signed, _published) for id_ in fill(db, catalogue)}
    if filled:
        audit_log.record(db, "figures filled", by="command line", at=at, details={"assessments": len(filled)})


def _own(db: Session, catalogue: Catalogue) -> Iterator[str]:
    for assessment in _assessments(db, catalogue, UNSCORED):
        store_figures(db, assessment)
        yield assessment.id


def _signed(db: Session, catalogue: Catalogue) -> Iterator[str]:
    """The moderated figures too: they were empty until the first decision of a review."""
    for assessment in _assessments(db, catalogue, SIGNED):
        signature = newest_signature(db, assessment)
        if signature is None:
            raise ValueError(f"{assessment.id} is {assessment.state}, but there is no signature of it")
        yield _store(db, assessment, **figures_of_signed(db, assessment, signature.content))


def _published(db: Session, catalogue: Catalogue) -> Iterator[str]:
    for assessment in _assessments(db, catalogue, PUBLISHED):
        if publication := newest_publication(db, assessment.id):
            yield _store(db, assessment, published=published_figures(assessment.questionnaire, publication.content))


def _assessments(db: Session, catalogue: Catalogue, statement: Select[*tuple[Any, ...]]) -> list[OneAssessment]:
    return [one_assessment(row, catalogue) for row in db.connection().execute(statement).all()]


def _store(db: Session, assessment: OneAssessment, **figures: Any) -> str:
    db.connection().execute(update(Assessment).where(col(Assessment.id) == assessment.id).values(**figures))
    return assessment.id


AT_ONCE = 1_000
"""Records in one row of the log."""


def record_contents(db: Session, *, at: datetime) -> None:
    """Once, in a log that began before contents were kept: what stands there now is covered from now on."""
    if not _is_unrecorded(db):
        return
    audit_log.take_turn(db)
    if not _is_unrecorded(db):  # another server was faster
        return
    for portion in _portions(fingerprints.everything(db)):
        audit_log.record(db, RECORDED, by="command line", at=at, details={"records": len(portion)}, contents=portion)


def _is_unrecorded(db: Session) -> bool:
    """The oldest rows come first, and right behind them what was recorded: neither look goes far."""
    oldest = db.connection().execute(select(ENTRIES.c.contents).order_by(ENTRIES.c.id).limit(1)).first()
    if oldest is None or oldest.contents is not None:
        return False
    recorded = select(ENTRIES.c.id).where(ENTRIES.c.action == RECORDED, ENTRIES.c.contents.is_not(None))
    return db.connection().execute(recorded.order_by(ENTRIES.c.id).limit(1)).first() is None


def _portions(contents: Iterator[tuple[str, str]]) -> Iterator[dict[str, str]]:
    while portion := dict(islice(contents, AT_ONCE)):
        yield portion
