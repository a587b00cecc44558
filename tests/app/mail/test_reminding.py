"""Reminders: few, to those who lead, and never to those at work."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.assessments.lifecycle import State
from app.db import audit_log
from app.db.session import Database
from app.db.tables.people import Membership, Person
from app.db.tables.records import Mail
from app.db.tables.rounds import Round
from app.jobs.mail_texts import MailContext, letter
from app.jobs.reminders import HEAD_MAILED, is_to_remind, mail_head, remind
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN
from tests.engines import ON_BOTH
from tests.states import put_in_state

DUE = "2099-12-18"
ZONE = "UTC"


def before(days: int, hour: int = 12) -> datetime:
    return datetime(2099, 12, 18, hour, tzinfo=UTC) - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "is_told"), [(31, False), (30, True), (29, True), (14, True), (7, True), (2, True), (0, True), (-1, False)]
)
def test_it_begins_thirty_days_before_and_ends_with_the_day(days: int, is_told: bool) -> None:
    assert is_to_remind(DUE, ZONE, before(days), last=None, is_at_work=False) is is_told


@pytest.mark.parametrize(
    ("last", "days", "is_told"),
    [(30, 29, False), (30, 15, False), (30, 14, True), (14, 7, True), (7, 2, False), (10, 2, True)],
)
def test_one_at_each_step_and_never_two_within_a_week(last: int, days: int, is_told: bool) -> None:
    assert is_to_remind(DUE, ZONE, before(days), last=before(last), is_at_work=False) is is_told


def test_nobody_at_work_is_reminded() -> None:
    assert not is_to_remind(DUE, ZONE, before(7), last=None, is_at_work=True)


def test_the_day_ends_where_the_administration_is() -> None:
    late = datetime(2099, 12, 18, 23, tzinfo=UTC)

    assert is_to_remind(DUE, "America/New_York", late, last=None, is_at_work=False)
    assert not is_to_remind(DUE, "Asia/Tokyo", late, last=None, is_at_work=False)


def reminded(database: Database) -> list[str]:
    with database.reading() as db:
        return sorted(db.execute(select(col(Mail.person_id)).where(col(Mail.kind) == "due soon")).scalars())


@ON_BOTH
def test_coordinators_and_heads_are_reminded_once(database: Database) -> None:
    assert remind(database, now=before(14)) == 3
    assert remind(database, now=before(13)) == 0

    assert reminded(database) == ["alice", "charlie", "hugo"]


@ON_BOTH
def test_who_did_something_there_lately_is_left_in_peace(database: Database) -> None:
    with database.writing() as db:
        audit_log.record(db, "answer saved", by="alice", at=before(15), assessment_id=ARDEN)
    remind(database, now=before(14))

    assert reminded(database) == ["charlie", "hugo"]


@pytest.mark.parametrize("state", [State.SIGNED, State.RETURNED, State.PUBLISHED])
def test_what_is_signed_is_finished(state: State, database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)
        db.execute(update(Membership).where(col(Membership.person_id) == "charlie").values(role="viewer"))

    assert remind(database, now=before(14)) == 0


def test_a_round_that_has_not_opened_reminds_nobody(database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Round).values(opens_on="2099-12-10"))

    assert remind(database, now=before(14)) == 0


@ON_BOTH
def test_once_a_month_the_auditors_get_the_head_of_the_log(database: Database) -> None:
    with database.writing() as db:
        audit_log.record(db, "answer saved", by="alice", at=before(15), assessment_id=ARDEN)
        head = audit_log.head_of(db)

    assert [mail_head(database, now=day) for day in (before(15), before(14), before(15 + 18), before(-14))] == [
        1,
        0,
        0,
        1,
    ]

    with database.reading() as db:
        first = (
            db.execute(select(Mail).where(col(Mail.kind) == "head of the log").order_by(col(Mail.created_at)))
            .scalars()
            .all()[0]
        )
        told = letter(first.kind, first.names, "", "en", MailContext(Settings(), b"key"))
    assert (first.person_id, first.names["head"], first.names["row"]) == ("bob", head, 1)
    assert f"parity audit verify --head {head}" in told.text
    assert told.subject == "Parity: head of the audit log, row 1"


def test_without_auditors_no_head_is_mailed_and_no_row_written(database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "bob").values(is_active=False))

    assert mail_head(database, now=before(14)) == 0
    with database.reading() as db:
        assert not audit_log.was_done_since(db, HEAD_MAILED, before(14))
