"""The process that reads a list, Excel or CSV, into the texts of its cells: within the limits of workbooks."""

import json
from collections.abc import Iterator, Mapping, Sequence

from exports.reading.areas import Area
from exports.reading.child import serve, sheets_in
from exports.reading.container import FileRefused, open_container
from exports.reading.foreign import said_of_data
from exports.reading.formulas import letters_of, place_of
from exports.reading.list_cells import MERGED, cell_seen
from exports.reading.looks import SheetLook, read_looks
from exports.reading.parts import every
from exports.reading.seen import looked_at
from exports.reading.separated import table_in_lines
from exports.reading.tables import (
    MOST_ROWS,
    FoundTable,
    Grid,
    ListCell,
    WantedTitles,
    plain_title,
    table_in,
    within_limits,
)
from exports.reading.workbook import ReadSheet, main_part
from questionnaires.problems import N_

ZIP = b"PK\x03\x04"
VIEWS = frozenset(("workbookView",))
NO_TITLES = N_("This file has no row of column titles. One of them must be {needed}.")
NO_ROWS = N_("This file contains no list. It needs one row for each administration below the column titles.")
ON_HIDDEN_SHEET = N_(
    "The list is on the sheet “{sheet}”, which is hidden, so no one can see what would be imported. "
    "Unhide that sheet and try again."
)
HIDDEN_TITLES = N_("Row {row} with the column titles is hidden. Unhide it and try again.")
HIDDEN_COLUMN = N_("Column {column} is hidden, so no one can see what would be imported. Unhide or delete it.")


def list_in(data: bytes) -> dict[str, object]:
    """The first line says by which titles a list is known, the rest is the file. Raises FileRefused."""
    head, _, file = data.partition(b"\n")
    titles, needed = json.loads(head)
    return rows_in(file, WantedTitles(frozenset(titles), frozenset((plain_title(needed),))), needed)


def rows_in(file: bytes, wanted: WantedTitles, needed: str, most_rows: int = MOST_ROWS) -> dict[str, object]:
    """`needed` is said where no title of that kind is there. Raises FileRefused."""
    others: list[str] = []
    if file.startswith(ZIP):
        table, others = _of_workbook(file, wanted)
    elif foreign := said_of_data(file):
        raise FileRefused(foreign)
    else:
        table = table_in_lines(file, wanted)
    if table is None:
        raise FileRefused(NO_TITLES, needed=needed)
    return _answer(within_limits(table, most_rows), wanted, others)


def _answer(table: FoundTable, wanted: WantedTitles, others: Sequence[str]) -> dict[str, object]:
    """Raises FileRefused where nothing stands below the titles, or where people do not see what would be stored."""
    grid, rows = table.grid, table.rows()
    if not rows:
        raise FileRefused(NO_ROWS)
    titles = {at: text for at, (text, _) in grid.rows[table.header].items()}
    if table.header in grid.hidden_rows:
        raise FileRefused(HIDDEN_TITLES, row=table.header)
    for column in table.columns:
        if column in grid.hidden_columns and plain_title(titles.get(column, "")) in wanted.titles:
            raise FileRefused(HIDDEN_COLUMN, column=letters_of(column))
    return {
        "sheet": grid.name,
        "others": others,
        "titles": [(letters_of(at), titles.get(at, "")) for at in table.columns],
        "rows": [
            (number, number in grid.hidden_rows, [cells.get(at, ("", "")) for at in table.columns])
            for number, cells in sorted(rows.items())
        ],
    }


def _of_workbook(data: bytes, wanted: WantedTitles) -> tuple[FoundTable | None, list[str]]:
    """The list that people see, and the names of other visible sheets that hold one too.

    The sheet in front when the file is opened comes first. Raises FileRefused where the list is on hidden sheets only.
    """
    sheets, looks = sheets_in(data), read_looks(data)
    tables = [(sheet, table_in(_grid(sheet, looks[sheet.name]), wanted)) for sheet in sheets]
    seen = [(sheet, table) for sheet, table in tables if table and not sheet.is_hidden]
    if not seen:
        if hidden := [sheet.name for sheet, table in tables if table]:
            raise FileRefused(ON_HIDDEN_SHEET, sheet=hidden[0])
        return None, []
    own, table = next((pair for pair in seen if pair[0] is sheets[_opened_at(data) % len(sheets)]), seen[0])
    return table, [sheet.name for sheet, _ in seen if sheet is not own]


def _opened_at(data: bytes) -> int:
    """Which sheet, counted from 0, is in front when the workbook is opened."""
    container = open_container(data)
    views = list(every(container, main_part(container), VIEWS))
    at = views[0].get("activeTab", "0") if views else "0"
    return int(at) if at.isdecimal() and len(at) < 5 else 0


def _grid(sheet: ReadSheet, look: SheetLook) -> Grid:
    looked, rows = looked_at(sheet, look), dict[int, dict[int, ListCell]]()
    for address, value in looked.cells.items():
        cell = cell_seen(value, looked.seen.get(address), look.style(address))
        if cell[0]:
            column, row = place_of(address)
            rows.setdefault(row, {})[column] = cell
    columns = {column for cells in rows.values() for column in cells}
    for row, column in _merged(looked.merged, rows, columns):
        rows[row][column] = rows[row].get(column, ("", MERGED))[0], MERGED
    hidden_rows = {row for row in rows if look.hides_row(row)}
    return Grid(rows, sheet.name, hidden_rows, {column for column in columns if look.hides_column(column)})


def _merged(areas: Sequence[Area], rows: Mapping[int, object], columns: set[int]) -> Iterator[tuple[int, int]]:
    """The cells that are one with others: of a table, nobody can tell which of its cells such a text fills."""
    for top, left, bottom, right in areas:
        across = [column for column in columns if left <= column <= right]
        for row in [row for row in rows if top <= row <= bottom]:
            yield from ((row, column) for column in across)


if __name__ == "__main__":
    serve(list_in)
