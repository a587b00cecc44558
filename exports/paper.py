"""Paper: how many pages a table takes side by side, so that it can be read without a magnifier."""

from collections.abc import Sequence

A4 = 9
SIDES = 0.4
"""Margins in inches; above and below there is room for the lines of the page."""
ACROSS = (297 / 25.4 - 2 * SIDES) * 96
"""What a page on its side has between the margins, in pixels of the screen at 96 to the inch."""
SMALLEST = 0.72
"""Letters of 10 points must not become smaller than 7 in print."""


def pixels(width: float) -> int:
    """Of a column; the unit is a digit of the standard font, which is 7 wide."""
    return int(width * 7 + 5)


def pages_across(widths: Sequence[float], kept: int) -> int:
    """How many pages it takes side by side, each with the kept columns; a column is never cut in two."""
    room = ACROSS / SMALLEST
    repeated = sum(map(pixels, widths[:kept]))
    pages, left = 1, room - repeated
    for wide in map(pixels, widths[kept:]):
        if wide > left:
            pages, left = pages + 1, room - repeated
        left -= wide
    return pages


def breaks_between(groups: Sequence[Sequence[float]], kept: float, scale: float) -> list[int]:
    """Before which groups of columns a page ends, so that none is torn in two; `kept` pixels are on each page."""
    room = ACROSS / scale - kept
    breaks, left = [], room
    for number, group in enumerate(groups):
        wide = sum(map(pixels, group))
        if number and wide > left:
            breaks.append(number)
            left = room
        left -= wide
    return breaks
