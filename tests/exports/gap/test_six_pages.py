"""The summary, the gaps and the plan are six printed pages at most, however many gaps there are."""

from typing import Any

import pytest

from exports.content import GapReport, Table
from exports.gap.plan.six_pages import PAGES
from exports.paper import rows_on
from exports.tables import above_heights, row_heights, title_height
from questionnaires.texts import MOST_UNITS
from tests.exports.builders import a_report, all_at, level, named, questionnaire

LONG = {"RC-01": level(1, outside_control={"authority": "m" * MOST_UNITS, "raised": None})}
CASES = {"no answer": {}, "all at 0": all_at(0), "all at 1": all_at(1), "long texts": all_at(0) | LONG}


def pages_of(table: Table) -> int:
    """The fewest that hold all rows that are printed."""
    heights = [sum(above_heights(table)), *row_heights(table)[: table.printed_rows or None]]
    widths, head = [column.width for column in table.on_paper], title_height(table.columns)
    return next(pages for pages in range(1, 99) if rows_on(pages, head, heights, widths) == len(heights))


def gaps_and_plan(report: GapReport) -> tuple[Table, Table]:
    return named(report, "Gaps"), named(report, "Action plan")


@pytest.mark.parametrize("case", CASES)
def test_the_most_urgent_gaps_fill_the_pages(case: str) -> None:
    gaps, plan = gaps_and_plan(a_report(CASES[case]))

    assert pages_of(gaps) + pages_of(plan) == PAGES
    assert gaps.printed_rows == plan.printed_rows >= 15


def test_each_page_says_that_there_are_more() -> None:
    gaps, plan = gaps_and_plan(a_report(all_at(1)))
    number = gaps.printed_rows

    assert gaps.heading == f"Gaps: the first {number} of {len(gaps.rows)}. All are on screen."
    assert plan.heading.startswith(f"Action plan: the first {number} of ")


def test_few_gaps_are_all_printed_and_nothing_is_said() -> None:
    answers: dict[str, dict[str, Any]] = all_at(4) | {"LD-09": level(1)}

    assert [(table.printed_rows, table.heading) for table in gaps_and_plan(a_report(answers))] == [(0, "")] * 2


def test_an_objective_can_be_read_alone() -> None:
    """Each level that its text adds to is told below it."""
    words, plan = questionnaire().words("en"), named(a_report(all_at(1)), "Action plan")
    [objective] = [column for column in plan.columns if column.title == "Objective"]
    told = dict(zip(plan.ids, objective.values, strict=True))

    assert str(told["LD-09"]).startswith(f"Reach level 3: {words.indicators['LD-09'].levels[3]}")
    assert words.indicators["EQ-32"].levels[2] in str(told["EQ-32"])
