"""Draws the gap report as an Excel workbook, in memory; what it says was decided before."""

from exports.cells import Book, Link, Sheet
from exports.content import Check, Column, GapReport, Table, Value
from exports.gap.check_sheet import draw_check
from exports.gap.places import Places
from exports.gap.summary_sheet import draw_summary
from exports.heights import row_height
from exports.paper import A4, SIDES, pages_across
from exports.sealing import Figure, seal
from exports.signing import Signer
from exports.styles import ground_of


def draw(report: GapReport, signer: Signer | None = None) -> bytes:
    """Sealed, where there is somebody who signs."""
    book = Book(title=report.title, subject=report.subject, created=report.created, right_to_left=report.right_to_left)
    summary = book.sheet(report.summary.name)
    sheets = [(book.sheet(table.name), table) for table in report.tables]
    places = Places(summary, [(sheet, table) for sheet, table in sheets if isinstance(table, Table)], report.go_to)
    draw_summary(book, summary, report, places)
    _set_up_page(report, summary, report.summary.name)
    summary.worksheet.fit_to_pages(1, 1)
    summary.worksheet.center_horizontally()
    for sheet, table in sheets:
        if isinstance(table, Check):
            draw_check(sheet, table, places.summary)
        else:
            _draw_titles(sheet, table, report, places.summary)
            _draw_rows(sheet, table, places)
            _set_up_table(sheet, table)
        _set_up_page(report, sheet, table.name)
    if signer:
        standings = (report.summary.overall, *report.summary.pillars)
        figures = [Figure(one.id, one.title, one.level, one.level_name, one.score) for one in standings]
        seal(book, signer, report.about, figures)
    return book.close()


def _draw_titles(sheet: Sheet, table: Table, report: GapReport, back: Link) -> None:
    """The first leads back to the Summary; on a light ground, since programs give links a dark ink of their own."""
    for at, column in enumerate(table.columns):
        sheet.worksheet.set_column(at, at, column.width)
        if at:
            sheet.write(0, at, column.title, "head")
        else:
            sheet.write(0, at, column.title, "head link", link=back)
        if column.title in report.terms:
            sheet.explain(0, at, report.terms[column.title])
    room_beside_filter = [column.width - 2 for column in table.columns]
    sheet.worksheet.set_row(0, row_height([column.title for column in table.columns], room_beside_filter))


def _draw_rows(sheet: Sheet, table: Table, places: Places) -> None:
    widths = [column.width for column in table.columns]
    looks = [(at, column.look, places.rows.get(column.leads_to, {})) for at, column in enumerate(table.columns)]
    for number, row in enumerate(table.rows, 1):
        strong = number - 1 in table.strong
        fold = {"level": 1} if table.grouped and not strong else {}
        is_provisional = number - 1 in table.provisional
        sheet.worksheet.set_row(number, row_height(row, widths), None, fold)
        for (at, look, links), value in zip(looks, row, strict=True):
            link = links.get(row[table.ids]) if links else None
            style = level_look(value, is_provisional=is_provisional) if look == "level" else look
            sheet.write(number, at, value, style, strong=strong, link=link)
    for number, note in enumerate(table.notes, len(table.rows) + 2):
        # Behind the columns that every page repeats, where a note would be cut.
        sheet.write(number, table.kept, note, "note")
    if table.rows:
        for at, column in enumerate(table.columns):
            _help_to_fill_in(sheet, at, column, len(table.rows))


def level_look(value: Value, *, is_provisional: bool) -> str:
    """0* has the look of 0; a word in place of a level has none."""
    first = str(value)[:1]
    return f"level {ground_of(int(first), is_provisional=is_provisional)}" if first.isdigit() else "level -"


def _help_to_fill_in(sheet: Sheet, at: int, column: Column, last: int) -> None:
    if column.choices:
        sheet.offer((1, last), at, column.choices, strict=column.strict)
        for choice, mark in zip(column.choices, column.marks, strict=False):
            if mark:
                sheet.mark((1, last), at, choice, mark)
    elif column.look == "fill date":
        sheet.expect_dates((1, last), at)


def _set_up_table(sheet: Sheet, table: Table) -> None:
    worksheet = sheet.worksheet
    last_row, last_column = len(table.rows), len(table.columns) - 1
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, table.kept)
    worksheet.set_selection(1, table.kept, 1, table.kept)
    worksheet.autofilter(0, 0, last_row, last_column)
    worksheet.outline_settings(symbols_below=False)
    worksheet.set_landscape()
    worksheet.repeat_rows(0)
    printed = table.columns[: table.printed or len(table.columns)]
    worksheet.print_area(0, 0, last_row + (1 + len(table.notes) if table.notes else 0), len(printed) - 1)
    pages = pages_across([column.width for column in printed], table.kept)
    worksheet.fit_to_pages(pages, 0)
    if pages > 1:
        worksheet.repeat_columns(0, table.kept - 1)
        worksheet.print_across()


def _set_up_page(report: GapReport, sheet: Sheet, name: str) -> None:
    worksheet = sheet.worksheet
    worksheet.set_paper(A4)
    worksheet.hide_gridlines(2)
    worksheet.set_margins(left=SIDES, right=SIDES, top=0.7, bottom=0.7)
    sheet.label_pages(report.title, name, report.footer, report.page)
