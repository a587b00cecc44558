"""Which mails a person wants about assessments: each at once, one a day, or few; and when the one of the day is due."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.db.tables.people import Administration, MailChoice, Membership
from app.db.tables.records import Notice

EACH: Final = "each"
DAILY: Final = "daily"
FEW: Final = "few"
DIGEST_HOUR = 7
"""In the zone of the reader: there before the working day begins."""


def choice_of(db: Session, person_id: str) -> str:
    chosen = db.get(MailChoice, person_id)
    return chosen.choice if chosen else EACH


def choose(db: Session, person_id: str, choice: str) -> bool:
    """Whether it was another one before. Who wants few gets no mail of what waits for the one of the day either."""
    if choice == choice_of(db, person_id):
        return False
    if choice == EACH:
        db.execute(delete(MailChoice).where(col(MailChoice.person_id) == person_id))
    else:
        db.merge(MailChoice(person_id=person_id, choice=choice))
    if choice == FEW:
        db.execute(update(Notice).where(col(Notice.person_id) == person_id).values(digest_at=None))
    return True


def next_digest(at: datetime, zone: str) -> datetime:
    """The first hour of digests after a moment, by the clock there."""
    there = at.astimezone(ZoneInfo(zone))
    day = there.date() + timedelta(days=there.hour >= DIGEST_HOUR)
    return datetime.combine(day, time(DIGEST_HOUR), ZoneInfo(zone))


def zone_of(db: Session, person_id: str) -> str:
    """Of the administration that the person belongs to; UTC for offices, and for people of several."""
    zones = (
        select(col(Administration.time_zone))
        .join(Membership, col(Membership.administration_id) == col(Administration.id))
        .where(col(Membership.person_id) == person_id)
        .distinct()
    )
    names = list(db.execute(zones).scalars())
    return names[0] if len(names) == 1 else "UTC"
