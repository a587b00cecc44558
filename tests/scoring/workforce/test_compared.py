"""All that is computed of each flow, and how long all figures of an administration take."""

from collections.abc import Callable
from dataclasses import replace
from time import process_time

import pytest

from questionnaires.workforce.definition import CellId
from scoring.workforce.compared import compared_flow
from scoring.workforce.figures import TableNumbers
from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.two_by_two import Flag, compare
from scoring.workforce.outcomes.indicators import outcomes
from scoring.workforce.table_flows import PROCESSES, flow_of
from tests.scoring.workforce.numbers import a_full_set, the_numbers


@pytest.mark.parametrize("process", PROCESSES)
def test_all_staff_are_compared_as_the_sum_of_the_grades(process: str) -> None:
    numbers = a_full_set()
    flow = compared_flow(numbers, process)

    assert flow.comparison == compare(Flow(*flow_of(numbers, process).counts))
    assert (flow.strata is not None) == PROCESSES[process].is_by_grade


def test_where_a_number_is_not_known_no_grade_is_told() -> None:
    full = a_full_set()
    flow = compared_flow(replace(full, cells={**full.cells, CellId("WT3b", "GA", "promoted", "W"): None}), "promoted")

    assert (flow.comparison.flag, flow.strata, flow.is_known) == (Flag.NOT_KNOWN, None, True)
    assert not compared_flow(the_numbers({}), "promoted").is_known


def test_all_figures_of_an_administration_take_30_ms_at_most() -> None:
    """The quickest of ten, beside a million squares, which take 60 ms where nothing else runs: on a busy machine both
    take longer. Ten times a full set, with up to thousands of people in each flow."""
    full = a_full_set()
    numbers = TableNumbers(full.tables, {cell: value and 10 * value for cell, value in full.cells.items()})
    pairs = [(_seconds(lambda: all_figures(numbers)), _seconds(a_million_squares)) for _ in range(10)]

    assert min(figures / squares for figures, squares in pairs) <= 30 / 60


def all_figures(numbers: TableNumbers) -> None:
    outcomes(numbers)
    for process in PROCESSES:
        compared_flow(numbers, process)


def a_million_squares() -> None:
    sum(number * number for number in range(1_000_000))


def _seconds(what: Callable[[], None]) -> float:
    begun = process_time()
    what()
    return process_time() - begun
