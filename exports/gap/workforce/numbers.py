"""The numbers that a report may tell: every one for whoever may see them, what a publication shows for others.

What is hidden is not in here at all, so that no sheet can tell it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from questionnaires.problems import N_
from questionnaires.workforce.definition import (
    DECIMALS,
    MEN,
    OTHER,
    SEXES,
    WOMEN,
    CellId,
    Table,
    TablesWords,
    Unit,
    WorkforceTables,
)
from scoring.protection.figures import TOTAL, key
from scoring.protection.pattern import HIDDEN
from scoring.workforce.figures import TableNumbers
from scoring.workforce.sums import Values, totals

Edition = Literal["own", "others"]
EDITIONS: Mapping[str, str] = {
    "own": N_("The administration's own: every number"),
    "others": N_("For others: only numbers that were published"),
}
"""Of reports of an assessment that has workforce numbers."""
DO_NOT_PASS_ON = N_("own edition, do not pass on")
HIDDEN_TEXT = HIDDEN.value


@dataclass(frozen=True)
class WorkforceNumbers:
    """`tables` are all of the version, `cells` their numbers, `figures` these and their sums by key, as
    `scoring.protection.figures` names them. `hidden` are the keys of figures that are not told.

    `published` is the edition of the result that the numbers were published with; 0 in the administration's own report.
    """

    edition: Edition
    tables: Mapping[str, Table]
    words: TablesWords
    cells: Mapping[CellId, int | None]
    figures: Mapping[str, int]
    merged: tuple[tuple[str, ...], ...] = ()
    hidden: frozenset[str] = frozenset()
    with_other: bool = False
    """Whether the third column is shown. Nobody outside sees it: it is in the totals."""
    published: int = 0

    @property
    def is_own(self) -> bool:
        return self.edition == "own"

    @cached_property
    def as_given(self) -> TableNumbers:
        return TableNumbers(self.tables, self.cells)

    @cached_property
    def told(self) -> tuple[Table, ...]:
        """The tables of which something is known."""
        known = {name.partition("/")[0] for name in (*self.figures, *self.hidden)}
        return tuple(table for id_, table in self.tables.items() if id_ in known)

    def may_show(self, cells: Iterable[CellId]) -> bool:
        """Whether a figure that is worked out from these may be shown."""
        return not self.hidden or self.hidden.isdisjoint(key(*cell) for cell in cells)

    def is_any_hidden(self, keys: Collection[str]) -> bool:
        return not self.hidden.isdisjoint(keys)

    def title_of_row(self, table: str, row: str) -> str:
        """Of a row, of several that were merged, or of the sum of all."""
        if row == TOTAL:
            return self.words.tables[table].total
        return " + ".join(self.words.row(table, part) for part in row.split("+"))

    def measure_name(self, table: str, measure: str) -> str:
        return self.words.tables[table].measures[measure]

    def on_paper(self, sheet: str, translate: Callable[[str], str]) -> str:
        """The name of a sheet on printed pages, which may leave the others."""
        return f"{sheet} · {translate(DO_NOT_PASS_ON)}" if self.is_own else sheet

    def sexes(self) -> tuple[str, ...]:
        """Of the columns."""
        return tuple(sex for sex in SEXES if sex != OTHER or self.with_other)


def as_shown(value: int, unit: Unit) -> int | float:
    """From the smallest unit, in which numbers are kept."""
    decimals = DECIMALS[unit]
    return value / 10**decimals if decimals else value


def own_numbers(tables: WorkforceTables, words: TablesWords, values: Values, *, with_other: bool) -> WorkforceNumbers:
    """With every number. `with_other`: the administration counts a third category."""
    cells = {cell: value for cell, value in values.items() if value is not None}
    figures = {key(*cell): value for cell, value in cells.items()}
    for table in tables.structure.tables:
        if any(cell.table == table.id for cell in cells):
            figures |= {name: value for name, value in _sums(table, cells) if value is not None}
    is_other_told = with_other or any(cell.sex == OTHER for cell in cells)
    return WorkforceNumbers("own", tables.tables, words, cells, figures, with_other=is_other_told)


def _sums(table: Table, cells: Values) -> Iterator[tuple[str, int | None]]:
    of_table = totals(table, cells)
    for (row, measure), value in of_table.rows.items():
        yield key(table.id, row, measure, TOTAL), value
    for (measure, sex), value in of_table.columns.items():
        yield key(table.id, TOTAL, measure, sex), value
    for measure, value in of_table.whole.items():
        if table.measure(measure).sexes:
            yield key(table.id, TOTAL, measure, TOTAL), value


def numbers_for_others(
    tables: WorkforceTables,
    words: TablesWords,
    figures: Mapping[str, int],
    *,
    merged: tuple[tuple[str, ...], ...],
    hidden: frozenset[str],
    published: int,
) -> WorkforceNumbers:
    """`figures` are those that a publication shows. The third sex never stands alone: it is what the row has beside
    women and men, and hidden where that is."""
    shown = {name: figure for name, figure in figures.items() if name not in hidden}
    cells = {cell: shown[name] for cell in tables.cells if (name := key(*cell)) in shown}
    of_other = {cell: _beside_women_and_men(cell, shown, hidden) for cell in tables.cells if cell.sex == OTHER}
    cells |= {cell: number for cell, number in of_other.items() if isinstance(number, int)}
    hidden |= {key(*cell) for cell, number in of_other.items() if number == HIDDEN_TEXT}
    return WorkforceNumbers("others", tables.tables, words, cells, shown, merged, hidden, published=published)


def _beside_women_and_men(cell: CellId, shown: Mapping[str, int], hidden: frozenset[str]) -> int | str | None:
    names = [key(cell.table, cell.row, cell.measure, sex) for sex in (TOTAL, WOMEN, MEN)]
    if not hidden.isdisjoint((*names, key(*cell))):
        return HIDDEN_TEXT
    if any(name not in shown for name in names):
        return None
    whole, *parts = (shown[name] for name in names)
    return whole - sum(parts)
