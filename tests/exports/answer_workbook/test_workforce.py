"""The sheet of the workforce tables: it says what the pages say, counts by itself, and comes back cell by cell."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from exports.answer_workbook.draw import draw_answer_workbook
from exports.answer_workbook.layout import AnsweredWorkbook, ReadNumber
from exports.answer_workbook.read import answers_in
from exports.answer_workbook.workforce.content import NumbersInput
from exports.reading.child import sheets_seen
from questionnaires.catalogue import HOME, load
from questionnaires.problems import Problem
from questionnaires.workforce.definition import CellId
from tests.exports.answer_workbook.builders import HEADER, KEYS, SIGNER, content_of, saved
from tests.exports.newest import newest
from tests.exports.office import convert_all

WORKFORCE = load(HOME).workforce["2027.1"]
NEWEST = replace(HEADER, questionnaire="2027.1")


@dataclass(frozen=True)
class KeptNumber:
    value: int | None
    revision: int = 1


def kept(table: str, rows: Mapping[str, tuple[int | None, ...]], measure: str = "staff") -> dict[CellId, KeptNumber]:
    return {
        CellId(table, row, measure, sex): KeptNumber(number)
        for row, numbers in rows.items()
        for sex, number in zip("WMX", numbers, strict=False)
    }


STAFF = kept("WT1a", {f"G{grade}": (10 * grade, 20 * grade) for grade in range(1, 8)})
NUMBERS = STAFF | {
    CellId("WT4a", "G1", "mean_pay", "W"): KeptNumber(1960, 3),
    CellId("WT7b", "from_staff", "received", ""): KeptNumber(4),
}


def drawn(numbers: Mapping[CellId, KeptNumber] = NUMBERS, sexes: tuple[str, ...] = ("W", "M")) -> bytes:
    asked = [
        (table, [sex for sex in sexes if any(sex in measure.sexes for measure in table.measures)])
        for table in WORKFORCE.structure.tables
    ]
    source = NumbersInput(asked, WORKFORCE.words_by_language["en"], numbers)
    content = content_of({}, NEWEST, newest(), numbers=source, elements={"E1.1"})
    return draw_answer_workbook(content, signer=SIGNER)


@pytest.fixture(scope="module")
def file() -> bytes:
    return drawn()


@pytest.fixture
def book(file: bytes) -> Workbook:
    return load_workbook(BytesIO(file))


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book["Workforce"]
    assert isinstance(sheet, Worksheet)
    return sheet


def cell(book: Workbook, place: str, code: str) -> Cell:
    sheet = sheet_of(book)
    [column] = [each.column for each in sheet[1] if each.value == code]
    [row] = [each.row for each in sheet["A"] if each.value == place]
    found_cell = sheet.cell(row, column)
    assert isinstance(found_cell, Cell)
    return found_cell


def read(data: bytes) -> AnsweredWorkbook:
    return answers_in(sheets_seen(data), KEYS, {"2027.1": newest()}, {"2027.1": WORKFORCE})


def number(workbook: AnsweredWorkbook, id_: CellId) -> ReadNumber:
    [only] = [each for each in workbook.numbers if each.cell == id_]
    return only


def said(workbook: AnsweredWorkbook, id_: CellId) -> str:
    value = number(workbook, id_).value
    assert isinstance(value, Problem)
    return value.text()


def test_titles_rows_and_columns_are_those_of_the_pages(book: Workbook) -> None:
    texts = [str(each.value) for row in sheet_of(book).iter_rows(min_row=2, min_col=2) for each in row if each.value]

    at = texts.index("Promotion")
    assert texts[at + 2 : at + 6] == ["Women", "Men", "Total", "Eligible"]
    assert texts.count("Managers (grades 1 to 3)") == 4 + 3 + 6
    assert "Other or not stated" not in texts
    assert "Other or not stated" in str(
        [
            each.value
            for row in load_workbook(BytesIO(drawn(sexes=("W", "M", "X"))))["Workforce"].iter_rows()
            for each in row
        ]
    )


def test_what_is_saved_stands_there_and_only_numbers_are_open(book: Workbook) -> None:
    assert cell(book, "WT1a/G3/staff", "M").value == 60
    assert cell(book, "WT4a/G1/mean_pay", "W").value == 19.6
    assert cell(book, "WT7b/from_staff/received", "total").value == 4
    assert cell(book, "WT1a/G3/staff", "M").protection.locked is False
    assert cell(book, "WT1a/G3/staff", "total").protection.locked is True
    assert sheet_of(book).protection.sheet


def test_what_comes_back_untouched_says_what_was_handed_out(file: bytes) -> None:
    workbook = read(file)

    given = {each.cell: (each.value, each.revision) for each in workbook.numbers if each.value is not None}
    assert given == {id_: (each.value, each.revision) for id_, each in NUMBERS.items()}
    assert not workbook.unread
    assert len(workbook.numbers) == sum(id_.sex != "X" for table in WORKFORCE.structure.tables for id_ in table.cells)


def test_what_people_type_is_read_as_on_the_page(book: Workbook) -> None:
    typed: dict[tuple[str, str], Any] = {
        ("WT1a/G1/staff", "W"): 12,
        ("WT1a/G1/staff", "M"): "1 234",
        ("WT1a/G2/staff", "W"): None,
        ("WT1a/G2/staff", "M"): 12.5,
        ("WT1a/G3/staff", "W"): -1,
        ("WT1a/G3/staff", "M"): "=2+2",
        ("WT1a/G4/staff", "W"): "a dozen",
        ("WT1a/G4/staff", "M"): 10**12,
        ("WT4a/G1/mean_pay", "W"): 20.05,
        ("WT4a/G1/mean_pay", "M"): 20.055,
    }
    for place, value in typed.items():
        cell(book, *place).value = value
    workbook = read(saved(book))

    def staff(grade: int, sex: str) -> CellId:
        return CellId("WT1a", f"G{grade}", "staff", sex)

    assert number(workbook, staff(1, "W")).value == 12
    assert number(workbook, staff(1, "M")).value == 1234
    assert number(workbook, staff(2, "W")).value is None
    assert said(workbook, staff(2, "M")) == (
        "“12.5” is not a whole number. Enter one from 0 to 9,999,999, without decimals."
    )
    assert "Enter a whole number from 0" in said(workbook, staff(3, "W"))
    assert "contains a formula" in said(workbook, staff(3, "M"))
    assert "“a dozen” is not a number." in said(workbook, staff(4, "W"))
    assert "Enter a whole number from 0" in said(workbook, staff(4, "M"))
    assert number(workbook, CellId("WT4a", "G1", "mean_pay", "W")).value == 2005
    assert "more than 2 decimals" in said(workbook, CellId("WT4a", "G1", "mean_pay", "M"))


def test_a_row_under_another_title_is_not_taken(book: Workbook) -> None:
    cell(book, "WT1a/G1/staff", "row").value = "2 Senior management"

    assert "The title of this row was changed or moved" in said(read(saved(book)), CellId("WT1a", "G1", "staff", "W"))


def test_a_number_that_stands_there_twice_is_asked(book: Workbook) -> None:
    sheet = sheet_of(book)
    row: tuple[str | int, ...] = ("WT1a/G1/staff", "1 Executive: head, deputies, top board", 99, 20)
    for at, value in enumerate(row, 1):
        sheet.cell(900, at).value = value

    workbook = read(saved(book))
    assert "This number appears here and in Workforce C900" in said(workbook, CellId("WT1a", "G1", "staff", "W"))
    assert number(workbook, CellId("WT1a", "G1", "staff", "M")).value == 20


def test_what_did_not_come_back_or_is_not_read_is_told(book: Workbook) -> None:
    sheet = sheet_of(book)
    cell(book, "WT1a/G1/staff", "total").value = 31
    sheet["J9"].value = "Ask the personnel office"
    sheet.delete_rows(cell(book, "WT10/seconded/people", "W").row)
    told = [each.problem.text() for each in read(saved(book)).unread]

    assert any(text.startswith("These cells are read only") for text in told)
    assert any("belong to no column of the workbook, so they were not read: J9" in text for text in told)
    assert "Missing numbers: 2. They stay as they are here." in told


def test_without_the_sheet_the_answers_are_read_and_it_is_told(book: Workbook) -> None:
    del book["Workforce"]
    workbook = read(saved(book))

    assert workbook.rows
    assert workbook.numbers == ()
    assert [each.problem.text() for each in workbook.unread] == [
        "The sheet with the workforce tables is missing or hidden. Its numbers stay as they are here."
    ]


def test_the_sheet_alone_under_another_name_is_enough(book: Workbook) -> None:
    sheet_of(book).title = "HR"
    del book[next(name for name in book.sheetnames if name.startswith("P1"))]
    workbook = read(saved(book))

    assert not workbook.rows
    assert number(workbook, CellId("WT1a", "G7", "staff", "W")).value == 70
    assert not [each for each in workbook.unread if "added to the workbook" in each.problem.text()]


def test_numbers_that_were_not_handed_out_are_not_read() -> None:
    book = load_workbook(BytesIO(draw_answer_workbook(content_of({}, NEWEST, newest()), signer=SIGNER)))
    sheet = book.create_sheet("Workforce")
    for row in (["place", "row", "W", "M", "total"], ["WT1a/G1/staff", "1 Executive", 5, 6]):
        sheet.append(row)

    assert read(saved(book)).numbers == ()


def test_a_workbook_without_tables_has_no_trace_of_them() -> None:
    book = load_workbook(BytesIO(draw_answer_workbook(content_of({}), signer=SIGNER)))

    assert "Workforce" not in book.sheetnames
    assert "numbers" not in json.loads(str(book["Header"]["A4"].value))


@pytest.mark.office
def test_libreoffice_counts_the_same_totals_and_prints_tidy_pages(tmp_path: Path) -> None:
    with_other = kept("WT1a", {f"G{grade}": (grade, 2 * grade, 1 if grade == 1 else None) for grade in range(1, 8)})
    workbooks = {"two": drawn(), "three": drawn(with_other, sexes=("W", "M", "X"))}
    again = convert_all(tmp_path, workbooks, "xlsx")
    totals = {"two": ("WT1a/G7/staff", 210, 840), "three": ("WT1a/G1/staff", 4, 85)}
    for name, (place, of_row, of_all) in totals.items():
        book = load_workbook(again[name], data_only=True)
        total = cell(book, place, "total")
        assert total.value == of_row
        last = cell(book, "WT1a/G7/staff", "total")
        assert sheet_of(book).cell(last.row + 1, last.column).value == of_all
        assert cell(book, "WT2/fixed_part/staff", "total").value in (None, "")
    (tmp_path / "pdf").mkdir()
    pdf = convert_all(tmp_path / "pdf", {"two": workbooks["three"]}, "pdf")["two"]
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages = [page for page in text.split("\f") if "Workforce tables" in page]
    for title in ("Staff by grade", "Recruitment", "Stock", "Missions"):
        assert sum(title in page for page in pages) <= 2
    assert all("Total" in page for page in pages), "no column is torn off onto a page of its own"
