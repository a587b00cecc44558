"""Notices that ask for something which is done: nobody has to open them any more, so they count as read.

Opening a page may write nothing, so it is the act itself that settles what asked for it, in its own transaction. Which
acts settle which kinds, `assessments/transitions.py` says; work that was assigned is settled by its last answer.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.db.tables.answers import ElementAssignment
from app.db.tables.records import Notice
from app.validation.mail_kinds import Kind

OTHER_WORK = aliased(ElementAssignment)


def settle(db: Session, assessment_id: str, kinds: Collection[Kind], *, at: datetime) -> None:
    """For everyone who was told, whoever of them did it."""
    told = (col(Notice.assessment_id) == assessment_id, col(Notice.kind).in_(kinds), col(Notice.seen_at).is_(None))
    db.connection().execute(update(Notice).where(*told).values(seen_at=at))


def settle_assigned(
    db: Session, assessment_id: str, finished: Collection[str], open_elements: Collection[str], *, at: datetime
) -> None:
    """For those who have one of the `finished` elements in hand: what told of one element alone, and what told of
    several once none of theirs is among the open ones."""
    home = f"/assessments/{assessment_id}"
    in_hand = select(col(ElementAssignment.person_id)).where(
        col(ElementAssignment.assessment_id) == assessment_id, col(ElementAssignment.element).in_(finished)
    )
    has_more = (
        select(col(OTHER_WORK.element))
        .where(col(OTHER_WORK.assessment_id) == assessment_id, col(OTHER_WORK.person_id) == col(Notice.person_id))
        .where(col(OTHER_WORK.element).in_(open_elements))
    )
    of_one = col(Notice.path).in_([f"{home}/elements/{element}" for element in finished])
    of_several = and_(col(Notice.path) == f"{home}?show=mine", ~has_more.exists())
    told = (
        col(Notice.assessment_id) == assessment_id,
        col(Notice.kind) == Kind.ASSIGNED,
        col(Notice.seen_at).is_(None),
        col(Notice.person_id).in_(in_hand),
    )
    db.connection().execute(update(Notice).where(*told, or_(of_one, of_several)).values(seen_at=at))
