"""Personnel flows as the tables count them: how many of the women, and of the men, went one way. Pure.

How far apart the two rates are, and whether that can be chance, is said elsewhere.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import COMPARED_SEXES, Figure, TableNumbers, inputs_of

EXITS = ("resigned", "retired", "contract_ended", "dismissed", "left_otherwise")
COURSES = ("technical", "enforcement", "leadership", "equality", "abroad")


class Counts(NamedTuple):
    """None is "not known". More may have gone this way than there were: then the numbers do not fit together."""

    women_success: int | None
    women_group: int | None
    men_success: int | None
    men_group: int | None


class TableFlow(NamedTuple):
    """`inputs`: the cells that the four numbers are made of."""

    process: str
    counts: Counts
    inputs: tuple[CellId, ...]


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


def _within(table: str, success: str, group: str, is_by_grade: bool = True) -> Process:
    return Process(Part(table, (success,)), Part(table, (group,)), is_by_grade)


def _leaving(*reasons: str) -> Process:
    return Process(Part("WT3c", reasons), Part("WT3c", ("opening",)), is_by_grade=True)


def _trained(course: str) -> Process:
    """Places against all staff: someone who took two courses counts twice."""
    return Process(Part("WT5a", ("participants",), (course,)), Part("WT1a", ("staff",)))


PROCESSES: Mapping[str, Process] = {
    "shortlisted": _within("WT3a", "shortlisted", "applicants"),
    "offered": _within("WT3a", "offered", "shortlisted"),
    "hired": _within("WT3a", "hired", "offered"),
    "hired_of_applicants": _within("WT3a", "hired", "applicants"),
    "applied": _within("WT3b", "applied", "eligible"),
    "promoted": _within("WT3b", "promoted", "eligible"),
    "promoted_of_applicants": _within("WT3b", "promoted", "applied"),
    "left": _leaving(*EXITS),
    **{reason: _leaving(reason) for reason in EXITS},
    **{course: _trained(course) for course in COURSES},
    "took": _within("WT6a", "took", "entitled", is_by_grade=False),
    "returned": _within("WT6a", "returned", "due", is_by_grade=False),
    "still_employed": _within("WT6a", "still_employed", "returned_before", is_by_grade=False),
}
HIRING_STAGES = ("shortlisted", "offered", "hired")


def flow_of(numbers: TableNumbers, process: str) -> TableFlow:
    """Of all staff; `process` is one of PROCESSES."""
    return _flow(numbers, process, "")


def flows_by_grade(numbers: TableNumbers, process: str) -> dict[str, TableFlow]:
    """By group of grades; empty where the process is not told by them."""
    if not PROCESSES[process].is_by_grade:
        return {}
    rows = numbers.tables[PROCESSES[process].group.table].rows
    return {row: _flow(numbers, process, row) for row in rows}


def rate_of(numbers: TableNumbers, process: str, sex: str, row: str = "") -> Figure:
    """Successes divided by the group, of all staff or of a group of grades."""
    success, group = _pair(numbers, PROCESSES[process], sex, row)
    rate = success.over(group, "no_group")
    if success.value is not None and group.value is not None and success.value > group.value:
        return replace(rate, value=None, why_none="more_than_group")
    return rate


def rates_of(numbers: TableNumbers, process: str, row: str = "") -> dict[str, Figure]:
    """Of women and of men."""
    return {name: rate_of(numbers, process, sex, row) for name, sex in COMPARED_SEXES.items()}


def _flow(numbers: TableNumbers, process: str, row: str) -> TableFlow:
    figures = [figure for sex in COMPARED_SEXES.values() for figure in _pair(numbers, PROCESSES[process], sex, row)]
    counts = Counts(*(None if figure.value is None else int(figure.value) for figure in figures))
    return TableFlow(process, counts, inputs_of(figures))


def _pair(numbers: TableNumbers, process: Process, sex: str, row: str) -> tuple[Figure, Figure]:
    """Success and group of one sex."""
    return _sum(numbers, process.success, sex, row), _sum(numbers, process.group, sex, row)


def _sum(numbers: TableNumbers, part: Part, sex: str, row: str) -> Figure:
    rows = (row,) if row else part.rows
    totals = [numbers.total(part.table, measure, (sex,), rows) for measure in part.measures]
    return sum(totals[1:], totals[0])
