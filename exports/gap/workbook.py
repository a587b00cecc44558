"""Draws the gap report as an Excel workbook, in memory; what it says was decided before."""

from exports.cells import Book, Sheet, margin_text
from exports.content import Check, Column, GapReport, Table, Value
from exports.gap.check_sheet import draw_check
from exports.gap.summary_sheet import draw_summary
from exports.heights import row_height

A4 = 9
SIDES = 0.4
"""Margins in inches; above and below there is room for the lines of the page."""


def draw(report: GapReport) -> bytes:
    book = Book(title=report.title, subject=report.subject, created=report.created, right_to_left=report.right_to_left)
    sheet = book.sheet(report.summary.name)
    draw_summary(book, sheet, report.summary)
    _set_up_page(report, sheet, report.summary.name)
    sheet.worksheet.fit_to_pages(1, 1)
    sheet.worksheet.center_horizontally()
    for table in report.tables:
        sheet = book.sheet(table.name)
        if isinstance(table, Check):
            draw_check(book, sheet, table)
        else:
            _draw_table(sheet, table)
            _set_up_table(sheet, table)
        _set_up_page(report, sheet, table.name)
    return book.close()


def _draw_table(sheet: Sheet, table: Table) -> None:
    for at, column in enumerate(table.columns):
        sheet.worksheet.set_column(at, at, column.width)
        sheet.write(0, at, column.title, "head")
    room_beside_filter = [column.width - 2 for column in table.columns]
    sheet.worksheet.set_row(0, row_height([column.title for column in table.columns], room_beside_filter))
    looks = [column.look for column in table.columns]
    widths = [column.width for column in table.columns]
    for number, row in enumerate(table.rows, 1):
        strong = number - 1 in table.strong
        sheet.worksheet.set_row(number, row_height(row, widths))
        for at, (value, look) in enumerate(zip(row, looks, strict=True)):
            sheet.write(number, at, value, level_look(value) if look == "level" else look, strong=strong)
    for number, note in enumerate(table.notes, len(table.rows) + 2):
        # Behind the columns that every page repeats, where a note would be cut.
        sheet.write(number, table.kept, note, "note")
    if table.rows:
        for at, column in enumerate(table.columns):
            _help_to_fill_in(sheet, at, column, len(table.rows))


def level_look(value: Value) -> str:
    """0* has the look of 0; a word in place of a level has none."""
    first = str(value)[:1]
    return f"level {first}" if first.isdigit() else "level -"


def _help_to_fill_in(sheet: Sheet, at: int, column: Column, last: int) -> None:
    if column.choices:
        sheet.offer((1, last), at, column.choices, strict=column.strict)
    elif column.look == "fill date":
        sheet.expect_dates((1, last), at)


def _set_up_table(sheet: Sheet, table: Table) -> None:
    worksheet = sheet.worksheet
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, table.kept)
    worksheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    worksheet.set_landscape()
    worksheet.repeat_rows(0)
    worksheet.fit_to_pages(table.pages_wide, 0)
    if table.printed:
        worksheet.print_area(0, 0, len(table.rows) + len(table.notes) + 1, table.printed - 1)
    if table.pages_wide > 1:
        worksheet.repeat_columns(0, table.kept - 1)
        worksheet.print_across()


def _set_up_page(report: GapReport, sheet: Sheet, name: str) -> None:
    worksheet = sheet.worksheet
    worksheet.set_paper(A4)
    worksheet.hide_gridlines(2)
    worksheet.set_margins(left=SIDES, right=SIDES, top=0.7, bottom=0.7)
    # The font's name parts its size from the text: digits that begin a text would be read as a part of the size.
    small = '&8&"-,Regular"'
    title, sheet_title = margin_text(report.title), margin_text(name)
    worksheet.set_header(f"&L{small}{title}&R{small}{sheet_title}")
    worksheet.set_footer(f"&L{small}{margin_text(report.footer)}&R{small}{report.page}")
