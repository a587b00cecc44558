"""What people type into a cell of the workforce tables is a number, nothing, or comes back with a sentence."""

# ruff: noqa: RUF001 - letters and digits of the six languages

import pytest

from questionnaires.numbers import ENGLISH, Marks
from questionnaires.problems import Problem
from questionnaires.workforce.definition import CellId
from questionnaires.workforce.pasted import read_cell

GERMAN, FRENCH = Marks(",", "."), Marks(",", "\u202f")
STAFF, PAY = CellId("WT1a", "G1", "staff", "W"), CellId("WT4a", "G1", "mean_pay", "W")


def whole(given: str) -> int | str | None:
    return shown(read_cell(STAFF, "people", given))


def pay(given: str, marks: Marks = ENGLISH) -> int | str | None:
    return shown(read_cell(PAY, "pay", given, marks))


def shown(read: int | Problem | None) -> int | str | None:
    return read.text() if isinstance(read, Problem) else read


def test_a_count_is_read_as_people_of_any_language_write_it() -> None:
    written = ["1234", "1 234", "1\xa0234", "1\u202f234", "1.234", "1,234", "1'234", "1’234", " 1234 ", "1234.0"]
    written += ["١٢٣٤", "١٬٢٣٤", "۱۲۳۴", "１２３４", "1.234,00", "1,234.00"]

    assert {given: whole(given) for given in written} == dict.fromkeys(written, 1234)
    assert whole("0") == 0


def test_nothing_and_a_dash_are_not_known_and_never_nought() -> None:
    assert {given: whole(given) for given in ("", " ", "\xa0", "\u200b", "-", " – ", "—", "−")} == dict.fromkeys(
        ("", " ", "\xa0", "\u200b", "-", " – ", "—", "−")
    )


@pytest.mark.parametrize("given", ["c", "n/a", "x", "many", "#REF!", "=", "()"])
def test_a_word_is_no_number(given: str) -> None:
    assert whole(given) == f"“{given}” is not a number. Enter one, or leave this empty if it is not known."


@pytest.mark.parametrize("given", ["-1", "1000000000000", "1e3", "9" * 70, "12 people", "1 23", "=1+1"])
def test_what_no_count_can_be_is_refused(given: str) -> None:
    assert whole(given) == "Enter a whole number from 0 to 9,999,999."


def test_a_part_of_a_person_is_refused() -> None:
    assert whole("12,5") == "“12,5” is not a whole number. Enter one from 0 to 9,999,999, without decimals."


def test_pay_has_two_decimals_at_most() -> None:
    assert [pay(given) for given in ("12,5", "12.5", "12", "12.50", "1,234.5", "1.234,5", "0")] == [
        1250,
        1250,
        1200,
        1250,
        123450,
        123450,
        0,
    ]
    assert (pay("1000000000"), pay("1000000000.01")) == (10**11, "Enter a number from 0 to 1,000,000,000.")
    assert pay("12.345678") == "“12.345678” has more than 2 decimals. Enter 12.35 if you mean that."
    assert pay("-1") == "Enter a number from 0 to 1,000,000,000."


def test_of_pay_the_language_says_what_a_mark_means() -> None:
    too_fine = "“{given}” has more than 2 decimals. Enter 1.23 if you mean that."

    assert (pay("1,234"), pay("1.234")) == (123400, too_fine.format(given="1.234"))
    assert (pay("1.234", GERMAN), pay("1,234", GERMAN)) == (123400, too_fine.format(given="1,234"))
    assert pay("1.234", FRENCH) == "“1.234” can mean 1234 or 1.234. Enter it without a mark between thousands."
    assert (pay("1000,000", ENGLISH), pay("1000,000", GERMAN)) == (100000000, 100000)


def test_three_noughts_behind_a_long_count_are_read_by_the_language_too() -> None:
    read = [read_cell(STAFF, "people", "1000.000", marks) for marks in (ENGLISH, GERMAN)]

    assert read == [1000, 1000000]
    assert shown(read_cell(STAFF, "people", "1000.000", FRENCH)) == (
        "“1000.000” can mean 1000000 or 1000.000. Enter it without a mark between thousands."
    )
