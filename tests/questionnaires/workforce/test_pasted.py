"""What people paste into the workforce tables lands where it belongs, or comes back with a sentence."""

import csv
import io
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.catalogue import HOME, load
from questionnaires.workforce.definition import CellId, Table
from questionnaires.workforce.labels import Labels, labels_of
from questionnaires.workforce.pasted import MOST_LETTERS, Pasted, read_block

WORKFORCE = load(HOME).workforce["2027.1"]
WORDS = WORKFORCE.words_by_language["en"]
STAFF = CellId("WT1a", "G1", "staff", "W")


def labels(table: str) -> Labels:
    return labels_of(WORKFORCE.tables[table], [WORDS], ["Total"])


def pasted(text: str, start: CellId = STAFF) -> Pasted:
    return read_block(WORKFORCE.tables[start.table], labels(start.table), start, text)


def staff(*rows: Sequence[int | None], first: int = 1) -> dict[CellId, int | None]:
    return {
        CellId("WT1a", f"G{grade}", "staff", sex): number
        for grade, row in enumerate(rows, first)
        for sex, number in zip("WMX", row, strict=False)
    }


def said(block: Pasted) -> str:
    """Of a block of which nothing was taken, and which came back whole."""
    assert block.values == {}
    [refused] = block.refused
    return refused.problem.text()


def test_a_block_fills_the_cells_from_where_it_was_pasted() -> None:
    assert pasted("1\t2\t3\r\n4\t5\t\r\n") == Pasted(staff((1, 2, 3), (4, 5, None)))
    assert pasted("7", CellId("WT1a", "G7", "staff", "X")).values == {CellId("WT1a", "G7", "staff", "X"): 7}
    in_the_middle = pasted("1\t2\n3\t4", CellId("WT1a", "G6", "staff", "W"))
    assert in_the_middle.values == staff((1, 2), (3, 4), first=6)
    assert pasted("1\n\n3\n").values == staff((1,), (None,), (3,))


def test_empty_rows_below_a_table_do_no_harm() -> None:
    assert pasted("1\n2\n\n\n\t\t\t\t", CellId("WT1a", "G6", "staff", "W")).values == staff((1,), (2,), first=6)


def test_a_cell_with_a_line_end_stays_in_its_cell() -> None:
    assert pasted('"1\n"\t2\n3\t"4"').values == staff((1, 2), (3, 4))
    assert pasted('"Women"\t"Men\n"\n1\t2').values == staff((1, 2))


def test_a_quotation_mark_that_is_none_of_a_spreadsheet_swallows_nothing() -> None:
    block = pasted('"1\t2\n3\t4')

    assert block.values == {key: number for key, number in staff((1, 2), (3, 4)).items() if number != 1}
    assert [(refused.cell, refused.given) for refused in block.refused] == [(STAFF, '"1')]


def test_wrong_cells_come_back_and_the_others_are_taken() -> None:
    block = pasted("1\t-2\tthree\n4\t5.5\t1000000000000")

    assert block.values == {STAFF: 1, CellId("WT1a", "G2", "staff", "W"): 4}
    assert {(refused.cell.row, refused.cell.sex): refused.given for refused in block.refused} == {
        ("G1", "M"): "-2",
        ("G1", "X"): "three",
        ("G2", "M"): "5.5",
        ("G2", "X"): "1000000000000",
    }
    assert {refused.problem.place for refused in block.refused} >= {"WT1a.G1.staff.M", "WT1a.G2.staff.X"}


@pytest.mark.parametrize("text", ["1\t2\t3\t4", "\n".join("12345678"), "1\t" * 5_000, "1\n" * 40_000])
def test_a_block_that_is_larger_than_the_table_is_not_taken(text: str) -> None:
    assert said(pasted(text)).endswith(
        "but only 7 by 3 fit from here. Copy fewer cells, without totals, or paste into the first cell of the table."
    )
    assert pasted(text).refused[0].given == text


def test_a_block_that_does_not_fit_where_it_was_pasted_is_not_taken() -> None:
    assert said(pasted("1\n2", CellId("WT1a", "G7", "staff", "M"))).startswith(
        "You pasted 2 by 1 cells (rows by columns), but only 1 by 2 fit from here."
    )


def test_what_is_far_too_long_is_not_even_looked_at() -> None:
    text = "1\t" * MOST_LETTERS

    assert said(pasted(text)).startswith("You pasted 200,000 characters")
    assert pasted(text).refused[0].given is text


TITLED = """
Staff by grade\t\t\t\t
Grade\tWomen\tMen\tOther or not stated\tTotal
1 Executive: head, deputies, top board\t1\t2\t\t3
2 SENIOR MANAGEMENT:\t4\t5\t\t9
All staff\t5\t7\t\t12
"""


def test_names_titles_and_totals_that_come_along_are_known() -> None:
    assert pasted(TITLED.strip("\n")) == Pasted(staff((1, 2, None), (4, 5, None)))
    assert pasted(TITLED, CellId("WT1a", "G5", "staff", "M")).values == staff((1, 2, None), (4, 5, None))


def test_rows_and_columns_in_another_order_land_where_their_names_say() -> None:
    assert pasted("\tMen\tWomen\nG2\t5\t4\nG1\t2\t1").values == staff((1, 2), (4, 5))
    assert pasted("M\tW\n2\t1").values == staff((1, 2))
    assert pasted("G3\t5\n\t\nG2\t4").values == {**staff((4,), (5,), first=2)}


def test_titles_of_two_rows_and_of_one_name_the_same_columns() -> None:
    expected = {
        CellId("WT3a", "GA", measure, sex): number
        for number, (measure, sex) in enumerate(
            ((measure, sex) for measure in ("applicants", "shortlisted") for sex in "WMX"), 1
        )
    }
    start = CellId("WT3a", "GA", "applicants", "W")
    over = "Applied\t\t\tShortlisted\t\t\n"

    for titles in (
        f"{over}Women\tMen\tOther or not stated\tWomen\tMen\tOther or not stated\n",
        "W\tM\tX\tW\tM\tX\n",
        over,
        "Applied, women\tApplied, men\tApplied: X\tShortlisted (W)\tShortlisted M\tshortlisted.X\n",
        "",
    ):
        assert pasted(f"{titles}1\t2\t3\t4\t5\t6", start).values == expected


def test_titles_of_sexes_alone_mean_the_columns_from_where_they_were_pasted() -> None:
    block = pasted("M\tW\tM\n1\t2\t3", CellId("WT3a", "GA", "shortlisted", "X"))

    assert {(cell.measure, cell.sex): number for cell, number in block.values.items()} == {
        ("shortlisted", "M"): 1,
        ("shortlisted", "W"): 2,
        ("offered", "M"): 3,
    }


def test_columns_without_a_sex_have_titles_too() -> None:
    block = pasted("\tReceived\tClosed\nFrom staff\t9\t8", CellId("WT7b", "from_staff", "open"))

    assert block.values == {
        CellId("WT7b", "from_staff", "received"): 9,
        CellId("WT7b", "from_staff", "closed"): 8,
    }


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Grade A\t1\t2\nGrade B\t3\t4", "“Grade A” is not the name of a row"),
        ("Femmes\tHommes\n1\t2", "“Femmes” is not the title of a column"),
        ("Women\tHommes\n1\t2", "“Hommes” is not the title of a column"),
        ("G1\t1\t2\nG8\t3\t4", "“G8” is not the name of a row"),
        ("G1\t1\t2\n\t3\t4", "Some numbers have no name of a row"),
        ("Women\t\n1\t2", "Some numbers have no name of a row, or no title of a column"),
        ("G1\t1\t2\nG1\t3\t4", "“G1” is there twice"),
        ("Women\tWomen\n1\t2", "“Women” is there twice"),
        ("Women\tMen", "“Women Men” is not a number"),
        ("G1", "“G1” is not a number"),
    ],
)
def test_a_block_that_is_not_sure_to_land_where_it_belongs_is_not_taken(text: str, begins: str) -> None:
    assert said(pasted(text)).startswith(begins)
    assert pasted(text).refused[0].given == text


def test_nothing_pasted_clears_one_cell() -> None:
    assert pasted("") == Pasted({STAFF: None})


NUMBERS = st.none() | st.integers(0, 9_999_999)
FORMS = {"plain": "{}", "English": "{:,}", "blank": "{:_}"}


def written(table: Table, values: dict[CellId, int | None], chance: random.Random, form: str) -> str:
    """As a spreadsheet copies the table, with names and titles, in any order of rows and with a total of each."""
    measure = table.measures[0]
    rows = list(table.rows)
    chance.shuffle(rows)
    sexes = list(measure.sexes)
    chance.shuffle(sexes)
    lines = [["", *(WORDS.sexes[sex] for sex in sexes), "Total"]]
    for row in rows:
        numbers = [values[CellId(table.id, row, measure.id, sex)] for sex in sexes]
        texts = ["" if number is None else FORMS[form].format(number).replace("_", "\xa0") for number in numbers]
        lines.append([WORDS.row(table.id, row), *texts, str(sum(filter(None, numbers)))])
    lines.insert(chance.randrange(1, len(lines) + 1), ["Total", *(str(chance.randrange(99)) for _ in range(4))])
    file = io.StringIO(newline="")
    csv.writer(file, delimiter="\t", quoting=chance.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL))).writerows(lines)
    return file.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(("WT1a", "WT1b", "WT2", "WT2b")), st.randoms(use_true_random=False))
def test_a_table_that_was_copied_comes_back_as_it_was(data: st.DataObject, name: str, chance: random.Random) -> None:
    table = WORKFORCE.tables[name]
    values = {cell: data.draw(NUMBERS) for cell in table.cells}
    text = written(table, values, chance, data.draw(st.sampled_from(sorted(FORMS))))

    assert read_block(table, labels(name), chance.choice(table.cells), text) == Pasted(values)


@settings(max_examples=150, deadline=None)
@given(st.text("0123456789٣.,-' \t\r\n\"cWMG\uff11\xa0", max_size=60), st.sampled_from(WORKFORCE.tables["WT3a"].cells))
def test_whatever_is_pasted_is_taken_or_comes_back(text: str, start: CellId) -> None:
    block = pasted(text, start)

    assert block.values.keys() <= WORKFORCE.cells
    assert all(number is None or 0 <= number <= 9_999_999 for number in block.values.values())
    assert block.values.keys().isdisjoint(refused.cell for refused in block.refused)
    assert all(refused.given in text for refused in block.refused)
    assert all(refused.problem.text() for refused in block.refused)
    assert block.values or block.refused
