"""Of what a workbook handed out, whatever does not come back is named; so is what stands in it and is not read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from exports.answer_workbook.content import AnswerWorkbook
from exports.answer_workbook.draw import draw_answer_workbook
from exports.answer_workbook.layout import AnsweredWorkbook
from exports.answer_workbook.read import answers_in
from exports.reading.child import sheets_seen
from tests.exports.answer_workbook.builders import (
    HANDED_OUT,
    KEYS,
    ONE_OF_EACH,
    SIGNER,
    VERSIONS,
    answers_of,
    cell,
    content_of,
    drawn,
    read,
    saved,
    sheet_of,
)
from tests.exports.builders import questionnaire

WRITTEN = Path(__file__).parents[2] / "data" / "writers"
FIRST = "P1 Recognise and commit"
ALL_OF_P1 = tuple(
    indicator
    for indicator in questionnaire().structure.indicators
    if indicator.is_scored and indicator.id.startswith("RC")
)
HANDED_OUT_OF_P1 = tuple(indicator.id for indicator in ALL_OF_P1 if indicator.element in HANDED_OUT)


def missing(workbook: AnsweredWorkbook) -> list[tuple[str, tuple[str, ...], str]]:
    return [(part.sheet, part.questions, part.sentence.format(count=len(part.questions))) for part in workbook.missing]


def unread(workbook: AnsweredWorkbook) -> list[tuple[str, str, str]]:
    return [(note.sheet, note.address, note.problem.text()) for note in workbook.unread]


def delete_rows(book: Workbook, *ids: str) -> None:
    for id_ in ids:
        sheet = sheet_of(book)
        sheet.delete_rows(cell(sheet, id_, "id").row)


def delete_sheet(book: Workbook) -> None:
    book.remove(sheet_of(book))


def hide_sheet(book: Workbook) -> None:
    sheet_of(book).sheet_state = "hidden"


def delete_codes(book: Workbook) -> None:
    sheet_of(book).delete_rows(1)


def overwrite_ids(book: Workbook) -> None:
    sheet = sheet_of(book)
    for number, id_ in enumerate(HANDED_OUT_OF_P1):
        cell(sheet, id_, "id").value = number


def delete_ids(book: Workbook) -> None:
    sheet_of(book).delete_cols(1)


WHOLE = "The whole sheet is missing. Questions: {}. Their answers here stay as they are."
HIDDEN = "The sheet is hidden, so it was not read. Questions: {}. Unhide the sheet and try again."
LOST = (
    "The sheet has lost its hidden first row, so it was not read. Questions: {}. "
    "Copy the answers into a new workbook."
)  # fmt: skip


@pytest.mark.parametrize(
    ("lose", "sentence"),
    [(delete_sheet, WHOLE), (hide_sheet, HIDDEN), (delete_codes, LOST), (overwrite_ids, WHOLE), (delete_ids, WHOLE)],
)
def test_questions_of_a_sheet_that_cannot_be_read_are_named(
    book: Workbook, lose: Callable[[Workbook], None], sentence: str
) -> None:
    lose(book)

    assert missing(read(saved(book))) == [(FIRST, HANDED_OUT_OF_P1, sentence.format(len(HANDED_OUT_OF_P1)))]


def test_rows_that_were_deleted_are_named(book: Workbook) -> None:
    delete_rows(book, "RC-03", "RC-01")

    workbook = read(saved(book))

    assert missing(workbook) == [
        (FIRST, ("RC-01", "RC-03"), "Missing questions: 2. Their answers here stay as they are.")
    ]
    rest = {id_: answer for id_, answer in ONE_OF_EACH.items() if id_ not in ("RC-01", "RC-03")}
    assert answers_of(workbook, ONE_OF_EACH) == rest


def test_rows_that_were_moved_to_a_sheet_of_their_own_are_named_with_that_sheet(book: Workbook) -> None:
    sheet, other = sheet_of(book), book.create_sheet("Mine")
    for at, source in enumerate(sheet[cell(sheet, "RC-02", "id").row], 1):
        other.cell(1, at).value = source.value
    delete_rows(book, "RC-02")

    workbook = read(saved(book))

    assert missing(workbook) == [("Mine", ("RC-02",), LOST.format(1))]


def test_filtered_rows_and_renamed_or_copied_sheets_come_back(book: Workbook) -> None:
    sheet = sheet_of(book)
    sheet.row_dimensions[5].hidden = True
    sheet.title = "Ours"
    book.copy_worksheet(sheet).title = "Ours (2)"

    workbook = read(saved(book))

    assert (workbook.missing, workbook.unread, workbook.refused) == ((), (), ())
    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH


def test_a_column_that_was_deleted_is_named_by_its_title(book: Workbook) -> None:
    sheet = sheet_of(book)
    sheet.delete_cols(next(code_cell.column for code_cell in sheet[1] if code_cell.value == "evidence"))

    workbook = read(saved(book))

    title = "Evidence, one item per line"
    assert unread(workbook) == [(FIRST, "", f"The column “{title}” is missing. Its values here stay as they are.")]
    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH


def test_what_people_add_beside_the_questions_is_named(book: Workbook) -> None:
    sheet = sheet_of(book)
    sheet.insert_cols(4)
    sheet["D3"].value, sheet["D6"].value, sheet["D9"].value = "Who", "Dora", "Otto"
    cell(sheet, "RC-02", "answer").comment = Comment("Ask Dora", "Alice")
    book.create_sheet("Notes")["A1"].value = "Meeting of May"
    row = cell(sheet, "RC-02", "answer").coordinate

    workbook = read(saved(book))

    assert unread(workbook) == [
        (FIRST, "D6", "These cells belong to no column of the workbook, so they were not read: D6, D9."),
        (FIRST, row, "Notes beside cells are not imported. Copy what matters into the column “Comment”."),
        ("Notes", "", "This sheet was added to the workbook, so it was not read."),
    ]
    assert [(note.question, note.given) for note in workbook.unread] == [("", "Dora"), ("RC-02", "Ask Dora"), ("", "")]
    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH


def test_only_what_was_handed_out_is_missed(file: bytes) -> None:
    assert read(drawn({}, elements={"E1.1"})).missing == ()
    assert read(file).missing == ()


def of_before(content: AnswerWorkbook) -> bytes:
    """As workbooks were until 0.5: they say the revisions only."""
    document = json.loads(content.signed)
    del document["handed_out"]
    signed = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return draw_answer_workbook(AnswerWorkbook(**{**vars(content), "signed": signed}), signer=SIGNER)


def test_of_an_older_workbook_the_sheets_are_worked_out() -> None:
    sheets = sheets_seen(of_before(content_of(ONE_OF_EACH)))
    workbook = answers_in(sheets, KEYS, VERSIONS)
    assert (workbook.missing, workbook.unread) == ((), ())
    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH

    sheets = tuple(sheet for sheet in sheets if sheet.name != FIRST)
    assert missing(answers_in(sheets, KEYS, VERSIONS)) == [
        (FIRST, tuple(indicator.id for indicator in ALL_OF_P1), WHOLE.format(len(ALL_OF_P1)))
    ]


def test_whatever_program_writes_a_workbook_anew_nothing_is_missed() -> None:
    """What `tests/writers` tells of."""
    written = [path.read_bytes() for path in WRITTEN.glob("*/answers.xlsx")]

    assert len(written) > 10
    for workbook in map(read, written):
        assert (workbook.refused, workbook.ignored, workbook.missing, workbook.unread) == ((), (), (), ())
