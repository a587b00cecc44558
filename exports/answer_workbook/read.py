"""Reads an answer workbook that came back: what each row says, and which cells cannot be taken, with what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from exports.answer_workbook.choices import LETTERS
from exports.answer_workbook.columns import Columns, columns_in, merged_with, parts
from exports.answer_workbook.content import sheets_of
from exports.answer_workbook.fields import (
    LEVELS_AS_TEXT,
    ReturnedWorkbook,
    Signed,
    given_in,
    one_line,
    quoted,
    said,
    unlike_what_is_seen,
)
from exports.answer_workbook.hidden_sheet import hidden_sheet, signed_document
from exports.answer_workbook.layout import (
    ANSWER,
    COLUMNS,
    EMPTY_BOX,
    FOR_SMALL,
    ID,
    MORE_REFUSED,
    MOST_REFUSED,
    QUESTION,
    REASON_CODE,
    REVISION,
    TITLES_ROW,
    WANTED,
    AnsweredWorkbook,
    HandedOut,
    Header,
    ReadRow,
    RefusedCell,
)
from exports.answer_workbook.refusals import (
    A_REPORT,
    CHANGED_REVISION,
    FOREIGN,
    MERGED,
    NO_HEADER,
    NO_ID,
    NO_QUESTION,
    NO_ROWS,
    NO_VERSION,
    NOT_OURS,
    NOT_SEEN,
    ONLY_READ,
    OTHER_QUESTION,
    OTHER_TITLE,
    PRINTED,
    SHOWN_OTHERWISE,
    TOO_MANY_ROWS,
    TWICE,
)
from exports.answer_workbook.unread import listed, missing_in, unread_in
from exports.answer_workbook.workforce.layout import NUMBERS
from exports.answer_workbook.workforce.read import numbers_in
from exports.reading.container import FileRefused
from exports.reading.workbook import ReadSheet
from exports.sealing import FORMAT as SEAL
from questionnaires.definition import Indicator, Questionnaire
from questionnaires.problems import Problem
from questionnaires.workforce.definition import WorkforceTables

MOST_ROWS = 500
"""With questions, in all sheets together; twice as many as the questionnaire has, if that is more."""


def answers_in(
    sheets: Sequence[ReadSheet],
    public_keys: Mapping[str, bytes],
    questionnaires: Mapping[str, Questionnaire],
    workforce: Mapping[str, WorkforceTables] | None = None,
) -> AnsweredWorkbook:
    """`questionnaires` and the tables of `workforce` by their versions. Raises FileRefused where the file is no answer
    workbook of ours."""
    signed = _signed_in(sheets, public_keys)
    if signed.header.questionnaire not in questionnaires:
        raise FileRefused(NO_VERSION, version=signed.header.questionnaire)
    book = ReturnedWorkbook(signed, questionnaires[signed.header.questionnaire])
    all_columns = {sheet.name: columns_in(sheet) for sheet in sheets if not sheet.is_hidden}
    columns = {name: own for name, own in all_columns.items() if own.row}
    rows, ignored = _sorted_out(book, sheets, columns)
    read = numbers_in(sheets, signed.numbers, (workforce or {}).get(signed.header.questionnaire))
    if not rows and not read.numbers:
        raise FileRefused(NO_ROWS)
    handed_out = _also_on(signed.handed_out or _worked_out(book), read.sheets)
    missing = missing_in(handed_out, sheets, columns, {row.indicator for row in rows})
    unread = [*unread_in(handed_out, sheets, columns), *_written_over(book, sheets, columns, rows), *read.unread]
    listed_unread = _shortened(unread[:MOST_REFUSED], len(unread))
    own_rows = tuple(_without_twins(rows))
    told = (tuple(missing), listed_unread)
    return AnsweredWorkbook(signed.header, own_rows, ignored, *told, signed.for_small, read.numbers)


def _also_on(handed_out: HandedOut, sheets: Sequence[str]) -> HandedOut:
    """Sheets that were read, whatever they are called now."""
    return replace(handed_out, sheets={**handed_out.sheets, **{name: () for name in sheets}}) if sheets else handed_out


def _written_over(
    book: ReturnedWorkbook, sheets: Sequence[ReadSheet], columns: Mapping[str, Columns], rows: Sequence[ReadRow]
) -> Iterator[RefusedCell]:
    """What people wrote into the question itself or into what is expected of its evidence."""
    words = book.questionnaire.words(book.signed.header.language).indicators
    for sheet in (candidate for candidate in sheets if candidate.name in columns):
        letters = columns[sheet.name].letters
        overwritten = []
        for row in (candidate for candidate in rows if candidate.sheet == sheet.name and not candidate.refused):
            ours = {QUESTION: words[row.indicator].question, WANTED: words[row.indicator].evidence}
            places = {f"{letters[code]}{row.number}": text for code, text in ours.items() if code in letters}
            texts = {at: one_line(sheet.shown(at)) for at in places}
            overwritten += [at for at, text in texts.items() if text not in ("", one_line(places[at]))]
        if overwritten:
            yield RefusedCell(
                sheet.name,
                overwritten[0],
                Problem("file", ONLY_READ, listed(overwritten)),
                "",
                sheet.given(overwritten[0]),
            )


def _worked_out(book: ReturnedWorkbook) -> HandedOut:
    """Of a workbook that does not say it itself: each question was on the sheet of its pillar."""
    words = book.questionnaire.words(book.signed.header.language)
    ids = [id_ for id_ in book.questionnaire.indicators if id_ in book.signed.revisions]
    return HandedOut(sheets_of(book.questionnaire, words, ids), {}, is_whole=False)


def _sorted_out(
    book: ReturnedWorkbook, sheets: Sequence[ReadSheet], columns: Mapping[str, Columns]
) -> tuple[list[ReadRow], tuple[RefusedCell, ...]]:
    """Our rows, and what is ignored, since anything may stand below. Raises FileRefused."""
    rows: list[ReadRow] = []
    strays: list[tuple[ReadSheet, str]] = []
    most = max(MOST_ROWS, 2 * len(book.questionnaire.indicators))
    every_row = (row for sheet in sheets if sheet.name in columns for row in _rows(book, sheet, columns[sheet.name]))
    for row in every_row:
        if isinstance(row, ReadRow):
            rows.append(row)
        else:
            strays.append(row)
        if len(rows) > most:
            raise FileRefused(TOO_MANY_ROWS, most=most)
    return rows, _shortened([_stray(*place) for place in strays[:MOST_REFUSED]], len(strays))


def _shortened(listed: Sequence[RefusedCell], of: int) -> tuple[RefusedCell, ...]:
    """Those that are listed, and how many more there are."""
    if not (more := of - len(listed)):
        return tuple(listed)
    return (*listed, RefusedCell("", "", Problem("file", MORE_REFUSED, {"count": more})))


def _signed_in(sheets: Sequence[ReadSheet], public_keys: Mapping[str, bytes]) -> Signed:
    sheet = hidden_sheet(sheets)
    if sheet is None:
        raise FileRefused(_why_not_ours(sheets))
    document = signed_document(sheet, public_keys)
    if document is None:
        raise FileRefused(FOREIGN)
    handed_out = HandedOut(**document["handed_out"]) if "handed_out" in document else None
    own, for_small = document["words"], document.get(FOR_SMALL, False)
    numbers = document.get(NUMBERS, {})
    return Signed(Header(**document["header"]), own, document["revisions"], handed_out, for_small, numbers)


def _why_not_ours(sheets: Sequence[ReadSheet]) -> str:
    if any(sheet.text("A1") == SEAL for sheet in sheets):
        return A_REPORT
    if any(_is_printed(sheet) for sheet in sheets):
        return PRINTED
    return NO_HEADER if any(columns_in(sheet).row for sheet in sheets) else NOT_OURS


def _is_printed(sheet: ReadSheet) -> bool:
    """Whether codes of answers stand beside boxes to tick."""
    boxes = [address[1:] for address, cell in sheet.cells.items() if address[0] == "A" and cell.value == EMPTY_BOX]
    return any(sheet.text(f"B{row}") in {*LEVELS_AS_TEXT, *LETTERS.values()} for row in boxes)


def _rows(book: ReturnedWorkbook, sheet: ReadSheet, columns: Columns) -> Iterator[ReadRow | tuple[ReadSheet, str]]:
    """Our rows, and where the others are: only those that are listed are looked at."""
    for number in sorted({row for _, row in map(parts, sheet.cells) if row > columns.row}):
        where = f"{columns.letters[ID]}{number}"
        id_ = sheet.text(where).strip()
        if id_ in book.signed.revisions:
            yield _row(book, sheet, columns, number, book.questionnaire.indicators[id_])
        elif number >= columns.first_question:
            yield sheet, where


def _stray(sheet: ReadSheet, where: str) -> RefusedCell:
    id_ = quoted(sheet.text(where).strip())
    if cells := merged_with(sheet, where):
        problem = Problem(ID, MERGED, {"cells": cells})
    else:
        problem = Problem(ID, NO_QUESTION, {"id": id_}) if id_ else Problem(ID, NO_ID)
    return RefusedCell(sheet.name, where, problem, id_)


def _row(book: ReturnedWorkbook, sheet: ReadSheet, columns: Columns, number: int, indicator: Indicator) -> ReadRow:
    fields: dict[str, str] = {}
    addresses = columns.addresses(number)
    revision = book.signed.revisions[indicator.id]
    refused = [
        _refused(sheet, at, problem, indicator) for at, problem in _moved(book, sheet, columns, number, indicator.id)
    ]
    for code, address in addresses.items():
        if code not in COLUMNS:
            continue
        outcome = said(book, sheet, columns, address, code, indicator)
        if isinstance(outcome, Problem):
            refused.append(_refused(sheet, address, outcome, indicator))
        else:
            fields |= outcome
    if ANSWER in addresses:
        addresses[REASON_CODE] = addresses[ANSWER]
    given = {code: given_in(sheet, address) for code, address in addresses.items()}
    return ReadRow(sheet.name, number, indicator.id, revision, fields, addresses, given, tuple(refused))


def _moved(
    book: ReturnedWorkbook, sheet: ReadSheet, columns: Columns, number: int, id_: str
) -> Iterator[tuple[str, Problem]]:
    """Where cells of a row seem to have come from another row or column, or somebody put the row out of use."""
    if REVISION in columns.letters:
        where = f"{columns.letters[REVISION]}{number}"
        if sheet.text(where) != str(book.signed.revisions[id_]):
            yield where, Problem(REVISION, CHANGED_REVISION)
    where = f"{columns.letters[ID]}{number}"
    problem = unlike_what_is_seen(sheet, columns, where, ID)
    if problem and problem.sentence not in (SHOWN_OTHERWISE, NOT_SEEN):  # people answer the question beside it
        yield where, problem
    if QUESTION in columns.letters:
        ids = book.questions.get(one_line(sheet.shown(f"{columns.letters[QUESTION]}{number}")), (id_,))
        if id_ not in ids:
            yield where, Problem(ID, OTHER_QUESTION, {"id": id_, "other": ids[0]})
    yield from _under_another_title(book, sheet, columns, number)


def _under_another_title(
    book: ReturnedWorkbook, sheet: ReadSheet, columns: Columns, number: int
) -> Iterator[tuple[str, Problem]]:
    """Told at the cells of the row, so that each row that is not stored is named."""
    titles = book.signed.handed_out.columns if book.signed.handed_out else {}
    for code in titles.keys() & columns.letters.keys():
        letters = columns.letters[code]
        title = one_line(sheet.shown(f"{letters}{columns.row + TITLES_ROW}"))
        if title in {one_line(heading) for other, heading in titles.items() if other != code}:
            yield f"{letters}{number}", Problem(code, OTHER_TITLE, {"title": title})


def _refused(sheet: ReadSheet, address: str, problem: Problem, indicator: Indicator) -> RefusedCell:
    return RefusedCell(sheet.name, address, problem, indicator.id, given_in(sheet, address))


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
        for row, other in ((first, different[0]), *((twin, first) for twin in different)):
            names = {"indicator": row.indicator, "other": f"{other.sheet} {other.number}"}
            given = row.given.get(ANSWER, "")
            cell = RefusedCell(row.sheet, row.addresses[ID], Problem(ID, TWICE, names), row.indicator, given)
            yield replace(row, refused=(*row.refused, cell))
