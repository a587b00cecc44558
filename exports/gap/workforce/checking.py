"""The figures of the sheet "Results" on the sheet "Check": each that a formula computes, beside the stored one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from exports.content import Column, Formula, PlacedCell, TableStack, TitledTable, Value
from exports.gap.check_layout import ROW_VERDICT as VERDICT
from exports.gap.check_layout import Layout
from exports.gap.formulas import CLOSE, in_quotes
from exports.gap.workforce.stacking import CHECKED, CHECKED_SUMS, first_row, letters_of
from exports.long_texts import sheet_name

ABOVE = 4
"""Rows of the parameters, below the last node."""
NAME, VERDICT_AT = 1, 6
"""The columns of the sheet, counted from 0: the name of the row, and whether all its figures are equal."""


class Computed(NamedTuple):
    """A column with its letter on its sheet, and the rows whose figures are compared."""

    letter: str
    column: Column
    rows: frozenset[int]


class Place(NamedTuple):
    """Where a table stands: its sheet, the name of that in formulas, and its first row, as a spreadsheet counts."""

    stack: TableStack
    sheet: str
    table: TitledTable
    first: int


@dataclass(frozen=True)
class ResultChecks:
    """`verdicts` are the cells that say of each of `count` rows whether its figures are equal; `last` is the last row,
    as a spreadsheet counts."""

    cells: tuple[PlacedCell, ...] = ()
    verdicts: tuple[str, ...] = ()
    count: int = 0
    last: int = 0


@dataclass(frozen=True)
class ResultChecker:
    """`stored` is the first column of the stored figures, counted from 0; `words` are those for equal and for other."""

    stored: int
    words: tuple[str, str]

    def of_stack(self, stack: TableStack, row: int) -> Iterator[ResultChecks]:
        """`row` is where it begins, as a spreadsheet counts."""
        sheet = str(quote_sheetname(sheet_name(stack.name, ())))
        for number, table in enumerate(stack.tables):
            if computed := [*_computed(table)]:
                place = Place(stack, sheet, table, first_row(len(stack.above), stack.tables[:number]))
                checks = self._of_table(row, place, computed)
                yield checks
                row = checks.last + 2

    def _of_table(self, row: int, place: Place, computed: Sequence[Computed]) -> ResultChecks:
        """Its heading, with the titles of the stored figures, and a row for each of its own that has any."""
        rows = sorted({at for each in computed for at in each.rows})
        heading = f"{place.stack.name}: {place.table.heading}"
        cells: list[PlacedCell] = [(row - 1, NAME, heading, "label")]
        cells += [(row - 1, self.stored + at, each.column.title, "label") for at, each in enumerate(computed)]
        for number, at in enumerate(rows, row + 1):
            cells += self._row(number, place, computed, at)
        last = row + len(rows)
        return ResultChecks(tuple(cells), (f"${VERDICT}${row + 1}:${VERDICT}${last}",), len(rows), last)

    def _row(self, number: int, place: Place, computed: Sequence[Computed], at: int) -> Iterator[PlacedCell]:
        equal, differs = map(in_quotes, self.words)
        row, line, near = number - 1, place.first + at, list[str]()
        yield row, NAME, _name_of(place.table, at), "plain"
        for column, each in enumerate(computed, self.stored):
            if at in each.rows:
                stored = f"{xl_col_to_name(column)}{number}"
                near.append(f"ABS({place.sheet}!{each.letter}{line}-{stored})<={CLOSE}*MAX(1,ABS({stored}))")
                yield row, column, _value_of(each.column, at), "exact"
        verdict = Formula(f"=IF(IFERROR(AND({','.join(near)}),0),{equal},{differs})", self.words[0])
        yield row, VERDICT_AT, verdict, "verdict"


def result_checks(layout: Layout, stacks: Sequence[TableStack], words: tuple[str, str]) -> ResultChecks:
    """Below the parameters, with the stored figures behind all other columns. Nothing without `stacks`."""
    if not stacks:
        return ResultChecks()
    checker, checks = ResultChecker(layout.computed + len(layout.keys), words), [ResultChecks(last=layout.last + ABOVE)]
    for stack in stacks:
        checks += checker.of_stack(stack, checks[-1].last + 2)
    return ResultChecks(
        tuple(cell for each in checks for cell in each.cells),
        tuple(area for each in checks for area in each.verdicts),
        sum(each.count for each in checks),
        checks[-1].last,
    )


def _computed(table: TitledTable) -> Iterator[Computed]:
    for letter, column in zip(letters_of(table), table.columns, strict=True):
        asked = {CHECKED: range(len(column.values)), CHECKED_SUMS: sorted(table.strong)}.get(column.key, ())
        if rows := frozenset(at for at in asked if isinstance(column.values[at], Formula)):
            yield Computed(letter, column, rows)


def _value_of(column: Column, at: int) -> Value:
    cell = column.values[at]
    return cell.value if isinstance(cell, Formula) else None


def _name_of(table: TitledTable, at: int) -> str:
    """What stands first in the row, or in the nearest one above it that says something."""
    return next(str(name).strip() for name in table.columns[0].values[at::-1] if name)
