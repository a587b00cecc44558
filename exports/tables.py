"""Draws any table: its titles, a row for each item, the notes below; and a workbook that is one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exports.cells import Book, Sheet
from exports.content import Cell, Column, Formula, Row, Table, rows_of
from exports.heights import row_height
from exports.hyperlinks import CellLink, Link, web_link
from exports.long_texts import margin_text
from exports.paper import A4, SIDES

FILTER = 2
"""What the button of a filter takes of the width of a title."""

RowLinks = Mapping[str, Mapping[Cell, CellLink]]
"""Name of a sheet -> id -> the link to its row there."""


@dataclass(frozen=True)
class TableWorkbook:
    """A workbook that is one table, such as the overview of a round. `created` is the date of its data."""

    title: str
    created: str
    right_to_left: bool
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return rows_of(self.columns)


def draw_table_workbook(workbook: TableWorkbook) -> bytes:
    title = workbook.title
    book = Book(title=title, subject=title, created=workbook.created, right_to_left=workbook.right_to_left)
    sheet = book.sheet(title)
    draw_titles(sheet, workbook.columns)
    draw_rows(sheet, Table(title, workbook.columns, workbook.notes, kept=0), 0)
    _set_up(sheet, workbook)
    return book.close()


def draw_titles(
    sheet: Sheet, columns: Sequence[Column], row: int = 0, *, terms: Mapping[str, str] | None = None
) -> None:
    """`terms` explains titles."""
    for at, column in enumerate(columns):
        sheet.worksheet.set_column(at, at, column.width)
    sheet.worksheet.set_row(row, title_height(columns))
    for at, column in enumerate(columns):
        sheet.write(row, at, column.title, "head")
        if note := column.note or (terms or {}).get(column.title):
            sheet.explain(row, at, note)


def title_height(columns: Sequence[Column]) -> float:
    return row_height([column.title for column in columns], [column.width - FILTER for column in columns])


def draw_rows(sheet: Sheet, table: Table, head: int, links: RowLinks | None = None) -> None:
    """The rows below the titles, which are in the row `head`, and the notes below the rows."""
    ids = table.ids
    for at, (row, height) in enumerate(zip(table.rows, row_heights(table), strict=True)):
        number, is_strong = head + 1 + at, at in table.strong
        fold = {"level": 1} if table.grouped and not is_strong else {}
        sheet.worksheet.set_row(number, height, None, fold)
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            link: Link | None = links[column.leads_to].get(ids[at]) if links and column.leads_to else None
            if column.opens:
                link = web_link(cell)
            sheet.write_cell(number, place, cell, column.style(at), strong=is_strong, link=link)
    for number, note in enumerate(table.notes, head + len(table.rows) + 2):
        # Behind the columns that stay in view, where a note would be cut.
        sheet.write(number, table.kept, note, "note")


def above_heights(table: Table) -> list[float]:
    width = sum(column.width for column in table.on_paper)
    return [row_height([line.value if isinstance(line, Formula) else line], [width]) for line in table.above]


def row_heights(table: Table) -> list[float]:
    """Those of the printed columns alone: a page is not left half white for what is not on it."""
    widths = [column.width for column in table.on_paper]
    return [row_height(row, widths) for row in rows_of(table.on_paper)]


def _set_up(sheet: Sheet, workbook: TableWorkbook) -> None:
    worksheet = sheet.worksheet
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 1)
    worksheet.autofilter(0, 0, len(workbook.rows), len(workbook.columns) - 1)
    worksheet.set_paper(A4)
    worksheet.set_landscape()
    worksheet.repeat_rows(0)
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_margins(left=SIDES, right=SIDES, top=0.7, bottom=0.7)
    worksheet.set_header(f'&L&8&"-,Regular"{margin_text(workbook.title)}')
