"""Draws the sheet "Check": one verdict for all, the figures with their verdicts, and the parameters below them."""

from exports.cells import Sheet
from exports.content import Block, CheckSheet, rows_of
from exports.gap.check_layout import FIRST, NAMING
from exports.heights import LINE, lines_for, row_height
from exports.hyperlinks import CellLink
from exports.paper import paper_for

TITLES = FIRST - 2
HEADINGS = TITLES - 1
KEPT = 2
ROOMY = 1.1
"""Titles here are short and all but one line: counted as narrow letters, so that all rows are on one page."""


def draw_check(sheet: Sheet, check: CheckSheet, back: str, summary: CellLink) -> None:
    columns = [column for block in check.blocks for column in block.columns]
    _draw_top(sheet, check)
    _draw_titles(sheet, check.blocks)
    sheet.write_across(HEADINGS, (0, KEPT - 1), back, "back", link=summary)
    _id, title, *_figures = columns
    for at, row in enumerate(rows_of(columns)):
        number = TITLES + 1 + at
        sheet.worksheet.set_row(number, LINE * lines_for(str(title.values[at]), ROOMY * title.width))
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            sheet.write_cell(number, place, cell, column.look, strong=at in check.strong)
    last = TITLES + len(title.values)
    _draw_parameters(sheet, check, last + 2)
    for below in check.below:
        sheet.write_cell(*below)
    _mark(sheet, check, last)
    _set_up(sheet, check, last + 4)


def _draw_top(sheet: Sheet, check: CheckSheet) -> None:
    """The verdict in view at the left, beside it how to read the sheet."""
    for row, height in enumerate((22, LINE, LINE)):
        sheet.worksheet.set_row(row, height)
    sheet.write_across(0, (0, KEPT - 1), None, "big verdict")
    sheet.write_formula(0, 0, check.verdict.text, check.verdict.value, "big verdict")
    sheet.write_block((1, 2), (0, KEPT - 1), None, "caption")
    sheet.write_formula(1, 0, check.counted.text, check.counted.value, "caption")
    sheet.write_across(HEADINGS, (KEPT, NAMING - 1), None, "lead")
    sheet.write_formula(HEADINGS, KEPT, check.differing.text, check.differing.value, "lead")
    sheet.write_block((0, 2), (KEPT, KEPT + 13), check.sentences, "meaning")


def _draw_titles(sheet: Sheet, blocks: tuple[Block, ...]) -> None:
    at, titles, widths = 0, list[str](), list[float]()
    for block in blocks:
        last = at + len(block.columns) - 1
        if block.heading:
            sheet.write_across(HEADINGS, (at, last), block.heading, "head")
        for place, column in enumerate(block.columns, at):
            sheet.worksheet.set_column(place, place, column.width)
            sheet.write(TITLES, place, column.title, "head")
        titles += [column.title for column in block.columns]
        widths += [column.width for column in block.columns]
        at = last + 1
    sheet.worksheet.set_row(HEADINGS, LINE + 2)
    sheet.worksheet.set_row(TITLES, row_height(titles, widths))


def _draw_parameters(sheet: Sheet, check: CheckSheet, row: int) -> None:
    """Not in the columns that every page repeats."""
    at = len(check.blocks[0].columns)
    sheet.write(row, at, check.heading, "label")
    sheet.worksheet.set_row(row, LINE + 8)
    sheet.worksheet.set_row(row + 1, 3 * LINE)
    for parameter in check.parameters:
        for below, value, look in ((1, parameter.name, "column number"), (2, parameter.value, "parameter")):
            if parameter.columns == 1:
                sheet.write(row + below, at, value, look)
            else:
                sheet.write_across(row + below, (at, at + parameter.columns - 1), value, look)
        at += parameter.columns


def _mark(sheet: Sheet, check: CheckSheet, last: int) -> None:
    """Green and red are seen at a glance; the word in the cell says the same."""
    ranges, at = [((0, 0), 0), ((TITLES + 1, last), NAMING - 1)], 0
    for block in check.blocks:
        if block.verdicts:
            ranges += [((TITLES + 1, last), at + place) for place in range(len(block.columns))]
        at += len(block.columns)
    if check.below:
        ranges.append(((check.below[0][0], check.below[-1][0]), NAMING - 1))
    for rows, column in ranges:
        for word, mark in zip(check.words, ("equal", "differs"), strict=True):
            sheet.mark(rows, column, word, mark)


def _set_up(sheet: Sheet, check: CheckSheet, last: int) -> None:
    """The recomputed figures are for the screen: on paper they stand in “Pillars and elements”."""
    worksheet = sheet.worksheet
    worksheet.freeze_panes(TITLES + 1, KEPT)
    worksheet.set_landscape()
    printed = [column.width for block in check.blocks[: check.printed] for column in block.columns]
    worksheet.set_paper(paper_for(printed))
    worksheet.fit_to_pages(1, 0)
    worksheet.print_area(0, 0, last, len(printed) - 1)
    worksheet.repeat_rows(HEADINGS, TITLES)
