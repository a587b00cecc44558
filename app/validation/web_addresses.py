"""What a web address is: for links of evidence and for settings. Pure.

Taken is what every browser opens as it is written: browsers drop some characters, turn others round, and read numbers
as hosts, so that an address could lead elsewhere than a person reads.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urlsplit

import idna

LONGEST = 2_000
READ_OTHERWISE = re.compile(r"[<>\"]|^[^?#]*\\")
"""Signs that end an address where it stands in a text; and a backslash, which is a slash to browsers."""
BRACKETED = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]+)?")
WHOLE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
A_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
LONGEST_HOST = 253
IN_A_TEXT = re.compile(r"\bhttps?://[^\s<>\"]+", re.IGNORECASE)
BEHIND_IT = ".,;:!?'\u2019\u201d\xbb*"
"""Signs of the sentence around an address, which nobody means as a part of it."""


def is_web_address(text: str) -> bool:
    if len(text) > LONGEST or not WHOLE.match(text) or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or READ_OTHERWISE.search(text):
        return False
    return not parts.netloc.endswith(":") and parts.port != 0 and _is_host(parts.netloc, parts.hostname or "")


def pieces_of(text: str) -> list[tuple[str, bool]]:
    """The text cut where web addresses are, each piece with whether it is one. Joined, they are the text."""
    pieces, done = list[tuple[str, bool]](), 0
    for match in IN_A_TEXT.finditer(text):
        address = match[0].rstrip(BEHIND_IT)
        if "(" not in address:
            address = address.rstrip(")" + BEHIND_IT)
        if is_web_address(address):
            pieces += [(text[done : match.start()], False), (address, True)]
            done = match.start() + len(address)
    return [(piece, is_address) for piece, is_address in (*pieces, (text[done:], False)) if piece]


def _is_host(netloc: str, host: str) -> bool:
    try:
        if "[" in netloc:
            return bool(BRACKETED.fullmatch(netloc) and IPv6Address(host))
        plain = host if host.isascii() else idna.encode(host, uts46=True).decode()
        labels = plain.removesuffix(".").split(".")
        if A_NUMBER.fullmatch(labels[-1]):
            return str(IPv4Address(host)) == host
    except (AddressValueError, UnicodeError):
        return False
    return len(plain) <= LONGEST_HOST and all(LABEL.fullmatch(label) for label in labels)
