"""A cell has an end: what is longer goes on in the next one, whole and unaltered. Names and margins are cut instead."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from questionnaires.texts import joined_evidence, utf16_units

MOST_OF_A_CELL = 32_767
"""UTF-16 units, as Excel counts them. A program that opens a file with more of them repairs it, which is to cut it."""

LONGEST_SHEET_NAME = 31
MARGIN_PART = 80
"""UTF-16 units for each user text in a header or footer, which may have 255 with its codes."""


def is_too_long(text: str) -> bool:
    return len(text) > MOST_OF_A_CELL // 2 and utf16_units(text) > MOST_OF_A_CELL


def in_cells(items: Iterable[str], most: int = MOST_OF_A_CELL) -> tuple[str, ...]:
    """The items one below the other, in as few cells as hold them: "" where there are none.

    What is accepted today fits into one. Data of earlier versions may need more; then no item is parted that fits.
    """
    cells: list[str] = []
    for item in items:
        longer = joined_evidence((*cells[-1:], item))
        if cells and utf16_units(longer) <= most:
            cells[-1] = longer
        else:
            cells += _parts(item, most)
    return tuple(cells) or ("",)


def _parts(item: str, most: int) -> Iterator[str]:
    """The item, in cells of its own where it is longer than one; a character is never cut in two."""
    at = 0
    while utf16_units(item[at:]) > most:
        end = at + most
        while (over := utf16_units(item[at:end]) - most) > 0:
            end -= (over + 1) // 2  # a character has two units at most
        yield item[at:end]
        at = end
    yield item[at:]


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """The wanted name as Excel allows it: without []:*?/\\, at most 31 characters, and not used yet. It is cut between
    two words, unless less than half of it would be left."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", wanted).split())
    lower = {name.lower() for name in taken}
    name = _at_a_word(plain, LONGEST_SHEET_NAME).strip("' ") or "-"
    number = 1
    while name.lower() in lower:
        number += 1
        name = f"{_at_a_word(plain, LONGEST_SHEET_NAME - 4).strip(chr(39) + ' ')} ({number})"
    return name


def _at_a_word(text: str, units: int) -> str:
    cut = fitting(text, units)
    if cut == text or text[len(cut) - 1] == " ":
        return cut
    words = cut.rpartition(" ")[0].rstrip(" -,;:\N{EN DASH}")
    return f"{words}…" if utf16_units(words) > units // 2 else cut


def margin_text(text: str) -> str:
    """A text for a header or footer: on one line, & doubled, and short enough."""
    return _escaped(fitting(" ".join(text.split()), MARGIN_PART, cost=lambda c: 3 if c == "&" else utf16_units(c)))


def _escaped(text: str) -> str:
    # The word joiner keeps xlsxwriter from taking "&&G" and "&&[Picture]" for the code of a picture.
    return re.sub(r"&&(?=G|\[Picture\])", "&&\u2060", text.replace("&", "&&"))


def fitting(text: str, units: int, cost: Callable[[str], int] = utf16_units) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if sum(map(cost, text)) <= units:
        return text
    kept = ""
    for character in text:
        units -= cost(character)
        if units < 1:
            break
        kept += character
    return kept + "…"
