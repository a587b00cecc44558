"""What people see in a cell is what it gives; where that cannot be told, the cell is refused with what to do."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.worksheet.worksheet import Worksheet

from tests.exports.answer_workbook.builders import (
    ONE_OF_EACH,
    answers_of,
    cell,
    drawn,
    fields_after,
    read,
    saved,
    sheet_of,
)

TEXT = "Format the cell as Text"


def put(book: Workbook, code: str, value: object, number_format: str = "General", indicator: str = "RC-05") -> Cell:
    place = cell(sheet_of(book), indicator, code)
    place.value, place.number_format = value, number_format  # type: ignore[assignment]  # whatever a cell can hold
    return place


def test_a_number_gives_what_its_format_shows(book: Workbook) -> None:
    """In the column of answers too, where only a level is one."""
    put(book, "answer", 3, "0.0")
    put(book, "evidence", 123, "00000")
    put(book, "comment", 0.3, "0%")
    put(book, "target", 2.0, "0.00")

    fields = fields_after(book, "RC-05").fields

    assert [fields[code] for code in ("answer", "evidence", "comment", "target")] == ["3", "00123", "30%", "2"]


@pytest.mark.parametrize("code", ["answer", "evidence", "comment", "target"])
def test_a_number_that_shows_something_else_is_refused_with_its_address(book: Workbook, code: str) -> None:
    otherwise = {
        "2.6 as 3": (2.6, "0", "contains 2.6, but its format (0) shows something else"),
        "hidden": (3, ";;;", "contains 3, but its format (;;;)"),
        "in words": (3, '"Level 4"', 'its format ("Level 4")'),
        "a level put before it": ("3", '"1"@', 'its format ("1"@)'),
        "shortened": (123456789012345, "General", "its format (General)"),
        "3-4": (date(2026, 4, 3), "d-mmm", "turned this entry into a date"),
        "1/2": (date(2026, 2, 1), "mm-dd-yy", "turned this entry into a date"),
    }
    for value, number_format, sentence in otherwise.values():
        place = put(book, code, value, number_format)

        [refused] = read(saved(book)).refused

        assert (refused.address, refused.question) == (place.coordinate, "RC-05")
        assert sentence in refused.problem.text()
        assert TEXT in refused.problem.text()


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_a_date_is_shown_to_the_person_as_a_date(book: Workbook, epoch: datetime) -> None:
    book.epoch = epoch
    put(book, "answer", date(2026, 4, 3), "d-mmm")

    assert [refusal.given for refusal in read(saved(book)).refused] == ["2026-04-03"]


def struck_out(place: Cell) -> None:
    place.font = Font(strike=True)


def struck_in_part(place: Cell) -> None:
    place.value = CellRichText("Decree 7 ", TextBlock(InlineFont(strike=True), "of 2019"))


@pytest.mark.parametrize("strike", [struck_out, struck_in_part])
def test_a_text_that_is_struck_out_is_refused(book: Workbook, strike: Callable[[Cell], None]) -> None:
    evidence = put(book, "evidence", "Decree 7", "@")
    strike(evidence)

    [refused] = read(saved(book)).refused

    assert (refused.address, refused.problem.text().startswith("Some of this text is struck through.")) == (
        evidence.coordinate,
        True,
    )


def test_an_empty_cell_may_look_as_it_likes(book: Workbook) -> None:
    struck_out(put(book, "comment", None, '"x"@'))

    assert answers_of(read(saved(book)), ONE_OF_EACH) == ONE_OF_EACH


def test_a_text_that_looks_like_a_number_or_a_date_is_taken_as_it_reads(book: Workbook) -> None:
    texts = ["3-4", "1/2", "007", "1.23457E+15", "#N/A", "TRUE", "45000", "+41 22", "'quoted"]
    for text in texts:
        comment = put(book, "comment", text, "@")
        comment.data_type, comment.quotePrefix = "s", True  # as after an apostrophe

        assert fields_after(book, "RC-05").fields["comment"] == text


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("#REF!", "This cell shows an error."), (True, "This cell contains TRUE or FALSE")],
)
def test_errors_and_truths_are_no_texts(book: Workbook, value: object, sentence: str) -> None:
    put(book, "comment", value)

    assert [refusal.problem.text().startswith(sentence) for refusal in read(saved(book)).refused] == [True]


@pytest.mark.parametrize("cells", ["answer", "row"])
def test_merged_cells_say_why_on_every_row_that_they_touch(book: Workbook, cells: str) -> None:
    sheet = sheet_of(book)
    first, last = cell(sheet, "RC-05", "answer"), cell(sheet, "RC-08", "answer" if cells == "answer" else "evidence")
    put(book, "answer", 3)
    sheet.merge_cells(f"{first.coordinate}:{last.coordinate}")

    refused = read(saved(book)).refused

    assert {refusal.question for refusal in refused} == {"RC-05", "RC-06", "RC-07", "RC-08"}
    assert f"merged with others ({first.coordinate}:{last.coordinate})" in refused[0].problem.text()


def test_merged_ids_say_why_too(book: Workbook) -> None:
    sheet = sheet_of(book)
    put(book, "comment", "For both", indicator="RC-06")
    row = cell(sheet, "RC-05", "id").row
    sheet.merge_cells(f"A{row}:A{row + 1}")

    workbook = read(saved(book))

    told = [note.problem.text() for note in (*workbook.refused, *workbook.ignored)]
    assert ["merged with others" in sentence for sentence in told] == [True, True]


def twin_of(sheet: Worksheet, code: str) -> int:
    """The column once more, at the end."""
    [column] = [code_cell.column for code_cell in sheet[1] if code_cell.value == code]
    last = sheet.max_column + 1
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, last).value = sheet.cell(row, column).value
    return last


@pytest.mark.parametrize("code", ["id", "answer", "comment"])
def test_a_column_that_stands_twice_is_refused_where_the_two_differ(book: Workbook, code: str) -> None:
    sheet = sheet_of(book)
    last = twin_of(sheet, code)
    assert answers_of(read(saved(book)), ONE_OF_EACH) == ONE_OF_EACH

    [row] = [id_cell.row for id_cell in sheet["A"] if id_cell.value == "RC-05"]
    other = sheet.cell(row, last)
    other.value = "RC-06" if code == "id" else "2"

    [refused] = read(saved(book)).refused
    assert (refused.question, f"{other.coordinate} has a different value" in refused.problem.text()) == ("RC-05", True)


def test_zeros_that_a_sheet_leaves_out_are_refused(book: Workbook) -> None:
    """openpyxl cannot say it."""
    put(book, "answer", 0)
    out = BytesIO()
    with ZipFile(BytesIO(saved(book))) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<sheetView ", b'<sheetView showZeros="0" ', 1))

    assert [refusal.question for refusal in read(out.getvalue()).refused] == ["RC-05"]


def test_every_line_end_and_blank_of_office_programs_comes_back_as_one(book: Workbook) -> None:
    put(book, "evidence", "Decree\N{NO-BREAK SPACE}7\rOrder\t3\N{LINE SEPARATOR}Circular 12_x000B_", "@")

    assert fields_after(book, "RC-05").fields["evidence"] == "Decree 7\nOrder 3\nCircular 12\n"


def test_the_workbook_that_leaves_shows_what_it_holds() -> None:
    workbook = read(drawn(ONE_OF_EACH))

    assert (workbook.refused, workbook.ignored, workbook.missing, workbook.unread) == ((), (), (), ())
