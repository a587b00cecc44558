"""Reads a workbook as it is: every cell with the exact text that was stored, and its formula where it has one.

openpyxl drops the letters x005F_ from texts and opens whole sheets before anybody can look at their size; so texts are
read here as the file format defines them (ECMA-376, part 1, 18.4 and 22.9.2.19), row by row, up to a limit.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from math import isfinite
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse as iterparse_warily

from exports.reading.container import DAMAGED, MAIN_PART, SWELLS, Container, Refused, open_container
from exports.reading.shared import Shared
from questionnaires.problems import N_

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
MOST_SHEETS = 40
MOST_ROWS = 5_000
MOST_CELLS = 200_000
MOST_ELEMENTS = 1_000_000
"""Of one part: as many cells as are allowed, with a value and a formula each, have fewer."""
MOST_LETTERS = 10_000_000
"""In all cells together: one long text may stand in any number of cells."""
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
ENTITIES = N_("The workbook holds XML that no spreadsheet program writes. It was not read.")
TOO_MANY = N_("Sheet “{sheet}” has more than {most} rows. Remove what does not belong there, then send it again.")

CellValue = str | float | bool | None


@dataclass(frozen=True)
class ReadCell:
    """A number is always a float; `formula` is "" or begins with "="; an error is its name ("#REF!")."""

    value: CellValue
    formula: str = ""


@dataclass(frozen=True)
class ReadSheet:
    """Cells by address ("B12"); empty ones are not there."""

    name: str
    is_hidden: bool
    cells: Mapping[str, ReadCell]

    def text(self, address: str) -> str:
        """What stands there as text: "" for nothing, "3" for 3."""
        return text_of(self.cells[address].value) if address in self.cells else ""


def text_of(value: CellValue) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value or ""


def read_workbook(data: bytes) -> tuple[ReadSheet, ...]:
    """Every sheet in its order. Raises Refused."""
    container = open_container(data)
    if list(_related(container, "", "officeDocument").values()) != [MAIN_PART]:
        raise Refused(DAMAGED)  # what programs would show is not what is read here
    strings = _strings(container)
    room = _Room(MOST_CELLS, MOST_LETTERS)
    return tuple(
        ReadSheet(name, is_hidden, dict(_cells(container.part(part), name, strings, room)))
        for name, is_hidden, part in _sheets(container)
    )


@dataclass
class _Room:
    """How many cells and letters may still come."""

    cells: int
    letters: int

    def take(self, cell: ReadCell) -> None:
        """Raises Refused."""
        self.cells -= 1
        self.letters -= len(cell.formula) + (len(cell.value) if isinstance(cell.value, str) else 0)
        if self.cells < 0 or self.letters < 0:
            raise Refused(SWELLS)


def _related(container: Container, part: str, kind: str) -> dict[str, str]:
    """The parts of this kind that a part points to, by the id of the relation; "" is the workbook as a whole."""
    folder, _, name = part.rpartition("/")
    found: dict[str, str] = {}
    for element in _events(container.part(join(folder, "_rels", f"{name}.rels")), f"{PACKAGE}Relationship"):
        if element.get("TargetMode") == "External" or not element.get("Type", "").endswith(kind):
            continue
        if element.get("Id", "") in found:
            raise Refused(DAMAGED)
        found[element.get("Id", "")] = normpath(join("/", folder, element.get("Target", "")))[1:]
    return found


def _events(xml: bytes, *tags: str) -> Iterator[Element]:
    """Each element of these names as it ends; entities, DTDs and broken XML are refused."""
    left = MOST_ELEMENTS
    try:
        _refuse_dtd(xml)
        for _, element in iterparse(BytesIO(xml)):  # noqa: S314 - it has no DTD, so no entities
            left -= 1
            if left < 0:
                raise Refused(SWELLS)
            if element.tag in tags:
                yield element
    except DefusedXmlException:
        raise Refused(ENTITIES) from None
    except (ParseError, StopIteration, UnicodeDecodeError, LookupError, ValueError):
        raise Refused(DAMAGED) from None


def _refuse_dtd(xml: bytes) -> None:
    """A DTD can only stand before the first element: up to there a wary but slow reader goes."""
    next(iter(iterparse_warily(BytesIO(xml), events=("start",), forbid_dtd=True)))


def _sheets(container: Container) -> list[tuple[str, bool, str]]:
    """Name, whether it is hidden, and its part; no two may share a name or a part, or people would see another one."""
    places = _related(container, MAIN_PART, "sheet")
    xml = container.part(MAIN_PART)
    if STRICT[1:-1].encode() in xml:
        raise Refused(N_("The workbook is in the strict format. Save it as an ordinary .xlsx, then send it again."))
    found = [
        (
            element.get("name", ""),
            element.get("state", "visible") != "visible",
            places.get(element.get(RELATED, ""), ""),
        )
        for element in _events(xml, f"{MAIN}sheet")
    ]
    names, parts = {name.lower() for name, _, _ in found}, {part for _, _, part in found}
    if not found or len(found) > MOST_SHEETS or len(names) < len(found) or len(parts) < len(found):
        raise Refused(DAMAGED)
    return found


def _strings(container: Container) -> list[str]:
    """The texts that cells name by their number."""
    strings = []
    for part in _related(container, MAIN_PART, "sharedStrings").values():
        for element in _events(container.part(part), f"{MAIN}si"):
            strings.append(_text(element))
            element.clear()
    return strings


def _text(item: Element) -> str:
    """A text and its runs; phonetic hints are no part of it."""
    pieces = [item.find(f"{MAIN}t"), *(run.find(f"{MAIN}t") for run in item.findall(f"{MAIN}r"))]
    return "".join(_unescaped(piece.text or "") for piece in pieces if piece is not None)


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _cells(xml: bytes, sheet: str, strings: list[str], room: _Room) -> Iterator[tuple[str, ReadCell]]:
    rows = 0
    seen, shared = set(), Shared()
    for element in _events(xml, f"{MAIN}row", f"{MAIN}c"):
        if element.tag == f"{MAIN}row":
            rows += 1
            element.clear()
            if rows > MOST_ROWS:
                raise Refused(TOO_MANY, sheet=sheet, most=f"{MOST_ROWS:,}")
            continue
        cell = _cell(element, strings, shared)
        if cell.value in (None, "") and not cell.formula:
            continue
        room.take(cell)
        address = element.get("r", "")
        if address in seen or not ADDRESS.fullmatch(address):
            raise Refused(DAMAGED)
        seen.add(address)
        yield address, cell


def _cell(element: Element, strings: list[str], shared: Shared) -> ReadCell:
    formula = element.find(f"{MAIN}f")
    try:
        text = "" if formula is None else f"={shared.text(element.get('r', ''), formula)}"
        return ReadCell(_value(element, strings), text)
    except (ValueError, IndexError, OverflowError, AttributeError):
        raise Refused(DAMAGED) from None


def _value(element: Element, strings: list[str]) -> CellValue:
    kind = element.get("t", "n")
    if kind == "inlineStr":
        inline = element.find(f"{MAIN}is")
        return None if inline is None else _text(inline)
    stored = element.findtext(f"{MAIN}v")
    if not stored:
        return None
    if kind == "s":
        return strings[_index(stored)]
    if kind == "b":
        return stored.strip() in ("1", "true")
    if kind in ("str", "d", "e"):
        return _unescaped(stored)
    number = float(stored)
    if not isfinite(number):
        raise ValueError(stored)
    return number


def _index(stored: str) -> int:
    """Python would count a negative one from the end."""
    number = int(stored)
    if number < 0:
        raise ValueError(stored)
    return number
