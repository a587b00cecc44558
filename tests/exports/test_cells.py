"""The one door through which cells are written, and the limits that Excel sets around it."""

import gc
import re
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest

import exports
from exports.cells import Book, Unwritten
from exports.long_texts import fitting, margin_text, sheet_name
from questionnaires.texts import utf16_units
from tests.exports.builders import opened


@pytest.fixture
def book() -> Iterator[Book]:
    book = Book(title="T", subject="S", created="2026-11-21", right_to_left=False)
    yield book
    book.close()


@pytest.mark.parametrize("text", ["a" * 32_768, "😀" * 16_384, "_x0041" * 5_462], ids=["letters", "pictures", "codes"])
@pytest.mark.filterwarnings("ignore:String length must be less")
def test_a_text_that_does_not_fit_is_refused_loudly(book: Book, text: str) -> None:
    with pytest.raises(Unwritten, match="row 0, column 0"):
        book.sheet("A").write(0, 0, text, "text")


def test_title_and_subject_of_the_file_are_cut_to_the_length_that_excel_reads() -> None:
    book = Book(title="T" * 256, subject="S" * 256, created="2026-11-21", right_to_left=False)
    book.sheet("A").write(0, 0, "text", "text")

    properties = opened(book.close()).properties

    assert (properties.title, properties.subject) == ("T" * 254 + "…", "S" * 254 + "…")


def test_a_cell_outside_the_sheet_is_refused_loudly(book: Book) -> None:
    with pytest.raises(Unwritten):
        book.sheet("A").write(0, 16_384, "text", "text")
    with pytest.raises(Unwritten):
        book.sheet("A").write_pieces(0, 16_384, [("bold", True), (" and not", False)], "text")


@pytest.mark.parametrize("choices", [("Yes, later", "No"), ("a" * 200, "b" * 60)])
def test_a_drop_down_that_excel_would_break_is_refused_loudly(book: Book, choices: tuple[str, str]) -> None:
    with pytest.raises(Unwritten, match="drop-down"):
        book.sheet("A").offer((1, 2), 0, choices, strict=True)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("Answers", "Answers"),
        ("Yes/No [all]: *?\\", "Yes No all"),
        ("'quoted'", "quoted"),
        ("/", "-"),
        ("x" * 40, "x" * 30 + "…"),
        ("😀" * 20, "😀" * 15 + "…"),
        ("TAKEN", "TAKEN (2)"),
        ("P2 Eliminate discrimination and bias", "P2 Eliminate discrimination…"),
        ("P5 Enhance co-operation - international", "P5 Enhance co-operation…"),
        ("P3 Gleichstellungsverantwortliche bestellen", "P3 Gleichstellungsverantwortli…"),
    ],
)
def test_a_sheet_name_is_made_fit(wanted: str, given: str) -> None:
    assert sheet_name(wanted, ["Taken"]) == given


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Customs & Excise", "Customs && Excise"),
        ("A&G", "A&&\u2060G"),
        ("&[Picture]", "&&\u2060[Picture]"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_text_in_the_margin_is_not_taken_for_a_code(text: str, given: str) -> None:
    assert margin_text(text) == given


@pytest.mark.parametrize("letter", ["&", "&G", "😀", "a"])
def test_a_text_in_the_margin_is_cut_before_excel_refuses_it(letter: str) -> None:
    assert utf16_units(margin_text(letter * 300)) <= 80


def test_what_fits_is_not_cut() -> None:
    assert (fitting("abc", 3), fitting("abcd", 3)) == ("abc", "ab…")


def test_nothing_of_a_workbook_that_was_drawn_waits_for_the_search_for_garbage() -> None:
    book = Book(title="T", subject="S", created="2026-11-21", right_to_left=False)
    sheet = book.sheet("A")
    sheet.write(0, 0, "text", "text")
    worksheet = ref(sheet.worksheet)
    gc.disable()
    try:
        book.close()
        del book, sheet
        assert worksheet() is None
    finally:
        gc.enable()


def test_an_empty_text_is_an_empty_cell() -> None:
    book = Book(title="T", subject="S", created="2026-11-21", right_to_left=False)
    book.sheet("A").write(0, 0, "", "text")

    assert opened(book.close())["A"]["A1"].value is None


@pytest.mark.parametrize("text", ["a" * 32_768, "_x0041" * 5_462], ids=["letters", "codes"])
@pytest.mark.filterwarnings("ignore:String length must be less")
def test_a_row_with_a_text_that_does_not_fit_is_refused_loudly(tmp_path: Path, text: str) -> None:
    book = Book(title="T", subject="S", created="2026-11-21", right_to_left=False, file=tmp_path / "book.xlsx")

    with pytest.raises(Unwritten, match="row 0, column 1"):
        book.sheet("A").write_row(0, ["fits", text], ["text", "text"])
    with pytest.raises(Unwritten, match="row -1"):
        book.sheet("B").write_row(-1, ["fits"], ["text"])
    book.close()


def test_no_other_file_writes_a_cell() -> None:
    files = [file for file in Path(exports.__path__[0]).glob("*.py") if file.name not in ("cells.py", "worksheet.py")]

    assert [
        f.name for f in files if re.search(r"worksheet\.write|merge_range|write_(string|rich)", f.read_text())
    ] == []
