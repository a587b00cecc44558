"""A list of staff without names is counted into the tables as a careful person would count it."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.catalogue import HOME, load
from questionnaires.numbers import ENGLISH
from questionnaires.workforce.definition import CellId
from questionnaires.workforce.grades import GRADES, GROUPS
from questionnaires.workforce.staff_list import Counted, counted, quarters
from questionnaires.workforce.staff_rows import (
    COLUMNS,
    LEFT_FIRST,
    MISSING,
    MISSING_REASON,
    MISSING_SEX,
    MOST_WORDS,
    NO_DATE,
    NO_PAY,
    REASON_WITHOUT_DAY,
    TOO_MANY_WORDS,
    UNKNOWN,
    UNKNOWN_GRADE,
    ListRow,
    StaffRules,
)

VECTORS = Path(__file__).parents[2] / "data" / "workforce" / "04-pay.json"
TABLES = load(HOME).workforce["2027.1"]
IDS: Mapping[str, Sequence[str]] = {
    "grade": GRADES,
    "function": [f"F{number}" for number in range(1, 12)],
    "sex": "WMX",
    "contract": ["permanent", "fixed"],
    "hours": ["full", "part"],
    "reason": ["resigned", "retired", "contract ended", "dismissed", "left otherwise"],
}
RULES = StaffRules(
    "2026-12-31",
    {column: {id_.lower(): id_.replace(" ", "_") for id_ in ids} for column, ids in IDS.items()},
    ENGLISH,
)
OFFICER = {
    "grade": "G6",
    "sex": "W",
    "function": "F1",
    "contract": "permanent",
    "hours": "full",
    "hired": "2019-05-01",
    "pay": "10",
}
ALL = frozenset(COLUMNS)


def count(*people: Mapping[str, str], columns: frozenset[str] = ALL) -> Counted:
    return counted([ListRow(number, person) for number, person in enumerate(people, 2)], columns, RULES)


def cells(*people: Mapping[str, str], columns: frozenset[str] = ALL) -> dict[str, int]:
    """What is not 0, by the place in the table."""
    result = count(*people, columns=columns)
    assert result.problems == []
    return {".".join(cell): number for cell, number in result.cells.items() if number}


def problem(**changes: str) -> tuple[str, str]:
    result = count(OFFICER, OFFICER | changes)
    [told] = result.problems
    assert (result.cells, told.row, told.rows) == ({}, 3, 1)
    return told.column, told.sentence


def test_someone_who_works_here_is_in_each_table_of_today() -> None:
    assert cells(OFFICER) == {
        "WT1a.G6.staff.W": 1,
        "WT1b.F1.staff.W": 1,
        "WT2.permanent_full.staff.W": 1,
        "WT4a.G6.paid.W": 1,
        "WT4a.G6.mean_pay.W": 1000,
        "WT4a.G6.median_pay.W": 1000,
        "WT4b.Q4.paid.W": 1,
    }


def test_whole_tables_are_counted_with_nought_where_nobody_is() -> None:
    result = count(OFFICER).cells

    for name, measures in {"WT1a": {"staff"}, "WT1b": {"staff"}, "WT2": {"staff"}, "WT3a": {"hired"}}.items():
        expected = {tuple(cell) for cell in TABLES.tables[name].cells if cell.measure in measures}
        assert {cell for cell in result if cell[0] == name} == expected
    exits = {tuple(cell) for cell in TABLES.tables["WT3c"].cells if cell.measure != "opening"}
    assert {cell for cell in result if cell[0] == "WT3c"} == exits
    assert {cell for cell in result if cell[0] == "WT4b"} == {tuple(cell) for cell in TABLES.tables["WT4b"].cells}
    assert all(CellId(*cell) in TABLES.cells for cell in result)
    assert ("WT4a", "G1", "mean_pay", "W") not in result, "nobody's pay is not known, and not 0"


def test_grades_and_their_groups_are_those_of_the_tables() -> None:
    assert TABLES.tables["WT1a"].rows == GRADES
    assert TABLES.tables["WT3a"].rows == tuple(GROUPS)


def test_a_table_whose_columns_are_not_there_is_not_counted() -> None:
    few = frozenset(("grade", "sex"))

    assert {cell[0] for cell in count({"grade": "G1", "sex": "X"}, columns=few).cells} == {"WT1a"}
    with_contract = count(OFFICER, columns=few | {"contract", "left"}).cells
    assert {cell[0] for cell in with_contract} == {"WT1a"}


@pytest.mark.parametrize(
    ("hired", "left", "expected"),
    [
        ("2025-12-31", "", {"staff"}),
        ("2026-01-01", "", {"staff", "hired"}),
        ("2026-12-31", "", {"staff", "hired"}),
        ("2027-01-01", "", set()),
        ("2019-01-01", "2026-12-31", {"left"}),
        ("2019-01-01", "2027-01-01", {"staff"}),
        ("2019-01-01", "2026-01-01", {"left"}),
        ("2019-01-01", "2025-12-31", set()),
        ("2026-02-01", "2026-06-30", {"hired", "left"}),
    ],
)
def test_the_snapshot_date_says_who_is_staff_and_who_joined_and_left(hired: str, left: str, expected: set[str]) -> None:
    result = count(OFFICER | {"hired": hired, "left": left, "reason": "retired" if left else ""})

    assert {name for name in ("staff", "hired", "left") if getattr(result, name)} == expected
    assert ("WT1a", "G6", "staff", "W") in result.cells


def test_those_who_joined_and_left_are_counted_by_groups_of_grades() -> None:
    gone = {"grade": "G5", "sex": "M", "hired": "2026-02-01", "left": "2026-03-01", "reason": "Left otherwise"}

    assert cells(gone) == {"WT3a.GB.hired.M": 1, "WT3c.GB.left_otherwise.M": 1}


def test_stock_and_flows_agree() -> None:
    """Staff a year ago, those who joined, and those who left make the staff of today."""
    people = [OFFICER | {"hired": f"20{year}-06-01"} for year in range(20, 27)]
    people += [person | {"left": "2026-09-09", "reason": "resigned"} for person in people[3:]]

    result = count(*people)

    a_year_ago = sum(person["hired"] <= "2025-12-31" for person in people)
    assert a_year_ago + result.hired - result.left == result.staff


def test_pay_is_rounded_once_at_the_end() -> None:
    paid = [OFFICER | {"pay": pay} for pay in ("10.005", "10.004", "10.0050000000001")]

    result = cells(*paid, OFFICER | {"pay": ""})
    assert (result["WT4a.G6.paid.W"], result["WT4a.G6.mean_pay.W"], result["WT4a.G6.median_pay.W"]) == (3, 1000, 1001)
    assert cells(*paid[:2])["WT4a.G6.median_pay.W"] == 1000
    assert cells(OFFICER | {"pay": "1,234.5"})["WT4a.G6.mean_pay.W"] == 123450


def test_of_pay_only_women_and_men_are_counted() -> None:
    assert not any(place.startswith("WT4") for place in cells(OFFICER | {"sex": "X"}))


@pytest.mark.parametrize("case", json.loads(VECTORS.read_text(encoding="utf-8"))["quarters"])
def test_those_with_the_same_pay_are_shared_out_in_proportion(case: dict[str, Any]) -> None:
    paid = [(pay, at < women) for pay, women, men in case["groups"] for at in range(women + men)]

    result = quarters(paid)

    shares = [Fraction(share) for share in case["expected_share_of_women"]]
    sizes = [women + men for women, men in result]
    assert max(sizes) - min(sizes) <= 1
    assert all(abs(women - share * size) < 1 for (women, _), share, size in zip(result, shares, sizes, strict=True))


def test_the_quarters_of_a_case_worked_by_hand() -> None:
    """Ten with the same pay: 2, 3, 2 and 3 in the quarters, of whom half are women: 1, 3/2, 1 and 3/2."""
    assert quarters([(10, at < 5) for at in range(10)]) == [(1, 1), (2, 1), (1, 1), (1, 2)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=40), st.randoms(use_true_random=False))
def test_quarters_keep_their_sums_whatever_the_order(paid: list[tuple[int, bool]], chance: object) -> None:
    result = quarters(paid)

    sizes = [women + men for women, men in result]
    assert min(number for quarter in result for number in quarter) >= 0
    assert (sum(sizes), sum(women for women, _ in result)) == (len(paid), sum(is_woman for _, is_woman in paid))
    assert max(sizes) - min(sizes) <= 1
    assert quarters(list(reversed(paid))) == result


WRONG = {
    "no grade": ({"grade": ""}, "grade", MISSING),
    "no sex": ({"sex": ""}, "sex", MISSING_SEX),
    "no function": ({"function": ""}, "function", MISSING),
    "not hired": ({"hired": ""}, "hired", MISSING),
    "another word": ({"contract": "casual"}, "contract", UNKNOWN),
    "another grade": ({"grade": "Inspector"}, "grade", UNKNOWN_GRADE),
    "a date with the day first": ({"hired": "31/12/2025"}, "hired", NO_DATE),
    "a date of no year": ({"hired": "9999-12-31"}, "hired", NO_DATE),
    "pay in words": ({"pay": "ten"}, "pay", NO_PAY),
    "negative pay": ({"pay": "-10"}, "pay", NO_PAY),
    "endless pay": ({"pay": "1000000000000"}, "pay", NO_PAY),
    "left before hired": ({"hired": "2026-06-01", "left": "2026-05-01", "reason": "retired"}, "left", LEFT_FIRST),
    "left for no reason": ({"left": "2026-05-01"}, "reason", MISSING_REASON),
    "a reason and no day": ({"reason": "retired"}, "left", REASON_WITHOUT_DAY),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_counted(name: str) -> None:
    changes, column, sentence = WRONG[name]

    assert problem(**changes) == (column, sentence)


def test_who_left_needs_neither_contract_nor_function() -> None:
    gone = {"grade": "G5", "sex": "M", "hired": "2019-01-01", "left": "2026-03-01", "reason": "dismissed"}

    assert count(gone).problems == []


def test_the_same_mistake_is_told_once_with_the_number_of_its_rows() -> None:
    result = count(*[OFFICER | {"grade": "Inspector"}] * 3, OFFICER | {"grade": "Chief"}, *[OFFICER | {"pay": "x"}] * 2)

    assert [(each.column, each.row, each.rows, each.names) for each in result.problems] == [
        ("grade", 2, 3, {"given": "Inspector"}),
        ("grade", 5, 1, {"given": "Chief"}),
        ("pay", 6, 2, {}),
    ]


def test_a_column_of_names_is_not_repeated_word_by_word() -> None:
    result = count(*(OFFICER | {"grade": f"Person {number}"} for number in range(MOST_WORDS + 1)))

    [told] = result.problems
    assert (told.sentence, told.row, told.rows, told.names) == (TOO_MANY_WORDS, 2, MOST_WORDS + 1, {})


def test_a_cell_that_cannot_be_read_is_told_with_its_own_sentence() -> None:
    result = counted([ListRow(2, OFFICER, {"pay": "A formula."})], ALL, RULES)

    assert [(each.column, each.sentence) for each in result.problems] == [("pay", "A formula.")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "grade": st.sampled_from(GRADES),
                "sex": st.sampled_from("WMX"),
                "function": st.sampled_from(IDS["function"]),
                "contract": st.sampled_from(IDS["contract"]),
                "hours": st.sampled_from(IDS["hours"]),
                "hired": st.sampled_from(("2015-01-01", "2026-07-01", "2027-02-01")),
                "pay": st.sampled_from(("", "9.5", "10", "12.25")),
            }
        ),
        max_size=30,
    )
)
def test_every_table_counts_the_same_people(people: list[dict[str, str]]) -> None:
    result = count(*people)

    sums = {name: sum(number for cell, number in result.cells.items() if cell[0] == name) for name in ("WT1a", "WT1b")}
    sums["WT2"] = sum(number for cell, number in result.cells.items() if cell[0] == "WT2")
    assert set(sums.values()) == {result.staff}
    paid = {
        name: sum(number for cell, number in result.cells.items() if cell[0] == name and cell[2] == "paid")
        for name in ("WT4a", "WT4b")
    }
    assert paid["WT4a"] == paid["WT4b"]
