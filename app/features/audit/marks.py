"""How far an auditor has looked through the published results: a row of the log says it, so that no table is needed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from app.access.forms import moment_of
from app.db import audit_log
from app.db.audit_log import ENTRIES

MARKED = "results marked as seen"
MOST_ACTS = 5_000
"""Of one person, which are looked through: an auditor has some hundreds a year."""


def seen_until(db: Session, person_id: str) -> datetime | None:
    """The newest of the results that this person marked as seen; None where they marked none among their last acts."""
    own = select(ENTRIES.c.id, ENTRIES.c.action).where(ENTRIES.c.by == person_id)
    last = own.order_by(ENTRIES.c.id.desc()).limit(MOST_ACTS).subquery()
    newest = select(func.max(last.c.id)).where(last.c.action == MARKED).scalar_subquery()
    details = db.connection().execute(select(ENTRIES.c.details).where(ENTRIES.c.id == newest)).scalar_one_or_none()
    return moment_of(str(details.get("until", ""))) if details else None


def mark_seen(db: Session, person_id: str, until: datetime, *, at: datetime) -> bool:
    """Whether that is further than before. `until` is what the page showed: what came since is not seen."""
    before = seen_until(db, person_id)
    if until > at or (before and until <= before):
        return False
    details = {"until": until.isoformat(timespec="microseconds")}
    audit_log.record(db, MARKED, by=person_id, at=at, details=details)
    return True
