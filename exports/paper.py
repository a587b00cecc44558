"""Paper: which size a table takes, how small its letters become, and how many pages its rows need."""

from collections.abc import Iterable, Sequence

A4, A3 = 9, 8
"""As Excel numbers them."""
LONG_SIDE, SHORT_SIDE = {A4: 297, A3: 420}, {A4: 210, A3: 297}
SIDES = 0.4
"""Margins in inches; above and below there is room for the lines of the page."""
TOP = 0.7
ACROSS = {size: (side / 25.4 - 2 * SIDES) * 96 for size, side in LONG_SIDE.items()}
"""What a page on its side has between the margins, in pixels of the screen at 96 to the inch."""
DOWN = {size: (side / 25.4 - 2 * TOP) * 72 for size, side in SHORT_SIDE.items()}
"""The same from the top to the foot, in points."""
ACROSS_UPRIGHT = (SHORT_SIDE[A4] / 25.4 - 2 * SIDES) * 96
DOWN_UPRIGHT = (LONG_SIDE[A4] / 25.4 - 2 * TOP) * 72
"""Of a page of A4 that stands."""
SMALLEST = 0.7
"""Letters of 10 points must not become smaller than 7 in print."""
FILLED = 0.94
"""How much of a page may be counted on: each program, and each printer, measures letters in its own way."""


def pixels(width: float) -> int:
    """Of a column; the unit is a digit of the standard font, which is 7 wide."""
    return int(width * 7 + 5)


def scale(widths: Iterable[float], paper: int) -> float:
    """By how much a table shrinks that is printed one page wide."""
    return min(1.0, ACROSS[paper] / sum(map(pixels, widths)))


def paper_for(widths: Sequence[float]) -> int:
    """A4, unless its letters would become too small."""
    return A4 if scale(widths, A4) >= SMALLEST else A3


def is_upright(widths: Sequence[float]) -> bool:
    """Whether a table is narrow enough for a page of A4 that stands."""
    return sum(map(pixels, widths)) * SMALLEST <= ACROSS_UPRIGHT


def room_on_page(widths: Sequence[float]) -> float:
    """How many points of rows may be counted on, on a page that lies or stands as `is_upright` says."""
    if is_upright(widths):
        return FILLED * DOWN_UPRIGHT / min(1.0, ACROSS_UPRIGHT / sum(map(pixels, widths)))
    paper = paper_for(widths)
    return FILLED * DOWN[paper] / scale(widths, paper)


def rows_on(pages: int, head: float, heights: Sequence[float], widths: Sequence[float]) -> int:
    """How many of these rows so many pages hold; `head` is the height of what each page repeats."""
    paper = paper_for(widths)
    room = FILLED * DOWN[paper] / scale(widths, paper) - head
    rows, left = 0, room
    for height in heights:
        if height > left:
            pages, left = pages - 1, room
        if pages < 1 or height > left:
            break
        rows, left = rows + 1, left - height
    return rows


def pages_across(widths: Sequence[float], kept: int) -> int:
    """How many pages of A4 it takes side by side, each with the kept columns; a column is never cut in two."""
    room = ACROSS[A4] / SMALLEST
    repeated = sum(map(pixels, widths[:kept]))
    pages, left = 1, room - repeated
    for wide in map(pixels, widths[kept:]):
        if wide > left:
            pages, left = pages + 1, room - repeated
        left -= wide
    return pages


def breaks_between(groups: Sequence[Sequence[float]], kept: float, scale: float) -> list[int]:
    """Before which groups of columns a page of A4 ends, so that none is torn in two; `kept` pixels are on each page."""
    room = ACROSS[A4] / scale - kept
    breaks, left = [], room
    for number, group in enumerate(groups):
        wide = sum(map(pixels, group))
        if number and wide > left:
            breaks.append(number)
            left = room
        left -= wide
    return breaks
