"""From one sheet of the workbook to another: back to the first one, and to the row of an id."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exports.cells import LONGEST_TIP, Sheet
from exports.content import ID, Cell, Table
from exports.hyperlinks import CellLink
from exports.long_texts import fitting
from exports.tables import RowLinks


class Links:
    """`summary` leads back to the first sheet. `go_to` is said of every link, with the name of its sheet."""

    def __init__(self, summary: Sheet, sheets: Sequence[tuple[Sheet, Table]], go_to: str) -> None:
        self.summary = _link(summary, go_to, 0)
        self.rows: RowLinks = {table.name: _to_rows(sheet, table, go_to) for sheet, table in sheets}

    def of(self, id_: Cell, names: Sequence[str]) -> CellLink | None:
        """In the first of these tables that has the row."""
        return next((self.rows[name][id_] for name in names if id_ in self.rows[name]), None)


def _to_rows(sheet: Sheet, table: Table, go_to: str) -> Mapping[Cell, CellLink]:
    """By the ids of the rows; none where the table has no ids."""
    keys = [column.key for column in table.columns]
    if ID not in keys:
        return {}
    first = _link(sheet, go_to, 0, keys.index(ID))
    return {id_: replace(first, row=row) for row, id_ in enumerate(table.ids, table.head + 1)}


def _link(sheet: Sheet, go_to: str, row: int, column: int = 0) -> CellLink:
    name = sheet.worksheet.get_name()
    return CellLink(name, row, column, fitting(go_to.format(sheet=name), LONGEST_TIP))
