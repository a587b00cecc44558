"""Draws a sheet with several tables, one below the other: where each stands, its titles, its rows, its notes."""

from collections.abc import Iterator, Sequence

from xlsxwriter.utility import xl_col_to_name

from exports.cells import Sheet
from exports.content import TableStack, TitledTable
from exports.heights import row_height
from exports.hyperlinks import CellLink
from exports.paper import is_upright, paper_for, room_on_page

CHECKED, CHECKED_SUMS = "checked", "checked sums"
"""The key of a column whose formulas the sheet "Check" compares with what is stored: each, or those of rows that stand
out."""
HEADING = 24.0
GAP = 10.0
BOLD = 1.5
"""What the letters of a title take more of its width than others."""
BEFORE_ROWS = 3
"""An empty row, the heading and the titles."""


def first_row(above: int, before: Sequence[TitledTable]) -> int:
    """As a spreadsheet counts: of the first row of the table behind these, below so many lines."""
    return 1 + above + sum(map(_height, before)) + BEFORE_ROWS + 1


def letters_of(table: TitledTable) -> list[str]:
    """The column of the sheet in which each of its columns begins."""
    return [xl_col_to_name(first) for first, _last in _spans(table)]


def _height(table: TitledTable) -> int:
    """In rows of the sheet."""
    return BEFORE_ROWS + len(table.columns[0].values) + len(table.notes)


def draw_stack(sheet: Sheet, stack: TableStack, back: str, link: CellLink) -> None:
    """The first row leads back and is not printed, as on the other sheets."""
    worksheet, last = sheet.worksheet, len(stack.widths) - 1
    for at, width in enumerate(stack.widths):
        worksheet.set_column(at, at, width)
    sheet.write(0, 0, back, "back", link=link)
    for row, line in enumerate(stack.above, 1):
        worksheet.set_row(row, row_height([line], [sum(stack.widths)]))
        sheet.write_across(row, (0, last), line, "above")
    row, heights = 1 + len(stack.above), list[list[float]]()
    for table in stack.tables:
        heights.append(_draw_table(sheet, stack, table, row))
        row += _height(table)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 0)
    if not is_upright(stack.widths):
        worksheet.set_landscape()
    worksheet.set_paper(paper_for(stack.widths))
    worksheet.fit_to_pages(1, 0)
    worksheet.print_area(1, 0, row - 1, last)
    worksheet.set_h_pagebreaks([*_breaks(stack, heights)])


def _draw_table(sheet: Sheet, stack: TableStack, table: TitledTable, row: int) -> list[float]:
    """How high its rows are, with the empty one before them."""
    spans = [*_spans(table)]
    widths = [sum(stack.widths[first : last + 1]) for first, last in spans]
    titles = row_height([column.title for column in table.columns], [width - BOLD for width in widths])
    for number, height in enumerate((GAP, HEADING, titles), row):
        sheet.worksheet.set_row(number, height)
    sheet.write(row + 1, 0, table.heading, "stack heading")
    for column, place in zip(table.columns, spans, strict=True):
        if column.title:
            _write(sheet, row + 2, place, column.title, "head")
    heights = [GAP, HEADING, titles, *_draw_rows(sheet, table, row + BEFORE_ROWS, spans, widths)]
    for number, note in enumerate(table.notes, row + len(heights)):
        height = row_height([note], [sum(stack.widths)])
        sheet.worksheet.set_row(number, height)
        sheet.write_across(number, (0, len(stack.widths) - 1), note, "above")
        heights.append(height)
    return heights


def _draw_rows(
    sheet: Sheet, table: TitledTable, first: int, spans: Sequence[tuple[int, int]], widths: Sequence[float]
) -> Iterator[float]:
    """A column without a title is left out in this table; where nothing stands first in a row, it goes on with the one
    above."""
    shown = [(column, *span) for column, span in zip(table.columns, spans, strict=True) if column.title]
    for at in range(len(table.columns[0].values)):
        number, is_strong = first + at, at in table.strong
        height = row_height([column.values[at] for column in table.columns], widths)
        sheet.worksheet.set_row(number, height)
        for column, left, right in shown:
            cell, look = column.values[at], column.style(at)
            if left != right:
                sheet.write_across(number, (left, right), None, look, strong=is_strong)
            if cell is not None or 0 < left == right:
                sheet.write_cell(number, left, cell, look, strong=is_strong)
        yield height


def _write(sheet: Sheet, row: int, place: tuple[int, int], text: str, look: str) -> None:
    if place[0] == place[1]:
        sheet.write(row, place[0], text, look)
    else:
        sheet.write_across(row, place, text, look)


def _spans(table: TitledTable) -> Iterator[tuple[int, int]]:
    """The first and the last column of the sheet that each of its columns takes."""
    at = 0
    for span in table.spans or [1] * len(table.columns):
        yield at, at + span - 1
        at += span


def _breaks(stack: TableStack, heights: Sequence[Sequence[float]]) -> Iterator[int]:
    """A table that would be torn in two, and has room on a page of its own, begins one."""
    room = room_on_page(stack.widths)
    row = 1 + len(stack.above)
    left = room - sum(row_height([line], [sum(stack.widths)]) for line in stack.above)
    for of_table in heights:
        height = sum(of_table)
        if left < height <= room and left < room:
            yield row
            left = room
        left = left - height if height <= left else room - (height - left) % room
        row += len(of_table)
