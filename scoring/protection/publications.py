"""A publication of the tables: its figures, which of them it hides, and what hiding each would take from readers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from questionnaires.workforce.definition import MEN, OTHER, WOMEN, Tables
from scoring.protection.figures import (
    TOTAL,
    Figures,
    Key,
    Merged,
    Values,
    amounts,
    counted,
    counts,
    is_median,
    key,
    keys_of,
    merged_rows,
    name_of,
    told_of_heads,
)
from scoring.protection.linked import Cell
from scoring.protection.primary import sensitive
from scoring.protection.relations import even_sums

COSTS = {WOMEN: 3, MEN: 2, TOTAL: 4}
COSTS_OF_ALL = {WOMEN: 12, MEN: 8, TOTAL: 40}
"""Of a sum over all rows. Women's numbers are what the tables are for, and sums are read more than their parts."""
COST = 2
MANY = 2
"""How many times the threshold."""


class Unknown(NamedTuple):
    """A figure as outsiders see it: what has the same value in two editions of a year is the same to them."""

    rounds_ago: int
    key: Key
    value: int


@dataclass(frozen=True)
class Publication:
    """What was published, or (`hidden` is None) is about to be. `edition` numbers the publications, oldest first.

    `once_hidden` are figures above 0 that an earlier edition of the same year hides: a correction to 0 is a secret,
    since it would tell how many there were before. Of `withheld` tables nothing is shown, so that nobody can guess
    which of their numbers are those of another edition. `lenient`: large numbers of a table with a high threshold need
    no more doubt than those of others, which say the same of the same people.
    """

    tables: Tables
    values: Values
    profile: Mapping[Key, int | None]
    merged: Merged = ()
    hidden: frozenset[Key] | None = None
    rounds_ago: int = 0
    edition: int = 0
    once_hidden: frozenset[Key] = frozenset()
    withheld: frozenset[str] = frozenset()
    lenient: bool = False

    @property
    def is_new(self) -> bool:
        return self.hidden is None

    @cached_property
    def counts(self) -> Figures:
        return {**counts(self.tables, self.values, self.merged), **self.profile}

    @cached_property
    def amounts(self) -> Figures:
        return amounts(self.tables, self.values, self.merged)

    @cached_property
    def always_known(self) -> frozenset[Key]:
        """The profile, and how many people a quarter of pay has, where that follows from it.

        It does where nobody is of the third sex, who stand in no quarter. Of few people each quarter has few, whatever
        is hidden: there it is no help to take it for known.
        """
        closing = self.tables.closing.table if self.tables.closing else None
        others = any(value for cell, value in self.values.items() if (cell.table, cell.sex) == (closing, OTHER))
        quarters = () if others else even_sums(self.tables)
        known = {name for table, name in quarters if (self.counts[name] or 0) >= MANY * table.hidden_below}
        return frozenset(known | self.profile.keys())

    @cached_property
    def parts(self) -> frozenset[Key]:
        """The figures of rows that were merged. Where their sum is 0 they are 0 too, and no secret."""
        figures = self.counts | self.amounts
        return frozenset(
            part for part, whole in self.merged_figures() if figures.get(part) is not None and figures[whole]
        )

    @cached_property
    def hidden_numbers(self) -> frozenset[Key]:
        """What it hides that is more than 0."""
        figures = self.counts | self.amounts
        return frozenset(name for name in self.hidden or () if figures.get(name))

    def merged_figures(self) -> Iterator[tuple[Key, Key]]:
        for table in self.tables.tables:
            for group in merged_rows(table, self.merged):
                for measure in table.measures:
                    for sex in (*measure.columns, *([TOTAL] if measure.sexes else [])):
                        whole = key(table.id, name_of(group), measure.id, sex)
                        yield from ((key(table.id, row, measure.id, sex), whole) for row in group)

    def unknown(self, name: Key, value: int) -> Unknown:
        return Unknown(self.rounds_ago, f"{self.edition} {name}" if self.is_withheld(name) else name, value)

    def is_withheld(self, name: Key) -> bool:
        return name.partition("/")[0] in self.withheld

    def hides(self, name: Key) -> bool:
        return self.is_withheld(name) or name in (self.parts if self.hidden is None else self.hidden)

    def count_cells(self) -> Iterator[tuple[Key, Cell]]:
        for table, measure in counted(self.tables):
            for name in keys_of(table, measure, self.merged):
                if (value := self.counts[name]) is not None:
                    hides_zero, cost = table.hides_zero or name in self.once_hidden, cost_of(name, value)
                    cell = Cell(self.unknown(name, value), value, table.hidden_below, hides_zero, cost=cost)
                    yield name, cell if sensitive(cell) else replace(cell, width=self._large_needs(name, cell))
        for name, value in self.profile.items():
            if value is not None:
                yield name, Cell(self.unknown(name, value), value, 0)

    def _large_needs(self, name: Key, cell: Cell) -> int:
        """Numbers that are no secret, and are hidden because of others. In a withheld table they need no doubt."""
        if self.is_withheld(name):
            return 0
        return min(table.hidden_below for table in self.tables.tables) if self.lenient else cell.needs

    def amount_cells(self) -> Iterator[tuple[Key, Cell]]:
        """Outsiders shall be in doubt by as much as the threshold's number of heads earns, or is trained, on average.

        No amount is small by itself: it is hidden with its heads.
        """
        for table, measure, whose in told_of_heads(self.tables):
            if is_median(measure):
                continue
            for name, heads in zip(
                keys_of(table, measure, self.merged), keys_of(table, whose, self.merged), strict=True
            ):
                if (value := self.amounts[name]) is not None:
                    number = self.counts[heads]
                    width = max(1, -(-table.hidden_below * value // (number or 1)))
                    cost = cost_of(name, value)
                    yield name, Cell(self.unknown(name, value), value, 0, number != 0, width, cost)


def cost_of(name: Key, value: int) -> int:
    """Smaller figures are hidden before larger ones, single ones before sums, men's before women's."""
    _, row, column = name.split("/")
    costs = COSTS_OF_ALL if row == TOTAL else COSTS
    return costs.get(column.partition(".")[2], COST) * (4 + value.bit_length())
