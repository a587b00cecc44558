"""Reads a workbook as it is: every cell with the exact text that was stored, and its formula where it has one.

openpyxl drops the letters x005F_ from texts and opens whole sheets before anybody can look at their size; so texts are
read here as the file format defines them (ECMA-376, part 1, 18.4 and 22.9.2.19), row by row, up to a limit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from posixpath import join, normpath
from typing import NamedTuple
from xml.etree.ElementTree import Element

from exports.reading.areas import Area
from exports.reading.container import DAMAGED, MAIN_PART, SWELLS, Container, Refused, open_container
from exports.reading.formulas import Shared
from exports.reading.parts import MAIN, STRICT_FORMAT, elements
from questionnaires.problems import N_

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
RELATED = f"{{{KINDS[:-1]}}}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MOST_SHEETS = 40
MOST_ROWS = 5_000
MOST_CELLS = 200_000
MOST_LETTERS = 10_000_000
"""In all cells together: one long text may stand in any number of cells."""
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
ADDRESS = re.compile(r"[A-Z]{1,3}([1-9][0-9]{0,6})")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
INDEX = re.compile(r"[0-9]{1,7}")
TRUTH = {"1": True, "true": True, "0": False, "false": False}
CELL = f"{MAIN}c"
IN_A_CELL = ("f", "v", "is")
TOO_MANY = N_("Sheet “{sheet}” has more than {most} rows. Remove what does not belong there, then send it again.")

CellValue = str | float | bool | None


@dataclass(frozen=True)
class ReadCell:
    """A number is always a float; `formula` is "" or begins with "="; an error is its name ("#REF!")."""

    value: CellValue
    formula: str = ""


class Seen(NamedTuple):
    """What people read in a cell where that is not its value: a `text`; or in `trouble` why nobody can tell it, and the
    `format` that shows it so."""

    text: str = ""
    trouble: str = ""
    format: str = ""


@dataclass(frozen=True)
class ReadSheet:
    """Cells by address ("B12"); empty ones are not there. What is below `cells` is known only of a workbook that was
    looked at too: `seen` of the cells in which people read something else, and `notes` that somebody put beside cells.
    """

    name: str
    is_hidden: bool
    cells: Mapping[str, ReadCell]
    seen: Mapping[str, Seen] = field(default_factory=dict)
    merged: Sequence[Area] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def given(self, address: str) -> str:
        """What stood in a cell, to show it to a person again: a formula as it was typed."""
        cell = self.cells.get(address)
        return cell.formula if cell and cell.formula else self.text(address)

    def shown(self, address: str) -> str:
        """What people read there."""
        return self.seen[address].text if address in self.seen else self.text(address)

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
    if list(related(container, "", "officeDocument").values()) != [MAIN_PART]:
        raise Refused(DAMAGED)  # what programs would show is not what is read here
    strings = _strings(container)
    room = _Room(MOST_CELLS, MOST_LETTERS)
    return tuple(
        ReadSheet(name, is_hidden, dict(_cells(container, part, name, strings, room)))
        for name, is_hidden, part in sheets_of(container)
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


def related(container: Container, part: str, kind: str) -> dict[str, str]:
    """The parts of this kind that a part points to, by the id of the relation; "" is the workbook as a whole."""
    folder, _, name = part.rpartition("/")
    found: dict[str, str] = {}
    seen = set()
    rels = join(folder, "_rels", f"{name}.rels")
    for element in elements(container, rels, "Relationships", "Relationship", space=PACKAGE):
        id_ = element.get("Id", "")
        if id_ in seen:
            raise Refused(DAMAGED)
        seen.add(id_)
        if element.get("TargetMode") != "External" and _is_of(kind, element.get("Type", "")):
            found[id_] = normpath(join("/", folder, element.get("Target", "")))[1:]
    return found


def _is_of(kind: str, type_: str) -> bool:
    """Raises Refused where a relation is of this kind in another way of writing: some programs would follow it."""
    if type_.rpartition("/")[2] == kind and type_ != KINDS + kind:
        raise Refused(STRICT_FORMAT if type_.startswith(STRICT_KINDS) else DAMAGED)
    return type_ == KINDS + kind


def sheets_of(container: Container) -> list[tuple[str, bool, str]]:
    """Name, whether it is hidden, and its part; no two may share a name or a part, or people would see another one."""
    places = related(container, MAIN_PART, "worksheet")
    found = []
    for element in elements(container, MAIN_PART, "workbook", "sheets", "sheet"):
        if any(name.endswith("}id") and name != RELATED for name in element.attrib):
            raise Refused(DAMAGED)
        is_hidden = element.get("state", "visible") != "visible"
        found.append((element.get("name", ""), is_hidden, places.get(element.get(RELATED, ""), "")))
    names, parts = {name.lower() for name, _, _ in found}, {part for _, _, part in found}
    if not found or len(found) > MOST_SHEETS or len(names) < len(found) or len(parts) < len(found):
        raise Refused(DAMAGED)
    return found


def _strings(container: Container) -> list[str]:
    """The texts that cells name by their number."""
    parts = list(related(container, MAIN_PART, "sharedStrings").values())
    if len(parts) > 1:
        raise Refused(DAMAGED)
    strings = []
    for part in parts:
        for element in elements(container, part, "sst", "si"):
            strings.append(_text(element))
            element.clear()
    return strings


def _text(item: Element) -> str:
    """A text, or its runs; phonetic hints are no part of it. Raises Refused where both stand, or one stands twice."""
    runs = item.findall(f"{MAIN}r")
    pieces = [_only(item, "t"), *(_only(run, "t") for run in runs)]
    if runs and pieces[0] is not None:
        raise Refused(DAMAGED)
    return "".join(_unescaped(piece.text or "") for piece in pieces if piece is not None)


def _only(element: Element, name: str) -> Element | None:
    """Raises Refused where there are several: programs differ in which of them they show."""
    found = element.findall(f"{MAIN}{name}")
    if len(found) > 1 or any(len(one) for one in found if name in ("t", "v", "f")):
        raise Refused(DAMAGED)
    return found[0] if found else None


def _unescaped(text: str) -> str:
    """Codes such as _x000D_ as their letters; half of a pair of codes alone is no letter."""
    if "_x" not in text:
        return text
    text = ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _cells(
    container: Container, part: str, sheet: str, strings: list[str], room: _Room
) -> Iterator[tuple[str, ReadCell]]:
    seen, shared = set[str](), Shared()
    filled = 0
    for row in elements(container, part, "worksheet", "sheetData", "row"):
        before = len(seen)
        for element in row:
            if element.tag == CELL and not len(element):
                continue
            address = _address(element, row)
            cell = _cell(element, address, strings, shared)
            if cell.value in (None, "") and not cell.formula:
                continue
            room.take(cell)
            if address in seen:
                raise Refused(DAMAGED)
            seen.add(address)
            yield address, cell
        row.clear()
        filled += len(seen) > before
        if filled > MOST_ROWS:
            raise Refused(TOO_MANY, sheet=sheet, most=f"{MOST_ROWS:,}")


def _address(element: Element, row: Element) -> str:
    """Raises Refused where the cell says another row than the row it stands in."""
    address = element.get("r", "")
    found = ADDRESS.fullmatch(address)
    if element.tag != CELL or not found or row.get("r", found[1]) != found[1]:
        raise Refused(DAMAGED)
    return address


def _cell(element: Element, address: str, strings: list[str], shared: Shared) -> ReadCell:
    if any(part.tag[len(MAIN) :] not in IN_A_CELL for part in element):
        raise Refused(DAMAGED)
    formula = _only(element, "f")
    try:
        text = "" if formula is None else _formula(address, formula, shared)
        return ReadCell(_value(element, strings), text)
    except (ValueError, IndexError, OverflowError):
        raise Refused(DAMAGED) from None


def _formula(address: str, formula: Element, shared: Shared) -> str:
    """With its equals sign; one for a whole range in braces, as programs show it. Raises ValueError."""
    kind, text = formula.get("t", "normal"), shared.text(address, formula)
    if kind in ("normal", "shared"):
        return f"={text}"
    if kind != "array" or formula.get("ref", address) != address:
        raise ValueError(kind)
    return f"={{{text}}}"


def _value(element: Element, strings: list[str]) -> CellValue:
    kind, inline = element.get("t", "n"), _only(element, "is")
    if kind == "inlineStr":
        return None if inline is None else _text(inline)
    value = _only(element, "v")
    stored = "" if value is None else value.text or ""
    if not stored:
        return None
    if kind == "s":
        return strings[int(_like(INDEX, stored))]
    if kind == "b":
        return TRUTH[stored.strip()]
    if kind in ("str", "d", "e"):
        return _unescaped(stored)
    if kind != "n":
        raise ValueError(kind)
    return _finite(float(_like(NUMBER, stored)))


def _like(pattern: re.Pattern[str], stored: str) -> str:
    """Python reads more than spreadsheet programs do: 6_2.5, and digits of any script. Raises ValueError."""
    plain = stored.strip(" \t\r\n")
    if not pattern.fullmatch(plain):
        raise ValueError(stored)
    return plain


def _finite(number: float) -> float:
    if not isfinite(number):
        raise ValueError(number)
    return number
