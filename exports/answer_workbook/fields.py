"""What the cell of an answer says: as people read it, or why it cannot be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from exports.answer_workbook.choices import (
    UNKNOWN,
    Labels,
    answer_labels,
    understood_answer,
    understood_raised,
    understood_target,
    value_labels,
)
from exports.answer_workbook.columns import Columns, merged_with, other_texts
from exports.answer_workbook.layout import ANSWER, RAISED, REASON_CODE, TARGET, HandedOut, Header
from exports.answer_workbook.refusals import (
    A_DATE,
    A_TRUTH,
    AN_ERROR,
    FORMULA,
    IN_TWO_COLUMNS,
    MERGED,
    NO_TARGET,
    NOT_SEEN,
    NOT_UNDERSTOOD,
    SHOWN_OTHERWISE,
    STRUCK_OUT,
    TOO_LONG,
)
from exports.reading.seen import DATE, ERROR, HIDDEN_BY_RULE, OTHERWISE, RULE, STRUCK, UNSEEN
from exports.reading.workbook import ReadSheet, Seen
from questionnaires.answers import ALWAYS_HAS_A_CASE
from questionnaires.definition import LEVELS, REASON_CODES, Indicator, Questionnaire, Words
from questionnaires.problems import Problem
from questionnaires.texts import as_kept

LONGEST_CELL = 32_767
"""Letters that a spreadsheet program keeps in a cell."""
MOST_LINES = 1_000
LEVELS_AS_TEXT = tuple(map(str, LEVELS))
LONGEST_QUOTE = 60
TROUBLES = {
    DATE: A_DATE,
    ERROR: AN_ERROR,
    OTHERWISE: SHOWN_OTHERWISE,
    STRUCK: STRUCK_OUT,
    UNSEEN: NOT_SEEN,
    RULE: HIDDEN_BY_RULE,
}


@dataclass(frozen=True)
class Signed:
    """What the hidden sheet says: the header, words of the interface in its language, the revisions handed out, and on
    which sheets, in which columns (not in workbooks of before 0.6). `numbers` are revisions of the workforce tables."""

    header: Header
    own: Mapping[str, Labels]
    revisions: Mapping[str, int]
    handed_out: HandedOut | None
    for_small: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)


def one_line(text: str) -> str:
    """A text of ours as it is known again, however a program breaks its lines."""
    return " ".join(as_kept(text).split())


@dataclass(frozen=True)
class ReturnedWorkbook:
    signed: Signed
    questionnaire: Questionnaire

    @cached_property
    def questions(self) -> Mapping[str, Sequence[str]]:
        """Text of a question in the language of the workbook -> the ids of those that are asked so."""
        ids_by_text: dict[str, list[str]] = {}
        for id_, words in self.questionnaire.words(self.signed.header.language).indicators.items():
            ids_by_text.setdefault(one_line(words.question), []).append(id_)
        return ids_by_text

    @property
    def languages(self) -> tuple[Words, ...]:
        """The language of the workbook last: where two use one word for different things, it decides."""
        own = self.questionnaire.words(self.signed.header.language)
        return (*(words for words in self.questionnaire.words_by_language.values() if words is not own), own)


def said(
    book: ReturnedWorkbook, sheet: ReadSheet, columns: Columns, address: str, code: str, indicator: Indicator
) -> dict[str, str] | Problem:
    """The fields that a cell gives, or why it gives none."""
    if problem := unlike_what_is_seen(sheet, columns, address, code):
        return problem
    text = as_kept(sheet.shown(address))
    if len(text) > LONGEST_CELL or text.count("\n") > MOST_LINES:
        return Problem(code, TOO_LONG)
    text = text if text.strip() else ""  # of blanks alone people see nothing
    if code == ANSWER:
        return _answer(book, text, indicator)
    if code == RAISED:
        understood = understood_raised(text, book.languages, book.signed.own["raised"])
        choices: Sequence[str] = tuple(book.signed.own["raised"])
    elif code == TARGET:
        understood = understood_target(text, book.languages)
        choices = LEVELS_AS_TEXT
    elif isinstance(sheet.cells[address].value if address in sheet.cells else "", bool):
        return Problem(code, A_TRUTH)
    else:
        return {code: text}
    return {code: understood} if understood is not None else _not_understood(code, text, choices)


def unlike_what_is_seen(sheet: ReadSheet, columns: Columns, address: str, code: str) -> Problem | None:
    """Where people may read something else than what the cell holds."""
    cell = sheet.cells.get(address)
    if cell and cell.formula:
        return Problem(code, FORMULA)
    if cells := merged_with(sheet, address):
        return Problem(code, MERGED, {"cells": cells})
    if other := next(other_texts(sheet, columns, code, address), ""):
        return Problem(code, IN_TWO_COLUMNS, {"other": other})
    seen = sheet.seen.get(address)
    if seen and seen.trouble:
        names = {"text": quoted(sheet.text(address)), "format": quoted(seen.format)}
        return Problem(code, TROUBLES[seen.trouble], names)
    return None


def _answer(book: ReturnedWorkbook, text: str, indicator: Indicator) -> dict[str, str] | Problem:
    understood = understood_answer(text, indicator, book.languages, book.signed.own[UNKNOWN])
    if understood is None and _is_case_of_core(book, text, indicator):
        return Problem(ANSWER, ALWAYS_HAS_A_CASE)
    if understood is None:
        choices = [*_labels(book, indicator)]
        return _not_understood(ANSWER, text, choices)
    if understood in REASON_CODES:
        return {ANSWER: "not_applicable", REASON_CODE: understood}
    return {ANSWER: understood, REASON_CODE: ""}


def _is_case_of_core(book: ReturnedWorkbook, text: str, indicator: Indicator) -> bool:
    """Whether it would be NA3 if the question were no core question."""
    return understood_answer(text, indicator.model_copy(update={"core": False}), book.languages, {}) == "NA3"


def _labels(book: ReturnedWorkbook, indicator: Indicator) -> Iterator[str]:
    """What may stand in the cell of an answer, in the words of the workbook."""
    words = book.questionnaire.words(book.signed.header.language)
    yield from value_labels(indicator, words)
    yield from book.signed.own[UNKNOWN]
    yield from (label for label, code in answer_labels(indicator, words, str).items() if code in REASON_CODES)


def _not_understood(code: str, text: str, choices: Sequence[str]) -> Problem:
    sentence = NO_TARGET if code == TARGET else NOT_UNDERSTOOD
    return Problem(code, sentence, {"text": quoted(text), "choices": "; ".join(choices)})


def given_in(sheet: ReadSheet, address: str) -> str:
    """What stands there, to show it to a person again; a number with the format that shows it as something else."""
    seen = sheet.seen.get(address, Seen())
    if seen.format:
        return f"{sheet.given(address)} ({quoted(seen.format)})"
    return seen.text or sheet.given(address)


def quoted(text: str) -> str:
    """As much of it as a message needs, on one line and without what cannot be shown."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST_QUOTE + 1])
    return plain if len(plain) <= LONGEST_QUOTE else plain[:LONGEST_QUOTE] + "…"
