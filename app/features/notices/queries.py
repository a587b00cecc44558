"""The notices of one person: those that they may still read, the newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Update, bindparam, select, update
from sqlmodel import Session, col

from app.access.notices import IS_READABLE
from app.db.tables.people import Administration, Person
from app.db.tables.records import Notice
from app.db.tables.rounds import Assessment, Round

ON_A_PAGE = 100

# Built once, so that SQLAlchemy finds them compiled
MINE: Select[*tuple[Any, ...]] = (
    select(
        col(Notice.id),
        col(Notice.kind),
        col(Notice.path),
        col(Notice.names),
        col(Notice.at),
        col(Notice.seen_at),
        col(Administration.name).label("administration"),
        col(Round.name).label("round"),
    )
    .join_from(Notice, Person)
    .join(Assessment, col(Assessment.id) == col(Notice.assessment_id))
    .join(Administration, col(Administration.id) == col(Assessment.administration_id))
    .join(Round, col(Round.id) == col(Assessment.round_id))
    .where(col(Notice.person_id) == bindparam("visitor"), IS_READABLE)
    .order_by(col(Notice.at).desc(), col(Notice.id))
)
PAGE = MINE.limit(ON_A_PAGE + 1).offset(bindparam("before"))
ONE = MINE.where(col(Notice.id) == bindparam("notice"))


def page_of(db: Session, person_id: str, number: int) -> tuple[Sequence[Row[Any]], bool]:
    """The notices of a page, the first of which is 1; and whether there are older ones."""
    before = ON_A_PAGE * (number - 1)
    rows = db.connection().execute(PAGE, {"visitor": person_id, "before": before}).all()
    return rows[:ON_A_PAGE], len(rows) > ON_A_PAGE


def one_of(db: Session, person_id: str, notice_id: str) -> Row[Any] | None:
    """None where it is not this person's, or theirs to read no longer."""
    if "\0" in notice_id:
        return None
    return db.connection().execute(ONE, {"visitor": person_id, "notice": notice_id}).first()


def mark_read(db: Session, person_id: str, notice_id: str, *, at: datetime) -> None:
    db.execute(_marked(person_id, at).where(col(Notice.id) == notice_id))


def mark_all_read(db: Session, person_id: str, until: datetime, *, at: datetime) -> None:
    """What came after the page was shown stays unread."""
    db.execute(_marked(person_id, at).where(col(Notice.at) <= until))


def _marked(person_id: str, at: datetime) -> Update:
    unread = (col(Notice.person_id) == person_id, col(Notice.seen_at).is_(None))
    return update(Notice).where(*unread).values(seen_at=at)
