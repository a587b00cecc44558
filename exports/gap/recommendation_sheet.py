"""Draws the sheet "Recommendations": texts over the whole width, and the tables below them, one page wide."""

from math import ceil

from exports.cells import Sheet
from exports.content import Passage, RecommendationSheet, TitledTable, rows_of
from exports.heights import LINE, PADDING, TALLEST, lines_for, row_height
from exports.hyperlinks import CellLink
from exports.paper import A4

HEADING = 22.0
GAP = 8.0


def draw_recommendations(sheet: Sheet, content: RecommendationSheet, back: str, link: CellLink) -> None:
    """The first row leads back and is not printed, as on the other sheets."""
    for at, width in enumerate(content.widths):
        sheet.worksheet.set_column(at, at, width)
    sheet.write(0, 0, back, "back", link=link)
    row = 1
    if content.passages:
        row = _draw_heading(sheet, content, content.heading, row)
        for passage in content.passages:
            row = _draw_passage(sheet, content, passage, row)
    for table in content.tables:
        row = _draw_heading(sheet, content, table.heading, row + 1)
        row = _draw_table(sheet, content, table, row)
    worksheet = sheet.worksheet
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.print_area(1, 0, row - 1, len(content.widths) - 1)


def _draw_heading(sheet: Sheet, content: RecommendationSheet, heading: str, row: int) -> int:
    sheet.worksheet.set_row(row, HEADING)
    sheet.write_across(row, (0, len(content.widths) - 1), heading, "heading")
    return row + 1


def _draw_passage(sheet: Sheet, content: RecommendationSheet, passage: Passage, row: int) -> int:
    """A long text takes as many rows as it needs: a row has a tallest, and no letter of it is cut in print."""
    last = len(content.widths) - 1
    sheet.worksheet.set_row(row, LINE + PADDING)
    sheet.write_across(row, (0, last), passage.title, "label")
    height = LINE * lines_for(passage.text, sum(content.widths)) + GAP
    rows = ceil(height / TALLEST)
    for at in range(row + 1, row + 1 + rows):
        sheet.worksheet.set_row(at, height / rows)
    if rows == 1:
        sheet.write_across(row + 1, (0, last), passage.text, "sentence")
    else:
        sheet.write_block((row + 1, row + rows), (0, last), passage.text, "sentence")
    return row + 1 + rows


def _draw_table(sheet: Sheet, content: RecommendationSheet, table: TitledTable, row: int) -> int:
    """The next free row."""
    titles = [column.title for column in table.columns]
    sheet.worksheet.set_row(row, row_height(titles, content.widths))
    for at, title in enumerate(titles):
        sheet.write(row, at, title, "head")
    for number, cells in enumerate(rows_of(table.columns), row + 1):
        sheet.worksheet.set_row(number, row_height(cells, content.widths))
        for at, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            sheet.write_cell(number, at, cell, column.look)
    return row + 1 + len(rows_of(table.columns))
