"""`parity mail send` and `parity mail remind`."""

import socket
from collections.abc import Iterator
from email import message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from sqlalchemy import select

from app.access.identity import utc_now
from app.cli.bootstrap import open_settings
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.jobs import outbox
from app.jobs.outbox import Kind
from tests.cli.conftest import Run
from tests.waiting import PATIENCE


class Inbox(Message):
    """Counts what came."""

    came = 0

    def handle_message(self, message: message.Message) -> None:
        self.came += 1


@pytest.fixture
def waiting(run: Run) -> Iterator[Database]:
    """An installation with one mail that waits."""
    run("user", "add", "--email", "ana@example.org", "--name", "Ana", "--role", "lead", "--password", "a long password")
    with Database(open_settings().database) as database:
        with database.writing() as db:
            ana = db.execute(select(Person)).scalar_one()
            outbox.post(db, Kind.SUBMITTED, ana.id, "/reviews", at=utc_now(), place="Arden", round="2026")
        yield database


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the mail server is said to listen."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    monkeypatch.setenv("PARITY_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PARITY_SMTP_PORT", str(port))
    monkeypatch.setenv("PARITY_SMTP_SECURITY", "none")
    return port


def test_what_waits_is_sent_once_and_counted(run: Run, waiting: Database, port: int) -> None:
    server = Controller(Inbox(), hostname="127.0.0.1", port=port, ready_timeout=PATIENCE)
    server.start()
    first, second = run("mail", "send"), run("mail", "send")
    server.stop()

    assert (first.stdout, first.exit_code) == ("1 sent, 0 failed.\n", 0)
    assert second.stdout == "0 sent, 0 failed.\n"
    assert server.handler.came == 1


def test_a_failure_is_told_by_the_exit_code(run: Run, waiting: Database, port: int) -> None:
    result = run("mail", "send")

    assert (result.stdout, result.exit_code) == ("0 sent, 1 failed.\n", 1)
    with waiting.reading() as db:
        assert db.execute(select(Mail)).scalar_one().problem == "unreachable"


def test_without_a_mail_server_it_says_what_to_set(run: Run) -> None:
    result = run("mail", "send")

    assert result.exit_code == 1
    assert "Set PARITY_SMTP_HOST." in result.stderr


def test_reminders_are_counted(run: Run) -> None:
    assert run("mail", "remind").stdout == "0 reminders created.\n"
