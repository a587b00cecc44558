"""Mails against a real SMTP server: each once, tried again with pauses, in the reader's language."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.access import one_time_links
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.jobs import outbox
from app.jobs.mail_loop import MailLoop
from app.jobs.mail_sender import send_due
from app.jobs.mail_texts import MailContext, letter
from app.jobs.mail_words import WORDS
from app.jobs.outbox import Kind
from app.settings import Settings
from tests.app.mail.conftest import KEY, Inbox
from tests.engines import ON_BOTH


def post(database: Database, count: int = 1, person: str = "alice") -> None:
    with database.writing() as db:
        for _ in range(count):
            outbox.post(
                db, Kind.OPENED, person, "/assessments/x", at=utc_now(), place="Åland", round="2026", due="2026-12-18"
            )


def mail(database: Database) -> Mail:
    with database.reading() as db:
        message: Mail = db.execute(select(Mail)).scalar_one()
        return message


def now_due(database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Mail).values(next_try_at=utc_now() - timedelta(seconds=1)))


def test_a_mail_arrives_whole(database: Database, context: MailContext, inbox: Inbox) -> None:
    post(database)

    assert send_due(database, context).sent == 1

    (came,) = inbox.came
    assert came["To"] == "Alice <alice@example.org>"
    assert came["From"] == "Parity <parity@parity.example>"
    assert came["Subject"] == "Parity: the self-assessment 2026 is open"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["Message-ID"] == f"<{mail(database).id}@parity.example>"
    assert came["Date"]
    text = came.get_content()
    assert "Due date: 18 December 2026" in text
    assert "https://parity.example/assessments/x" in text


@ON_BOTH
def test_a_mail_goes_once(database: Database, context: MailContext, inbox: Inbox) -> None:
    post(database)
    send_due(database, context)
    send_due(database, context)

    assert len(inbox.came) == 1
    assert mail(database).sent_at


@ON_BOTH
def test_two_senders_at_once_send_each_mail_once(database: Database, context: MailContext, inbox: Inbox) -> None:
    post(database, 20)
    with ThreadPoolExecutor(2) as senders:
        results = [future.result() for future in [senders.submit(send_due, database, context) for _ in range(2)]]

    ids = [came["Message-ID"] for came in inbox.came]
    assert len(ids) == len(set(ids)) == sum(result.sent for result in results) == 20


@ON_BOTH
def test_the_link_of_an_invitation_is_made_when_it_is_sent_and_kept_nowhere(
    database: Database, context: MailContext, inbox: Inbox
) -> None:
    with database.writing() as db:
        link = one_time_links.make(db, KEY, "invitation", db.get_one(Person, "alice"), at=utc_now())
        names = {"by": "Bo", "place": "X", "until": "2026-12-01"}
        outbox.post_link(db, Kind.INVITATION, "alice", link.id, at=utc_now(), **names)
    send_due(database, context)

    token = one_time_links.token_of(KEY, link.id)
    assert f"https://parity.example/links/{token}" in inbox.came[0].get_content().replace("\n", "")
    assert token not in str(mail(database).model_dump())


def test_a_pause_comes_before_the_next_try_and_each_is_longer(
    database: Database, context: MailContext, inbox: Inbox
) -> None:
    post(database)
    inbox.says["DATA"] = "451 Later"
    pauses = []
    for _ in range(3):
        begun = utc_now()
        send_due(database, context)
        pauses.append((mail(database).next_try_at or begun) - begun)
        assert send_due(database, context).failed == 0
        now_due(database)
    inbox.says.clear()

    assert send_due(database, context).sent == 1
    assert sorted(pauses) == pauses
    assert pauses[0] > timedelta(minutes=4)


def test_a_server_out_of_reach_costs_one_mail_one_try(database: Database, inbox: Inbox) -> None:
    post(database, 3)
    away = MailContext(Settings(smtp_host="127.0.0.1", smtp_port=1, smtp_security="none"), KEY)

    assert send_due(database, away).failed == 1

    with database.reading() as db:
        assert sorted(message.problem for message in db.execute(select(Mail)).scalars()) == ["", "", "unreachable"]


def test_who_is_disabled_gets_no_mail(database: Database, context: MailContext, inbox: Inbox) -> None:
    post(database)
    with database.writing() as db:
        db.execute(update(Person).values(is_active=False))
    send_due(database, context)

    assert inbox.came == []
    assert mail(database).problem == "disabled"


def test_a_link_that_is_too_old_is_not_sent(database: Database, context: MailContext, inbox: Inbox) -> None:
    with database.writing() as db:
        link = one_time_links.make(db, KEY, "reset", db.get_one(Person, "alice"), at=utc_now() - timedelta(days=2))
        outbox.post_link(db, Kind.RESET, "alice", link.id, at=utc_now(), until="2026-12-01")
    send_due(database, context)

    assert (inbox.came, mail(database).problem) == ([], "expired")


@ON_BOTH
def test_the_loop_sends_and_stops(database: Database, context: MailContext, inbox: Inbox) -> None:
    post(database)
    mail_loop = MailLoop(database, context)
    mail_loop._round()
    mail_loop.start()
    mail_loop.stop()

    assert len(inbox.came) == 1
    assert not mail_loop._thread.is_alive()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_subject_on_one_line_and_a_link(kind: Kind, context: MailContext) -> None:
    names = {"place": "Arden\nCustoms", "due": "", "until": "soon", "at": "2026-11-22T10:00:00+00:00", "path": "/x"}

    written = letter(kind, names, "", "en", context)

    assert "\n" not in written.subject
    assert written.text.count("https://parity.example/x") == 1
    assert "{" not in written.subject + written.text
    assert "\n\n\n" not in written.text


def test_no_mail_has_room_for_the_text_of_an_answer() -> None:
    everything = " ".join(words.subject + words.text for words in WORDS.values())

    assert not any(
        name in everything for name in ("{text}", "{comment}", "{answer}", "{evidence}", "{reason}", "{why}")
    )
