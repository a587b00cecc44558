"""The process that reads a list, Excel or CSV, into the texts of its cells: within the limits of workbooks."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from exports.reading.child import serve, sheets_in
from exports.reading.container import Refused, open_container
from exports.reading.formulas import place_of
from exports.reading.parts import every
from exports.reading.workbook import ReadCell, main_part, text_of
from questionnaires.problems import N_

MOST_ROWS = 1_000
MOST_COLUMNS = 40
ZIP = b"PK"
NO_TABLE = N_("This file is no list that Parity can read. Save it as Excel (.xlsx) or as CSV in UTF-8.")
TOO_MANY = N_("This file has more than {rows} rows or {columns} columns. Divide it.")
ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"))

Cell = tuple[str, str]
"""A text, and the kind of what stood there: "" for a text, else "number", "formula" or "error"."""


def _list(data: bytes) -> dict[str, object]:
    if data.startswith(ZIP):
        return {"lines": _of_workbook(sheets_in(data)[0].cells), "counts_from_1904": _counts_from_1904(data)}
    return {"lines": list(_few(_of_csv(data))), "counts_from_1904": False}


def _of_csv(data: bytes) -> Iterator[list[Cell]]:
    """With commas, semicolons or tabs, whichever the first line has most of: Excel's depends on the country."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(NO_TABLE) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [(cell.strip(), "") for cell in line]
    except csv.Error:
        raise Refused(NO_TABLE) from None


def _of_workbook(cells: Mapping[str, ReadCell]) -> list[list[Cell]]:
    """Line by line as people see them, with what is empty between."""
    placed = {place_of(address): cell for address, cell in cells.items()}
    rows, columns = max((row for _, row in placed), default=0), max((column for column, _ in placed), default=0)
    if rows > MOST_ROWS + 1 or columns > MOST_COLUMNS:
        raise _too_many()
    return [
        [_cell(placed[column, row]) if (column, row) in placed else ("", "") for column in range(1, columns + 1)]
        for row in range(1, rows + 1)
    ]


def _cell(cell: ReadCell) -> Cell:
    if cell.formula:
        return cell.formula, "formula"
    text = text_of(cell.value).strip()
    return text, "error" if text in ERRORS else "number" if isinstance(cell.value, float) else ""


def _few(lines: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    for number, line in enumerate(lines):
        if number > MOST_ROWS or len(line) > MOST_COLUMNS:
            raise _too_many()
        yield line


def _too_many() -> Refused:
    return Refused(TOO_MANY, rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS)


def _counts_from_1904(data: bytes) -> bool:
    """Whether the days of this workbook are counted as old programs for the Macintosh did."""
    container = open_container(data)
    found = every(container, main_part(container), frozenset(("workbookPr",)))
    return any(one.get("date1904") in ("1", "true") for one in found)


if __name__ == "__main__":
    serve(_list)
