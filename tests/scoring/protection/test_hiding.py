"""Primary and complementary suppression, and the audit of ranges, on tables that fit a page."""

import json
from collections.abc import Hashable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from scoring.protection.complementary import complete
from scoring.protection.linked import Cell, Equation, System
from scoring.protection.merging import Column, merge
from scoring.protection.primary import primary
from tests.scoring.protection.two_way import THRESHOLD, ranges_of, two_way

VECTORS = json.loads((Path(__file__).parents[2] / "data/workforce/06-suppression.json").read_text("utf-8"))["cases"]
HIDING = [case for case in VECTORS if "hidden" in case]
MERGING = [case for case in VECTORS if "merge" in case]


@pytest.mark.parametrize("case", HIDING, ids=lambda case: case["name"])
def test_the_audit_gives_the_ranges_of_the_published_vectors(case: dict[str, Any]) -> None:
    system, hidden = two_way(case["table"]), [tuple(place) for place in case["hidden"]]

    ranges = ranges_of(system, hidden)

    assert {f"{row},{column}": list(ends) for (row, column), ends in ranges.items()} == case["ranges"]
    assert all(high - low >= THRESHOLD for low, high in ranges.values()) == case["safe"]


@pytest.mark.parametrize("case", HIDING, ids=lambda case: case["name"])
def test_what_the_vectors_call_unsafe_becomes_safe_by_hiding_more(case: dict[str, Any]) -> None:
    system = two_way(case["table"])

    hidden = complete(system, primary(system)).hidden

    assert {tuple(place) for place in case["hidden"]} < hidden
    assert all(high - low >= THRESHOLD for low, high in ranges_of(system, hidden).values())  # type: ignore[arg-type]


@pytest.mark.parametrize("case", MERGING, ids=lambda case: case["name"])
def test_a_small_row_is_merged_with_its_neighbour_as_in_the_vectors(case: dict[str, Any]) -> None:
    rows = tuple(str(row) for row in range(len(case["table"])))
    columns = [Column(values, THRESHOLD) for values in zip(*case["table"], strict=True)]

    assert merge(rows, columns) == tuple(tuple(map(str, group)) for group in case["merge"])


def test_the_smallest_partners_are_hidden_with_a_small_cell() -> None:
    system = two_way([[3, 20], [15, 40], [60, 90]])

    assert complete(system, primary(system)).hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_no_equation_keeps_exactly_one_hidden_term() -> None:
    system = two_way([[3, 20, 8], [15, 40, 2], [60, 90, 7], [1, 30, 50]])

    hidden = complete(system, primary(system)).hidden

    assert {(0, 0), (1, 2), (3, 0)} < hidden
    assert all(len(hidden & equation.coefficients.keys()) != 1 for equation in system.equations)


def test_two_small_partners_are_not_enough_and_a_third_is_hidden() -> None:
    """1 and 2 side by side, with the rest and the sum shown, could only be 0 to 3."""
    values = {"a": 1, "b": 2, "c": 30, "sum": 33}
    cells: dict[Hashable, Cell] = {name: Cell(name, value, THRESHOLD, cost=value) for name, value in values.items()}

    hidden = complete(System(cells, (Equation({"a": 1, "b": 1, "c": 1, "sum": -1}),)), {"a", "b"}).hidden

    assert hidden == {"a", "b", "c"}


def test_a_zero_is_no_secret_and_never_a_partner_unless_the_table_hides_zero() -> None:
    cells: dict[Hashable, Cell] = {
        "a": Cell("a", 3, 5),
        "b": Cell("b", 0, 5),
        "c": Cell("c", 40, 5),
        "sum": Cell("sum", 43, 5),
    }
    equation = (Equation({"a": 1, "b": 1, "c": 1, "sum": -1}),)

    assert "b" not in complete(System(cells, equation), {"a"}).hidden
    assert primary(System({**cells, "b": Cell("b", 0, 10, hides_zero=True)}, equation)) == {"a", "b"}


def test_what_was_public_stays_shown_and_what_was_hidden_stays_hidden() -> None:
    table = [[3, 20], [15, 40], [60, 90]]
    system = two_way(table, public=[(0, 1), (1, 0)], before=[(2, 1)])

    hidden = complete(system, primary(system)).hidden

    assert {(0, 0), (2, 1)} <= hidden
    assert hidden.isdisjoint({(0, 1), (1, 0)})
    assert all(high - low >= THRESHOLD for low, high in ranges_of(system, hidden).values())  # type: ignore[arg-type]


def test_what_public_numbers_give_away_is_told() -> None:
    everything_else = [place for place in product(range(3), range(3)) if place != (0, 0)]
    system = two_way([[3, 20], [15, 40]], public=everything_else)

    completed = complete(system, primary(system))

    assert completed.hidden == completed.entangled == {(0, 0)}


def test_a_range_that_is_wide_only_between_whole_numbers_counts_as_narrow() -> None:
    """2a + b = 7 with 0 <= b <= 1 in whole numbers leaves a at 3, though 3 to 3.5 is a range."""
    cells: dict[Hashable, Cell] = {"a": Cell("a", 3, 5), "b": Cell("b", 1, 0), "c": Cell("c", 0, 0, hides_zero=True)}
    equations = (Equation({"a": 2, "b": 1}, 7), Equation({"b": 1, "c": 1}, 1))

    assert complete(System(cells, equations), {"a", "b", "c"}).entangled == {"a", "b", "c"}


def test_large_amounts_are_moved_in_steps_and_stay_exact() -> None:
    mean = 25_000_000
    pays = {"a": 3 * mean, "b": 4 * mean, "c": 80 * mean}
    cells: dict[Hashable, Cell] = {name: Cell(name, value, 0, width=10 * mean) for name, value in pays.items()}
    cells["sum"] = Cell("sum", 87 * mean, 0, width=10 * mean, cost=999)
    system = System(cells, (Equation({**dict.fromkeys(pays, 1), "sum": -1}),))

    assert complete(system, {"a", "b"}).hidden == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("women", "men", "merged"),
    [
        ((5, 9, 30), (6, 20, 40), ()),
        ((2, 9, 30), (6, 20, 40), (("a", "b"),)),
        ((9, 3, 30), (6, 20, 40), (("a", "b"),)),
        ((1, 1, 30), (60, 20, 40), ()),
        ((0, 0, 4), (60, 20, 40), ()),
        ((2, None, 30), (6, 20, 40), ()),
    ],
    ids=["none small", "top row", "with the smaller side", "would leave a small number", "no help", "not known"],
)
def test_neighbours_are_merged_where_that_leaves_more_rows_to_read(
    women: tuple[int | None, ...], men: tuple[int | None, ...], merged: tuple[tuple[str, ...], ...]
) -> None:
    assert merge(("a", "b", "c"), [Column(women, THRESHOLD), Column(men, THRESHOLD)]) == merged


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """What a command prints is for people and for programs that read it."""
    system = two_way(HIDING[0]["table"])

    complete(system, primary(system))

    assert capfd.readouterr() == ("", "")
