"""Numbers of the workforce tables that remember the cells they were computed from. Pure and exact.

Whoever may not see one of these cells must not see the number either: it could be worked back.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from questionnaires.workforce.definition import MEN, SEXES, WOMEN, CellId, Table
from scoring.workforce.sums import in_a_sum, known_sum

WhyNone = Literal[
    "",  # there is a value
    "not_known",  # a number that it needs is not known
    "no_people",  # what it would be divided by is 0
    "no_group",  # there are no women, or no men, to whom it could have happened
    "no_case",  # it happened to nobody, so that there are no two rates to compare
    "more_than_group",  # it happened to more people than there were: the numbers do not fit together
    "one_sex",  # there are women only or men only
    "no_women_at_top",  # the glass ceiling index would be infinite
    "nothing_covered",  # no grade has enough women and men
    "no_pay",  # men's mean pay is 0
    "in_parts",  # the rule gives several figures and none for all: see the parts
]
COMPARED_SEXES: Mapping[str, str] = {"women": WOMEN, "men": MEN}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or why there is none; `band` 4 to 0 where the rule has bands for it."""

    value: Fraction | None
    inputs: tuple[CellId, ...] = ()
    why_none: WhyNone = ""
    band: int | None = None

    def __add__(self, other: "Figure") -> "Figure":
        if self.value is None or other.value is None:
            return _none(_first_why(self, other), self, other)
        return Figure(self.value + other.value, inputs_of((self, other)))

    def times(self, factor: Fraction | int) -> "Figure":
        return self if self.value is None else replace(self, value=self.value * factor)

    def banded(self, band_of: Callable[[Fraction], int]) -> "Figure":
        return self if self.value is None else replace(self, band=band_of(self.value))

    def over(self, other: "Figure", why_none: WhyNone = "no_people") -> "Figure":
        """`why_none` is said where `other` is 0."""
        if self.value is None or other.value is None:
            return _none(_first_why(self, other), self, other)
        if not other.value:
            return _none(why_none, self, other)
        return Figure(self.value / other.value, inputs_of((self, other)))


@dataclass(frozen=True)
class TableNumbers:
    """All numbers that an administration gave in the tables of its version; a cell that is not there is not known."""

    tables: Mapping[str, Table]
    cells: Mapping[CellId, int | None]

    def count(self, table: str, measure: str, sex: str, row: str) -> int | None:
        """Of one cell, as it enters a sum."""
        return in_a_sum(CellId(table, row, measure, sex), self.cells)

    def total(self, table: str, measure: str, sexes: Collection[str] = SEXES, rows: Collection[str] = ()) -> Figure:
        """The sum of some rows, or of all; in columns that do not tell women from men `sexes` say nothing."""
        columns = self.tables[table].measure(measure).columns
        wanted = [sex for sex in columns if not sex or sex in sexes]
        cells = tuple(CellId(table, row, measure, sex) for row in rows or self.tables[table].rows for sex in wanted)
        number = known_sum(cells, self.cells)
        return Figure(None, cells, "not_known") if number is None else Figure(Fraction(number), cells)


def inputs_of(figures: Iterable[Figure]) -> tuple[CellId, ...]:
    """Each cell once, in their order."""
    return tuple(dict.fromkeys(cell for figure in figures for cell in figure.inputs))


def impact_ratio(women: Figure, men: Figure) -> Figure:
    """The lower of two rates divided by the higher. Source: US Uniform Guidelines on Employee Selection Procedures,
    29 CFR 1607.4 D, 1978."""
    if women.value is None or men.value is None:
        return women.over(men)
    lower, higher = sorted((women.value, men.value))
    ratio = Figure(lower).over(Figure(higher), "no_case")
    return replace(ratio, inputs=inputs_of((women, men)))


def _none(why_none: WhyNone, *figures: Figure) -> Figure:
    return Figure(None, inputs_of(figures), why_none)


def _first_why(*figures: Figure) -> WhyNone:
    """What is not known comes first: with it, the rest may look different."""
    reasons = [figure.why_none for figure in figures if figure.why_none]
    return "not_known" if "not_known" in reasons else reasons[0]
