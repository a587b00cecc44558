"""Which mails a person wants about assessments: each at once, one a day, or few; and when the one of the day is due."""

from collections.abc import Collection
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
    return choices_of(db, [person_id]).get(person_id, EACH)


def choices_of(db: Session, people: Collection[str]) -> dict[str, str]:
    """Of those who do not want each."""
    chosen = select(col(MailChoice.person_id), col(MailChoice.choice)).where(col(MailChoice.person_id).in_(people))
    return {person_id: choice for person_id, choice in db.execute(chosen)} if people else {}


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
    return zones_of(db, [person_id])[person_id]


def zones_of(db: Session, people: Collection[str]) -> dict[str, str]:
    """The same, of many in one query."""
    own = (
        select(col(Membership.person_id), col(Administration.time_zone))
        .join(Administration, col(Membership.administration_id) == col(Administration.id))
        .where(col(Membership.person_id).in_(people))
    )
    zones: dict[str, set[str]] = {}
    for person_id, zone in db.execute(own) if people else ():
        zones.setdefault(person_id, set()).add(zone)
    return {id_: "UTC" if len(zones.get(id_, ())) != 1 else next(iter(zones[id_])) for id_ in people}
