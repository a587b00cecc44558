"""What every table of the sheet "Results" is made from, and the ways of speaking of numbers that they share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from exports.content import Cell, Column, Formula
from exports.gap.findings import Findings
from exports.gap.workforce.numbers import HIDDEN_TEXT, WorkforceNumbers, as_shown
from exports.gap.workforce.stacking import CHECKED
from exports.gap.workforce.tables import TablesSheet
from questionnaires.workforce.definition import Unit
from scoring.protection.figures import TOTAL, key
from scoring.workforce.outcomes.indicators import outcomes
from scoring.workforce.outcomes.results import OutcomeResult

WIDTHS = (36.0, *(8.6 for _ in range(11)), 14.0, 58.0)
"""Of the sheet: names, numbers, a few words, sentences. One page of A4 wide."""
FIGURE = re.compile(r"\{([^}]+)\}")
AREA = re.compile(r"\[([^\]/]+)/([^\]]+)\]")


class NotPlaced(Exception):
    """A formula needs a number that is not shown on the sheet "Workforce tables"."""


@dataclass(frozen=True)
class Told:
    """`tables` is the sheet "Workforce tables", to which formulas lead."""

    findings: Findings
    numbers: WorkforceNumbers
    tables: TablesSheet

    @cached_property
    def results(self) -> Mapping[str, OutcomeResult]:
        """The outcome indicators, without a look at what may be told."""
        return outcomes(self.numbers.as_given)

    def is_hidden(self, *names: str) -> bool:
        return self.numbers.is_any_hidden(names)

    def figure(self, name: str) -> int | None:
        return self.numbers.figures.get(name)

    def place(self, name: str) -> str:
        """Raises NotPlaced where no number stands there."""
        place = self.tables.places.get(name)
        if place is None or self.figure(name) is None:
            raise NotPlaced(name)
        return f"{self.tables.name_in_formulas}!{place}"

    def area(self, table: str, column: str) -> str:
        """All rows of a column, without the sum. Raises NotPlaced where rows were merged."""
        rows = self.numbers.tables[table].rows
        names = [f"{table}/{row}/{column}" for row in (rows[0], rows[-1])]
        if any(name not in self.tables.places for name in names):
            raise NotPlaced(names[0])
        first, last = (self.tables.places[name] for name in names)
        return f"{self.tables.name_in_formulas}!{first}:{last}"

    def cell(self, names: Sequence[str], unit: Unit = "people") -> Cell:
        """The number of that name, or the sum of several, as it stands on the other sheet."""
        if self.is_hidden(*names):
            return HIDDEN_TEXT
        figures = [figure for name in names if (figure := self.figure(name)) is not None]
        if len(figures) < len(names):
            return None
        return Formula("=" + "+".join(map(self.place, names)), as_shown(sum(figures), unit))

    def formula(self, template: str, value: Fraction | None) -> Cell:
        """`template` names figures of the tables in braces, and all rows of a column in brackets. Where one of them is
        not shown, the value alone."""
        if value is None or not template:
            return None if value is None else float(value)
        try:
            text = FIGURE.sub(lambda name: self.place(name[1]), template)
            return Formula("=" + AREA.sub(lambda name: self.area(name[1], name[2]), text), float(value))
        except NotPlaced:
            return float(value)

    def row_keys(self, table: str, row: str, measure: str) -> tuple[str, str, str]:
        """Of women, of men, and of all."""
        women, men, both = (key(table, row, measure, sex) for sex in ("W", "M", TOTAL))
        return women, men, both


def checked(title: str, values: Iterable[Cell], look: str) -> Column:
    return Column(title, 0, look, tuple(values), key=CHECKED)


def plain(title: str, values: Iterable[Cell], look: str = "text", parts: Iterable[bool] = ()) -> Column:
    """The widths are those of the sheet. `parts` say which rows are parts of one above them."""
    return Column(title, 0, look, tuple(values), tuple("part" if is_part else "" for is_part in parts))


def percent_of(part: Cell, whole: Cell, formula: str) -> Cell:
    """Of two numbers as they are told: "c" where one is hidden, nothing where one is not known or nobody is there."""
    if HIDDEN_TEXT in (part, whole):
        return HIDDEN_TEXT
    above, below = number_in(part), number_in(whole)
    return None if above is None or not below else Formula(formula, float(100 * above / below))


def number_in(cell: Cell) -> Fraction | None:
    value = cell.value if isinstance(cell, Formula) else cell
    return Fraction(str(value)) if isinstance(value, int | float) else None
