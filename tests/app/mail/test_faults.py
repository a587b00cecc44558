"""A fault of the installation is never blamed on a recipient, and never final."""

from datetime import timedelta

import pytest
from sqlalchemy import Update, select, update
from sqlmodel import col

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.jobs import outbox
from app.jobs.mail_sender import PAUSES, send_due
from app.jobs.mail_texts import MailContext
from app.jobs.outbox import Kind
from tests.app.browser import words
from tests.app.mail.conftest import KEY, Inbox, serving
from tests.cast import Actor

OURS = {
    "a temporary refusal of the address": ("RCPT", "451 4.7.1 Greylisted", "refused"),
    "a full disk over there": ("RCPT", "452 4.3.1 Insufficient system storage", "refused"),
    "relaying denied": ("RCPT", "554 5.7.1 <alice@example.org>: Relay access denied", "refused"),
    "relaying denied without a number": ("RCPT", "554 Relay access denied", "refused"),
    "no sign-in": ("RCPT", "530 5.7.0 Authentication required", "refused"),
    "a sender that does not exist, told at the address": ("RCPT", "550 5.1.8 Sender address rejected", "refused"),
    "our network is blocked": ("RCPT", "550 5.7.1 Client host blocked", "refused"),
    "the sender is refused": ("MAIL", "553 5.7.1 Sender address rejected: not owned by user", "sender"),
    "the sender needs a sign-in": ("MAIL", "530 5.7.0 Authentication required", "sign-in"),
    "the sender is refused for now": ("MAIL", "451 4.1.8 Domain of sender does not resolve", "refused"),
    "the content is refused": ("DATA", "554 5.7.1 Message rejected as spam", "refused"),
    "the content is too large": ("DATA", "552 5.3.4 Message too big", "refused"),
}
THEIRS = ["550 5.1.1 <alice@example.org> User unknown", "550 alice@example.org unknown", "552 5.2.2 Mailbox full"]


def post(database: Database, count: int = 1) -> None:
    with database.writing() as db:
        for _ in range(count):
            outbox.post(db, Kind.ADDED, "alice", "/", at=utc_now(), by="Bo", place="Arden")


def move_to(database: Database, address: str) -> None:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(email=address))


def mails(database: Database) -> list[Mail]:
    with database.reading() as db:
        return list(db.execute(select(Mail)).scalars())


def make_due(database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Mail).where(col(Mail.next_try_at).is_not(None)).values(next_try_at=utc_now()))


@pytest.mark.parametrize(("step", "answer", "problem"), OURS.values(), ids=OURS)
def test_a_fault_of_ours_keeps_the_mail_waiting_with_growing_pauses_until_it_is_mended(
    step: str, answer: str, problem: str, database: Database, context: MailContext, inbox: Inbox
) -> None:
    post(database)
    inbox.says[step] = answer
    pauses = []
    for _ in range(len(PAUSES) + 3):
        begun = utc_now()
        assert send_due(database, context).failed == 1
        (waiting,) = mails(database)
        assert waiting.problem == problem
        assert waiting.next_try_at
        pauses.append(waiting.next_try_at - begun)
        make_due(database)
    inbox.says.clear()

    assert send_due(database, context).sent == 1
    assert len(inbox.came) == 1
    assert max(pauses) < timedelta(days=1, minutes=1)
    assert [round(pause / timedelta(minutes=5)) for pause in pauses] == sorted(
        round(pause / timedelta(minutes=5)) for pause in pauses
    )


@pytest.mark.parametrize("answer", THEIRS)
def test_an_address_that_is_refused_for_good_is_not_tried_again(
    answer: str, database: Database, context: MailContext, inbox: Inbox
) -> None:
    post(database)
    inbox.says["RCPT"] = answer
    send_due(database, context)
    make_due(database)
    inbox.says.clear()

    assert [mail.problem for mail in mails(database)] == ["recipient"]
    assert send_due(database, context).sent == 0


def test_a_refused_sender_costs_one_mail_one_try(database: Database, context: MailContext, inbox: Inbox) -> None:
    post(database, 3)
    inbox.says["MAIL"] = "553 5.7.1 Sender address rejected"

    assert send_due(database, context).failed == 1
    assert sorted(mail.tries for mail in mails(database)) == [0, 0, 1]


def test_a_server_that_cannot_send_to_letters_of_an_address_is_told_as_that(database: Database, inbox: Inbox) -> None:
    with serving(inbox, offers_letters=False) as context:
        move_to(database, "алиса@таможня.рф")
        post(database)
        send_due(database, context)
        assert [mail.problem for mail in mails(database)] == ["letters"]

        move_to(database, "alice@bücher.example")
        post(database)
        assert send_due(database, context).sent == 1
        assert inbox.recipients == ["alice@xn--bcher-kva.example"]


def test_a_server_that_can_sends_to_the_letters_of_an_address(
    database: Database, context: MailContext, inbox: Inbox
) -> None:
    move_to(database, "алиса@таможня.рф")
    post(database)

    assert send_due(database, context).sent == 1
    assert inbox.recipients == ["алиса@таможня.рф"]
    assert "алиса@таможня.рф" in inbox.came[0]["To"]


def test_a_server_without_encryption_is_told_as_that(database: Database, context: MailContext, inbox: Inbox) -> None:
    post(database)
    secure = MailContext(context.settings.model_copy(update={"smtp_security": "starttls"}), KEY)

    send_due(database, secure)

    assert [mail.problem for mail in mails(database)] == ["insecure"]


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (update(Person).where(col(Person.id) == "alice").values(email="alice"), "recipient"),
        (update(Mail).values(kind="of a later version"), "unwritten"),
    ],
    ids=["an address that no mail can go to is about the person", "a fault in what we write keeps the mail"],
)
def test_one_mail_that_cannot_leave_stops_no_other(
    spoil: Update, problem: str, database: Database, context: MailContext, inbox: Inbox
) -> None:
    post(database)
    with database.writing() as db:
        db.execute(spoil)
        outbox.post(db, Kind.ADDED, "hugo", "/", at=utc_now(), by="Bo", place="Arden")

    result = send_due(database, context)

    assert (result.sent, result.failed) == (1, 1)
    assert sorted(mail.problem for mail in mails(database)) == ["", problem]


def test_mails_that_an_earlier_version_gave_up_by_its_own_fault_go_out(
    database: Database, context: MailContext, inbox: Inbox
) -> None:
    post(database, 2)
    with database.writing() as db:
        db.execute(update(Mail).values(problem="refused", tries=9, next_try_at=utc_now()))

    assert send_due(database, context).sent == 2


def test_all_mails_are_sent_again_at_once_when_the_fault_is_mended(
    tessa: Actor, sofia: Actor, database: Database, context: MailContext, inbox: Inbox
) -> None:
    """An unquoted comma in PARITY_MAIL_FROM once gave up 76 mails for good, each as a refused recipient."""
    post(database, 3)
    with database.writing() as db:
        db.execute(update(Mail).values(problem="recipient", tries=9))
    assert send_due(database, context).sent == 0
    assert "Send all again" in words(tessa.browser.get("/mails/waiting").text)

    assert sofia.browser.post("/mails/tries", data=sofia.form()).status_code == 403
    assert tessa.browser.post("/mails/tries", data=tessa.form()).status_code == 303

    assert send_due(database, context).sent == 3
    assert "Every email has been sent " in words(tessa.browser.get("/mails/waiting").text)


def test_the_page_says_what_stands_in_the_way_and_when_the_next_try_is(
    tessa: Actor, database: Database, context: MailContext, inbox: Inbox
) -> None:
    post(database)
    inbox.says["MAIL"] = "553 5.7.1 Sender address rejected"
    send_due(database, context)

    page = words(tessa.browser.get("/mails/waiting").text)

    assert "The mail server refused the sender. Check PARITY_MAIL_FROM; Parity will try again." in page
    assert "Next attempt:" in page
