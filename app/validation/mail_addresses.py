"""What an e-mail address is, and when two are one: for forms, lists, commands, settings, and accounts kept elsewhere.

Taken is whatever mail can be sent to, in letters of any script; nothing is asked of the network. Pure.
"""

import re
from unicodedata import category, normalize
from urllib.parse import unquote

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from app.validation.names import in_plain_form, is_unseen, read_line
from questionnaires.problems import N_, Problem

LONGEST = 254
"""After RFC 5321. What is longer is not looked at."""
MOST_PASTED = 2_000
"""Letters: strangers may send any number of them, and each is looked at."""
NAMED = re.compile(r"[^<>]*<([^<>]*)>")
LINKED = re.compile(r"mailto:([^?]*)(?:\?.*)?", re.IGNORECASE | re.DOTALL)
QUOTED = re.compile(r"(?:'(.*)'|\"(.*)\"|[“„](.*)[”“]|«(.*)»|[‘‚](.*)[’‘])", re.DOTALL)  # noqa: RUF001
"""As programs for mail copy an address: with a name before it, as a link, and in quotation marks."""
AROUND = " \t\r\n\u00a0,;،؛"
"""What is copied along with an address out of a line of several."""
POINT_TOO_MANY = re.compile(r"\.\.+|^\.|\.$|\.@|@\.")
ENDING = re.compile(r"[@.][^@.]+$")
WHOLE = N_("Enter a full email address, such as ana@customs.example.")
ONE = N_("Enter one email address only, such as ana@customs.example.")
POINTS = N_(
    "An email address cannot have a dot at its start or end, next to the @ or next to another dot. This one "
    "has “{found}”."
)
NOWHERE = N_("No email can be sent to addresses that end in {ending}. Enter the address that others write to.")


def read_email(place: str, raw: object, problems: list[Problem]) -> str:
    """The address alone, whatever was copied with it. Adds to `problems` and returns "" where no mail could go."""
    before = len(problems)
    text = read_line(place, _address_in(raw) if isinstance(raw, str) else raw, problems)
    if not text or len(problems) > before:
        return ""
    if email := _checked(text):
        return email.normalized
    problems.append(_problem_of(place, text))
    return ""


def is_mailbox(text: str) -> bool:
    """Whether this is an address, be it one of the own network."""
    return bool(_checked(text) or _checked(f"{text}.example"))


def normalised(text: str) -> str:
    """As accounts are kept and compared: the same however the letters were typed, composed or copied.

    What is no address comes back as it is, in small letters: some account from before the rule may have it. None has a
    NUL, which PostgreSQL would refuse.
    """
    if len(text) > MOST_PASTED:
        return text.strip().lower().replace("\0", "")
    plain = _address_in(text).replace("\0", "")
    email = _checked(plain)
    return normalize("NFC", (email.normalized if email else plain).lower())


def spellings(text: str) -> set[str]:
    """All that an account of this address may be kept as: before, domains were kept in the letters of the network."""
    address = normalised(text)
    return {address, sendable(address)}


def sendable(address: str) -> str:
    """As every mail server takes it, where the part before the @ allows that."""
    email = _checked(address)
    return (email.ascii_email if email else None) or address


def _problem_of(place: str, text: str) -> Problem:
    if text.count("@") > 1:
        return Problem(place, ONE)
    if match := POINT_TOO_MANY.search(text):
        return Problem(place, POINTS, {"found": match[0]})
    if (ending := ENDING.search(text)) and is_mailbox(text):
        return Problem(place, NOWHERE, {"ending": ending[0]})
    return Problem(place, WHOLE)


def _address_in(text: str) -> str:
    if len(text) > MOST_PASTED:
        return text
    seen = whole = _seen(text)
    if named := NAMED.fullmatch(seen):
        seen = named[1].strip()
    if linked := LINKED.fullmatch(seen):  # in a link, signs of an address may stand as numbers
        seen = _seen(unquote(linked[1]))
    if quoted := QUOTED.fullmatch(seen):
        seen = next(filter(None, quoted.groups()), "").strip()
    return seen or whole


def _seen(text: str) -> str:
    return "".join(
        in_plain_form(character) for character in text if category(character) == "Cc" or not is_unseen(character)
    ).strip(AROUND)


def _checked(text: str) -> ValidatedEmail | None:
    if len(text) > LONGEST:
        return None
    try:
        return validate_email(text, check_deliverability=False, strict=True)
    except (EmailNotValidError, UnicodeError):
        return None
