"""Reads an answer workbook that came back: what each row says, and which cells cannot be taken, with what to do."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from exports.answer_workbook.choices import (
    LETTERS,
    UNKNOWN,
    Labels,
    answer_labels,
    understood_answer,
    understood_raised,
    understood_target,
    value_labels,
)
from exports.answer_workbook.layout import (
    ANSWER,
    COLUMNS,
    EMPTY_BOX,
    FIRST_ROW,
    FORMAT,
    ID,
    MORE_REFUSED,
    MOST_REFUSED,
    RAISED,
    REASON_CODE,
    REVISION,
    TARGET,
    AnsweredWorkbook,
    Header,
    ReadRow,
    RefusedCell,
)
from exports.answer_workbook.refusals import (
    A_REPORT,
    CHANGED_REVISION,
    FOREIGN,
    FORMULA,
    NO_HEADER,
    NO_ID,
    NO_QUESTION,
    NO_ROWS,
    NO_TARGET,
    NO_VERSION,
    NOT_OURS,
    NOT_UNDERSTOOD,
    PRINTED,
    TOO_LONG,
    TOO_MANY_ROWS,
    TWICE,
)
from exports.reading.container import Refused
from exports.reading.workbook import ReadSheet
from exports.sealing import FORMAT as SEAL
from exports.signing import Signature, is_signed
from questionnaires.answers import ALWAYS_HAS_A_CASE
from questionnaires.definition import LEVELS, REASON_CODES, Indicator, Questionnaire, Words
from questionnaires.problems import Problem

LONGEST_CELL = 32_767
"""Letters that a spreadsheet program keeps in a cell."""
MOST_LINES = 1_000
LEVELS_AS_TEXT = tuple(map(str, LEVELS))
ROWS_SEARCHED = 10
MOST_ROWS = 500
"""With questions, in all sheets together; twice as many as the questionnaire has, if that is more."""
LONGEST_QUOTE = 60
ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class _Signed:
    """What the hidden sheet says: the header, words of the interface in its language, and the revisions handed out."""

    header: Header
    own: Mapping[str, Labels]
    revisions: Mapping[str, int]


@dataclass(frozen=True)
class _Book:
    signed: _Signed
    questionnaire: Questionnaire

    @property
    def languages(self) -> tuple[Words, ...]:
        """The language of the workbook last: where two use one word for different things, it decides."""
        own = self.questionnaire.words(self.signed.header.language)
        return (*(one for one in self.questionnaire.words_by_language.values() if one is not own), own)


def answers_in(
    sheets: Sequence[ReadSheet],
    public_keys: Mapping[str, bytes],
    questionnaires: Mapping[str, Questionnaire],
) -> AnsweredWorkbook:
    """`questionnaires` by their versions. Raises Refused where the file is no answer workbook of ours."""
    signed = _signed_in(sheets, public_keys)
    if signed.header.questionnaire not in questionnaires:
        raise Refused(NO_VERSION, version=signed.header.questionnaire)
    book = _Book(signed, questionnaires[signed.header.questionnaire])
    rows, ignored = _sorted_out(book, sheets)
    if not rows:
        raise Refused(NO_ROWS)
    return AnsweredWorkbook(signed.header, tuple(_without_twins(rows)), ignored)


def _sorted_out(book: _Book, sheets: Sequence[ReadSheet]) -> tuple[list[ReadRow], tuple[RefusedCell, ...]]:
    """Our rows, and what is ignored up to a limit, since anything may stand below. Raises Refused."""
    rows: list[ReadRow] = []
    ignored: list[RefusedCell] = []
    more, most = 0, max(MOST_ROWS, 2 * len(book.questionnaire.indicators))
    for one in (one for sheet in sheets if not sheet.is_hidden for one in _rows(book, sheet)):
        if isinstance(one, ReadRow):
            rows.append(one)
        elif len(ignored) < MOST_REFUSED:
            ignored.append(one)
        else:
            more += 1
        if len(rows) > most:
            raise Refused(TOO_MANY_ROWS, most=most)
    if more:
        ignored.append(RefusedCell("", "", Problem("file", MORE_REFUSED, {"count": more})))
    return rows, tuple(ignored)


def header_in(sheets: Sequence[ReadSheet], public_keys: Mapping[str, bytes]) -> Header | None:
    """Whose answers these are; None where the file is no answer workbook of ours."""
    with suppress(Refused):
        return _signed_in(sheets, public_keys).header
    return None


def _signed_in(sheets: Sequence[ReadSheet], public_keys: Mapping[str, bytes]) -> _Signed:
    sheet = next((one for one in sheets if one.text("A1") == FORMAT), None)
    if sheet is None:
        raise Refused(_why_not_ours(sheets))
    content = sheet.text("A4")
    signature = Signature(sheet.text("A2"), sheet.text("A3"))
    if not is_signed(content.encode(errors="replace"), signature, public_keys):
        raise Refused(FOREIGN)
    document: dict[str, Any] = json.loads(content)
    if document["format"] != FORMAT:
        raise Refused(FOREIGN)
    return _Signed(Header(**document["header"]), document["words"], document["revisions"])


def _why_not_ours(sheets: Sequence[ReadSheet]) -> str:
    if any(one.text("A1") == SEAL for one in sheets):
        return A_REPORT
    if any(_is_printed(sheet) for sheet in sheets):
        return PRINTED
    return NO_HEADER if any(_columns(sheet)[1] for sheet in sheets) else NOT_OURS


def _is_printed(sheet: ReadSheet) -> bool:
    """Whether codes of answers stand beside boxes to tick."""
    boxes = [address[1:] for address, cell in sheet.cells.items() if address[0] == "A" and cell.value == EMPTY_BOX]
    return any(sheet.text(f"B{row}") in {*LEVELS_AS_TEXT, *LETTERS.values()} for row in boxes)


def _columns(sheet: ReadSheet) -> tuple[int, dict[str, str]]:
    """The row of the codes, and code -> letters of the column; nothing if the sheet has no such row."""
    known = {ID, REVISION, *COLUMNS}
    by_row: dict[int, dict[str, str]] = {}
    for address, cell in sheet.cells.items():
        if isinstance(cell.value, str) and cell.value in known:
            letters, row = _parts(address)
            by_row.setdefault(row, {}).setdefault(cell.value, letters)
    for row in sorted(by_row)[:ROWS_SEARCHED]:
        if ID in by_row[row] and by_row[row].keys() & set(COLUMNS):
            return row, by_row[row]
    return 0, {}


def _parts(address: str) -> tuple[str, int]:
    found = ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(address)
    return found[1], int(found[2])


def _rows(book: _Book, sheet: ReadSheet) -> Iterator[ReadRow | RefusedCell]:
    """Our rows, and a note on each that is not ours."""
    codes, columns = _columns(sheet)
    ours = {columns[code] for code in (ID, *COLUMNS) if code in columns}
    for number in sorted({row for letters, row in map(_parts, sheet.cells) if letters in ours and row > codes}):
        id_ = sheet.text(f"{columns[ID]}{number}").strip()
        if id_ in book.signed.revisions:
            yield _row(book, sheet, columns, number, book.questionnaire.indicators[id_])
        elif number >= codes + FIRST_ROW:
            problem = Problem(ID, NO_QUESTION, {"id": _quoted(id_)}) if id_ else Problem(ID, NO_ID)
            yield RefusedCell(sheet.name, f"{columns[ID]}{number}", problem, _quoted(id_))


def _row(book: _Book, sheet: ReadSheet, columns: Mapping[str, str], number: int, indicator: Indicator) -> ReadRow:
    fields: dict[str, str] = {}
    addresses = {code: f"{columns[code]}{number}" for code in COLUMNS if code in columns}
    refused = []
    revision = book.signed.revisions[indicator.id]
    if REVISION in columns and sheet.text(f"{columns[REVISION]}{number}") != str(revision):
        refused.append(_refused(sheet, f"{columns[REVISION]}{number}", Problem(REVISION, CHANGED_REVISION), indicator))
    for code, address in addresses.items():
        said = _said(book, sheet, address, code, indicator)
        if isinstance(said, Problem):
            refused.append(_refused(sheet, address, said, indicator))
        else:
            fields |= said
    if ANSWER in addresses:
        addresses[REASON_CODE] = addresses[ANSWER]
    addresses[ID] = f"{columns[ID]}{number}"
    given = {code: sheet.given(address) for code, address in addresses.items()}
    return ReadRow(sheet.name, number, indicator.id, revision, fields, addresses, given, tuple(refused))


def _refused(sheet: ReadSheet, address: str, problem: Problem, indicator: Indicator) -> RefusedCell:
    return RefusedCell(sheet.name, address, problem, indicator.id, sheet.given(address))


def _said(book: _Book, sheet: ReadSheet, address: str, code: str, indicator: Indicator) -> dict[str, str] | Problem:
    """The fields that a cell gives, or why it gives none."""
    cell = sheet.cells.get(address)
    if cell and cell.formula:
        return Problem(code, FORMULA)
    text = sheet.text(address).replace("\r\n", "\n")
    if len(text) > LONGEST_CELL or text.count("\n") > MOST_LINES:
        return Problem(code, TOO_LONG)
    if code == ANSWER:
        return _answer(book, text, indicator)
    if code == RAISED:
        understood = understood_raised(text, book.languages, book.signed.own["raised"])
        choices: Sequence[str] = tuple(book.signed.own["raised"])
    elif code == TARGET:
        understood = understood_target(text, book.languages)
        choices = LEVELS_AS_TEXT
    else:
        return {code: text}
    return {code: understood} if understood is not None else _not_understood(code, text, choices)


def _answer(book: _Book, text: str, indicator: Indicator) -> dict[str, str] | Problem:
    understood = understood_answer(text, indicator, book.languages, book.signed.own[UNKNOWN])
    if understood is None and _is_case_of_core(book, text, indicator):
        return Problem(ANSWER, ALWAYS_HAS_A_CASE)
    if understood is None:
        choices = [*_labels(book, indicator)]
        return _not_understood(ANSWER, text, choices)
    if understood in REASON_CODES:
        return {ANSWER: "not_applicable", REASON_CODE: understood}
    return {ANSWER: understood, REASON_CODE: ""}


def _is_case_of_core(book: _Book, text: str, indicator: Indicator) -> bool:
    """Whether it would be NA3 if the question were no core question."""
    return understood_answer(text, indicator.model_copy(update={"core": False}), book.languages, {}) == "NA3"


def _labels(book: _Book, indicator: Indicator) -> Iterator[str]:
    """What may stand in the cell of an answer, in the words of the workbook."""
    words = book.questionnaire.words(book.signed.header.language)
    yield from value_labels(indicator, words)
    yield from book.signed.own[UNKNOWN]
    yield from (label for label, code in answer_labels(indicator, words, str).items() if code in REASON_CODES)


def _not_understood(code: str, text: str, choices: Sequence[str]) -> Problem:
    sentence = NO_TARGET if code == TARGET else NOT_UNDERSTOOD
    return Problem(code, sentence, {"text": _quoted(text), "choices": "; ".join(choices)})


def _quoted(text: str) -> str:
    """As much of it as a message needs, on one line and without what cannot be shown."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST_QUOTE + 1])
    return plain if len(plain) <= LONGEST_QUOTE else plain[:LONGEST_QUOTE] + "…"


def _without_twins(rows: Sequence[ReadRow]) -> Iterator[ReadRow]:
    """A question that stands twice with the same answer is one; with different answers, both are refused."""

    def by_indicator(row: ReadRow) -> str:
        return row.indicator

    for _, twins in groupby(sorted(rows, key=by_indicator), key=by_indicator):
        first, *others = twins
        different = [other for other in others if other.fields != first.fields or other.refused != first.refused]
        if not different:
            yield first
            continue
        for row, other in ((first, different[0]), *((one, first) for one in different)):
            names = {"indicator": row.indicator, "other": f"{other.sheet} {other.number}"}
            given = row.given.get(ANSWER, "")
            cell = RefusedCell(row.sheet, row.addresses[ID], Problem(ID, TWICE, names), row.indicator, given)
            yield replace(row, refused=(*row.refused, cell))
