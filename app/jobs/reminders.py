"""Mails that a calendar sends: reminders of a date that comes near, few, and none to those who are at work already; and
once a month the head of the log to the auditors.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from app.assessments.deadlines import is_past
from app.assessments.reads import DUE_ON
from app.assessments.rights import BEFORE_SIGNING, LEADERS, Role
from app.db import audit_log
from app.db.session import Database
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.reviews import Reminder
from app.db.tables.rounds import Assessment, Round
from app.jobs import outbox

DAYS_BEFORE = (2, 7, 14, 30)
AT_WORK = timedelta(days=2)
BY = "reminders"
"""Who wrote these mails, in the log."""


def stage_of(due_on: str, zone: str, moment: datetime) -> int | None:
    """Which of the steps towards the due day a moment lies in, by the calendar there; None before them and after."""
    left = (date.fromisoformat(due_on) - moment.astimezone(ZoneInfo(zone)).date()).days
    return next((days for days in DAYS_BEFORE if 0 <= left <= days), None)


def is_to_remind(due_on: str, zone: str, now: datetime, *, last: datetime | None, is_at_work: bool) -> bool:
    """One reminder at each step, none within a week of the one before, none to somebody who is at work."""
    stage = stage_of(due_on, zone, now)
    if stage is None or is_at_work:
        return False
    return last is None or (stage_of(due_on, zone, last) != stage and now - last >= outbox.QUIET_FOR)


OPEN = (
    select(
        col(Assessment.id),
        col(Administration.name).label("place"),
        col(Administration.time_zone).label("zone"),
        col(Round.name).label("round"),
        col(Round.opens_on),
        DUE_ON.label("due_on"),
        col(Assessment.done),
        col(Assessment.asked),
        col(Person.id).label("person"),
        col(Person.name),
        col(Person.language),
        col(Reminder.at).label("last"),
    )
    .join_from(Assessment, Administration, col(Administration.id) == col(Assessment.administration_id))
    .join(Round, col(Round.id) == col(Assessment.round_id))
    .join(Membership, col(Membership.administration_id) == col(Administration.id))
    .join(Person, col(Person.id) == col(Membership.person_id))
    .join(
        Reminder,
        (col(Reminder.assessment_id) == col(Assessment.id))
        & (col(Reminder.person_id) == col(Person.id))
        & (col(Reminder.kind) == outbox.Kind.DUE_SOON),
        isouter=True,
    )
    .where(col(Assessment.state).in_(BEFORE_SIGNING), col(Membership.role).in_(LEADERS))
    .where(col(Person.is_active), col(Person.office) == "")
)


def remind(database: Database, *, now: datetime) -> int:
    """Puts the reminders of today into the outbox. How many."""
    with database.reading() as db:
        if not any(_to_remind(db, now)):
            return 0
    with database.writing() as db:
        audit_log.take_turn(db)  # of two servers the second then finds that all were reminded
        count = sum(_post(db, row, now) for row in list(_to_remind(db, now)))
        if count:
            audit_log.record(db, "reminders written", by=BY, at=now, details={"mails": count})
        return count


def leaders_of(db: Session, assessment_ids: Collection[str]) -> list[Any]:
    """Whom a reminder of these could reach, with the time of their last one: rows of OPEN, those not signed alone."""
    rows = db.execute(OPEN.where(col(Assessment.id).in_(assessment_ids)).order_by(col(Administration.name)))
    return sorted(rows.all(), key=lambda row: (row.place.casefold(), row.name.casefold()))


def was_reminded(row: Any, now: datetime) -> bool:
    """Whether a row of OPEN had one within the last week."""
    return row.last is not None and now - row.last < outbox.QUIET_FOR


def remind_now(db: Session, rows: Iterable[Any], round_id: str, *, by: str, at: datetime) -> int:
    """Reminds these rows of OPEN, whatever the calendar says, but nobody twice within a week. How many."""
    audit_log.take_turn(db)
    reminded = [row for row in rows if _post(db, row, at)]
    if reminded:
        ids = sorted({row.id for row in reminded})
        details = {"round": round_id, "mails": len(reminded), "assessments": ids}
        audit_log.record(db, "reminders written", by=by, at=at, details=details)
    return len(reminded)


def kind_of(row: Any, now: datetime) -> outbox.Kind:
    """Of a row of OPEN: whether its day is still to come where the administration is."""
    return outbox.Kind.LATE if is_past(row.due_on, row.zone, now) else outbox.Kind.DUE_SOON


def names_of(row: Any) -> dict[str, Any]:
    """What fills the words of a reminder, from a row of OPEN."""
    figures = {"done": row.done, "asked": row.asked}
    return {"path": f"/assessments/{row.id}", "place": row.place, "round": row.round, "due": row.due_on, **figures}


def _to_remind(db: Session, now: datetime) -> Iterator[Any]:
    at_work = audit_log.acts_since(db, now - AT_WORK)
    for row in db.execute(OPEN).all():
        today = now.astimezone(ZoneInfo(row.zone)).date().isoformat()
        is_at_work = (row.id, row.person) in at_work
        if row.opens_on <= today and is_to_remind(row.due_on, row.zone, now, last=row.last, is_at_work=is_at_work):
            yield row


def _post(db: Session, row: Any, now: datetime) -> bool:
    return outbox.remind(db, kind_of(row, now), row.person, at=now, assessment_id=row.id, **names_of(row))


HEAD_MAILED = "head of the log mailed"


def mail_head(database: Database, *, now: datetime) -> int:
    """To each auditor, once in a calendar month of UTC; what they keep, nobody here can change. How many mails."""
    month = datetime(now.year, now.month, 1, tzinfo=UTC)
    with database.reading() as db:
        if not _is_to_mail(db, month):
            return 0
    with database.writing() as db:
        audit_log.take_turn(db)  # of two servers the second then finds that it is done
        if not _is_to_mail(db, month):
            return 0
        head, auditors = audit_log.whole_head_of(db), outbox.office_of(db, Role.AUDITOR)
        names: dict[str, Any] = {"head": head.hash, "row": head.entries, "noted_at": now.isoformat()}
        for person in auditors:
            outbox.post(db, outbox.Kind.LOG_HEAD, person, "/audit", at=now, **names)
        audit_log.record(db, HEAD_MAILED, by=BY, at=now, details={"people": auditors, "row": head.entries})
        return len(auditors)


def _is_to_mail(db: Session, month: datetime) -> bool:
    return bool(outbox.office_of(db, Role.AUDITOR)) and not audit_log.was_done_since(db, HEAD_MAILED, month)
