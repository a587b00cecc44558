"""Draws the sheet of a pillar: a row for each question, with tinted cells for the answer."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from exports.answer_workbook.choices import LETTERS
from exports.answer_workbook.content import AnswerWorkbook, PillarSheet, QuestionRow
from exports.answer_workbook.layout import (
    ANSWER,
    AUTHORITY,
    CODES_ROW,
    COLUMNS,
    COMMENT,
    EVIDENCE,
    FIRST_ROW,
    ID,
    PROGRESS_ROW,
    QUESTION,
    RAISED,
    REASON,
    REVISION,
    TARGET,
    TITLES_ROW,
    WANTED,
)
from exports.answer_workbook.page import set_up_page
from exports.answer_workbook.words import CORE, ELEMENT, KEPT, LAST, LEVELS
from exports.cells import Book, Sheet, Unwritten
from exports.heights import row_height
from questionnaires.answers import MOST_EVIDENCE_UNITS
from questionnaires.texts import MOST_UNITS

WIDTHS = {
    ID: 7, CORE: 6, ELEMENT: 12, QUESTION: 18, LEVELS: 55, LAST: 11, ANSWER: 12, WANTED: 12, EVIDENCE: 22, KEPT: 14,
    COMMENT: 22, REASON: 11, AUTHORITY: 11, RAISED: 9, TARGET: 7, REVISION: 4,
}  # fmt: skip
"""The columns in their order, together one page and one screen wide. LAST and KEPT are there only where they hold
something; KEPT goes on where it must."""
LOOKS = {ID: "id", CORE: "centred", QUESTION: "text", LEVELS: "text", ANSWER: "fill choice"}
STAY_IN_VIEW = 4
LONGEST = {EVIDENCE: MOST_EVIDENCE_UNITS, COMMENT: MOST_UNITS, REASON: MOST_UNITS, AUTHORITY: MOST_UNITS}
TARGETS = ("0", "1", "2", "3", "4")
ALLOWED = ("sort", "autofilter", "format_columns", "format_rows")
PROGRESS_HEIGHT = 28
LEAST_HEIGHT = 60
ZOOM = 90

ColumnPlaces = Mapping[str, int]
"""Code of the column -> its place."""


def columns_of(content: AnswerWorkbook) -> dict[str, int]:
    questions = [question for pillar in content.pillars for question in pillar.questions]
    cells = max((len(question.kept) for question in questions if any(question.kept)), default=0)
    kept = [KEPT, *(f"{KEPT} {number}" for number in range(2, cells + 1))][:cells]
    has_last = any(question.last for question in questions)
    codes = (code for kind in WIDTHS for code in (kept if kind == KEPT else [kind]) if kind != LAST or has_last)
    return {code: at for at, code in enumerate(codes)}


def _kind(code: str) -> str:
    """What the register holds goes on in columns of the same kind, where data of earlier versions are too long."""
    return code.partition(" ")[0]


def answers_of(pillar: PillarSheet, columns: ColumnPlaces) -> str:
    """The cells of the answers, such as "G4:G25"."""
    letter = xl_col_to_name(columns[ANSWER])
    return f"{letter}{FIRST_ROW + 1}:{letter}{FIRST_ROW + len(pillar.questions)}"


def draw_pillar(
    book: Book,
    sheet: Sheet,
    content: AnswerWorkbook,
    pillar: PillarSheet,
    columns: ColumnPlaces,
    offers: Mapping[str, str],
) -> None:
    """`offers` says where each list of answers stands."""
    _draw_titles(sheet, content, columns)
    _draw_progress(sheet, content, pillar, columns)
    for row, question in enumerate(pillar.questions, FIRST_ROW):
        _draw_question(sheet, content, row, question, columns)
        _offer(sheet, row, columns[ANSWER], content, {"validate": "list", "source": offers[question.offer]})
    _help(sheet, content, pillar, columns)
    _mark_what_is_open(book, sheet, content, pillar, columns)
    _set_up(sheet, content, pillar, columns)


def _draw_titles(sheet: Sheet, content: AnswerWorkbook, columns: ColumnPlaces) -> None:
    titles = {code: content.phrases.titles[_kind(code)] for code in columns}
    for code, at in columns.items():
        sheet.worksheet.set_column(at, at, WIDTHS[_kind(code)], None, {"hidden": code == REVISION})
        sheet.write(CODES_ROW, at, code, "plain")
        sheet.write(TITLES_ROW, at, titles[code], "head")
    sheet.worksheet.set_row(CODES_ROW, None, None, {"hidden": True})
    sheet.worksheet.set_row(TITLES_ROW, row_height([*titles.values()], [WIDTHS[_kind(code)] for code in columns]))


def _draw_progress(sheet: Sheet, content: AnswerWorkbook, pillar: PillarSheet, columns: ColumnPlaces) -> None:
    """The pillar's title and how much is answered, in one cell that reaches over the empty ones beside it: no merged
    cell, so that columns can move."""
    sheet.worksheet.set_row(PROGRESS_ROW, PROGRESS_HEIGHT)
    asked = len(pillar.questions)
    counted = f"COUNTA({answers_of(pillar, columns)})"
    title, sentence = f"{pillar.title}   ", content.phrases.progress.replace("{asked}", str(asked))
    formula = f'={_quoted(title)}&SUBSTITUTE({_quoted(sentence)},"{{done}}",{counted})'
    value = title + sentence.replace("{done}", str(pillar.answered))
    sheet.write_formula(PROGRESS_ROW, columns[ID], formula, value, "sheet progress")


def _quoted(text: str) -> str:
    """As a formula says it."""
    return '"{}"'.format(text.replace('"', '""'))


def _draw_question(
    sheet: Sheet, content: AnswerWorkbook, row: int, question: QuestionRow, columns: ColumnPlaces
) -> None:
    plain: dict[str, str] = {
        ID: question.id,
        CORE: question.core,
        ELEMENT: question.element,
        QUESTION: question.question,
        LAST: question.last,
        WANTED: question.wanted,
        **question.fields,
    }
    codes = [code for code in columns if _kind(code) == KEPT]
    plain |= dict(zip_longest(codes, question.kept, fillvalue=""))
    for code, at in columns.items():
        if code in plain:
            look = LOOKS.get(code, "fill text" if code in COLUMNS else "read")
            sheet.write(row, at, plain[code], look)
    pieces = level_pieces(content, question)
    sheet.write_pieces(row, columns[LEVELS], pieces, "text")
    sheet.write(row, columns[REVISION], question.revision, "unseen")
    plain[LEVELS] = "".join(text for text, _ in pieces)
    shown = [code for code in columns if code in plain]
    height = row_height([plain[code] for code in shown], [WIDTHS[_kind(code)] for code in shown])
    sheet.worksheet.set_row(row, max(height, LEAST_HEIGHT))


def level_pieces(content: AnswerWorkbook, question: QuestionRow) -> list[tuple[str, bool]]:
    """Each level on a line of its own, then the other answers on one line; what each is called in bold."""
    pieces = []
    for code, name, text in question.levels:
        pieces += [(f"{code} {name}: " if code.isdigit() else f"{name}: ", True), (f"{text}\n", False)]
    for number, (code, words) in enumerate(content.other_answers(question)):
        pieces += [(f" · {code}" if number else code, True), (f" {words}", False)]
    return pieces


def _help(sheet: Sheet, content: AnswerWorkbook, pillar: PillarSheet, columns: ColumnPlaces) -> None:
    """What each cell tells whoever stands in it, and how long its text may be."""
    last = FIRST_ROW + len(pillar.questions) - 1
    rules: dict[str, dict[str, Any]] = {
        code: {"validate": "length", "criteria": "<=", "value": most, "error_message": content.phrases.too_long}
        for code, most in LONGEST.items()
    }
    rules[RAISED] = {"validate": "list", "source": list(content.raised), "error_message": content.phrases.choose}
    rules[TARGET] = {"validate": "list", "source": list(TARGETS), "error_message": content.phrases.choose}
    for code, rule in rules.items():
        hint = content.phrases.hints[code]
        _allow(sheet, (FIRST_ROW, last), columns[code], rule | {"input_message": hint})


def _offer(sheet: Sheet, row: int, column: int, content: AnswerWorkbook, rule: dict[str, Any]) -> None:
    """The list of answers; their codes may be typed too, so other words are marked, not refused."""
    _allow(sheet, (row, row), column, rule | {"show_error": False, "input_message": content.phrases.hints[ANSWER]})


def _allow(sheet: Sheet, rows: tuple[int, int], column: int, rule: dict[str, Any]) -> None:
    if code := sheet.worksheet.data_validation(rows[0], column, rows[1], column, rule):
        raise Unwritten(f"the rule of column {column}: xlsxwriter says {code}")


def _mark_what_is_open(
    book: Book, sheet: Sheet, content: AnswerWorkbook, pillar: PillarSheet, columns: ColumnPlaces
) -> None:
    """An answer that is missing or not understood, a reason that is missing, an authority without what was done."""
    letter = {code: f"${xl_col_to_name(at)}{FIRST_ROW + 1}" for code, at in columns.items()}
    last = FIRST_ROW + len(pillar.questions) - 1
    answer, authority, raised = letter[ANSWER], letter[AUTHORITY], letter[RAISED]
    rules = {
        ANSWER: f"=LEN(TRIM({answer}))=0",
        REASON: f'=AND(LEFT({answer},2)="NA",LEN(TRIM({letter[REASON]}))=0)',
        AUTHORITY: f"=AND(LEN(TRIM({raised}))>0,LEN(TRIM({authority}))=0)",
        RAISED: f"=AND(LEN(TRIM({authority}))>0,LEN(TRIM({raised}))=0)",
    }
    for code, formula in rules.items():
        _mark(book, sheet, (FIRST_ROW, last), columns[code], formula, "open")
    _mark(book, sheet, (FIRST_ROW, last), columns[ANSWER], _odd(content, f"TRIM({answer})"), "odd")


def _mark(book: Book, sheet: Sheet, rows: tuple[int, int], column: int, formula: str, mark: str) -> None:
    rule = {"type": "formula", "criteria": formula, "format": book.mark(mark)}
    if problem := sheet.worksheet.conditional_format(rows[0], column, rows[1], column, rule):
        raise Unwritten(f"{formula}: xlsxwriter says {problem}")


def _odd(content: AnswerWorkbook, answer: str) -> str:
    """Whether what stands there is neither a label of the lists nor one of the codes."""
    labels = {label for labels in content.offers.values() for label in labels}
    words = sorted({*LETTERS.values(), *(label for label in labels if " " not in label)})
    comparisons = ",".join(f"{answer}={_quoted(word)}" for word in words)
    codes = f'AND(LEFT({answer},1)>="0",LEFT({answer},1)<="4"),LEFT({answer},2)="DK",LEFT({answer},2)="NA"'
    return f"=AND(LEN({answer})>0,NOT(OR({codes},{comparisons})))"


def _set_up(sheet: Sheet, content: AnswerWorkbook, pillar: PillarSheet, columns: ColumnPlaces) -> None:
    worksheet = sheet.worksheet
    worksheet.protect("", dict.fromkeys(ALLOWED, True))
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(FIRST_ROW, STAY_IN_VIEW)
    worksheet.autofilter(TITLES_ROW, 0, TITLES_ROW + len(pillar.questions), len(columns) - 1)
    worksheet.set_zoom(ZOOM)
    worksheet.set_selection(FIRST_ROW, columns[ANSWER], FIRST_ROW, columns[ANSWER])
    worksheet.repeat_rows(PROGRESS_ROW, TITLES_ROW)
    set_up_page(sheet, content, pillar.title)
    worksheet.fit_to_pages(1, 0)
