"""One mail a day for those who choose so: what they have not opened, once, at seven in the morning of their zone."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import Mail, Notice
from app.jobs.digests import write_digests
from app.jobs.mail_choices import DAILY, EACH, FEW, choice_of, choose, next_digest
from app.jobs.mail_texts import MailContext, letter
from app.jobs.outbox import AT_ONCE, Kind
from app.settings import Settings
from tests.app.notices.conftest import Tell
from tests.cast import Actor
from tests.engines import ON_BOTH

EVENING, MORNING, LATER = (datetime(2026, 12, *day, tzinfo=UTC) for day in ((1, 20), (2, 7), (2, 8)))


def wants(database: Database, person: str, choice: str) -> None:
    with database.writing() as db:
        choose(db, person, choice)


def mails(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        return sorted((mail.person_id, mail.kind) for mail in db.execute(select(Mail)).scalars())


@pytest.mark.parametrize(
    ("at", "zone", "due"),
    [
        (datetime(2026, 12, 1, 6, 59, tzinfo=UTC), "UTC", datetime(2026, 12, 1, 7, tzinfo=UTC)),
        (datetime(2026, 12, 1, 7, 0, tzinfo=UTC), "UTC", datetime(2026, 12, 2, 7, tzinfo=UTC)),
        (datetime(2026, 12, 1, 21, 0, tzinfo=UTC), "Asia/Tokyo", datetime(2026, 12, 1, 22, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "Europe/Vienna", datetime(2026, 7, 2, 5, tzinfo=UTC)),
    ],
)
def test_it_is_due_at_the_next_seven_o_clock_of_its_reader(at: datetime, zone: str, due: datetime) -> None:
    assert next_digest(at, zone) == due


@ON_BOTH
def test_who_chose_one_a_day_gets_one_however_many_servers_write_it(database: Database, tell: Tell) -> None:
    wants(database, "connie", DAILY)
    for person in ("connie", "alice"):
        tell(person, Kind.COMMENTED, at=EVENING, indicator="RC-01")
        tell(person, Kind.EXTENDED, at=EVENING + timedelta(minutes=1), due="2026-12-18")
    assert mails(database) == [("alice", "commented"), ("alice", "extended")]

    written = [write_digests(database, now=now) for now in (EVENING, MORNING, MORNING, LATER)]

    assert written == [0, 1, 0, 0]
    with database.reading() as db:
        mail = db.execute(select(Mail).where(col(Mail.kind) == Kind.DIGEST)).scalar_one()
        told = letter(mail.kind, mail.names, "", "en", MailContext(Settings(base_address="https://x.example"), b"k"))
    assert mail.person_id == "connie"
    assert told.subject == "Parity: what is new (2)"
    assert "- Arden Customs, 2026: Alice commented on RC-01.\n- Arden Customs, 2026: The due date was" in told.text
    assert told.text.count("https://x.example/notices") == 1


def test_what_was_opened_before_is_not_told_again(database: Database, tell: Tell) -> None:
    wants(database, "connie", DAILY)
    tell("connie", Kind.PUBLISHED, at=EVENING)
    with database.writing() as db:
        db.execute(update(Notice).values(seen_at=EVENING))

    assert write_digests(database, now=MORNING) == 0


@ON_BOTH
def test_who_wants_few_gets_only_what_needs_them(database: Database, tell: Tell) -> None:
    wants(database, "hugo", DAILY)
    tell("hugo", Kind.PUBLISHED, at=EVENING)
    wants(database, "hugo", FEW)
    for kind in (Kind.PUBLISHED, *sorted(AT_ONCE)):
        tell("hugo", kind, at=EVENING, name="Hugo", count=1)

    assert write_digests(database, now=MORNING) == 0
    assert mails(database) == [("hugo", kind) for kind in sorted(AT_ONCE)]


@ON_BOTH
def test_the_choice_is_made_on_the_page_of_the_account_and_kept(alice: Actor, database: Database) -> None:
    for sent, kept in ((DAILY, DAILY), ("", DAILY), (FEW, FEW), (EACH, EACH)):
        saved = alice.browser.post("/account", data=alice.form(name="Alice", language="en", emails=sent))
        with database.reading() as db:
            assert (saved.status_code, choice_of(db, "alice")) == (303, kept)
    refused = alice.browser.post("/account", data=alice.form(name="Alice", language="en", emails="hourly"))
    assert (refused.status_code, "Choose which emails you want." in refused.text) == (422, True)


def test_the_hour_is_that_of_the_administration(database: Database, tell: Tell) -> None:
    with database.writing() as db:
        db.execute(update(Administration).values(time_zone="Asia/Tokyo"))
    wants(database, "connie", DAILY)
    tell("connie", Kind.PUBLISHED, at=EVENING)

    with database.reading() as db:
        assert db.execute(select(col(Notice.digest_at))).scalar_one() == datetime(2026, 12, 1, 22, tzinfo=UTC)
