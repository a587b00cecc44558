"""Formulas that several cells share: a program writes the first of them and lets the others point to it.

ECMA-376, part 1, 18.3.1.40: what is relative in a reference moves with the cell. What cannot be told for sure is left
empty, so that it never passes for a formula that it is not.
"""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from exports.reading.container import SWELLS, FileRefused

TEXTS = re.compile("""("(?:[^"]|"")*"|'(?:[^']|'')*')""")
REFERENCE = re.compile(r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])")
WHOLE = re.compile(r"(?<![\w.])(\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[0-9]+:\$?[0-9]+)(?![\w.(!])")
MOST_SPILLED = 50
"""On a sheet: each is held against each cell."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Shared:
    """The shared formulas of one sheet, as they come."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str]] = {}
        self._spilled: list[tuple[tuple[int, int], tuple[int, int], str]] = []

    def text(self, address: str, formula: Element) -> str:
        """The formula of a cell, whether it stands there or is shared."""
        text, index = formula.text or "", formula.get("si", "")
        if formula.get("t") != "shared":
            return text
        if formula.get("ref"):
            self._first[index] = address, text
            return text
        return moved(*self._first[index], to=address) if index in self._first else ""

    def spill(self, places: str, formula: str) -> str:
        """Takes down that a formula fills these cells, of which one alone has it. Raises ValueError and FileRefused."""
        first, _, last = places.partition(":")
        if last and last != first:
            self._spilled.append((place_of(first), place_of(last), formula))
        if len(self._spilled) > MOST_SPILLED:
            raise FileRefused(SWELLS)
        return formula

    def spilled(self, address: str) -> str:
        """The formula that fills the cell from another one, or ""."""
        if not self._spilled:
            return ""
        column, row = place_of(address)
        return next(
            (formula for at, to, formula in self._spilled if at[0] <= column <= to[0] and at[1] <= row <= to[1]), ""
        )


def moved(origin: str, formula: str, *, to: str) -> str:
    """The formula of one cell as it reads in another; "" where that cannot be told."""
    (column, row), (to_column, to_row) = place_of(origin), place_of(to)
    pieces = TEXTS.split(formula)
    try:
        pieces[::2] = [_moved(piece, to_row - row, to_column - column) for piece in pieces[::2]]
    except ValueError:
        return ""
    return "".join(pieces)


def _moved(piece: str, down: int, right: int) -> str:
    """Raises ValueError."""
    if WHOLE.search(piece):
        raise ValueError(piece)

    def reference(match: re.Match[str]) -> str:
        column, row = place_of(match[2] + match[4])
        row, column = row if match[3] else row + down, column if match[1] else column + right
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise ValueError(match[0])
        return f"{match[1]}{letters_of(column)}{match[3]}{row}"

    return REFERENCE.sub(reference, piece)


def place_of(address: str) -> tuple[int, int]:
    """Column and row, from 1. Raises ValueError for what is no address."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column, int(address[len(letters) :])


@lru_cache(LAST_COLUMN)
def letters_of(column: int) -> str:
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
