"""How tall a row must be for its wrapped texts to show whole: LibreOffice leaves this to whoever made the file.

Letters are counted, not measured, since every reader has other fonts: a little too much room beats a cut sentence.
"""

from collections.abc import Sequence
from math import ceil

from exports.content import Cell

LINE = 13.5
PADDING = 4.0
LETTERS = 1.08
"""Letters of ordinary text for each unit of a column's width: the unit is a digit, in a larger font."""
INDENT = 1.2
"""What the room between two columns of text takes of a column's width."""
TALLEST = 409.0
"""Excel's limit, in points. A longer text stays whole in its cell and shows when the cell is opened."""


def row_height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """In points; widths are those of the columns."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str) and (len(cell) > width - INDENT or "\n" in cell):
            lines = max(lines, lines_for(cell, width - INDENT))
    return min(LINE * lines + PADDING, TALLEST)


def lines_for(text: str, width: float) -> int:
    """How many lines a text needs in a column, broken between words; a word longer than a line is cut."""
    room = LETTERS * width
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        left = room
        for word in paragraph.split(" "):
            units = len(word) if word.isascii() else _units(word)
            if units <= left:
                left -= units + 1
            else:
                lines += ceil(units / room) - (left == room)
                left = room - units % room - 1
    return lines


def _units(word: str) -> int:
    """Letters of East Asian scripts and pictures are two wide."""
    return len(word) + sum(letter > "\u2e7f" for letter in word)
