"""What does not fit into a cell goes on in the next one: nothing is cut, nothing is altered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.cells import Book, Unwritten
from exports.long_texts import MOST_OF_A_CELL, in_cells, is_too_long
from questionnaires.texts import joined_evidence, utf16_units

FEW = 12
ITEMS = st.lists(st.text(alphabet="a\n中😀", max_size=30), max_size=8)


def test_what_fits_is_one_cell() -> None:
    assert in_cells(()) == ("",)
    assert in_cells(("Order 12", "Page 4")) == ("Order 12\nPage 4",)
    assert in_cells(["a" * (MOST_OF_A_CELL - 2), "b"]) == ("a" * (MOST_OF_A_CELL - 2) + "\nb",)


def test_an_item_that_no_longer_fits_begins_the_next_cell_whole() -> None:
    assert in_cells(["a" * (MOST_OF_A_CELL - 1), "b"]) == ("a" * (MOST_OF_A_CELL - 1), "b")


@given(ITEMS)
def test_no_letter_is_lost_or_altered_and_no_cell_is_too_long(items: list[str]) -> None:
    cells = in_cells(items, FEW)

    assert "".join(cells).replace("\n", "") == joined_evidence(items).replace("\n", "")
    assert all(utf16_units(cell) <= FEW for cell in cells)


@given(st.text(alphabet="a\n中😀", min_size=1, max_size=80))
def test_an_item_longer_than_a_cell_fills_as_few_as_hold_it_and_nothing_comes_between_its_parts(item: str) -> None:
    cells = in_cells([item], FEW)

    assert "".join(cells) == item
    assert all(utf16_units(cell) >= FEW - 1 for cell in cells[:-1])


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_a_cell_is_measured_as_excel_measures_it(letter: str) -> None:
    """The library counts a picture once, Excel twice: a file with such a cell would open only after a repair."""
    longest = letter * (MOST_OF_A_CELL // utf16_units(letter))
    assert not is_too_long(longest)
    book = Book(title="A", subject="B", created="2026-11-21", right_to_left=False)
    sheet = book.sheet("Sheet")

    sheet.write(0, 0, longest, "text")

    with pytest.raises(Unwritten, match="longer than a cell"):
        sheet.write(1, 0, longest + letter, "text")
