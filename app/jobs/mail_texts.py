"""A mail as its reader gets it: the words of its kind in their language, with names, dates and the link filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from app.access.one_time_links import path_of
from app.i18n.formatting import day, recorded, translations, whole
from app.jobs.mail_words import WORDS
from app.jobs.outbox import Kind
from app.settings import Settings, sender_in
from app.validation.mail_addresses import is_mailbox, sendable
from questionnaires.problems import N_

KIND_NAMES = {
    Kind.INVITATION: N_("Invitation"),
    Kind.RESET: N_("New password"),
    Kind.ADDED: N_("Added to a team"),
    Kind.HEAD_INVITED: N_("New head"),
    Kind.ROLE_CHANGED: N_("Role changed"),
    Kind.ROLE_ENDED: N_("Role ended"),
    Kind.MEMBER_CHANGED: N_("Role of a colleague changed"),
    Kind.MEMBER_LEFT: N_("Colleague removed"),
    Kind.MEMBER_DISABLED: N_("Account of a colleague disabled"),
    Kind.OFFICE_CHANGED: N_("Office changed"),
    Kind.ASSIGNED: N_("Work assigned"),
    Kind.OPENED: N_("Assessment opened"),
    Kind.DUE_SOON: N_("Reminder"),
    Kind.LATE: N_("Reminder after the due date"),
    Kind.READY_TO_SIGN: N_("Ready to sign"),
    Kind.RECEIPT: N_("Receipt"),
    Kind.WITHDRAWN: N_("Withdrawn"),
    Kind.RETURNED: N_("Returned"),
    Kind.REVIEWED: N_("Reviewed"),
    Kind.PUBLISHED: N_("Published"),
    Kind.EXTENDED: N_("Due date extended"),
    Kind.COMMENTED: N_("Comment"),
    Kind.REVIEW_ASSIGNED: N_("Review assigned"),
    Kind.SUBMITTED: N_("Submitted"),
    Kind.DISAGREED: N_("Second opinion"),
    Kind.CORRECTION_ASKED: N_("Correction requested"),
    Kind.CORRECTION_DECIDED: N_("Correction decided"),
    Kind.LOG_HEAD: N_("Audit log fingerprint"),
    Kind.SIGN_IN_CHANGED: N_("Sign-in changed"),
    Kind.DIGEST: N_("Daily email"),
}
DATED = re.compile(r"(?:^|_)(?:due|until|at|when)$")
"""Names that hold an ISO date or moment."""


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


@dataclass(frozen=True)
class Reader:
    """The person whom a mail is for, with the time zone of their administration."""

    name: str
    email: str
    language: str
    zone: str = "UTC"


@dataclass(frozen=True)
class MailContext:
    """Whence mails leave: the settings, and the key that makes links."""

    settings: Settings
    key: bytes

    @property
    def sender(self) -> Address:
        host = urlsplit(self.settings.address).hostname or "localhost"
        return sender_in(self.settings.mail_from or f"Parity <parity@{host}>")


class NoAddress(Exception):
    """No mail can go to what is stored as the address of this person."""


class _Names(dict[str, str]):
    def __missing__(self, name: str) -> str:
        """A mail with a hole tells more than none."""
        return ""


def letter(
    kind: str, names: Mapping[str, Any], link_id: str, language: str, context: MailContext, zone: str = "UTC"
) -> Letter:
    _ = translations(language).gettext
    words = WORDS[Kind(kind)]
    path = path_of(context.key, link_id) if link_id else str(names.get("path", "/"))
    names = {**names, "link": f"{context.settings.address}{path}"}
    subject = " ".join(filled_in(_(words.subject), names, language, zone).split())
    return Letter(subject, re.sub(r"\n{3,}", "\n\n", filled_in(_(words.text), names, language, zone)).strip() + "\n")


def filled_in(text: str, names: Mapping[str, Any], language: str, zone: str) -> str:
    return text.format_map(_Names({name: _readable(name, value, language, zone) for name, value in names.items()}))


def _readable(name: str, value: Any, language: str, zone: str) -> str:
    """Dates, times and numbers as on pages; a text that is none of them stays as it is."""
    if isinstance(value, int):
        return whole(value, language)
    if not DATED.search(name):
        return str(value)
    try:
        return day(value and date.fromisoformat(value).isoformat(), language)
    except ValueError:
        pass
    try:
        return recorded(datetime.fromisoformat(value), language, zone)
    except ValueError:
        return str(value)


def message(letter: Letter, mail_id: str, reader: Reader, context: MailContext, at: datetime) -> EmailMessage:
    """The same mail has the same Message-ID each time, so that one that comes twice shows as one. Raises NoAddress."""
    sender = context.sender
    sent = EmailMessage(policy=SMTP)
    sent.set_content(letter.text)  # first, since it takes away every header that speaks of the content
    sent["From"] = sender
    sent["To"] = _addressed(reader)
    sent["Subject"] = letter.subject
    sent["Date"] = format_datetime(at)
    sent["Message-ID"] = f"<{mail_id}@{sender.domain}>"
    sent["Auto-Submitted"] = "auto-generated"
    sent["Content-Language"] = reader.language
    return sent


def _addressed(reader: Reader) -> Address:
    name, address = " ".join(reader.name.split()), sendable(reader.email)
    if not address.isascii() and is_mailbox(address):  # Python reads no other letters in a whole address
        return Address(name, *address.split("@"))
    try:
        return Address(name, addr_spec=address)
    except (ValueError, MessageError, LookupError) as error:
        raise NoAddress from error
