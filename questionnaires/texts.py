"""The rule for every text that a person writes: what is kept and how, what is refused.

Programs of offices write one line end and one blank in many ways, and leave marks in a text that nobody sees. People
compare what they see; so one way of each is kept, wherever a text comes from. Pure.
"""

import re
from collections.abc import Callable, Iterable
from itertools import islice
from unicodedata import combining, normalize

from questionnaires.problems import N_, Problem

MOST_UNITS = 10_000
"""UTF-16 units per text, as Excel counts them: well inside the 32,767 of a cell."""
LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
BLANKS = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000"
"""Each becomes a blank: the tab, blanks that do not break a line, those of a width, and the one of Braille."""
UNSEEN = frozenset(
    "\xad\u17b4\u17b5\u200b\u2060\u2061\u2062\u2063\u2064\u2065\u206a\u206b\u206c\u206d\u206e\u206f"
    "\u3164\ufeff\uffa0\ufff9\ufffa\ufffb\ufffc"
)
"""Nobody sees them and no text needs them: hints where a word may be cut, the mark at the beginning of a file, fillers
of the width of a letter, the place of a picture that did not come along."""
JOINERS = frozenset("\u034f\u115f\u1160\u180b\u180c\u180d\u180e\u180f\u200c\u200d")
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
NEEDED = JOINERS | DIRECTIONS | SELECTORS
"""Nobody sees them either, but they give letters beside them their shape or place: in Arabic, Persian, and emoji."""
BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf076": "❖", "\uf0d8": "➢", "\uf0fc": "✓"}
"""The bullets of a list in Word, which leave it as letters of a font that nothing else has."""
TAG = re.compile("[\U000e0000-\U000e007f]")
FLAG_OR_TAG = re.compile(f"(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|{TAG.pattern}")
"""Tags are needed in the flags of England, Scotland and Wales only."""
REFUSED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but LF, halves of a pair, and the two code points that no XML file may hold."""
TOO_LONG = N_("This text has {units} characters. Shorten it to {most} or fewer, or add the long version as evidence.")
NOT_KEPT = N_("This text contains invisible characters, at each ▯ here: {found}. Enter these words again.")
STROKES = str.maketrans("øłđħŧı", "oldhti")
"""Letters whose stroke is no mark of its own."""
RUN = re.compile("\0+")
BETWEEN_WORDS = re.compile(r"[\W_]+")
MOST_TOLD = 5
AROUND = 20
"""Letters that a message shows on each side of a character that is refused."""

DIGITS = {chr(first + digit): str(digit) for first in (0x0660, 0x06F0) for digit in range(10)}
"""The digits of Arabic, and those of Persian and Urdu."""
WIDE = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
"""The signs of a keyboard as East Asian programs write them, as wide as a letter there."""
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\ufe58\ufe63"

_PLAIN = DIGITS | WIDE | dict.fromkeys(DASHES, "-")
_KEPT_AS = dict.fromkeys(LINE_ENDS, "\n") | dict.fromkeys(BLANKS, " ") | dict.fromkeys(UNSEEN, "") | BULLETS
# Expressions of one class each: nothing else is as fast beyond ASCII
CHANGED = re.compile(f"[{''.join(_KEPT_AS)}]")
TO_PLAIN = re.compile(f"[{re.escape(''.join(_PLAIN))}]")
MARKS = re.compile(f"[{''.join(JOINERS | DIRECTIONS)}\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
MARKS_AND_BLANKS = "".join(NEEDED) + " \n"


Reader = Callable[[str, object, list[Problem]], str]
"""Of a place, what was given there and a list for what is wrong with it: the text as it is kept."""


def read_text(place: str, raw: object, problems: list[Problem]) -> str:
    """The text as it is kept. Adds all that is wrong with it to `problems`, and returns "" then."""
    if not isinstance(raw, str):
        problems.append(Problem(place, "This must be a text."))
        return ""
    before, text = len(problems), as_kept(raw)
    if (units := utf16_units(text)) > MOST_UNITS:
        problems.append(Problem(place, TOO_LONG, {"units": f"{units:,}", "most": f"{MOST_UNITS:,}"}))
    if match := REFUSED.search(text):
        near = text[max(match.start() - AROUND - 1, 0) :][:MOST_UNITS]
        problems.append(Problem(place, NOT_KEPT, {"found": shown_in_context(near, is_refused)}))
    return text if len(problems) == before else ""


def reader_of_needed(read: Reader, sentence: str) -> Reader:
    """As `read`, where something must be written: `sentence` asks for it."""

    def read_needed(place: str, raw: object, problems: list[Problem]) -> str:
        before, text = len(problems), read(place, raw, problems)
        if not text.strip() and len(problems) == before:
            problems.append(Problem(place, sentence))
        return text

    return read_needed


def read_needed(place: str, raw: object, sentence: str, problems: list[Problem]) -> str:
    """A text that must not be empty: `sentence` asks for it."""
    return reader_of_needed(read_text, sentence)(place, raw, problems)


def as_kept(text: str) -> str:
    """With LF and blanks only, and without what nobody sees and no text needs. A kept text stays as it is."""
    if text.isascii() and text.isprintable():
        return text
    text = CHANGED.sub(lambda match: _KEPT_AS[match[0]], text.replace("\r\n", "\n"))
    if TAG.search(text):
        text = FLAG_OR_TAG.sub(lambda match: match[1] or "", text)
    return text if text.strip(MARKS_AND_BLANKS) else without_marks(text)


def plain(text: str) -> str:
    """On one line, in digits, dashes and signs of a plain keyboard: for numbers, dates and codes, never for texts."""
    return " ".join(TO_PLAIN.sub(lambda match: _PLAIN[match[0]], without_marks(as_kept(text))).split())


def without_marks(text: str) -> str:
    """Without the marks that only a letter beside them needs."""
    return MARKS.sub("", text)


def folded(text: str) -> str:
    """As people look for it and sort it: without capitals, accents and marks."""
    letters = normalize("NFKD", without_marks(as_kept(text)).casefold())
    return letters if letters.isascii() else "".join(c for c in letters if not combining(c)).translate(STROKES)


def plain_label(text: str) -> str:
    """A title, a name or a word of a list as it is compared: without capitals, accents, and what is between words."""
    return BETWEEN_WORDS.sub(" ", folded(text)).strip()


def is_same_text(text: str, other: str) -> bool:
    """Whether people see the same: a text may have been stored before this rule was."""
    return text == other or as_kept(text) == as_kept(other)


def shown_in_context(text: str, is_meant: Callable[[str], bool]) -> str:
    """The characters that are meant, each run of them as ▯ in the words around it, of as many as help."""
    shown = "".join("\0" if is_meant(character) else " " if character == "\n" else character for character in text)
    runs = [*islice(RUN.finditer(shown), MOST_TOLD + 1)]
    said = [f"“{_around(shown, *run.span())}” (U+{ord(text[run.start()]):04X})" for run in runs[:MOST_TOLD]]
    return ", ".join(said) + ", …" * (len(runs) > MOST_TOLD)


def _around(text: str, start: int, end: int) -> str:
    before = "…" * (start > AROUND) + text[max(start - AROUND, 0) : start]
    after = text[end : end + AROUND] + "…" * (len(text) > end + AROUND)
    return RUN.sub("▯", f"{before}\0{after}")


def is_refused(character: str) -> bool:
    return bool(REFUSED.match(character))


def joined_evidence(items: Iterable[str]) -> str:
    """One item below the other, as every file shows them."""
    return "\n".join(items)


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
