"""Lists as people and programs write them: what is read is what people see, or the cell is told."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from app.features.directory.files import HEAD, BadFile, Sheet, sheet_of
from exports.reading.container import FileRefused
from exports.reading.list_cells import cell_of
from exports.reading.list_child import list_in
from questionnaires.texts import as_kept, is_refused
from tests.app.directory.files import CAIRN, TITLES, as_csv

Change = Callable[[Worksheet], object]
DATED = ["Code", "Champion", "Champion since"]


def read(content: bytes) -> Sheet:
    return sheet_of(list_in(HEAD + content))


def why(content: bytes) -> str:
    """Why a file is not read."""
    try:
        read(content)
    except FileRefused as refused:
        return refused.problem.text()
    except BadFile as bad:
        return bad.problem.text()
    return ""


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(change: Change, *rows: list[Any], titles: list[str] = TITLES) -> bytes:
    """An Excel list, after a person did something to its sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [titles, *(rows or (CAIRN,))]:
        sheet.append(row)
    change(sheet)
    return saved(book)


def cells(sheet: Sheet) -> list[dict[str, str]]:
    return [{field: text for field, text in row.texts.items() if text} for row in sheet.rows]


CAIRN_READ = {"code": "CA", "name": "Cairn Customs", "country": "Canada", "region": "AMS", "language": "fr"}


def test_a_csv_is_read_in_whichever_way_programs_write_it() -> None:
    plain = as_csv(CAIRN).decode()
    files = {
        "UTF-8 with a mark": plain.encode("utf-8-sig"),
        "two marks": "\ufeff\ufeff".encode() + plain.encode(),
        "Unicode text of Excel": plain.replace(",", "\t").encode("utf-16"),
        "UTF-16 of a Macintosh": b"\xfe\xff" + plain.encode("utf-16-be"),
        "UTF-16 without a mark": plain.encode("utf-16-le"),
        "semicolons": plain.replace(",", ";").encode(),
        "tabs": plain.replace(",", "\t").encode(),
        "the separator on a line of its own": b"sep=;\r\n" + plain.replace(",", ";").encode(),
        "the same with a mark and quotes": b'\xef\xbb\xbf"sep=|"\n' + plain.replace(",", "|").encode(),
        "line ends of old Macintoshes": plain.replace("\r\n", "\r").encode(),
        "line ends of Unix": plain.replace("\r\n", "\n").encode(),
        "everything in quotes": plain.replace(",", '","').replace("\r\n", '"\r\n"').join('""').encode()[:-3],
        "titles above, with other separators": b"List; of; all; members; 2026\n;;\n\n" + plain.encode(),
        "a million empty cells behind": plain.replace("\r\n", "," * 300_000 + "\r\n").encode(),
        "a hundred thousand empty rows below": plain.encode() + b",,,,,,,,\n" * 50_000,
    }

    for name, content in files.items():
        assert cells(read(content)) == [CAIRN_READ], name


def test_titles_are_known_however_they_are_written_and_in_any_order() -> None:
    titles = ["  CONTACT E-MAIL ", "\ufeffcode", "Name:", "Country *", "region", "working language", "Time\u00a0zone"]
    sheet = read(as_csv(["ana@customs.example", "CA", "Cairn", "Canada", "AMS", "fr", "UTC"], titles=titles))

    assert sheet.columns == {
        "contact_email": "A", "code": "B", "name": "C", "country": "D", "region": "E", "language": "F",
        "time_zone": "G",
    }  # fmt: skip
    assert sheet.left_out == []


def test_the_titles_are_found_below_whatever_stands_above_and_cells_keep_their_addresses() -> None:
    above: list[list[Any]] = [["Code", "of the list", 7], [], ["As of", date(2026, 3, 8)], []]
    book = Workbook()
    for row in [*above, ["", *TITLES, "Mood"], [], ["", *CAIRN, "fine", "beside"]]:
        book.worksheets[0].append(row)
    sheet = read(saved(book))

    assert (cells(sheet), sheet.rows[0].number) == ([CAIRN_READ], 7)
    assert (sheet.columns["code"], sheet.left_out) == ("B", ["Mood", "L"])


def test_columns_that_stand_twice_are_named_as_they_are_written() -> None:
    assert "These columns appear twice: CODE, Code." in why(as_csv(["A", "B"], titles=["Code", "CODE"]))
    assert "Language, Working language." in why(as_csv(["A", "", ""], titles=["Code", "Language", "Working language"]))


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "cp1256", "mac_roman"])
def test_letters_that_nobody_can_know_are_refused_with_what_they_would_read(encoding: str) -> None:
    name = {"cp1252": "Côte d'Ivoire", "cp1251": "Таможня", "cp1256": "الجمارك", "mac_roman": "Côte d'Ivoire"}[encoding]
    said = why(as_csv(CAIRN, ["CI", name]).decode().encode(encoding))

    assert "is not in UTF-8: row 3 would read “" in said
    assert "\N{REPLACEMENT CHARACTER}" in said
    assert "In Excel, save it as “CSV UTF-8” or as .xlsx" in said


def test_what_is_no_list_says_what_to_do() -> None:
    said = {
        b'Code,Name\nA,"B\nC,D\n': "In row 2, a text begins with a quotation mark",
        b'Code,Name\nA,B\nC,"D"x\n': "In row 3, a text begins with a quotation mark",
        b"Name,Region\nCairn,AMS\n": "no row of column titles. One of them must be Code.",
        b"Code,Name\n,,,\n\n": "This file contains no list. It needs one row",
        b"Code\n" + b"A\n" * 1_001: "more than 1,000 rows or 40 columns",
        b"\xd0\xcf\x11\xe0 an old workbook": "Save it as .xlsx",
    }
    for content, sentence in said.items():
        assert sentence in why(content), content[:30]


def test_the_sheet_that_people_see_is_the_one_that_is_read() -> None:
    book = Workbook()
    front, other, notes = book.worksheets[0], book.create_sheet("Old"), book.create_sheet("Notes")
    notes.append(["Nothing to see here"])
    for sheet, code in ((front, "CA"), (other, "DO")):
        sheet.append(["Code", "Name"])
        sheet.append([code, "Cairn"])
    both = read(saved(book))
    book.active = 1
    active = read(saved(book))
    other.sheet_state, book.active = "hidden", 0
    alone = read(saved(book))
    front.sheet_state, book.active = "veryHidden", 2
    hidden = why(saved(book))

    assert [(table.rows[0].texts["code"], table.name, table.others) for table in (both, active, alone)] == [
        ("CA", "Sheet", ["Old"]),
        ("DO", "Old", ["Sheet"]),
        ("CA", "Sheet", []),
    ]
    assert "The list is on the sheet “Sheet”, which is hidden" in hidden


def test_what_is_hidden_is_told_and_not_stored() -> None:
    def filter_out(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:I3"
        sheet.row_dimensions[3].hidden = True

    rows = read(changed(filter_out, CAIRN, ["DO", *CAIRN[1:]])).rows
    column = why(changed(lambda sheet: setattr(sheet.column_dimensions["D"], "hidden", True)))
    titles = why(changed(lambda sheet: setattr(sheet.row_dimensions[1], "hidden", True)))

    assert [bool(row.problems) for row in rows] == [False, True]
    assert "This row is hidden" in rows[1].problems["code"]
    assert "Column D is hidden" in column
    assert "Row 1 with the column titles is hidden." in titles


def add_a_title(sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    sheet.merge_cells("A1:I1")
    sheet["A1"] = "Members"


def test_merged_cells_are_told_in_each_row_that_they_touch() -> None:
    rows = read(changed(lambda sheet: sheet.merge_cells("D2:D3"), CAIRN, ["DO", "Doran", "", None, "en"])).rows
    above = read(changed(add_a_title))

    assert ["region" in row.problems and "is merged with others" in row.problems["region"] for row in rows] == [
        True,
        True,
    ]
    assert [row.problems for row in above.rows] == [{}]


CELLS: dict[str, tuple[Any, str, str]] = {
    "a text": ("Cairn", "General", "Cairn"),
    "a text that only looks like a number": ("007", "General", "007"),
    "a number": (42, "General", "42"),
    "a number that shows zeros before": (7, "000", "007"),
    "a number with a word": (7, '"No. "0', ""),
    "a number that is rounded": (7.25, "0", ""),
    "a number that shows nothing": (7, ";;;", ""),
    "a date": (date(2026, 3, 8), "yyyy-mm-dd", ""),
    "a truth": (True, "General", ""),
    "an error": ("#N/A", "General", ""),
    "a formula": ("=1+1", "General", ""),
    "lost letters": ("C\N{REPLACEMENT CHARACTER}te", "General", ""),
}


def test_a_cell_is_taken_as_people_see_it_or_told() -> None:
    def fill(sheet: Worksheet) -> None:
        for at, (value, code, _) in enumerate(CELLS.values(), 2):
            sheet.cell(at, 1, f"C{at}")
            sheet.cell(at, 2, value).number_format = code
        sheet.cell(20, 1, "UNSEEN")
        sheet.cell(20, 2, "Cairn").font = Font(color="FFFFFFFF")
        sheet.cell(21, 1, "STRUCK")
        sheet.cell(21, 2, "Cairn").font = Font(strike=True)
        sheet.cell(22, 1, "RULED")
        sheet.cell(22, 2, "Cairn")
        sheet.conditional_formatting.add("B22", FormulaRule(["TRUE"], font=Font(color="FFFFFFFF")))

    *rows, unseen, struck, ruled = read(changed(fill, [])).rows

    for (name, (_, _, text)), row in zip(CELLS.items(), rows, strict=True):
        assert (row.texts["name"] if not row.problems else "") == text, name
        assert set(row.problems) == ({"name"} if not text else set()), name
    assert "cannot be seen" in unseen.problems["name"]
    assert "struck through" in struck.problems["name"]
    assert "conditional format" in ruled.problems["name"]


def test_what_a_program_left_in_the_place_of_a_text_is_told_in_csv_too() -> None:
    left = ["#N/A", "#REF!", "#¡VALOR!", "#ИМЯ?", "#\u041d/\u0414", "#NV", "###", "Err:502", "C\ufffdte"]
    rows = read(as_csv(*([f"C{at}", text] for at, text in enumerate([*left, "Office #7", "#1"])))).rows

    assert [row.texts["name"] for row in rows if row.problems] == left


def test_a_day_is_read_as_it_is_shown() -> None:
    shown = {
        "yyyy-mm-dd": "2026-03-08", "dd/mm/yyyy": "2026-03-08", "d mmmm yyyy": "2026-03-08",
        "[$-40C]d mmm yy;@": "2026-03-08",
        "mmm yyyy": "", "yyyy": "", "hh:mm": "", "General": "46089", "0": "46089",
    }  # fmt: skip

    def fill(sheet: Worksheet) -> None:
        for at, code in enumerate(shown, 2):
            sheet.cell(at, 1, f"C{at}")
            sheet.cell(at, 3, datetime(2026, 3, 8, 17, 30) if at == 2 else 46_089).number_format = code

    rows = read(changed(fill, [], titles=DATED)).rows
    old = Workbook()
    old.epoch = datetime(1904, 1, 1)
    old.worksheets[0].append(DATED)
    old.worksheets[0].append(["CA", "Ada", date(2026, 3, 8)])

    days = ["" if row.problems else row.texts["champion_since"] for row in rows]
    assert dict(zip(shown, days, strict=True)) == shown
    assert read(saved(old)).rows[0].texts["champion_since"] == "2026-03-08"


def test_an_empty_sheet_that_is_formatted_is_no_large_one() -> None:
    def format_all(sheet: Worksheet) -> None:
        for row in range(3, 12_000):
            sheet.row_dimensions[row].height = 15
        for column in range(10, 200):
            sheet.cell(2, column).font = Font(bold=True)

    assert cells(read(changed(format_all))) == [CAIRN_READ]


LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")).filter(
    lambda letter: as_kept(letter) == letter and not is_refused(letter)
)
TEXT = st.text(LETTERS, max_size=12).filter(lambda text: cell_of(text.strip()) == (text.strip(), ""))
"""Without what a program leaves in the place of a text."""
ROWS = st.lists(st.lists(TEXT, min_size=9, max_size=9), min_size=1, max_size=4)


@given(rows=ROWS, separator=st.sampled_from(",;\t|"), above=st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_what_is_read_from_any_csv_is_what_stands_there(rows: list[list[str]], separator: str, above: int) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([*[["Members"]] * above, TITLES, *rows])
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]

    if filled:
        lines = read(text.getvalue().encode()).rows
        assert [list(row.texts.values()) for row in lines if not row.problems] == filled
