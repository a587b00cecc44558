"""The shape of `tables.yaml` and of its words, and where each number of a table stands.

Nothing here opens a file. `checks.py` says whether the parts fit together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from questionnaires.conditions import ALWAYS, parse
from questionnaires.definition import Asked, Piece, Text
from questionnaires.workforce.cells import MEN as MEN  # all who speak of the tables know these from here
from questionnaires.workforce.cells import OTHER as OTHER
from questionnaires.workforce.cells import SEXES as SEXES
from questionnaires.workforce.cells import WOMEN as WOMEN
from questionnaires.workforce.cells import CellId as CellId

Sex = Literal["W", "M", "X"]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Unit = Literal["people", "places", "cases", "hours", "pay"]
DECIMALS: Mapping[Unit, int] = {"people": 0, "places": 0, "cases": 0, "hours": 0, "pay": 2}
"""How many of them a number has; it is kept as a whole number of the smallest unit."""
MOST: Mapping[Unit, int] = {
    "people": 9_999_999,
    "places": 9_999_999,
    "cases": 9_999_999,
    "hours": 9_999_999,
    "pay": 10**9 * 10 ** DECIMALS["pay"],
}
"""The most that a number may be, in the smallest unit; the least is 0."""


def number_text(value: int | None, unit: Unit) -> str:
    """A number of the smallest unit as it stands in its field: digits, and a point before decimals; "" for none."""
    decimals = DECIMALS[unit]
    if value is None or not decimals:
        return "" if value is None else str(value)
    whole, rest = divmod(value, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}"


class Measure(Piece):
    """What is counted, in columns for each of `sexes`, or in one column where there are none."""

    id: Code
    unit: Unit
    sexes: tuple[Sex, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The sex of each column."""
        return self.sexes or ("",)


class Table(Piece):
    """`adds_up`: the rows are parts of one whole, so that their sum means something.

    Counts from 1 to below `hidden_below` are sensitive, and 0 too where it `hides_zero`. A table that is `optional`
    is asked of nobody: whoever has its numbers may give them.
    """

    id: str = Field(pattern=r"^WT\d+[a-z]?$")
    period: Literal["snapshot", "year", "three_years"]
    rows: tuple[Code, ...] = Field(min_length=1)
    measures: tuple[Measure, ...] = Field(min_length=1)
    adds_up: bool
    hidden_below: int = Field(ge=2, le=100)
    hides_zero: bool = False
    optional: bool = False
    condition: Asked = parse(ALWAYS)

    @cached_property
    def cells(self) -> tuple[CellId, ...]:
        """Row by row, as they are read."""
        return tuple(
            CellId(self.id, row, measure.id, sex)
            for row in self.rows
            for measure in self.measures
            for sex in measure.columns
        )

    def measure(self, id_: str) -> Measure:
        return next(measure for measure in self.measures if measure.id == id_)


class Term(Piece):
    """A part of a sum: a column of a table, or a number of the profile; `sign` is -1 where it is taken away."""

    table: Text | None = None
    measure: Text | None = None
    profile: Text | None = None
    sign: Literal[1, -1] = 1


class Check(Piece):
    """What must fit together; an error stops the signature, a warning asks for a look.

    The `sums` are compared `by` each cell (row and sex), each row, each sex, or as a whole: they are "equal", up to
    `tolerance` percent, or each is "at_most" the next one. "even": the rows of one sum differ by at most 1.
    "change": no number differs by more than `tolerance` percent from that of the last round.
    """

    id: str = Field(pattern=r"^V\d+[a-z]?$")
    kind: Literal["error", "warning"]
    relation: Literal["equal", "at_most", "even", "change"]
    by: Literal["cell", "row", "sex", "whole"]
    tolerance: int = Field(default=0, ge=0, le=100)
    sums: tuple[tuple[Term, ...], ...] = ()


class Tables(Piece):
    """`tables.yaml`. `opening` names the column that continues `closing` of the round before."""

    version: str = Field(pattern=r"^\d{4}\.\d+$")
    tables: tuple[Table, ...] = Field(min_length=1)
    checks: tuple[Check, ...]
    opening: Term | None = None
    closing: Term | None = None


class TableWords(Piece):
    """`help` is said above the table; `rows` and `measures` name what `TablesWords.rows` does not."""

    title: Text
    help: str = ""
    rows: Mapping[str, Text] = Field(default_factory=dict)
    measures: Mapping[str, Text]
    total: str = ""


class TablesWords(Piece):
    """`tables.<language>.yaml`."""

    version: Text
    language: Text
    sexes: Mapping[str, Text]
    rows: Mapping[str, Text]
    tables: Mapping[str, TableWords]
    checks: Mapping[str, Text]

    def row(self, table: str, row: str) -> str:
        return self.tables[table].rows.get(row) or self.rows[row]

    def title_of(self, cell: CellId) -> str:
        """What a cell is called where it stands alone: row, what is counted, and sex."""
        measure = self.tables[cell.table].measures[cell.measure]
        return ", ".join(filter(None, (self.row(cell.table, cell.row), measure, self.sexes.get(cell.sex, ""))))


@dataclass(frozen=True)
class WorkforceTables:
    """The tables of a version with their words by language. `fingerprint` is that of `tables.yaml`."""

    structure: Tables
    fingerprint: str
    words_by_language: Mapping[str, TablesWords]

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return {table.id: table for table in self.structure.tables}

    @cached_property
    def cells(self) -> frozenset[CellId]:
        return frozenset(cell for table in self.structure.tables for cell in table.cells)

    def words(self, language: str) -> TablesWords:
        """Those of the first language where there are none of this one."""
        known = self.words_by_language
        return known.get(language) or next(iter(known.values()))

    def asked(self, profile: Mapping[str, object], not_asked: frozenset[str] = frozenset()) -> Iterator[Table]:
        """In their order; an empty profile never removes a table."""
        for table in self.structure.tables:
            if table.condition.holds(profile, {}, not_asked):
                yield table
