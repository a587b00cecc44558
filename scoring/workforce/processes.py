"""Personnel processes as four numbers: to how many of the women, and of the men, something happened. Pure.

The comparison of the two rates, and whether chance may explain it, stand elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import SEXES, Figure, TableNumbers, WhyNone, inputs_of

EXITS = ("resigned", "retired", "contract_ended", "dismissed", "left_otherwise")


@dataclass(frozen=True, slots=True)
class Counts:
    """No group is smaller than its successes."""

    women_success: int
    women_group: int
    men_success: int
    men_group: int


class Part(NamedTuple):
    """The sum of some columns of a table, in some rows or in all."""

    table: str
    measures: tuple[str, ...]
    rows: tuple[str, ...] = ()


class Process(NamedTuple):
    """`is_by_grade`: both numbers are told for each group of grades, so that each can be looked at alone."""

    success: Part
    group: Part
    is_by_grade: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """`counts` are None where a number is not known or more succeeded than there were. `inputs`: all cells used."""

    process: str
    counts: Counts | None
    why_none: WhyNone
    inputs: tuple[CellId, ...]


def _within(table: str, success: str, group: str, is_by_grade: bool = True) -> Process:
    return Process(Part(table, (success,)), Part(table, (group,)), is_by_grade)


def _leaving(*reasons: str) -> Process:
    return Process(Part("WT3c", reasons), Part("WT3c", ("opening",)), is_by_grade=True)


PROCESSES: Mapping[str, Process] = {
    "shortlisting": _within("WT3a", "shortlisted", "applicants"),
    "offer": _within("WT3a", "offered", "shortlisted"),
    "acceptance": _within("WT3a", "hired", "offered"),
    "hiring": _within("WT3a", "hired", "applicants"),
    "promotion": _within("WT3b", "promoted", "eligible"),
    "leaving": _leaving(*EXITS),
    **{reason: _leaving(reason) for reason in EXITS},
    "leadership_training": Process(Part("WT5a", ("participants",), ("leadership",)), Part("WT1a", ("staff",))),
    "return_from_leave": _within("WT6a", "returned", "due", is_by_grade=False),
    "staying_after_leave": _within("WT6a", "still_employed", "returned_before", is_by_grade=False),
}
HIRING_STAGES = ("shortlisting", "offer", "acceptance", "hiring")


def flow_of(numbers: TableNumbers, process: str) -> Flow:
    """Of all staff; `process` is one of PROCESSES."""
    return _flow(numbers, process, "")


def flows_by_grade(numbers: TableNumbers, process: str) -> dict[str, Flow]:
    """By group of grades; empty where the process is not told by them."""
    if not PROCESSES[process].is_by_grade:
        return {}
    rows = numbers.tables[PROCESSES[process].group.table].rows
    return {row: _flow(numbers, process, row) for row in rows}


def rate_of(numbers: TableNumbers, process: str, sex: str, row: str = "") -> Figure:
    """Successes divided by the group, of all staff or of a group of grades."""
    success, group = _pair(numbers, PROCESSES[process], sex, row)
    rate = success.over(group, "no_group")
    return replace(rate, value=None, why_none="more_than_group") if _do_not_fit(success, group) else rate


def _flow(numbers: TableNumbers, process: str, row: str) -> Flow:
    pairs = [_pair(numbers, PROCESSES[process], sex, row) for sex in SEXES.values()]
    figures = [figure for pair in pairs for figure in pair]
    values = [int(figure.value) for figure in figures if figure.value is not None]
    inputs = inputs_of(figures)
    if len(values) < len(figures):
        return Flow(process, None, "not_known", inputs)
    if any(_do_not_fit(*pair) for pair in pairs):
        return Flow(process, None, "more_than_group", inputs)
    return Flow(process, Counts(*values), "", inputs)


def _pair(numbers: TableNumbers, process: Process, sex: str, row: str) -> tuple[Figure, Figure]:
    """Success and group of one sex."""
    return _sum(numbers, process.success, sex, row), _sum(numbers, process.group, sex, row)


def _sum(numbers: TableNumbers, part: Part, sex: str, row: str) -> Figure:
    rows = (row,) if row else part.rows
    totals = [numbers.total(part.table, measure, (sex,), rows) for measure in part.measures]
    return sum(totals[1:], totals[0])


def _do_not_fit(success: Figure, group: Figure) -> bool:
    return success.value is not None and group.value is not None and success.value > group.value
