"""Draws the gap report as an Excel workbook, in memory; what it says was decided before."""

from exports.cells import Book, Sheet
from exports.content import CheckSheet, Column, GapReport, Table
from exports.gap.check_sheet import draw_check
from exports.gap.links import Links
from exports.gap.summary_sheet import draw_summary
from exports.paper import A4, SIDES, pages_across
from exports.sealing import SealedFigure, seal
from exports.signing import Signer
from exports.tables import draw_rows, draw_titles


def draw_gap_report(report: GapReport, signer: Signer | None = None) -> bytes:
    """Sealed, where there is somebody who signs."""
    book = Book(title=report.title, subject=report.subject, created=report.created, right_to_left=report.right_to_left)
    summary = book.sheet(report.summary.name)
    sheets = [(book.sheet(table.name), table) for table in report.tables]
    links = Links(summary, [(sheet, table) for sheet, table in sheets if isinstance(table, Table)], report.go_to)
    draw_summary(book, summary, report, links)
    _set_up_page(report, summary, report.summary.name)
    summary.worksheet.fit_to_pages(1, 1)
    summary.worksheet.center_horizontally()
    for sheet, table in sheets:
        if isinstance(table, CheckSheet):
            draw_check(sheet, table, links.summary)
        else:
            _draw_table(sheet, table, report, links)
        _set_up_page(report, sheet, table.name)
    if signer:
        standings = (report.summary.overall, *report.summary.pillars)
        figures = [
            SealedFigure(standing.id, standing.title, standing.level, standing.level_name, standing.score)
            for standing in standings
        ]
        seal(book, signer, report.about, figures)
    return book.close()


def _draw_table(sheet: Sheet, table: Table, report: GapReport, links: Links) -> None:
    draw_titles(sheet, table.columns, back=links.summary, terms=report.terms)
    draw_rows(sheet, table, links.rows)
    if last := len(table.rows):
        for at, column in enumerate(table.columns):
            _help_to_fill_in(sheet, at, column, last)
    _set_up_table(sheet, table)


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
