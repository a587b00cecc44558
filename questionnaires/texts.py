"""The rule for every text that a person writes: what is kept and how, what is refused.

Programs of offices write one line end and one blank in many ways, and leave marks in a text that nobody sees. People
compare what they see; so one way of each is kept, wherever a text comes from. Pure.
"""

import re

from questionnaires.problems import Problem

MOST_UNITS = 10_000
"""UTF-16 units per text, as Excel counts them: well inside the 32,767 of a cell."""
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
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
TAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")
"""Tags are needed in the flags of England, Scotland and Wales only."""
REFUSED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""Control characters but LF, halves of a pair, and the two code points that no XML file may hold."""
MOST_TOLD = 5
AROUND = 20
"""Letters that a message shows on each side of a character that is refused."""

_ONE_BY_ONE = str.maketrans(dict.fromkeys(BLANKS, " ") | dict.fromkeys(UNSEEN, "") | BULLETS)
_WITHOUT_MARKS = str.maketrans(dict.fromkeys(NEEDED, ""))


def read_text(place: str, raw: object, problems: list[Problem]) -> str:
    """The text as it is kept. Adds all that is wrong with it to `problems`, and returns "" then."""
    if not isinstance(raw, str):
        problems.append(Problem(place, "This must be a text."))
        return ""
    before, text = len(problems), as_kept(raw)
    if (units := utf16_units(text)) > MOST_UNITS:
        sentence = (
            "This text has {units} characters; {most} fit. Shorten it, or put the long version into the evidence."
        )
        problems.append(Problem(place, sentence, {"units": f"{units:,}", "most": f"{MOST_UNITS:,}"}))
    if found := _refused_in(text):
        sentence = (
            "This text has invisible characters that cannot be kept, at each ▯ here: {found}. Write these words again."
        )
        problems.append(Problem(place, sentence, {"found": found}))
    return text if len(problems) == before else ""


def as_kept(text: str) -> str:
    """With LF and blanks only, and without what nobody sees and no text needs. A kept text stays as it is."""
    if text.isascii() and text.isprintable():
        return text
    text = TAG.sub(lambda found: found[1] or "", LINE_END.sub("\n", text.translate(_ONE_BY_ONE)))
    bare = without_marks(text)
    return text if bare.strip() else bare


def without_marks(text: str) -> str:
    """Without the marks that only a letter beside them needs: for numbers, dates, codes, and where no letter is."""
    return text.translate(_WITHOUT_MARKS)


def is_same(one: str, other: str) -> bool:
    """Whether people see the same: a text may have been stored before this rule was."""
    return one == other or as_kept(one) == as_kept(other)


def _refused_in(text: str) -> str:
    """Each refused character in the words around it, of as many as help; "" where there is none."""
    found = list(REFUSED.finditer(text))
    told = [f"“{_around(text, *one.span())}” (U+{ord(one[0][0]):04X})" for one in found[:MOST_TOLD]]
    return ", ".join(told) + (", …" if len(found) > MOST_TOLD else "")


def _around(text: str, start: int, end: int) -> str:
    before = "…" * (start > AROUND) + text[max(start - AROUND, 0) : start]
    after = text[end : end + AROUND] + "…" * (len(text) > end + AROUND)
    return REFUSED.sub("▯", f"{before}▯{after}".replace("\n", " "))


def is_refused(character: str) -> bool:
    return bool(REFUSED.match(character))


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
