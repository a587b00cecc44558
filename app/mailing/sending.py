"""Sends the mails of the outbox that are due, each once as far as possible.

A mail is claimed in a transaction of its own, which puts its next try off, then handed to the server while no
transaction is open, then marked as sent. So two senders never take the same one; only a process that dies between the
server's yes and the mark sends one twice.
"""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from app.database import Database
from app.identity import utc_now
from app.languages import spoken
from app.mailing.letters import Office, Reader, letter, message
from app.names import harmless
from app.settings import Settings
from app.tables.people import Link, Person
from app.tables.records import Mail
from questionnaires.problems import N_

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 30, 60, 180, 360, 720, 1440))
"""After each try. The last one has no pause: then a person must look."""
MOST_TRIES = len(PAUSES) + 1
PATIENCE = 20
"""Seconds for each answer of the mail server; far less than the shortest pause."""
PROBLEMS = {
    "unreachable": N_("The mail server cannot be reached. Parity tries again."),
    "sign-in": N_("The mail server refuses the sign-in. Check the settings PARITY_SMTP_..."),
    "recipient": N_("The mail server refuses the address of this person. Correct it, then send the mail again."),
    "refused": N_("The mail server did not take the mail. Parity tries again."),
    "expired": N_("The link of this mail is too old. Invite the person again."),
    "disabled": N_("The account of this person is disabled: no mail goes there."),
}
"""What may stand in the way. No text of a server is kept: it would hold addresses."""
FOR_GOOD = {"recipient", "expired", "disabled"}


class Server:
    """A connection to the mail server, made with the first mail and kept for the next ones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.hang_up()

    def send(self, mail: EmailMessage) -> None:
        if self._smtp is None:
            self._smtp = self._connected()
        self._smtp.send_message(mail)

    def hang_up(self) -> None:
        if self._smtp:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp.close()
        self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        own = self._settings
        if own.smtp_security == "tls":
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(own.smtp_host, own.smtp_port, timeout=PATIENCE, context=context)
        else:
            smtp = smtplib.SMTP(own.smtp_host, own.smtp_port, timeout=PATIENCE)
        try:
            if own.smtp_security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if own.smtp_user:
                smtp.login(own.smtp_user, own.smtp_password.get_secret_value())
        except BaseException:
            smtp.close()
            raise
        return smtp


@dataclass(frozen=True)
class Claimed:
    """A mail that is ours to send until its next try."""

    id: str
    kind: str
    names: dict[str, Any]
    link_id: str
    tries: int
    person_is_active: bool
    reader: Reader
    link_expires_at: datetime | None


@dataclass
class Result:
    sent: int = 0
    failed: int = 0


def send_due(database: Database, office: Office, *, may_go_on: Callable[[], bool] = lambda: True) -> Result:
    """Everything that is due now. Where the server itself is in the way, the others wait for the next time."""
    result = Result()
    with Server(office.settings) as server:
        while may_go_on() and (mail := claim(database, now=utc_now())):
            problem = _try(server, mail, office)
            _mark(database, mail, problem, now=utc_now())
            result.sent += not problem
            result.failed += bool(problem)
            if problem in ("unreachable", "sign-in"):
                break
    return result


def claim(database: Database, *, now: datetime) -> Claimed | None:
    """The oldest mail that is due; nobody else gets it before its pause is over."""
    with database.writing() as db:
        mail = db.execute(_due(now)).scalar_one_or_none()
        if mail is None:
            return None
        mail.tries += 1
        mail.next_try_at = now + PAUSES[min(mail.tries, len(PAUSES)) - 1]
        return _claimed(db, mail)


def _due(now: datetime) -> Any:
    return (
        select(Mail)
        .where(col(Mail.sent_at).is_(None), col(Mail.tries) < MOST_TRIES)
        .where(or_(col(Mail.next_try_at).is_(None), col(Mail.next_try_at) <= now))
        .order_by(col(Mail.created_at), col(Mail.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _claimed(db: Session, mail: Mail) -> Claimed:
    person = db.get_one(Person, mail.person_id)
    link = db.get(Link, mail.link_id) if mail.link_id else None
    reader = Reader(harmless(person.name), person.email, spoken(person.language))
    expires_at = link.expires_at if link else None
    return Claimed(mail.id, mail.kind, mail.names, mail.link_id, mail.tries, person.is_active, reader, expires_at)


def _try(server: Server, mail: Claimed, office: Office) -> str:
    """What stood in the way, as a key of PROBLEMS; "" if the server took the mail."""
    now = utc_now()
    if not mail.person_is_active:
        return "disabled"
    if mail.link_expires_at and mail.link_expires_at <= now:
        return "expired"
    try:
        words = letter(mail.kind, mail.names, mail.link_id, mail.reader.language, office)
        server.send(message(words, mail.id, mail.reader, office, now))
    except Exception as error:  # one bad mail must not stop the others
        server.hang_up()
        return _problem_of(error)
    return ""


def _problem_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return "recipient" if all(code >= 500 for code in codes) else "refused"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "sign-in"
    if isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError | smtplib.SMTPNotSupportedError):
        return "unreachable"
    if isinstance(error, smtplib.SMTPException):
        return "refused"
    return "unreachable" if isinstance(error, OSError) else "recipient"


def _mark(database: Database, mail: Claimed, problem: str, *, now: datetime) -> None:
    values: dict[str, Any] = {"problem": problem}
    if not problem:
        values |= {"sent_at": now, "next_try_at": None}
    elif problem in FOR_GOOD:
        values |= {"tries": MOST_TRIES}
    own = [col(Mail.id) == mail.id]
    if problem:
        own.append(col(Mail.tries) == mail.tries)  # a failure of a try that is over says nothing; a success always does
    with database.writing() as db:
        db.execute(update(Mail).where(*own).values(**values))
