"""Sums of the workforce tables, as the checks compare them and a page shows them beside the cells. Pure.

None is "not known", never 0, and a sum with a part that is not known is not known. One thing is taken as 0: the third
column (other or not stated), where nobody filled it in beside the number of women and of men.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from questionnaires.workforce.definition import MEN, OTHER, WOMEN, CellId, Table

Values = Mapping[CellId, int | None]


class Totals(NamedTuple):
    """By row and measure over the sexes, by measure and sex over the rows, and by measure over both.

    Pay is never added up, and rows only where they are parts of one whole: other totals are not in it.
    """

    rows: Mapping[tuple[str, str], int | None]
    columns: Mapping[tuple[str, str], int | None]
    whole: Mapping[str, int | None]


def known_sum(cells: Iterable[CellId], values: Values) -> int | None:
    total = 0
    for cell in cells:
        number = in_a_sum(cell, values)
        if number is None:
            return None
        total += number
    return total


def in_a_sum(cell: CellId, values: Values) -> int | None:
    number = values.get(cell)
    if number is None and cell.sex == OTHER:
        beside = (values.get(cell._replace(sex=sex)) for sex in (WOMEN, MEN))
        return 0 if all(known is not None for known in beside) else None
    return number


def totals(table: Table, values: Values) -> Totals:
    counted = [measure for measure in table.measures if measure.unit != "pay"]
    rows = {
        (row, measure.id): known_sum((CellId(table.id, row, measure.id, sex) for sex in measure.sexes), values)
        for row in table.rows
        for measure in counted
        if measure.sexes
    }
    if not table.adds_up:
        return Totals(rows, {}, {})
    columns = {
        (measure.id, sex): known_sum((CellId(table.id, row, measure.id, sex) for row in table.rows), values)
        for measure in counted
        for sex in measure.columns
    }
    whole = {
        measure.id: known_sum(
            (CellId(table.id, row, measure.id, sex) for row in table.rows for sex in measure.columns), values
        )
        for measure in counted
    }
    return Totals(rows, columns, whole)
