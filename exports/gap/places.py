"""Where things stand in the workbook, so that links find them."""

from collections.abc import Mapping, Sequence

from exports.cells import Link, Sheet
from exports.content import Table, Value


class Places:
    """`rows`: name of a table -> id -> link to its row. `summary`: back to the first sheet."""

    def __init__(self, summary: Sheet, sheets: Sequence[tuple[Sheet, Table]], go_to: str) -> None:
        self._go_to = go_to
        self.summary = self._link(summary, 0, 0)
        self.rows: Mapping[str, Mapping[Value, Link]] = {
            table.name: {row[table.ids]: self._link(sheet, at, table.ids) for at, row in enumerate(table.rows, 1)}
            for sheet, table in sheets
        }

    def _link(self, sheet: Sheet, row: int, column: int) -> Link:
        name = sheet.worksheet.get_name()
        return Link(name, row, column, self._go_to.format(sheet=name))

    def of(self, id_: Value, names: Sequence[str]) -> Link | None:
        """In the first of the tables that has the row."""
        return next((self.rows[name][id_] for name in names if id_ in self.rows[name]), None)
