"""Codes are read as people see them on another device, whatever keyboard they type them on."""

# ruff: noqa: RUF001 - letters and digits of the six languages

import string

from questionnaires.codes import DIGITS, HEXADECIMAL, read_code, read_ids

RECOVERY = "abcdefghjkmnpqrstuvwxyz23456789"
APP_CODES = [
    "120417",
    " 120 417 ",
    "120-417",
    "120\u00a0417",
    "120\u2011417",
    "120.417\n",
    "١٢٠٤١٧",
    "\u200f۱۲۰۴۱۷\u200f",
    "１２０４１７",
    "l2O4I7",
    "12о417",
]


def test_a_code_of_digits_is_read_from_every_keyboard() -> None:
    assert {typed: read_code(typed, DIGITS) for typed in APP_CODES} == dict.fromkeys(APP_CODES, "120417")


def test_a_recovery_code_is_read_in_capitals_with_any_dash_and_from_russian_keys() -> None:
    typed = [
        "abce-hk23-mpxy",
        "ABCE HK23 MPXY",
        "ａｂｃｅ－ｈｋ２３－ｍｐｘｙ",
        "abce\u2013hk23\u2013mpxy",
        "АВСЕ-НК23-МРХУ",
    ]

    assert {code: read_code(code, RECOVERY) for code in typed} == dict.fromkeys(typed, "abcehk23mpxy")


def test_a_hash_is_read_as_programs_print_it() -> None:
    assert read_code("0A:1b 2C-3d\n4e", HEXADECIMAL) == read_code("ОА1В2С3D4Е", HEXADECIMAL) == "0a1b2c3d4e"


def test_ids_of_questions_are_read_as_word_and_a_russian_keyboard_write_them() -> None:
    typed = "rc-01, RC\u201102;\u00a0РС–03\nＲＣ－０４، RC-٠٥"

    assert read_ids(typed) == ["RC-01", "RC-02", "PC-03", "RC-04", "RC-05"]
    assert read_ids("ЕQ-01 \u200f") == ["EQ-01"]
    assert read_ids("“RC-01”/(rc-02), RC-O3. RC-l4!") == ["RC-01", "RC-02", "RC-03", "RC-14"]
    assert read_ids("RC 01 - IO-02") == ["RC", "01", "-", "IO-02"]


def test_what_belongs_to_no_code_stays_so_that_it_fits_none() -> None:
    assert read_code("g" * 3, HEXADECIMAL) == "ggg"
    assert read_code("12345é", DIGITS) == "12345é"
    assert read_code("\0\ufffe -", DIGITS) == ""


def test_a_letter_of_the_code_is_never_taken_for_another() -> None:
    for alphabet in (DIGITS, HEXADECIMAL, RECOVERY, string.digits + string.ascii_lowercase):
        assert read_code(alphabet, alphabet) == alphabet
