"""Which number formats show the value of a cell, and which show something else in its place."""

import pytest

from exports.number_formats import is_shown, shown_text

SHOWN = [
    (54.2, "General"),
    (54.2, "0"),
    (54.2, "0.00"),
    (54.2, "#,##0.00"),
    (54.2, "# ##0.0"),
    (54.2, "0.0%"),
    (54.2, '0.0" %"'),
    (54.2, "0.0 €"),
    (54.2, "[$CHF-807] 0.0"),
    (54.2, '0.0"pts"'),
    (54.2, "0.0_ ;[Red]-0.0 "),
    (54.2, "#,##0.00_ ;[RED]\\-#,##0.00\\ "),
    (54.2, '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-'),
    (54.2, "@"),
    (54.2, "0.00E+00"),
    (54.2, "[>50]0.0;0"),
    (54.2, "[Color10]0.0"),
    (-3.0, "+0;-0;0"),
    (-3.0, "0"),
    (-3.0, "#,##0;(#,##0)"),
    (0.0, "+0;-0;0"),
    (0.0, "0;-0"),
    ("Level", "General"),
    ("Level", "@"),
    ("Level", "0.0"),
    ("Level", "0;-0;0;@"),
    ("Level", '"only for numbers"'),
    (True, "General"),
]
NOT_SHOWN = [
    (54.2, '"87.5"'),
    (54.2, "\\8\\7\\.5"),
    (54.2, '"8"0.0'),
    (54.2, '0.0"0"'),
    (54.2, "!8"),
    (54.2, "*8"),
    (54.2, "[$87.5]"),
    (54.2, 'General"9"'),
    (54.2, '"Level 4"'),
    (54.2, '"eighty"'),
    (54.2, '0.0"established"'),
    (54.2, ";;;"),
    (54.2, ";"),
    (54.2, "yyyy-mm-dd"),
    (54.2, "[h]:mm"),
    (54.2, "0,"),
    (54.2, "#,##0,,"),
    (54.2, "0\\.0"),
    (54.2, "-0.0"),
    (54.2, '[>50]"87.5";0.0'),
    (54.2, '[<50]0.0;"87.5"'),
    (54.2, "0" * 2_000),
    (-3.0, "0;0"),
    (0.0, "0;-0;"),
    (0.0, "#"),
    (0.0, '0;-0;"9"'),
    ("Level", ";;;"),
    ("Level", '0;0;0;"Level 4"'),
    ("Level", '"Level 4: "@'),
    ("x", '@" 9"'),
    (True, ";;;"),
]


@pytest.mark.parametrize(("value", "code"), SHOWN)
def test_a_format_of_daily_use_shows_the_value(value: str | float | bool, code: str) -> None:
    assert is_shown(value, code)


@pytest.mark.parametrize(("value", "code"), NOT_SHOWN)
def test_a_format_that_puts_something_else_there_is_found(value: str | float | bool, code: str) -> None:
    assert not is_shown(value, code)


READ: list[tuple[str | float | bool, str, str]] = [
    (3.0, "General", "3"),
    (3.0, "0.0", "3.0"),
    (3.5, "0.##", "3.5"),
    (-3.0, "0;-0", "-3"),
    (1234.0, "#,##0", "1234"),
    (123.0, "00000", "00123"),
    (0.3, "0%", "30%"),
    (3.0, "0%", "300%"),
    (0.30000000000000004, "General", "0.3"),
    (0.30000000000000004, "0.0", "0.3"),
    (99999999999.0, "@", "99999999999"),
    ("3 Applied", "General", "3 Applied"),
    ("3", "yyyy-mm-dd", "3"),
    ("3", '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', "3"),
    (True, "General", "TRUE"),
]
NOT_READ: list[tuple[str | float, str]] = [
    (2.6, "0"),
    (0.3, "0"),
    (0.305, "0%"),
    (3.0, "0.0 €"),
    (3.0, '0"."'),
    (3.0, "General g"),
    (3.0, "# ?/?"),
    (3.0, "0.00E+00"),
    (-3.0, "0;0"),
    (-3.0, "0;(0)"),
    (45000.0, "d-mmm"),
    (123456789012.0, "General"),
    (3.14159265358979, "General"),
    (3.0, ";;;"),
    ("Level", '"Dr "@'),
    ("Level", ";;;"),
]


def test_what_people_read_is_told_to_the_letter() -> None:
    assert [shown_text(value, code) for value, code, _ in READ] == [text for _, _, text in READ]


def test_where_people_read_less_or_something_else_no_text_is_told() -> None:
    assert [(value, code) for value, code in NOT_READ if shown_text(value, code) is not None] == []
