"""Reads the numbers that a program sends: those that can be stored, or what is wrong with each."""

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.numbers import read_whole
from questionnaires.problems import Problem
from questionnaires.workforce.definition import MOST, CellId, Table

KEYS = ("value", "revision")
NO_VALUE = "Send `value`: a whole number of the smallest unit, or null where it is not known."
NO_REVISION = "Send the revision your number is based on, or 0 if there was none."
NO_NUMBERS = 'Send `numbers`, by row and column: {{"G1/staff.W": {{"value": 12, "revision": 0}}}}.'
OTHER_PART = "This part is unknown. Send value and revision."
NO_CELL = "Table {table} has no such row and column."


@dataclass(frozen=True)
class Sent:
    """Each number with the revision that it was based on. Where there are problems nothing is stored."""

    values: Mapping[CellId, int | None]
    based_on: Mapping[CellId, int]
    problems: tuple[Problem, ...]


def name_in(cell: CellId) -> str:
    """As a body names it, inside its table: "G1/staff.W"."""
    return f"{cell.row}/{cell.column}"


def cells_by_name(table: Table) -> dict[str, CellId]:
    return {name_in(cell): cell for cell in table.cells}


def one_number(table: Table, cell: CellId, body: Mapping[str, object]) -> Sent:
    return _sent(table, [("", cell, body)])


def several_numbers(table: Table, body: Mapping[str, object]) -> Sent:
    numbers, cells = body.get("numbers"), cells_by_name(table)
    problems = [Problem(name, "This part is unknown. Send numbers.") for name in body if name != "numbers"]
    if not isinstance(numbers, dict) or not numbers:
        return Sent({}, {}, (*problems, Problem("numbers", NO_NUMBERS)))
    for name in numbers.keys() - cells.keys():
        problems.append(Problem(f"numbers.{name}", NO_CELL, {"table": table.id}))
    known = [(f"numbers.{name}.", cells[name], each) for name, each in numbers.items() if name in cells]
    sent = _sent(table, known)
    return Sent(sent.values, sent.based_on, (*problems, *sent.problems))


def _sent(table: Table, numbers: list[tuple[str, CellId, object]]) -> Sent:
    """Of each number its place in the body, with a point behind it, its cell and what was sent."""
    values: dict[CellId, int | None] = {}
    based_on: dict[CellId, int] = {}
    problems: list[Problem] = []
    for place, cell, body in numbers:
        given = body if isinstance(body, dict) else {}
        problems += [Problem(f"{place}{name}", OTHER_PART) for name in given if name not in KEYS]
        values[cell] = _value(f"{place}value", given, MOST[table.measure(cell.measure).unit], problems)
        based_on[cell] = _revision(f"{place}revision", given, problems)
    return Sent(values, based_on, tuple(problems))


def _value(place: str, given: Mapping[str, object], most: int, problems: list[Problem]) -> int | None:
    value = given.get("value", "")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        problems.append(Problem(place, NO_VALUE))
        return None
    return read_whole(place, value, problems, most=most)


def _revision(place: str, given: Mapping[str, object], problems: list[Problem]) -> int:
    revision = given.get("revision")
    if isinstance(revision, int) and not isinstance(revision, bool) and revision >= 0:
        return revision
    problems.append(Problem(place, NO_REVISION))
    return 0
