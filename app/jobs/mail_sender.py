"""Sends the mails of the outbox that are due, each once as far as possible.

A mail is claimed in a transaction of its own, which puts its next try off, then handed to the server while no
transaction is open, then marked as sent. So two senders never take the same one; only a process that dies between the
server's yes and the mark sends one twice.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import structlog
from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Link, Person
from app.db.tables.records import Mail
from app.i18n.languages import spoken
from app.jobs.mail_choices import zone_of
from app.jobs.mail_texts import MailContext, NoAddress, Reader, letter, message
from app.jobs.outbox import Kind
from app.settings import Settings
from app.validation.names import harmless
from questionnaires.problems import N_

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 30, 60, 180, 360, 720, 1440))
"""After each try; from then on once a day, until the fault is mended."""
PATIENCE = 20
"""Seconds for each answer of the mail server; far less than the shortest pause."""
PROBLEMS = {
    "unreachable": N_("The mail server cannot be reached. Parity will try again."),
    "insecure": N_(
        "The mail server does not support the security set in PARITY_SMTP_SECURITY. Check the setting; Parity will "
        "try again."
    ),
    "sign-in": N_("The mail server refused the sign-in. Check the settings PARITY_SMTP_...; Parity will try again."),
    "sender": N_("The mail server refused the sender. Check PARITY_MAIL_FROM; Parity will try again."),
    "refused": N_("The mail server did not accept the email. Parity will try again."),
    "unwritten": N_("Parity could not create the email, which is a fault in Parity. It will try again."),
    "recipient": N_("The mail server refused this person's address. Correct it, then send the email again."),
    "letters": N_(
        "The mail server cannot send to addresses with letters such as é or я before the @ (SMTPUTF8). Enter an "
        "address without them, or use a mail server that supports them, then send the email again."
    ),
    "expired": N_("The link in this email has expired. Invite the person again."),
    "disabled": N_("This person's account is disabled, so no email is sent to them."),
}
"""What may stand in the way. No text of a server is kept: it would hold addresses."""
OF_THE_SERVER = {"unreachable", "insecure", "sign-in", "sender"}
"""The same for every mail, so that the others wait for the next time."""
FOR_GOOD = {"recipient", "letters", "expired", "disabled"}
"""About this person or this mail alone. Nothing else ends the tries: it is a fault of the installation."""
ENHANCED = re.compile(rb"\s*5\.(\d{1,3})\.(\d{1,3})\b")
OF_RECIPIENTS = (1, 2)
"""Subjects of RFC 3463: the address, and the mailbox."""
OF_SENDERS = ((1, 7), (1, 8))
NOT_OF_RECIPIENTS = (521, 530, 535, 554)
"""Replies that speak of the connection: no service, no sign-in, no relaying."""

log = structlog.get_logger("parity.mail")


class Server:
    """A connection to the mail server, made with the first mail and kept for the next ones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self.hang_up()

    def connect(self) -> smtplib.SMTP:
        """Greeted, encrypted and signed in, as the settings say."""
        if self._smtp is None:
            self._smtp = self._connected()
        return self._smtp

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


def send_due(database: Database, context: MailContext, *, may_go_on: Callable[[], bool] = lambda: True) -> Result:
    """Everything that is due now. Where the server itself is in the way, the others wait for the next time."""
    result = Result()
    with Server(context.settings) as server:
        while may_go_on() and (mail := claim(database, now=utc_now())):
            problem = _try(server, mail, context)
            _mark(database, mail, problem, now=utc_now())
            result.sent += not problem
            result.failed += bool(problem)
            if problem in OF_THE_SERVER:
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
        .where(col(Mail.sent_at).is_(None), col(Mail.problem).not_in(FOR_GOOD))
        .where(or_(col(Mail.next_try_at).is_(None), col(Mail.next_try_at) <= now))
        .order_by(col(Mail.created_at), col(Mail.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _claimed(db: Session, mail: Mail) -> Claimed:
    person = db.get_one(Person, mail.person_id)
    link = db.get(Link, mail.link_id) if mail.link_id else None
    # whoever is invited may be known by another name to another team, which the one that invites must not learn
    name = "" if mail.kind == Kind.INVITATION else harmless(person.name)
    reader = Reader(name, person.email, spoken(person.language), zone_of(db, person.id))
    expires_at = link.expires_at if link else None
    return Claimed(mail.id, mail.kind, mail.names, mail.link_id, mail.tries, person.is_active, reader, expires_at)


def _try(server: Server, mail: Claimed, context: MailContext) -> str:
    """What stood in the way, as a key of PROBLEMS; "" if the server took the mail."""
    now = utc_now()
    if not mail.person_is_active:
        return "disabled"
    if mail.link_expires_at and mail.link_expires_at <= now:
        return "expired"
    if problem := problem_of_server(server):
        return problem
    try:
        reader = mail.reader
        words = letter(mail.kind, mail.names, mail.link_id, reader.language, context, reader.zone)
        server.connect().send_message(message(words, mail.id, reader, context, now))
    except NoAddress:
        return "recipient"
    except Exception as error:  # one bad mail must not stop the others
        server.hang_up()
        problem = _problem_of(error)
        if problem == "unwritten":
            log.error("mail not written", id=mail.id, error=type(error).__name__)
        return problem
    return ""


def problem_of_server(server: Server) -> str:
    """Connects; what stood in the way, as a key of PROBLEMS."""
    try:
        server.connect()
    except smtplib.SMTPAuthenticationError:
        return "sign-in"
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        return "insecure"
    except (smtplib.SMTPException, OSError, ValueError):
        return "unreachable"
    return ""


def _problem_of(error: Exception) -> str:
    """Of a mail that the server was handed."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "recipient" if all(_is_of_recipient(*reply) for reply in error.recipients.values()) else "refused"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return "sign-in" if error.smtp_code == 530 else "sender" if error.smtp_code >= 500 else "refused"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "letters"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "unreachable"
    if isinstance(error, smtplib.SMTPException):
        return "refused"
    return "unreachable" if isinstance(error, OSError) else "unwritten"


def _is_of_recipient(code: int, text: bytes) -> bool:
    """Whether a reply to RCPT is about this address, for good: many servers refuse there what is our own fault."""
    if code < 500:
        return False
    if match := ENHANCED.match(text):
        subject, detail = int(match[1]), int(match[2])
        return subject in OF_RECIPIENTS and (subject, detail) not in OF_SENDERS
    return code not in NOT_OF_RECIPIENTS


def _mark(database: Database, mail: Claimed, problem: str, *, now: datetime) -> None:
    values: dict[str, Any] = {"problem": problem}
    if not problem:
        values |= {"sent_at": now, "next_try_at": None}
    elif problem in FOR_GOOD:
        values |= {"next_try_at": None}
    own = [col(Mail.id) == mail.id]
    if problem:
        own.append(col(Mail.tries) == mail.tries)  # a failure of a try that is over says nothing; a success always does
    with database.writing() as db:
        db.execute(update(Mail).where(*own).values(**values))
