"""The one mail of the day, for those who chose it: a line for each notice that they have not opened, and one link."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session, col

from app.access.notices import IS_READABLE
from app.db import audit_log
from app.db.session import Database
from app.db.tables.people import Administration, Person
from app.db.tables.records import Notice
from app.db.tables.rounds import Assessment, Round
from app.i18n.languages import spoken
from app.jobs.mail_choices import zone_of
from app.jobs.notice_words import notice_sentence
from app.jobs.outbox import Kind, post
from app.validation.names import harmless

BY = "digests"
"""Who wrote these mails, in the log."""
MOST_LINES = 50


def write_digests(database: Database, *, now: datetime) -> int:
    """Puts the mails of the day that are due into the outbox. How many."""
    is_due = col(Notice.digest_at) <= now
    with database.reading() as db:
        if not db.execute(select(col(Notice.id)).where(is_due).limit(1)).first():
            return 0
    with database.writing() as db:
        audit_log.take_turn(db)  # of two servers the second then finds that all is told
        told = update(Notice).where(is_due).values(digest_at=None).returning(col(Notice.person_id), col(Notice.id))
        due: dict[str, list[str]] = {}
        for person_id, id_ in db.execute(told):
            due.setdefault(person_id, []).append(id_)
        count = sum(_write(db, person_id, ids, now) for person_id, ids in sorted(due.items()))
        if count:
            audit_log.record(db, "digests written", by=BY, at=now, details={"mails": count})
        return count


def _write(db: Session, person_id: str, ids: list[str], now: datetime) -> bool:
    """Not where all of it was opened meanwhile, or is theirs to read no longer."""
    rows = _unread(db, ids)
    if not rows:
        return False
    zone = zone_of(db, person_id)
    lines = "\n".join(_line(row, zone) for row in rows[:MOST_LINES])
    post(db, Kind.DIGEST, person_id, "/notices", at=now, count=len(rows), lines=lines)
    return True


def _unread(db: Session, ids: list[str]) -> Sequence[Row[Any]]:
    statement = (
        select(
            col(Notice.kind),
            col(Notice.names),
            col(Person.language),
            col(Administration.name).label("place"),
            col(Round.name).label("round"),
        )
        .join_from(Notice, Person)
        .join(Assessment, col(Assessment.id) == col(Notice.assessment_id))
        .join(Administration, col(Administration.id) == col(Assessment.administration_id))
        .join(Round, col(Round.id) == col(Assessment.round_id))
        .where(col(Notice.id).in_(ids), col(Notice.seen_at).is_(None), col(Person.is_active), IS_READABLE)
        .order_by(col(Notice.at), col(Notice.id))
    )
    return db.execute(statement).all()


def _line(row: Row[Any], zone: str) -> str:
    sentence = notice_sentence(row.kind, row.names, spoken(row.language), zone)
    return f"- {harmless(row.place)}, {row.round}: {sentence}"
