"""What a migration left empty, since what fills it stands above the migrations: figures, and the hashes of the log."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import String, cast, or_, select
from sqlmodel import Session, col

from app import audit, contents
from app.assessments import ONE_ASSESSMENT, one_assessment
from app.audit import ENTRIES, RECORDED
from app.tables.rounds import Assessment
from app.to_sign import store_figures
from questionnaires.catalogue import Catalogue

EMPTY = ONE_ASSESSMENT.where(or_(cast(col(Assessment.scores), String) == "{}", col(Assessment.blockers).is_(None)))


def fill_figures(db: Session, catalogue: Catalogue, *, at: datetime) -> None:
    """Of assessments from before they were stored; once filled, nothing is left to do."""
    found = db.connection().execute(EMPTY).all()
    for row in found:
        store_figures(db, one_assessment(row, catalogue))
    if found:
        audit.remember(db, "figures filled", by="command line", at=at, details={"assessments": len(found)})


AT_ONCE = 1_000
"""Records in one row of the log."""


def record_contents(db: Session, *, at: datetime) -> None:
    """Once, in a log that began before contents were kept: what stands there now is covered from now on."""
    if not _is_unrecorded(db):
        return
    audit.take_turn(db)
    if not _is_unrecorded(db):  # another server was faster
        return
    for some in _portions(contents.everything(db)):
        audit.remember(db, RECORDED, by="command line", at=at, details={"records": len(some)}, contents=some)


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
