"""Draws the overview of a round as an Excel workbook: one sheet, the same lines in the same order as on the page."""

from dataclasses import dataclass
from datetime import date

from exports.cells import Book, Sheet, margin_text
from exports.content import Column, Value
from exports.heights import row_height
from exports.paper import A4, SIDES

FIRST_DAY = date(1899, 12, 30)
"""As Excel counts days."""


@dataclass(frozen=True)
class RoundTable:
    """What is drawn. `grounds` gives, by row and column, what a cell says by its look: see `styles.ground_of`."""

    title: str
    created: str
    right_to_left: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | date, ...], ...]
    grounds: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def draw(table: RoundTable) -> bytes:
    book = Book(title=table.title, subject=table.title, created=table.created, right_to_left=table.right_to_left)
    sheet = book.sheet(table.title)
    widths = [column.width for column in table.columns]
    for at, column in enumerate(table.columns):
        sheet.worksheet.set_column(at, at, column.width)
        sheet.write(0, at, column.title, "head")
    sheet.worksheet.set_row(0, row_height([column.title for column in table.columns], [w - 2 for w in widths]))
    for number, (given, grounds) in enumerate(zip(table.rows, table.grounds, strict=True), 1):
        row = [(value - FIRST_DAY).days if isinstance(value, date) else value for value in given]
        sheet.worksheet.set_row(number, row_height(row, widths))
        for at, (value, ground) in enumerate(zip(row, grounds, strict=True)):
            look = table.columns[at].look
            sheet.write(number, at, value, f"{look} {ground}" if ground else look)
    for number, note in enumerate(table.notes, len(table.rows) + 2):
        sheet.write(number, 0, note, "note")
    _set_up(sheet, table)
    return book.close()


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
