"""A real SMTP server for the tests of mails."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.jobs.mail_texts import MailContext
from app.settings import Settings
from tests.waiting import PATIENCE

KEY = b"k" * 32


class Inbox:
    """The server's side: keeps what came, or answers a step of the conversation as it is told."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.says: dict[str, str] = {}
        """What it answers to MAIL, RCPT or DATA in place of yes."""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        self.recipients.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.says:
            return self.says["DATA"]
        assert isinstance(envelope.content, bytes)
        self.came.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def context(inbox: Inbox) -> Iterator[MailContext]:
    with serving(inbox) as context:
        yield context


@contextmanager
def serving(inbox: Inbox, *, offers_letters: bool = True) -> Iterator[MailContext]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE, enable_SMTPUTF8=offers_letters)
    server.start()
    settings = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    yield MailContext(Settings(**settings, base_address="https://parity.example", mail_every_seconds=1), KEY)
    server.stop()
