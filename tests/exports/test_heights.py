"""Rows are tall enough for their texts."""

import pytest

from exports.heights import LINE, PADDING, TALLEST, lines_for, row_height


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("short", 1),
        ("two\nlines", 2),
        ("\n\n", 3),
        ("one two three four five", 3),
        ("x" * 25, 3),
        ("男女平等" * 5, 4),
    ],
)
def test_lines_are_counted_between_words(text: str, lines: int) -> None:
    assert lines_for(text, 10) == lines


def test_the_longest_cell_decides_the_height_of_a_row() -> None:
    assert row_height(("a", None, 3, "one two three four five"), (11.2, 11.2, 11.2, 11.2)) == 3 * LINE + PADDING


def test_no_row_is_taller_than_excel_allows() -> None:
    assert row_height(("word " * 2_000,), (38,)) == TALLEST
