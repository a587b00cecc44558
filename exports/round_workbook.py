"""Draws the overview of a round as an Excel workbook: one sheet, the same lines in the same order as on the page."""

from dataclasses import dataclass

from exports.cells import Book, Sheet, margin_text
from exports.content import Column, Value
from exports.heights import row_height
from exports.paper import A4, SIDES


@dataclass(frozen=True)
class RoundTable:
    """What is drawn. `levels` gives, by row and column, the level whose colour a cell has."""

    title: str
    created: str
    right_to_left: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    levels: tuple[tuple[int | None, ...], ...]
    notes: tuple[str, ...] = ()


def draw(table: RoundTable) -> bytes:
    book = Book(title=table.title, subject=table.title, created=table.created, right_to_left=table.right_to_left)
    sheet = book.sheet(table.title)
    widths = [column.width for column in table.columns]
    for at, column in enumerate(table.columns):
        sheet.worksheet.set_column(at, at, column.width)
        sheet.write(0, at, column.title, "head")
    sheet.worksheet.set_row(0, row_height([column.title for column in table.columns], [w - 2 for w in widths]))
    for number, (row, levels) in enumerate(zip(table.rows, table.levels, strict=True), 1):
        sheet.worksheet.set_row(number, row_height(row, widths))
        for at, (value, level) in enumerate(zip(row, levels, strict=True)):
            sheet.write(number, at, value, _look(table.columns[at].look, level))
    for number, note in enumerate(table.notes, len(table.rows) + 2):
        sheet.write(number, 0, note, "note")
    _set_up(sheet, table)
    return book.close()


def _look(look: str, level: int | None) -> str:
    """`level` and `heat` have the ground of the level; a figure that is missing has none."""
    if look not in ("level", "heat"):
        return look
    return "level -" if level is None else f"{look} {level}"


def _set_up(sheet: Sheet, table: RoundTable) -> None:
    worksheet = sheet.worksheet
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 1)
    worksheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    worksheet.set_paper(A4)
    worksheet.set_landscape()
    worksheet.repeat_rows(0)
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_margins(left=SIDES, right=SIDES, top=0.7, bottom=0.7)
    worksheet.set_header(f'&L&8&"-,Regular"{margin_text(table.title)}')
