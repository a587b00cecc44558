"""Reads a workbook as it is: every cell with the exact text that was stored, and its formula where it has one.

openpyxl drops the letters x005F_ from texts and opens whole sheets before anybody can look at their size; so texts are
read here as the file format defines them (ECMA-376, part 1, 18.4 and 22.9.2.19), row by row, up to a limit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import NamedTuple
from xml.etree.ElementTree import Element

from exports.reading.addresses import ADDRESS, CELL, addressed
from exports.reading.areas import Area
from exports.reading.container import DAMAGED, SWELLS, Container, FileRefused, open_container
from exports.reading.content_types import check_main
from exports.reading.foreign import NO_WORKBOOK
from exports.reading.formulas import Shared
from exports.reading.parts import EXTENSIONS, MAIN, RELATED, elements
from exports.reading.values import only, text_in, value_in
from questionnaires.problems import N_

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
WITHOUT_CELLS = ("chartsheet", "dialogsheet")
SHEETS = ("worksheet", *WITHOUT_CELLS)
OF_NO_FORM = ("vmlDrawing",)
"""What only the ordinary form has, and programs write in the strict one too."""
MOST_SHEETS = 40
MOST_ROWS = 5_000
MOST_EMPTY_ROWS = 100_000
"""Programs leave some behind, where cells had a format once; a million takes seconds to read."""
MOST_CELLS = 200_000
MOST_LETTERS = 10_000_000
"""In all cells together: one long text may stand in any number of cells."""
USUAL_PART = "xl/workbook.xml"
IN_A_CELL = ("f", "v", "is", "extLst")
TOO_MANY = N_("Sheet “{sheet}” has more than {most} rows. Remove what does not belong there and try again.")
TOO_EMPTY = N_(
    "Sheet “{sheet}” has more than {most} empty rows. Delete the rows below your entries, save the "
    "workbook and try again."
)

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
    looked at too: `seen` of the cells in which people read something else, `notes` that somebody put beside cells, and
    how many pictures, shapes and charts lie over them.
    """

    name: str
    is_hidden: bool
    cells: Mapping[str, ReadCell]
    seen: Mapping[str, Seen] = field(default_factory=dict)
    merged: Sequence[Area] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    laid: int = 0

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
    """Every sheet in its order. Raises FileRefused."""
    container = open_container(data)
    strings, bare = _strings(container), _parts_without_cells(container)
    room = _Room(MOST_CELLS, MOST_LETTERS)
    return tuple(
        ReadSheet(name, is_hidden, {} if part in bare else dict(_cells(container, part, name, strings, room)))
        for name, is_hidden, part in sheets_of(container)
    )


@dataclass
class _Room:
    """How many cells and letters may still come."""

    cells: int
    letters: int

    def take(self, cell: ReadCell) -> None:
        """Raises FileRefused."""
        self.cells -= 1
        self.letters -= len(cell.formula) + (len(cell.value) if isinstance(cell.value, str) else 0)
        if self.cells < 0 or self.letters < 0:
            raise FileRefused(SWELLS)


def main_part(container: Container) -> str:
    """The part that names all others, which programs call as they like. Raises FileRefused."""
    parts = list(related(container, "", "officeDocument").values())
    if not parts:
        raise FileRefused(NO_WORKBOOK)
    if len(parts) > 1 or (parts[0].lower() != USUAL_PART and container.has(USUAL_PART)):
        raise FileRefused(DAMAGED)  # some programs would show the other one
    check_main(container, parts[0])
    return parts[0]


def related(container: Container, part: str, kind: str) -> dict[str, str]:
    """The parts of this kind that a part points to, by the id of the relation; "" is the workbook as a whole."""
    folder, _, name = part.rpartition("/")
    targets: dict[str, str] = {}
    seen = set()
    rels = join(folder, "_rels", f"{name}.rels")
    if not container.has(rels):
        return targets
    for element in elements(container, rels, "Relationships", "Relationship", space=PACKAGE):
        id_ = element.get("Id", "")
        if id_ in seen:
            raise FileRefused(DAMAGED)
        seen.add(id_)
        if element.get("TargetMode") != "External" and _is_of(container, kind, element.get("Type", "")):
            targets[id_] = normpath(join("/", folder, element.get("Target", "")))[1:]
    return targets


def _is_of(container: Container, kind: str, type_: str) -> bool:
    """Raises FileRefused where a relation is of this kind in another way of writing: some programs would follow it."""
    if type_.rpartition("/")[2] != kind:
        return False
    if type_ not in (KINDS + kind, STRICT_KINDS + kind):
        raise FileRefused(DAMAGED)
    if kind not in OF_NO_FORM:
        container.form.keep(is_strict=type_.startswith(STRICT_KINDS))
    return True


def sheets_of(container: Container) -> list[tuple[str, bool, str]]:
    """Name, whether it is hidden, and its part; no two may share a name or a part, or people would see another one."""
    book = main_part(container)
    places = {id_: part for kind in SHEETS for id_, part in related(container, book, kind).items()}
    sheets = []
    for element in elements(container, book, "workbook", "sheets", "sheet"):
        if any(name.endswith("}id") and name != RELATED for name in element.attrib):
            raise FileRefused(DAMAGED)
        is_hidden = element.get("state", "visible") != "visible"
        sheets.append((element.get("name", ""), is_hidden, places.get(element.get(RELATED, ""), "")))
    names, parts = {name.lower() for name, _, _ in sheets}, {part for _, _, part in sheets}
    if not sheets or len(sheets) > MOST_SHEETS or len(names) < len(sheets) or len(parts) < len(sheets):
        raise FileRefused(DAMAGED)
    return sheets


def _parts_without_cells(container: Container) -> frozenset[str]:
    """Sheets that are charts. Raises FileRefused where one has cells all the same."""
    kinds = {part: kind for kind in WITHOUT_CELLS for part in related(container, main_part(container), kind).values()}
    for part, kind in kinds.items():
        for _ in elements(container, part, kind):
            pass
    return frozenset(kinds)


def _strings(container: Container) -> list[str]:
    """The texts that cells name by their number."""
    parts = list(related(container, main_part(container), "sharedStrings").values())
    if len(parts) > 1:
        raise FileRefused(DAMAGED)
    strings = []
    for part in filter(container.has, parts):  # some programs name it without need
        for element in elements(container, part, "sst", "si"):
            strings.append(text_in(element))
            element.clear()
    return strings


def _cells(
    container: Container, part: str, sheet: str, strings: list[str], room: _Room
) -> Iterator[tuple[str, ReadCell]]:
    seen, shared, above, filled = set[str](), Shared(), 0, 0
    for number, row in enumerate(elements(container, part, "worksheet", "sheetData", "row"), start=1):
        above, before = addressed(row, above), len(seen)
        for element in row:
            if element.tag == EXTENSIONS or (element.tag == CELL and not len(element)):
                continue
            address = _address(element, row)
            cell = _cell(element, address, strings, shared)
            if not cell.formula and (spilled := shared.spilled(address)):
                cell = ReadCell(cell.value, spilled)
            if cell.value in (None, "") and not cell.formula:
                continue
            room.take(cell)
            if address in seen:
                raise FileRefused(DAMAGED)
            seen.add(address)
            yield address, cell
        row.clear()
        filled += len(seen) > before
        if filled > MOST_ROWS:
            raise FileRefused(TOO_MANY, sheet=sheet, most=f"{MOST_ROWS:,}")
        if number - filled > MOST_EMPTY_ROWS:
            raise FileRefused(TOO_EMPTY, sheet=sheet, most=f"{MOST_EMPTY_ROWS:,}")


def _address(element: Element, row: Element) -> str:
    """Raises FileRefused where the cell says another row than the row it stands in."""
    address = element.get("r", "")
    match = ADDRESS.fullmatch(address)
    if element.tag != CELL or not match or row.get("r", match[1]) != match[1]:
        raise FileRefused(DAMAGED)
    return address


def _cell(element: Element, address: str, strings: list[str], shared: Shared) -> ReadCell:
    if any(part.tag[len(MAIN) :] not in IN_A_CELL for part in element):
        raise FileRefused(DAMAGED)
    formula = only(element, "f")
    try:
        text = "" if formula is None else _formula(address, formula, shared)
        return ReadCell(value_in(element, strings), text)
    except (ValueError, IndexError, OverflowError):
        raise FileRefused(DAMAGED) from None


def _formula(address: str, formula: Element, shared: Shared) -> str:
    """With its equals sign; one for a whole range in braces, as programs show it. Raises ValueError."""
    kind, text = formula.get("t", "normal"), shared.text(address, formula)
    if kind in ("normal", "shared"):
        return f"={text}"
    if kind == "dataTable":
        text = f"TABLE({formula.get('r1', '')},{formula.get('r2', '')})"
    elif kind != "array":
        raise ValueError(kind)
    return shared.spill(formula.get("ref", address), f"={{{text}}}")
