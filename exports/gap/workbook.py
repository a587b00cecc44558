"""Draws the gap report as an Excel workbook, in memory; what it says was decided before."""

from exports.cells import Book, Sheet
from exports.content import CheckSheet, Column, Formula, GapReport, Table, TableStack
from exports.gap.check_sheet import draw_check
from exports.gap.links import Links
from exports.gap.recommendation_sheet import draw_recommendations
from exports.gap.summary_page.sheet import draw_summary
from exports.gap.workforce.stacking import draw_stack
from exports.paper import A4, SIDES, TOP, paper_for
from exports.sealing import SealedFigure, seal
from exports.signing import Signer
from exports.tables import above_heights, draw_rows, draw_titles


def draw_gap_report(report: GapReport, signer: Signer | None = None) -> bytes:
    """Sealed, where there is somebody who signs."""
    book = Book(title=report.title, subject=report.subject, created=report.created, right_to_left=report.right_to_left)
    summary = book.sheet(report.summary.name)
    outcome = book.sheet(report.recommendations.name) if report.recommendations else None
    sheets = [(book.sheet(table.name), table) for table in report.tables]
    links = Links(summary, [(sheet, table) for sheet, table in sheets if isinstance(table, Table)], report.go_to)
    draw_summary(book, summary, report, links)
    _set_up_page(report, summary, report.summary.name)
    summary.worksheet.set_paper(A4)
    summary.worksheet.fit_to_pages(1, 1)
    summary.worksheet.center_horizontally()
    if outcome and report.recommendations:
        draw_recommendations(outcome, report.recommendations, report.back, links.summary)
        _set_up_page(report, outcome, report.recommendations.name)
    for sheet, table in sheets:
        if isinstance(table, CheckSheet):
            draw_check(sheet, table, report.back, links.summary)
            _set_up_page(report, sheet, table.name)
        elif isinstance(table, TableStack):
            draw_stack(sheet, table, report.back, links.summary)
            _set_up_page(report, sheet, table.heading)
        else:
            _draw_table(sheet, table, report, links)
            _set_up_page(report, sheet, table.heading or table.name)
    if signer:
        standings = (report.summary.overall, *report.summary.pillars)
        figures = [
            SealedFigure(standing.id, standing.title, standing.level, standing.level_name, standing.score)
            for standing in standings
        ]
        seal(book, signer, report.about, figures)
    return book.close()


def _draw_table(sheet: Sheet, table: Table, report: GapReport, links: Links) -> None:
    sheet.write(0, 0, report.back, "back", link=links.summary)
    _draw_above(sheet, table)
    draw_titles(sheet, table.columns, table.head, terms=report.terms)
    draw_rows(sheet, table, table.head, links.rows)
    if table.rows:
        for at, column in enumerate(table.columns):
            _help_to_fill_in(sheet, at, column, (table.head + 1, table.head + len(table.rows)))
    _set_up_table(sheet, table)


def _draw_above(sheet: Sheet, table: Table) -> None:
    """Each line over all columns that are printed."""
    last = len(table.on_paper) - 1
    for row, (line, height) in enumerate(zip(table.above, above_heights(table), strict=True), 1):
        look = "fill total" if isinstance(line, Formula) else "above"
        sheet.worksheet.set_row(row, height)
        sheet.write_across(row, (0, last), None, look)
        sheet.write_cell(row, 0, line, look)
    for row, cells in enumerate(table.behind, 1):
        for at, cell in enumerate(cells, last + 1):
            sheet.write_cell(row, at, cell, "fill total" if isinstance(cell, Formula) else "above")


def _help_to_fill_in(sheet: Sheet, at: int, column: Column, rows: tuple[int, int]) -> None:
    if column.choices:
        sheet.offer(rows, at, column.choices, strict=column.strict)
        for choice, mark in zip(column.choices, column.marks, strict=False):
            if mark:
                sheet.mark(rows, at, choice, mark)
    elif column.look == "fill date":
        sheet.expect_dates(rows, at)


def _set_up_table(sheet: Sheet, table: Table) -> None:
    worksheet, head = sheet.worksheet, table.head
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(head + 1, table.kept)
    worksheet.set_selection(head + 1, table.kept, head + 1, table.kept)
    worksheet.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)
    worksheet.outline_settings(symbols_below=False)
    worksheet.set_landscape()
    worksheet.set_paper(paper_for([column.width for column in table.on_paper]))
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(head)
    worksheet.print_area(1, 0, _last_printed(table), len(table.on_paper) - 1)
    worksheet.set_h_pagebreaks([head + 1 + at for at in table.breaks])


def _last_printed(table: Table) -> int:
    """The last note, unless the pages end before the last row."""
    if table.printed_rows:
        return table.head + table.printed_rows
    return table.head + len(table.rows) + (1 + len(table.notes) if table.notes else 0)


def _set_up_page(report: GapReport, sheet: Sheet, name: str) -> None:
    worksheet = sheet.worksheet
    worksheet.hide_gridlines(2)
    worksheet.set_margins(left=SIDES, right=SIDES, top=TOP, bottom=TOP)
    sheet.label_pages(report.title, name, report.footer, report.page)
