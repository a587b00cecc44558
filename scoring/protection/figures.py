"""Every figure that the workforce tables show, with its key: the numbers, their sums, and the rows that were merged.

A key is "WT1a/G1/staff.W"; sums over the sexes are "WT1a/G1/staff.total", over the rows "WT1a/total/staff.W". A merged
row is "WT1a/G1+G2/staff.W". A number of the profile is its own key.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from questionnaires.workforce.definition import CellId, Measure, Table, Tables

TOTAL = "total"
Key = str
Values = Mapping[CellId, int | None]
Figures = dict[Key, int | None]
Merged = tuple[tuple[str, ...], ...]


class Sum(NamedTuple):
    key: Key
    parts: tuple[Key, ...]


def key(table: str, row: str, measure: str, sex: str = "") -> Key:
    return f"{table}/{row}/{CellId(table, row, measure, sex).column}"


def merged_rows(table: Table, merged: Merged) -> Merged:
    """Those of this table: the same rows are merged in every table that has them."""
    return tuple(group for group in merged if set(group) <= set(table.rows))


def name_of(group: Iterable[str]) -> str:
    return "+".join(group)


def shown_rows(table: Table, merged: Merged) -> list[str]:
    """From top to bottom, without the line of totals."""
    names = {row: name_of(group) for group in merged_rows(table, merged) for row in group}
    return list(dict.fromkeys(names.get(row, row) for row in table.rows))


def sums(table: Table, measure: Measure, merged: Merged) -> Iterator[Sum]:
    """Which figures are sums of which; the parts of a sum come before it."""
    yield from sums_of_merged_rows(table, measure, merged)
    names = [*table.rows, *map(name_of, merged_rows(table, merged))]
    if table.adds_up:
        names.append(TOTAL)
        for sex in measure.columns:
            parts = tuple(key(table.id, row, measure.id, sex) for row in shown_rows(table, merged))
            yield Sum(key(table.id, TOTAL, measure.id, sex), parts)
    for name in names if measure.sexes else ():
        parts = tuple(key(table.id, name, measure.id, sex) for sex in measure.sexes)
        yield Sum(key(table.id, name, measure.id, TOTAL), parts)


def sums_of_merged_rows(table: Table, measure: Measure, merged: Merged) -> Iterator[Sum]:
    for group in merged_rows(table, merged):
        for sex in measure.columns:
            parts = tuple(key(table.id, row, measure.id, sex) for row in group)
            yield Sum(key(table.id, name_of(group), measure.id, sex), parts)


def keys_of(table: Table, measure: Measure, merged: Merged) -> list[Key]:
    """The numbers themselves, row by row, then all sums."""
    own = [key(table.id, row, measure.id, sex) for row in table.rows for sex in measure.columns]
    return own + [each.key for each in sums(table, measure, merged)]


def heads(table: Table, measure: Measure) -> Measure | None:
    """Whose pay or hours a measure tells: the first column of people with the same sexes. None for counts."""
    if measure.unit not in ("pay", "hours"):
        return None
    return next((other for other in table.measures if other.unit == "people" and other.sexes == measure.sexes), None)


def is_median(measure: Measure) -> bool:
    """A median is no part of any sum, and nobody can work it out from other figures."""
    return measure.id.startswith("median")


def counted(tables: Tables) -> Iterator[tuple[Table, Measure]]:
    for table in tables.tables:
        for measure in table.measures:
            if heads(table, measure) is None:
                yield table, measure


def told_of_heads(tables: Tables) -> Iterator[tuple[Table, Measure, Measure]]:
    """Pay and hours, each with the heads whose they are."""
    for table in tables.tables:
        for measure in table.measures:
            if of := heads(table, measure):
                yield table, measure, of


def counts(tables: Tables, values: Values, merged: Merged) -> Figures:
    """A sum with a part that is not known is not known."""
    figures: Figures = {}
    for table, measure in counted(tables):
        figures |= _with_sums(table, measure, values, merged)
    return figures


def amounts(tables: Tables, values: Values, merged: Merged) -> Figures:
    """The pay of all heads together, or their hours: they add up, which means do not."""
    figures: Figures = {}
    for table, measure, of in told_of_heads(tables):
        if not is_median(measure):
            own = {cell: _amount(cell, measure, of, values) for cell in table.cells if cell.measure == measure.id}
            figures |= _with_sums(table, measure, own, merged)
    return figures


def _amount(cell: CellId, measure: Measure, of: Measure, values: Values) -> int | None:
    value, number = values.get(cell), values.get(cell._replace(measure=of.id))
    if measure.unit == "hours":
        return value
    if number == 0:
        return 0
    return None if number is None or value is None else number * value


def _with_sums(table: Table, measure: Measure, values: Values, merged: Merged) -> Figures:
    figures: Figures = {
        key(table.id, row, measure.id, sex): values.get(CellId(table.id, row, measure.id, sex))
        for row in table.rows
        for sex in measure.columns
    }
    for each in sums(table, measure, merged):
        known = [value for part in each.parts if (value := figures[part]) is not None]
        figures[each.key] = sum(known) if len(known) == len(each.parts) else None
    return figures


def figures_of(tables: Tables, values: Values, merged: Merged = ()) -> Figures:
    """As they are shown. The pay of a sum is the mean of all its heads, half up; of a sum there is no median."""
    numbers, totals = counts(tables, values, merged), amounts(tables, values, merged)
    figures = dict(numbers)
    for table, measure, of in told_of_heads(tables):
        pairs = list(zip(keys_of(table, measure, merged), keys_of(table, of, merged), strict=True))
        if measure.unit == "hours":
            figures |= {own: totals[own] for own, _ in pairs}
        else:
            figures |= {own: _mean(totals.get(own), numbers[whose]) for own, whose in pairs}
            figures |= {key(*cell): values.get(cell) for cell in table.cells if cell.measure == measure.id}
    return figures


def _mean(amount: int | None, number: int | None) -> int | None:
    return None if amount is None or not number else (2 * amount + number) // (2 * number)
