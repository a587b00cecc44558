"""Numbers as the six languages write them; where a mark can mean two things, it is asked."""

# ruff: noqa: RUF001 - letters and digits of the six languages

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.numbers import plain_digits, read_number, read_whole
from questionnaires.problems import Problem

WHOLE = {
    "plain": "2148",
    "blanks around": "  2148\n",
    "French": "2\u202f148",
    "French of older programs": "2\xa0148",
    "by hand": "2 148",
    "Swiss": "2’148",
    "Swiss on a keyboard": "2'148",
    "Arabic": "٢١٤٨",
    "Arabic with its mark of thousands": "٢٬١٤٨",
    "Arabic with a direction": "\u200f٢١٤٨\u200f",
    "Persian": "۲۱۴۸",
    "full width": "２１４８",
    "no decimals": "2148.0",
    "no decimals, with a comma": "2148,00",
    "both marks": "2,148.0",
    "both marks, the other way": "2.148,0",
    "in front of a plus": "+2148",
    "of a program": 2148.0,
    "of JSON": 2148,
}
DECIMAL = {
    "2148,5": 2148.5,
    "2148.5": 2148.5,
    "٢١٤٨٫٥": 2148.5,
    "1 234,5": 1234.5,
    "1,234.567": 1234.567,
    "1.234.567,8": 1234567.8,
    "0,148": 0.148,
    "1234.567": 1234.567,
    ".5": 0.5,
    "−12": -12,
    "- 0,5": -0.5,
    "1,234,567": 1234567,
    "1.234.567": 1234567,
}
NO_NUMBER = [
    "",
    " ",
    "-",
    ".",
    "2.",
    "12 34",
    "1 23 456",
    "1,234,5",
    "1.2.3",
    "1e3",
    "0x1f",
    "²",
    "5-",
    "(5)",
    "2\n148",
    "2\u2028148",
]
NO_NUMBER += ["nan", "9" * 61, "5 %", "1,234 567"]


def whole(raw: object, most: int = 10_000_000) -> tuple[int | None, list[str]]:
    problems: list[Problem] = []
    return read_whole("staff", raw, problems, most=most), [problem.text() for problem in problems]


def number(raw: object) -> tuple[int | float | None, list[str]]:
    problems: list[Problem] = []
    return read_number("share", raw, problems), [problem.text() for problem in problems]


def test_a_whole_number_is_read_as_each_language_writes_it() -> None:
    read = {name: whole(raw) for name, raw in WHOLE.items()}

    assert read == dict.fromkeys(WHOLE, (2148, []))
    assert all(type(value) is int for value, _ in read.values())


def test_decimals_are_never_taken_for_digits() -> None:
    assert whole("2148,5") == (
        None,
        ["“2148,5” is not a whole number. Enter one from 0 to 10,000,000, without decimals."],
    )
    assert whole(2148.5) == (
        None,
        ["“2148.5” is not a whole number. Enter one from 0 to 10,000,000, without decimals."],
    )


@pytest.mark.parametrize("raw", ["2,148", "2.148", "٢،١٤٨", "２．１４８"])
def test_a_mark_that_can_mean_two_things_is_asked(raw: str) -> None:
    one_only = f"“{raw}” can mean 2148 or 2.148. Only whole numbers are accepted: enter 2148 if you mean that."
    one_of_two = f"“{raw}” can mean 2148 or 2.148. Enter 2148 for the first or 2.1480 for the second."

    assert (whole(raw), number(raw)) == ((None, [one_only]), (None, [one_of_two]))
    assert number("2.1480") == (2.148, [])


def test_three_noughts_behind_a_long_number_are_asked_too() -> None:
    """A million whose first mark was forgotten, or a thousand with decimals."""
    assert whole("1000,000")[1] == [
        "“1000,000” can mean 1000000 or 1000.000. Only whole numbers are accepted: enter 1000000 if you mean that."
    ]
    assert (whole("1000,00"), number("1000,0000"), number("0,000")) == ((1000, []), (1000, []), (0, []))


def test_decimals_are_read_as_each_language_writes_them() -> None:
    assert {raw: number(raw) for raw in DECIMAL} == {raw: (value, []) for raw, value in DECIMAL.items()}


def test_what_is_no_number_is_refused_and_never_guessed() -> None:
    refused: list[object] = [*NO_NUMBER, None, True, [], float("nan"), float("inf"), 1e300, 10**400]

    assert {str(raw)[:70]: whole(raw) for raw in refused} == {
        str(raw)[:70]: (None, ["Enter a whole number from 0 to 10,000,000."]) for raw in refused
    }
    assert {number(raw)[0] for raw in refused} == {None}


def test_limits_are_told() -> None:
    assert whole("-1", most=5) == whole("6", most=5) == (None, ["Enter a whole number from 0 to 5."])


def test_other_letters_stay() -> None:
    assert plain_digits("RC-٠١ ۲ ３ b²") == "RC-01 2 3 b²"


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789٠۵５ .,'٬٫-\u202f", max_size=12))
def test_a_number_has_the_digits_that_were_written(raw: str) -> None:
    """Nothing is added to them and nothing lost but noughts, whatever marks stand between."""
    value, problems = number(raw)

    assert (value is None) == bool(problems)
    if value is not None:
        digits = "".join(character for character in plain_digits(raw) if character.isdigit())
        assert f"{Decimal(repr(value)):f}".replace("-", "").replace(".", "").strip("0") == digits.strip("0")


def test_the_least_and_the_most_may_be_written_and_nothing_beyond() -> None:
    problems: list[Problem] = []

    read = [read_number("share", raw, problems, least=0, most=100) for raw in ("-0.5", "0", "100", "100.5")]

    assert read == [None, 0, 100, None]
    assert [problem.text() for problem in problems] == ["Enter a number from 0 to 100."] * 2
