"""How every sheet of an answer workbook goes to the printer: A4, with its names above and below."""

from exports.answer_workbook.content import AnswerWorkbook
from exports.cells import Sheet
from exports.paper import A4, SIDES

ABOVE = 0.6
"""Inches above and below, where the lines of the page stand."""


def set_up_page(sheet: Sheet, content: AnswerWorkbook, title: str, *, upright: bool = False) -> None:
    worksheet = sheet.worksheet
    worksheet.set_paper(A4)
    if not upright:
        worksheet.set_landscape()
    worksheet.hide_gridlines(2)
    worksheet.set_margins(left=SIDES, right=SIDES, top=ABOVE, bottom=ABOVE)
    sheet.label_pages(content.title, title, content.about, content.phrases.page)
