"""A cell has an end: what is longer goes on in the next one, whole and unaltered."""

from collections.abc import Iterable, Iterator

from questionnaires.answers import joined_evidence
from questionnaires.texts import utf16_units

MOST_OF_A_CELL = 32_767
"""UTF-16 units, as Excel counts them. A program that opens a file with more of them repairs it, which is to cut it."""


def is_too_long(text: str) -> bool:
    return len(text) > MOST_OF_A_CELL // 2 and utf16_units(text) > MOST_OF_A_CELL


def in_cells(items: Iterable[str], most: int = MOST_OF_A_CELL) -> tuple[str, ...]:
    """The items one below the other, in as few cells as hold them: "" where there are none.

    What is accepted today fits into one. Data of earlier versions may need more; then no item is parted that fits.
    """
    cells: list[str] = []
    for piece in _pieces(items, most):
        longer = joined_evidence((*cells[-1:], piece))
        if cells and utf16_units(longer) <= most:
            cells[-1] = longer
        else:
            cells.append(piece)
    return tuple(cells) or ("",)


def _pieces(items: Iterable[str], most: int) -> Iterator[str]:
    """Each item, or where it is longer than a cell, its parts; a character is never cut in two."""
    for item in items:
        at = 0
        while utf16_units(item[at:]) > most:
            end = at + most // 2
            yield item[at:end]
            at = end
        yield item[at:]
