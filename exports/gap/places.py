"""Where things stand in the workbook, so that links find them."""

from collections.abc import Mapping, Sequence

from exports.cells import LONGEST_TIP, Link, Sheet, fitting
from exports.content import Table, Value


class Places:
    """`rows`: name of a table -> id -> link to its row. `summary`: back to the first sheet."""

    def __init__(self, summary: Sheet, sheets: Sequence[tuple[Sheet, Table]], go_to: str) -> None:
        self.summary = _links(summary, go_to, (0,), 0)[0]
        self.rows: Mapping[str, Mapping[Value, Link]] = {
            table.name: _by_id(sheet, table, go_to) for sheet, table in sheets
        }

    def of(self, id_: Value, names: Sequence[str]) -> Link | None:
        """In the first of the tables that has the row."""
        return next((self.rows[name][id_] for name in names if id_ in self.rows[name]), None)


def _by_id(sheet: Sheet, table: Table, go_to: str) -> Mapping[Value, Link]:
    links = _links(sheet, go_to, range(1, len(table.rows) + 1), table.ids)
    return {row[table.ids]: link for row, link in zip(table.rows, links, strict=True)}


def _links(sheet: Sheet, go_to: str, rows: Sequence[int], column: int) -> list[Link]:
    name = sheet.worksheet.get_name()
    tip = fitting(go_to.format(sheet=name), LONGEST_TIP)
    return [Link(name, row, column, tip) for row in rows]
