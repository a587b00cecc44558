"""Rectangles of cells, such as "B2:D9"."""

import re

from exports.reading.formulas import letters_of, place_of

RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
Area = tuple[int, int, int, int]
"""First row and column, last row and column, from 1."""


def area_of(places: str) -> Area | None:
    match = RANGE.fullmatch(places)
    if not match:
        return None
    left, top = place_of(match[1] + match[2])
    right, bottom = place_of((match[3] or match[1]) + (match[4] or match[2]))
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def covers(area: Area, row: int, column: int) -> bool:
    top, left, bottom, right = area
    return top <= row <= bottom and left <= column <= right


def address_of(area: Area) -> str:
    top, left, bottom, right = area
    return f"{letters_of(left)}{top}:{letters_of(max(left, right))}{max(top, bottom)}"
