"""The second verdict on the page: whether people see what the cells hold, beside the figures out of the seal."""

from fastapi.testclient import TestClient

from tests.app.browser import words
from tests.app.verification.checking import changed, check, put, rows
from tests.exports.looking import format_as

AS_IT_WAS = "People also see what the cells contain"


def test_a_genuine_file_comes_with_the_figures_out_of_its_seal(nobody: TestClient, report: bytes) -> None:
    answer = check(nobody, report)

    assert AS_IT_WAS in words(answer.text)
    assert [row.split()[0] for row in rows(answer, of_seal=True)] == ["Overall", "P1", "P2", "P3", "P4", "P5"]
    assert rows(answer, of_seal=True)[0] == "Overall 0, Absent 0.0"


def test_a_format_that_puts_another_score_there_is_no_unchanged_file(nobody: TestClient, report: bytes) -> None:
    answer = check(nobody, changed(report, format_as("Summary", "K6", '"87.5"')))

    said = words(answer.text)
    assert "The values are genuine, but 1 cell is shown in another format" in said
    assert "Genuine and unchanged" not in said
    assert AS_IT_WAS not in said
    assert "verdict-bad" in answer.text
    assert rows(answer) == ['Summary K6 0 "87.5"']
    assert rows(answer, of_seal=True)[0] == "Overall 0, Absent 0.0"


def test_a_format_of_markup_is_shown_as_text(nobody: TestClient, report: bytes) -> None:
    answer = check(nobody, changed(report, format_as("Summary", "K6", '"<script>alert(1)</script>"')))

    assert "<script>alert" not in answer.text


def test_beside_changed_values_the_look_is_told_too(nobody: TestClient, report: bytes) -> None:
    def forge(book: object) -> None:
        put("B2", "another")(book)
        format_as("Summary", "K6", ";;;")(book)

    said = words(check(nobody, changed(report, forge)).text)

    assert "Genuine, but changed" in said
    assert "Also: 1 cell is shown in another format." in said
