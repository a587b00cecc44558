"""What people do to a workbook before they send it back: what is understood, what is refused, and in which words."""

from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from questionnaires.answers import NOT_ANSWERED, Answer, OutsideControl
from tests.exports.answer_workbook.builders import (
    ONE_OF_EACH,
    answers_of,
    cell,
    composed,
    fields_after,
    read,
    refused_in,
    saved,
    sheet_of,
)


@pytest.mark.parametrize(
    ("typed", "means"),
    [("3", "3"), (3, "3"), (3.0, "3"), ("3.0", "3"), (" 3 applied ", "3"), ("3 - Applied", "3"), ("APPLIED", "3"),
     ("٣", "3"), ("\u200e3\u200f", "3"), ("\uff13", "3"), ("3\xa0Applied\u2028", "3"),
     (0, "0"), ("dk", "unknown"), ("DK We don't know", "unknown"), (None, ""), ("   ", "")],
)  # fmt: skip
def test_a_level_is_understood_as_people_type_it(book: Workbook, typed: float | str | None, means: str) -> None:
    cell(sheet_of(book), "RC-01", "answer").value = typed

    assert fields_after(book, "RC-01").fields["answer"] == means


@pytest.mark.parametrize(
    ("typed", "means"),
    [("Yes", "yes"), ("y", "yes"), (True, "yes"), (False, "no"), ("PARTLY", "partly"), ("n", "no"),
     ("P Partly", "partly"), ("\u0423", "yes"), ("\u0440", "partly")],
)  # fmt: skip
def test_yes_partly_and_no_are_understood_as_people_type_them(book: Workbook, typed: bool | str, means: str) -> None:
    cell(sheet_of(book), "RC-07", "answer").value = typed

    assert fields_after(book, "RC-07").fields["answer"] == means


@pytest.mark.parametrize(
    "typed", ["NA1", "na 1", "NA1 We do not carry out this function", "we do not carry out this function"]
)
def test_a_question_that_does_not_apply_says_why(book: Workbook, typed: str) -> None:
    cell(sheet_of(book), "RC-05", "answer").value = typed

    fields = fields_after(book, "RC-05").fields
    assert (fields["answer"], fields["reason_code"]) == ("not_applicable", "NA1")


@pytest.mark.parametrize("typed", ["5", 2.5, "-3", "3 or 4", "3-4", "yes", True, "NA", "maybe <b>"])
def test_what_nobody_can_tell_is_refused_with_what_may_stand_there(book: Workbook, typed: bool | float | str) -> None:
    sheet = sheet_of(book)
    answer = cell(sheet, "RC-01", "answer")
    answer.value = typed

    [refused] = read(saved(book)).refused
    assert (refused.sheet, refused.address) == (sheet.title, answer.coordinate)
    assert "0 Absent; 1 Initial; 2 Formalised; 3 Applied; 4 Sustained; DK We don't know; NA1" in refused.problem.text()


@pytest.mark.parametrize("typed", ["NA3", "na 3"])
def test_a_core_question_without_a_case_is_told_what_to_choose(book: Workbook, typed: str) -> None:
    cell(sheet_of(book), "RC-01", "answer").value = typed

    [refused] = read(saved(book)).refused
    assert refused.problem.text().startswith(
        "This is a core question. If there was no case in the period, choose the level"
    )


def test_what_is_no_target_is_called_so(book: Workbook) -> None:
    cell(sheet_of(book), "RC-01", "target").value = "high"

    [refused] = read(saved(book)).refused
    assert refused.problem.text() == "“high” is not a valid target. Enter one of: 0; 1; 2; 3; 4."


@pytest.mark.parametrize("code", ["answer", "evidence", "comment", "reason", "authority", "raised", "target"])
def test_a_formula_in_any_cell_to_fill_in_is_refused(book: Workbook, code: str) -> None:
    place = cell(sheet_of(book), "RC-01", code)
    place.value = "=1+1"

    [refused] = read(saved(book)).refused
    assert refused.address == place.coordinate
    assert refused.problem.text() == "This cell contains a formula. Enter the text itself, or paste it as a value."


def test_columns_may_stand_in_any_order_and_rows_too(file: bytes, book: Workbook) -> None:
    sheet = sheet_of(book)
    rows = [[field.value for field in row] for row in sheet.iter_rows()]
    turned = [list(reversed(row)) for row in (*rows[:3], *reversed(rows[3:]))]
    for number, row in enumerate(turned, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value

    assert answers_of(read(saved(book)), ONE_OF_EACH) == ONE_OF_EACH


def test_a_column_that_is_gone_leaves_its_part_as_it_was(book: Workbook) -> None:
    sheet = sheet_of(book)
    for code in ("comment", "answer", "revision", "raised"):
        sheet.delete_cols(next(code_cell.column for code_cell in sheet[1] if code_cell.value == code))

    workbook = read(saved(book))
    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH
    assert {row.revision for row in workbook.rows if row.indicator == "RC-01"} == {1}


def test_a_sheet_that_is_gone_touches_nothing(book: Workbook) -> None:
    book.remove(sheet_of(book, "P2"))

    assert not [row for row in read(saved(book)).rows if row.indicator.startswith("EQ")]


def test_rows_of_others_are_left_out_with_a_note(book: Workbook) -> None:
    sheet = sheet_of(book)
    last = sheet.max_row
    sheet.cell(last + 2, 1).value = "XX-99"
    column = cell(sheet, "RC-01", "comment").column
    sheet.cell(last + 3, column).value = "A note on the margin"

    workbook = read(saved(book))
    assert [note.problem.text() for note in workbook.ignored] == [
        "There is no question “XX-99” in this workbook. The row was skipped.",
        "This row does not say which question it belongs to, so it was skipped. "
        "If it contains an answer, enter the question number here, such as RC-01.",
    ]
    assert answers_of(workbook, ONE_OF_EACH) == ONE_OF_EACH


def copied(sheet: Worksheet, indicator: str) -> Cell:
    """The row once more, at the end; returns its answer cell."""
    row = cell(sheet, indicator, "answer").row
    last = sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(last, column).value = sheet.cell(row, column).value
    end = sheet.cell(last, cell(sheet, "RC-02", "answer").column)
    assert isinstance(end, Cell)
    return end


def test_the_same_row_twice_is_one(book: Workbook) -> None:
    copied(sheet_of(book), "RC-01")

    assert answers_of(read(saved(book)), ONE_OF_EACH) == ONE_OF_EACH


def test_two_different_rows_for_one_question_are_both_refused(book: Workbook) -> None:
    copied(sheet_of(book), "RC-01").value = "1"

    refused = read(saved(book)).refused
    assert len(refused) == 2
    assert "RC-01 appears here and in P1 Recognise and commit" in refused[0].problem.text()


def test_cells_that_moved_without_their_row_are_noticed(book: Workbook) -> None:
    sheet = sheet_of(book)
    cell(sheet, "RC-01", "revision").value = 7

    [refused] = read(saved(book)).refused
    assert refused.problem.text() == "The hidden columns of this row were changed. Copy the answer into a new workbook."


def test_an_answer_is_composed_of_its_cells(book: Workbook) -> None:
    expected = Answer(
        "answered", 2, evidence=("One", "Two"), comment="C", outside_control=OutsideControl("Ministry", None), target=3
    )
    assert (
        composed(
            book,
            "RC-05",
            NOT_ANSWERED,
            answer="2",
            evidence="One\r\n\n  \nTwo",
            comment="C",
            authority="Ministry",
            target=3,
        )
        == expected
    )


def test_an_answer_that_is_emptied_keeps_what_else_is_there(book: Workbook) -> None:
    assert composed(book, "RC-01", ONE_OF_EACH["RC-01"], answer=None) == replace(
        ONE_OF_EACH["RC-01"], state="not_answered", value=None
    )


def test_the_old_reason_goes_with_the_state_that_it_belongs_to(book: Workbook) -> None:
    assert composed(book, "RC-03", ONE_OF_EACH["RC-03"], answer="3") == Answer("answered", 3)


def test_a_new_reason_beside_another_state_is_refused_so_that_it_is_not_lost(book: Workbook) -> None:
    [(_, sentence)] = refused_in(book, "RC-01", ONE_OF_EACH["RC-01"], reason="Because")

    assert sentence == "Only a question that is not applicable has a reason."


def test_what_does_not_apply_is_not_decided_outside(book: Workbook) -> None:
    [(_, sentence)] = refused_in(book, "EQ-05", ONE_OF_EACH["EQ-05"], answer="NA1")

    assert "cannot also be decided outside" in sentence
