"""Draws the questions to be printed and filled in by hand, in a workshop: boxes to tick, codes to type in later."""

from collections.abc import Iterator

from exports.answer_workbook.choices import LETTERS
from exports.answer_workbook.content import AnswerWorkbook, PillarSheet, QuestionRow
from exports.answer_workbook.first_sheet import draw_paper_instructions
from exports.answer_workbook.layout import EMPTY_BOX
from exports.answer_workbook.page import ABOVE, set_up_page
from exports.cells import Book, Sheet
from exports.heights import row_height

WIDTHS = (4, 4, 47, 2, 33)
"""All together an upright A4 page at `SCALE`, in LibreOffice too, where a column is wider than in Excel."""
SCALE = 90
"""Per cent: letters of 10 points are printed with 9, so that three questions share a page."""
BOX, CODE, TEXT, _GAP, ROOM = range(len(WIDTHS))
NO_BREAK = "\N{NO-BREAK SPACE}"
BESIDE = 3 * NO_BREAK + " "
"""Between two answers: where a line ends, nothing of it begins the next."""
CLOSER = 1.1
"""Letters stand a little closer here than in cells with an indent."""
TITLE_HEIGHT = 36.0
PAGE_HEIGHT = (842 - 2 * 72 * ABOVE) * 100 / SCALE - TITLE_HEIGHT - 8
"""Points of an upright A4 page that questions can have."""
ROOM_TO_WRITE = 145.0
"""Points that the boxes for evidence and comment have together, at least."""
MOST_MORE_ROOM = 50.0
"""Points that a question gets where its page has room, so that the few on a last page are not torn apart."""
BETWEEN = 10.0


def draw_paper(content: AnswerWorkbook) -> bytes:
    book = Book(
        title=content.title, subject=content.about, created=content.created, right_to_left=content.right_to_left
    )
    draw_paper_instructions(book.sheet(content.instructions.name), content)
    for pillar in content.pillars:
        _draw_pillar(content, book.sheet(pillar.name), pillar)
    return book.close()


def _draw_pillar(content: AnswerWorkbook, sheet: Sheet, pillar: PillarSheet) -> None:
    for at, width in enumerate(WIDTHS):
        sheet.worksheet.set_column(at, at, width)
    sheet.worksheet.set_row(0, TITLE_HEIGHT)
    sheet.write_across(0, (BOX, TEXT), pillar.title, "sheet title")
    sheet.write(0, ROOM, content.phrases.on_paper["name"], "paper text")
    row = 1
    breaks = []
    for page in _pages(content, pillar):
        for question, heights in page:
            _draw_question(content, sheet, question, row, heights)
            row += len(heights)
        breaks.append(row)
    sheet.worksheet.set_h_pagebreaks(breaks[:-1])
    sheet.worksheet.repeat_rows(0)
    sheet.worksheet.center_horizontally()
    set_up_page(sheet, content, pillar.title, upright=True)
    sheet.worksheet.set_print_scale(SCALE)


def _pages(content: AnswerWorkbook, pillar: PillarSheet) -> list[list[tuple[QuestionRow, list[float]]]]:
    """The questions of each page with the heights of their rows; what is free below is room to write."""
    pages: list[list[tuple[QuestionRow, list[float]]]] = []
    left = 0.0
    for question in pillar.questions:
        heights = list(_heights(content, question))
        if sum(heights) > left:
            pages.append([])
            left = PAGE_HEIGHT
        pages[-1].append((question, heights))
        left -= sum(heights)
    return [[(question, _roomier(heights, page)) for question, heights in page] for page in pages]


def _roomier(heights: list[float], page: list[tuple[QuestionRow, list[float]]]) -> list[float]:
    free = PAGE_HEIGHT - sum(sum(taken) for _, taken in page)
    title, *answers, between = heights
    more = min(free / len(page), MOST_MORE_ROOM) / len(answers)
    return [title, *(height + more for height in answers), between]


def _heights(content: AnswerWorkbook, question: QuestionRow) -> Iterator[float]:
    """Of the rows of a question: its title, its levels, the other answers, and what parts it from the next."""
    yield max(row_height([question.question], [WIDTHS[TEXT]]), row_height([question.element], [WIDTHS[ROOM]]))
    texts = [f"{name}: {text}" for _, name, text in question.levels]
    texts.append("".join(text for text, _ in _other_answers(content, question)))
    plain = [row_height([text], [WIDTHS[TEXT] * CLOSER]) for text in texts]
    more = max(0.0, ROOM_TO_WRITE - sum(plain)) / len(plain)
    yield from (height + more for height in plain)
    yield BETWEEN


def _other_answers(content: AnswerWorkbook, question: QuestionRow) -> Iterator[tuple[str, bool]]:
    """The answers that are no level, with their boxes, their codes in bold."""
    for code, words in content.other_answers(question):
        yield f"{EMPTY_BOX} {code} ".replace(" ", NO_BREAK), True
        yield words.replace(" ", NO_BREAK) + BESIDE, False


def _draw_question(
    content: AnswerWorkbook, sheet: Sheet, question: QuestionRow, row: int, heights: list[float]
) -> None:
    for at, height in enumerate(heights):
        sheet.worksheet.set_row(row + at, height)
    sheet.write_across(row, (BOX, CODE), question.id, "paper id")
    sheet.write(row, TEXT, question.question, "paper question")
    sheet.write(row, _GAP, None, "paper tag")
    sheet.write(row, ROOM, " · ".join(filter(None, (question.element, question.core))), "paper tag")
    at = row + 1
    for code, name, text in question.levels:
        sheet.write_pieces(at, TEXT, [(f"{name}: ", True), (text, False)], "paper text")
        sheet.write(at, BOX, EMPTY_BOX, "paper box")
        sheet.write(at, CODE, LETTERS.get(code, code), "paper code")
        at += 1
    sheet.write_pieces(at, TEXT, list(_other_answers(content, question)), "paper text")
    at += 1
    middle = (row + 1 + at + 1) // 2
    expected = content.phrases.on_paper["evidence"].format(evidence=question.wanted)
    sheet.write_block((row + 1, middle - 1), (ROOM, ROOM), expected, "paper room")
    sheet.write_block((middle, at - 1), (ROOM, ROOM), content.phrases.on_paper["comment"], "paper room")
