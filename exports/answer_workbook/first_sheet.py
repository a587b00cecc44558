"""Draws the first sheet: whose answers these are, how to fill in and send back, and how far each pillar is."""

from collections.abc import Sequence

from exports.answer_workbook.content import AnswerWorkbook
from exports.answer_workbook.instructions import InstructionPart, Instructions
from exports.answer_workbook.page import set_up_page
from exports.answer_workbook.pillar_sheet import ColumnPlaces, answers_of
from exports.cells import Sheet
from exports.heights import row_height

WIDTHS = (3, 16, 66, 4, 64, 11, 11)
CODE, TEXT, PILLAR, DONE, ASKED = 1, 2, 4, 5, 6
MEANING_WIDTH = WIDTHS[CODE] + WIDTHS[TEXT]


def draw_instructions(sheet: Sheet, content: AnswerWorkbook, sheets: Sequence[Sheet], columns: ColumnPlaces) -> None:
    """`sheets` are those of the pillars."""
    for at, width in enumerate(WIDTHS):
        sheet.worksheet.set_column(at, at, width)
    row = _draw_facts(sheet, content.instructions)
    _draw_progress(sheet, content, sheets, columns, row + 1)
    draw_parts(sheet, content.instructions.parts, row)
    sheet.worksheet.protect("", {"format_columns": True, "format_rows": True})
    set_up_page(sheet, content, content.instructions.name)
    sheet.worksheet.fit_to_pages(1, 1)


def draw_paper_instructions(sheet: Sheet, content: AnswerWorkbook) -> None:
    for at, width in enumerate(WIDTHS[: TEXT + 1]):
        sheet.worksheet.set_column(at, at, width)
    draw_parts(sheet, content.instructions.on_paper, _draw_facts(sheet, content.instructions))
    set_up_page(sheet, content, content.instructions.name, upright=True)
    sheet.worksheet.fit_to_pages(1, 1)


def _draw_facts(sheet: Sheet, page: Instructions) -> int:
    """Returns the row below, as the others do."""
    sheet.worksheet.set_row(0, 34)
    sheet.write_across(0, (CODE, TEXT), page.title, "title")
    for row, (label, fact) in enumerate(page.facts, 1):
        sheet.write(row, CODE, label, "label")
        sheet.write(row, TEXT, fact, "sentence")
    return len(page.facts) + 1


def draw_parts(sheet: Sheet, parts: Sequence[InstructionPart], row: int) -> int:
    for part in parts:
        row = _draw_part(sheet, part, row + 1)
    return row


def _draw_part(sheet: Sheet, part: InstructionPart, row: int) -> int:
    sheet.worksheet.set_row(row, 24)
    for at in (CODE, TEXT):
        sheet.write(row, at, part.heading if at == CODE else None, "heading")
    row += 1
    for sentence in part.sentences:
        sheet.write_across(row, (CODE, TEXT), sentence, "sentence")
        sheet.worksheet.set_row(row, row_height([sentence], [MEANING_WIDTH]))
        row += 1
    for code, meaning in part.codes:
        sheet.write(row, CODE, code, "label")
        sheet.write(row, TEXT, meaning, "sentence")
        sheet.worksheet.set_row(row, row_height([meaning], [WIDTHS[TEXT]]))
        row += 1
    return row


def _draw_progress(
    sheet: Sheet, content: AnswerWorkbook, sheets: Sequence[Sheet], columns: ColumnPlaces, row: int
) -> None:
    page = content.instructions
    for at, title in zip((PILLAR, DONE, ASKED), (page.progress, *page.columns), strict=True):
        sheet.write(row, at, title, "heading" if at == PILLAR else "heading number")
    first = row + 1
    for at, (of_pillar, pillar) in enumerate(zip(sheets, content.pillars, strict=True), first):
        sheet.write(at, PILLAR, pillar.title, "text")
        formula = f"=COUNTA({of_pillar.name_in_formulas}!{answers_of(pillar, columns)})"
        sheet.write_formula(at, DONE, formula, pillar.answered, "count")
        sheet.write(at, ASKED, len(pillar.questions), "count")
    last = first + len(sheets)
    sheet.write(last, PILLAR, page.whole, "text", strong=True)
    answered = sum(pillar.answered for pillar in content.pillars)
    sheet.write_formula(last, DONE, f"=SUM(F{first + 1}:F{last})", answered, "count", strong=True)
    sheet.write(last, ASKED, sum(len(pillar.questions) for pillar in content.pillars), "count", strong=True)
