"""Cells and workbooks that hold more than an answer can."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from openpyxl import Workbook

from exports.answer_workbook.choices import LONGEST, understood_answer, understood_raised, understood_target
from exports.answer_workbook.fields import MOST_LINES
from exports.answer_workbook.layout import MOST_REFUSED
from exports.answer_workbook.read import MOST_ROWS
from exports.reading.container import FileRefused
from questionnaires.answers import NOT_ANSWERED
from tests.exports.answer_workbook.builders import ONE_OF_EACH, cell, composed, read, refused_in, saved, sheet_of
from tests.exports.builders import questionnaire


@pytest.mark.parametrize("code", ["comment", "reason", "evidence", "authority"])
def test_a_text_that_is_too_long_is_refused_in_its_cell(book: Workbook, code: str) -> None:
    answer = {"answer": "NA1"} if code == "reason" else {"answer": "3"}
    where = cell(sheet_of(book), "RC-05", code).column_letter

    [(letter, sentence)] = refused_in(book, "RC-05", NOT_ANSWERED, **answer, **{code: "a" * 10_001})
    assert letter == where
    assert "10,001 characters. Shorten it to 10,000 or fewer" in sentence


def test_an_item_of_several_lines_stays_one_where_its_lines_stay_together(book: Workbook) -> None:
    base = replace(ONE_OF_EACH["RC-01"], evidence=("Circular 12\nIntranet, page 4",))

    assert composed(book, "RC-01", base, evidence="New\nCircular 12\nIntranet, page 4").evidence == (
        "New",
        "Circular 12\nIntranet, page 4",
    )


@pytest.mark.parametrize("code", ["answer", "raised", "target"])
def test_a_text_that_is_far_too_long_for_a_choice_is_not_even_looked_at(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    normalize = unicodedata.normalize
    lengths: list[int] = []

    def measured(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
        lengths.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", measured)
    indicator, words = questionnaire().indicators["RC-01"], (questionnaire().words("en"),)
    understand: dict[str, Callable[[str], object]] = {
        "answer": lambda text: understood_answer(text, indicator, words, {}),
        "raised": lambda text: understood_raised(text, words, {}),
        "target": lambda text: understood_target(text, words),
    }

    assert understand[code]("\ufdfa" * 500_000) is None
    assert understand[code](" " * 500_000) == ""
    assert max(lengths, default=0) <= LONGEST


@pytest.mark.parametrize("text", ["\n" * (MOST_LINES + 1), "x" * 32_767])
def test_a_cell_of_more_than_fits_into_an_answer_is_refused(
    book: Workbook, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.answer_workbook.fields.LONGEST_CELL", 32_766)
    evidence = cell(sheet_of(book), "RC-01", "evidence")
    evidence.value = text

    [refused] = read(saved(book)).refused

    assert refused.address == evidence.coordinate
    assert refused.problem.text() == "This cell contains more text or lines than an answer can hold. Shorten it."


def test_of_very_many_rows_of_others_the_first_are_listed_and_the_others_counted(book: Workbook) -> None:
    for number in range(MOST_REFUSED + 3):
        sheet_of(book).cell(100 + number, 1).value = f"XX-{number}"

    *ignored, last = read(saved(book)).ignored

    assert len(ignored) == MOST_REFUSED
    assert last.problem.text() == "Other places in this workbook that were skipped and are not listed: 3."
    assert last.sheet == ""


def test_a_workbook_with_the_same_questions_over_and_over_is_refused(book: Workbook) -> None:
    for number in range(MOST_ROWS):
        sheet_of(book).cell(100 + number, 1).value = "RC-01"

    with pytest.raises(FileRefused) as refused:
        read(saved(book))

    assert refused.value.problem.text().startswith("This workbook has more than 500 rows with questions.")
