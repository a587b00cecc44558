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
PUBLISHED = _without(Assessment.published).where(exists().where(col(Publication.assessment_id) == col(Assessment.id)))


def fill_figures(db: Session, catalogue: Catalogue, *, at: datetime) -> None:
    """Of assessments from before these figures were stored; once filled, nothing is left to do."""
    filled = {id_ for fill in (_own, _signed, _published) for id_ in fill(db, catalogue)}
    if filled:
        audit_log.record(db, "figures filled", by="command line", at=at, details={"assessments": len(filled)})


def _own(db: Session, catalogue: Catalogue) -> Iterator[str]:
    for one in _found(db, catalogue, UNSCORED):
        store_figures(db, one)
        yield one.id


def _signed(db: Session, catalogue: Catalogue) -> Iterator[str]:
    """The moderated figures too: they were empty until the first decision of a review."""
    for one in _found(db, catalogue, SIGNED):
        signature = newest_signature(db, one)
        if signature is None:
            raise ValueError(f"{one.id} is {one.state}, but there is no signature of it")
        yield _store(db, one, **figures_of_signed(db, one, signature.content))


def _published(db: Session, catalogue: Catalogue) -> Iterator[str]:
    for one in _found(db, catalogue, PUBLISHED):
        if publication := newest_publication(db, one.id):
            yield _store(db, one, published=published_figures(publication.content))


def _found(db: Session, catalogue: Catalogue, statement: Select[*tuple[Any, ...]]) -> list[OneAssessment]:
    return [one_assessment(row, catalogue) for row in db.connection().execute(statement).all()]


def _store(db: Session, one: OneAssessment, **figures: Any) -> str:
    db.connection().execute(update(Assessment).where(col(Assessment.id) == one.id).values(**figures))
    return one.id


AT_ONCE = 1_000
"""Records in one row of the log."""


def record_contents(db: Session, *, at: datetime) -> None:
    """Once, in a log that began before contents were kept: what stands there now is covered from now on."""
    if not _is_unrecorded(db):
        return
    audit_log.take_turn(db)
    if not _is_unrecorded(db):  # another server was faster
        return
    for some in _portions(fingerprints.everything(db)):
        audit_log.record(db, RECORDED, by="command line", at=at, details={"records": len(some)}, contents=some)


def _is_unrecorded(db: Session) -> bool:
    """The oldest rows come first, and right behind them what was recorded: neither look goes far."""
    oldest = db.connection().execute(select(ENTRIES.c.contents).order_by(ENTRIES.c.id).limit(1)).first()
    if oldest is None or oldest.contents is not None:
        return False
    recorded = select(ENTRIES.c.id).where(ENTRIES.c.action == RECORDED, ENTRIES.c.contents.is_not(None))
    return db.connection().execute(recorded.order_by(ENTRIES.c.id).limit(1)).first() is None


def _portions(found: Iterator[tuple[str, str]]) -> Iterator[dict[str, str]]:
    while some := dict(islice(found, AT_ONCE)):
        yield some
