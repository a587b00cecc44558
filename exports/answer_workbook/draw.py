"""Draws an answer workbook, in memory: the instructions, a sheet for each pillar, the workforce
tables, the lists and the signed header."""

from exports.answer_workbook.content import AnswerWorkbook
from exports.answer_workbook.first_sheet import draw_instructions
from exports.answer_workbook.layout import FORMAT
from exports.answer_workbook.page import set_up_page
from exports.answer_workbook.pillar_sheet import columns_of, draw_pillar
from exports.answer_workbook.workforce.draw import draw_numbers
from exports.cells import Book, Sheet
from exports.signing import Signer

HEADER = "Header"


def draw_answer_workbook(content: AnswerWorkbook, *, signer: Signer) -> bytes:
    """The same content gives the same bytes."""
    book = Book(
        title=content.title, subject=content.about, created=content.created, right_to_left=content.right_to_left
    )
    first = book.sheet(content.instructions.name)
    sheets = [book.sheet(pillar.name) for pillar in content.pillars]
    numbers = book.sheet(content.numbers.name) if content.numbers else None
    lists = book.sheet(content.phrases.lists)
    offers = _draw_lists(content, lists)
    columns = columns_of(content)
    for sheet, pillar in zip(sheets, content.pillars, strict=True):
        draw_pillar(book, sheet, content, pillar, columns, offers)
    if numbers and content.numbers:
        draw_numbers(numbers, content.numbers)
        set_up_page(numbers, content, content.numbers.title, upright=True)
    draw_instructions(first, content, sheets, columns)
    _draw_header(content, book.sheet(HEADER), signer)
    return book.close()


def _draw_lists(content: AnswerWorkbook, sheet: Sheet) -> dict[str, str]:
    """What the drop-downs offer, since a rule of Excel holds 255 characters only; returns where each list stands."""
    sheet.worksheet.hide()
    places = {}
    for column, (name, labels) in enumerate(content.offers.items()):
        for row, label in enumerate(labels):
            sheet.write(row, column, label, "plain")
        letter = chr(ord("A") + column)
        places[name] = f"={sheet.name_in_formulas}!${letter}$1:${letter}${len(labels)}"
    return places


def _draw_header(content: AnswerWorkbook, sheet: Sheet, signer: Signer) -> None:
    sheet.worksheet.very_hidden()
    signature = signer.sign(content.signed.encode())
    for row, line in enumerate((FORMAT, signature.key, signature.signature, content.signed)):
        sheet.write(row, 0, line, "plain")
