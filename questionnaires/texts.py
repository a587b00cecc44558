"""The rule for every text that a person writes: what is kept, what is refused."""

import unicodedata
from collections.abc import Iterator

from questionnaires.problems import Problem

MOST_UNITS = 10_000
"""UTF-16 units per text, as Excel counts them: well inside the 32,767 of a cell."""


def read_text(place: str, raw: object, problems: list[Problem]) -> str:
    """The text with CRLF turned into LF. Adds to `problems` and returns "" where it cannot be kept unchanged."""
    if not isinstance(raw, str):
        problems.append(Problem(place, "This must be a text."))
        return ""
    text = raw.replace("\r\n", "\n")
    found = list(_problems(place, text))
    problems += found
    return "" if found else text


def _problems(place: str, text: str) -> Iterator[Problem]:
    if (units := utf16_units(text)) > MOST_UNITS:
        yield Problem(
            place,
            "This text has {units} characters; {most} fit. Shorten it, or put the long version into the evidence.",
            {"units": f"{units:,}", "most": f"{MOST_UNITS:,}"},
        )
    for at, character in enumerate(text, 1):
        if not character.isprintable() and is_refused(character):
            yield Problem(
                place,
                "Character {at} of this text is an invisible control character ({code}) that cannot be kept. "
                "Remove it.",
                {"at": at, "code": f"U+{ord(character):04X}"},
            )
            return


def is_refused(character: str) -> bool:
    """Control characters but LF, halves of a pair, and the two code points that no XML file may hold."""
    return (unicodedata.category(character) in ("Cc", "Cs") and character != "\n") or character in "\ufffe\uffff"


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
