"""Reads a list of staff: a process of its own counts it and answers with the cells of tables, so that no row of it is
ever in this one, in a log or in the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.reading.apart import ask
from exports.reading.staff_child import StaffQuestion
from questionnaires.problems import Problem
from questionnaires.workforce.definition import CellId

CHILD = "exports.reading.staff_child"


@dataclass(frozen=True)
class StaffProblem:
    """The same mistake in `rows` rows, of which `row` is the first; `column` is its letter, "" for the row as a whole.

    `problem` has the sentence; its place is the column, by its id.
    """

    column: str
    row: int
    rows: int
    problem: Problem


@dataclass(frozen=True)
class CountedStaff:
    """Whole tables of numbers, or the problems of the list and how many `more` there are: then nothing is counted.

    `rows` are those of the list, of which so many are `staff` of the snapshot date, or were `hired` or `left` in the
    year before it. `left_out` are titles of columns that mean nothing here; `others` are sheets that hold a list too.
    """

    values: Mapping[CellId, int]
    problems: tuple[StaffProblem, ...]
    more: int
    rows: int
    staff: int
    hired: int
    left: int
    left_out: tuple[str, ...]
    sheet: str
    others: tuple[str, ...]


def count_staff(data: bytes, question: StaffQuestion) -> CountedStaff:
    """Of CSV or Excel. Raises FileRefused, also where the list may say who people are."""
    answer = ask(data, CHILD, head=question.head())
    problems = tuple(
        StaffProblem(letter, row, rows, Problem(column, sentence, names))
        for letter, column, row, rows, sentence, names in answer["problems"]
    )
    return CountedStaff(
        {CellId(*cell): number for *cell, number in answer["cells"]},
        problems,
        answer["more"],
        answer["rows"],
        answer["staff"],
        answer["hired"],
        answer["left"],
        tuple(answer["left_out"]),
        answer["sheet"],
        tuple(answer["others"]),
    )
