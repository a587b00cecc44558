"""Where cells stand whose addresses a program left out.

ECMA-376, part 1, 18.3.1.4 and 18.3.1.73: a row may leave out its number and a cell its address. Then it follows the one
before, as every program reads it.
"""

import re
from xml.etree.ElementTree import Element

from exports.reading.container import DAMAGED, FileRefused
from exports.reading.formulas import letters_of, place_of
from exports.reading.parts import MAIN

ADDRESS = re.compile(r"[A-Z]{1,3}([1-9][0-9]{0,6})")
NUMBER = re.compile(r"[1-9][0-9]{0,6}")
ROW, CELL = f"{MAIN}row", f"{MAIN}c"


def addressed(row: Element, before: int) -> int:
    """Writes where they stand into a row and its cells, but for empty ones; returns the number of the row.

    `before` is the number of the row before. Raises FileRefused.
    """
    number = row.get("r", str(before + 1))
    if not NUMBER.fullmatch(number):
        raise FileRefused(DAMAGED)
    row.set("r", number)
    last, since = "", 0
    for cell in row:
        if cell.tag != CELL:
            continue
        if "r" in cell.attrib:
            last, since = cell.attrib["r"], 0
            continue
        since += 1
        if len(cell):
            last, since = f"{letters_of(_column(last) + since)}{number}", 0
            cell.set("r", last)
    return int(number)


def _column(address: str) -> int:
    if address and not ADDRESS.fullmatch(address):
        raise FileRefused(DAMAGED)
    return place_of(address)[0] if address else 0
