"""A list of staff is counted in a process of its own: the tables come out of it, and nothing about a person."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from exports.reading.container import SWELLS, TOO_LARGE, FileRefused
from exports.reading.staff_child import MOST_ROWS, MOST_TOLD, staff_in
from exports.staff_list.reading import count_staff
from questionnaires.numbers import ENGLISH, Marks
from questionnaires.workforce.definition import CellId
from tests.exports.reading.hostile import SHEET, packed, sheet
from tests.exports.staff_list.lists import EXPECTED, STAFF, TITLES, as_book, as_csv, question, saved

GRADE_AND_SEX = ("Grade", "Sex")


def counted(file: bytes, marks: Marks = ENGLISH) -> dict[str, Any]:
    """In this process, so that a test takes no second."""
    return staff_in(question(marks=marks).head() + file)


def cells(answer: Mapping[str, Any]) -> dict[str, int]:
    assert answer["problems"] == []
    return {".".join(place): number for *place, number in answer["cells"] if number}


def why(file: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        counted(file)
    return refused.value.problem.text()


def problems(answer: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """The letter of the column, the first row, and how many rows."""
    assert answer["cells"] == []
    return [(letter, row, rows) for letter, _, row, rows, _, _ in answer["problems"]]


def test_a_list_becomes_the_cells_of_the_tables_in_a_process_of_its_own() -> None:
    result = count_staff(saved(as_book()), question())

    assert {".".join(cell): number for cell, number in result.values.items() if number} == EXPECTED
    assert result.values[CellId("WT1a", "G1", "staff", "X")] == 0
    assert (result.rows, result.staff, result.hired, result.left, result.sheet) == (4, 3, 1, 1, "Sheet")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_csv_is_read_as_programs_write_it(separator: str, encoding: str) -> None:
    assert cells(counted(as_csv(separator=separator).encode(encoding))) == EXPECTED


def test_letters_that_nobody_can_know_are_asked_to_be_saved_again() -> None:
    rows = [*STAFF, ("Contrôleur", *STAFF[0][1:])]

    assert why(as_csv(rows).encode("cp1252")).startswith("This file is not in UTF-8: row 6 would read")


def test_a_comma_before_decimals_is_read_by_the_language() -> None:
    rows = [(*STAFF[0][:-1], "1.234,5"), (*STAFF[1][:-1], "1.234")]

    german = cells(counted(as_csv(rows, separator=";").encode(), Marks(",", ".")))
    assert (german["WT4a.G2.mean_pay.W"], german["WT4a.G5.mean_pay.M"]) == (123450, 123400)
    english = cells(counted(as_csv(rows, separator=";").encode()))
    assert (english["WT4a.G2.mean_pay.W"], english["WT4a.G5.mean_pay.M"]) == (123450, 123)


def test_days_and_numbers_of_a_workbook_are_what_people_see() -> None:
    book = as_book([(*STAFF[0][:5], date(2026, 3, 1), None, None, 1234.5)])
    book.worksheets[0]["I2"].number_format = "#,##0.00"

    result = cells(counted(saved(book), Marks(",", ".")))

    assert (result["WT3a.GA.hired.W"], result["WT4a.G2.mean_pay.W"]) == (1, 123450)


def test_titles_may_stand_in_any_order_and_below_a_heading() -> None:
    book = Workbook()
    for row in ([], ["Our staff"], [], ["Gender", "office", "GRADE:"], ["W", "North", "G1"], [], ["M", "South", "G1"]):
        book.worksheets[0].append(row)

    answer = counted(saved(book))

    assert cells(answer) == {"WT1a.G1.staff.W": 1, "WT1a.G1.staff.M": 1}
    assert (answer["left_out"], answer["rows"]) == (["office"], 2)


@pytest.mark.parametrize(
    "title",
    [
        "Name",
        "Last name",
        "E-mail",
        "Staff ID",
        "Employee number",
        "Nom complet",
        "Apellidos",
        "CPF",
        "ФИО",
        "الاسم",
    ],
)
def test_a_list_that_may_say_who_people_are_is_not_counted(title: str) -> None:
    text = as_csv([("G1", "W", "Mrs Secret")], (*GRADE_AND_SEX, title))

    assert why(text.encode()) == (
        f"These columns may say who people are: {title}. The list must not identify anyone. Remove these columns and "
        "upload the list again."
    )


def test_a_column_of_addresses_is_refused_whatever_its_title() -> None:
    said = why(as_csv([("G1", "W", "ann@customs.example")], (*GRADE_AND_SEX, "Contact")).encode())

    assert said.startswith("Column C contains email addresses.")
    assert "ann" not in said


@pytest.mark.parametrize(
    ("titles", "row", "begins"),
    [
        (("Grade", "Pay"), ("G1", "12"), "This list has no column Sex."),
        (("Sex", "Pay"), ("W", "12"), "This list has no column Grade."),
        (("Level", "Pay"), ("G1", "12"), "This file has no row of column titles with Grade, Sex."),
        (("Grade", "Office"), ("G1", "North"), "This file has no row of column titles with Grade, Sex."),
        ((*GRADE_AND_SEX, "Gender"), ("G1", "W", "W"), "These columns appear twice: Sex."),
        ((*GRADE_AND_SEX, ""), ("G1", "W", "4711"), "Column C has no title"),
        ((*GRADE_AND_SEX, "Reason"), ("G1", "W", ""), "The list has reasons for leaving, but no column Left on."),
    ],
)
def test_columns_that_are_not_clear_are_told(titles: Sequence[str], row: Sequence[str], begins: str) -> None:
    assert why(as_csv([row], titles).encode()).startswith(begins)


def test_a_list_of_titles_alone_has_no_staff() -> None:
    assert why(as_csv([]).encode()) == (
        "This list contains no staff. It needs one row for each person below the column titles."
    )


def hide_row(book: Workbook) -> None:
    book.worksheets[0].row_dimensions[3].hidden = True


def compute(book: Workbook) -> None:
    book.worksheets[0]["I3"] = "=40*2"


def merge(book: Workbook) -> None:
    book.worksheets[0].merge_cells("A3:A4")


def err(book: Workbook) -> None:
    book.worksheets[0]["A3"] = "#REF!"


@pytest.mark.parametrize(
    ("change", "column", "begins"),
    [
        (hide_row, "", "This row is hidden"),
        (compute, "I", "This cell contains a formula"),
        (merge, "A", "This cell is merged"),
        (err, "A", "This cell contains a spreadsheet error"),
    ],
)
def test_what_people_do_not_see_is_not_counted(change: Callable[[Workbook], None], column: str, begins: str) -> None:
    book = as_book()
    change(book)

    answer = counted(saved(book))

    assert (answer["problems"][0][0], answer["problems"][0][2], answer["cells"]) == (column, 3, [])
    assert answer["problems"][0][4].startswith(begins)


def test_what_is_wrong_is_told_by_row_and_column() -> None:
    rows = [*STAFF, ("G9", "F1", "", "Permanent", "Full time", "01.02.2020", "", "", "12")]

    assert problems(counted(as_csv(rows).encode())) == [("A", 6, 1), ("F", 6, 1), ("C", 6, 1)]


def test_nothing_that_tells_a_person_leaves_the_process() -> None:
    """Neither from a list that is counted, nor from one with problems in each column."""
    secret = ("G2", "F1", "W", "Permanent", "Full time", "2011-04-17", "", "", "41.57")
    others = [("G2", "F1", "W", "Permanent", "Full time", "2010-01-01", "", "", "30.11")] * 4
    wrong = ("G2", "F1", "W", "Permanent", "Full time", "17 April 1987", "2026-13-17", "retired", "EUR 41.57")

    for rows in ([secret, *others], [wrong, *others]):
        answer = json.dumps(counted(as_csv(rows).encode()))
        assert not any(text in answer for text in ("41.57", "2011-04-17", "April", "1987", "13-17"))


def test_more_problems_than_anybody_reads_are_counted() -> None:
    rows = [(f"Grade {at % 30}", "W", f"q{at % 30}", f"r{at % 30}", f"s{at % 30}") for at in range(500)]

    answer = counted(as_csv(rows, (*GRADE_AND_SEX, "Function", "Contract", "Working time")).encode())

    assert (len(answer["problems"]), answer["more"]) == (MOST_TOLD, 4 * 30 - MOST_TOLD)


def large(rows: int) -> bytes:
    chance = random.Random(17)
    lines = ",".join(TITLES) + "\n"
    days = [f"20{year:02}-{month:02}-11" for year in range(26) for month in range(1, 13)]
    return (
        lines
        + "".join(
            f"G{chance.randrange(1, 8)},F{chance.randrange(1, 12)},{chance.choice('WMX')},Permanent,Full time,"
            f"{chance.choice(days)},,,{chance.randrange(1000, 9000) / 100}\n"
            for _ in range(rows)
        )
    ).encode()


def test_the_largest_administration_is_counted_within_the_limits() -> None:
    result = count_staff(large(MOST_ROWS), question())

    assert (result.rows, result.staff, result.problems) == (MOST_ROWS, MOST_ROWS, ())
    assert sum(number for cell, number in result.values.items() if cell.table == "WT1a") == MOST_ROWS
    assert sum(number for cell, number in result.values.items() if cell.table == "WT1b") == MOST_ROWS


def test_a_longer_list_is_refused() -> None:
    rows = "Grade,Sex\n" + "G1,W\n" * (MOST_ROWS + 1)

    assert why(rows.encode()) == (
        "This list has more than 50,000 rows or 40 columns. Keep only the columns of the template."
    )


def test_a_workbook_with_more_rows_than_a_workbook_may_have_is_asked_for_as_csv() -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 5_003))

    assert why(packed({SHEET: sheet(rows)})) == (
        "Sheet “A” has more than 5,000 rows. Save it as CSV, which can have 50,000, then upload that file."
    )


def test_a_file_that_claims_to_be_large_is_cut_short() -> None:
    assert refusal(b"Grade,Sex\n" + b"G1,W\n" * 2_100_000) == TOO_LARGE
    assert refusal(packed({SHEET: b" " * 100_000_000})) == SWELLS


def refusal(file: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        count_staff(file, question())
    return refused.value.problem.sentence
