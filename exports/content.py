"""What the gap report says, as plain values that another process can draw: no scoring, no words of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

Value = str | int | float | None
Item = TypeVar("Item")


@dataclass(frozen=True)
class Formula:
    """With the value that it has, for programs that do not calculate."""

    text: str
    value: Value


Cell = Value | Formula | date
Row = tuple[Cell, ...]
PlacedCell = tuple[int, int, Cell, str]
"""Its row and its column, counted from 0, what stands in it, and its look."""
ID = "id"
"""The key of the column by which links find a row."""

NO_FIGURE = "—"
"""Stands on the first page where there is no figure, so that nobody takes it for a forgotten one."""


@dataclass(frozen=True)
class Column:
    """One column: its title, its width, how it looks, and what it says in each row.

    `look` names a style of `styles.py`; `grounds` say for each value what its look tells of a level besides, see
    `styles.ground_of`. `choices` become a drop-down, which refuses other words only if `strict`; `marks` names a mark
    of `styles.py` for each choice, or "". `leads_to` names the sheet to whose row of the same id each cell is a link.
    `key` names the column for formulas. If it `opens` addresses, a cell with exactly one web address leads there.
    `note` explains the title, where `GapReport.terms` does not.
    """

    title: str
    width: float
    look: str = "text"
    values: Row = ()
    grounds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    strict: bool = True
    marks: tuple[str, ...] = ()
    leads_to: str = ""
    key: str = ""
    opens: bool = False
    note: str = ""

    def of(
        self, items: Iterable[Item], value: Callable[[Item], Cell], ground: Callable[[Item], str] | None = None
    ) -> "Column":
        """The column with what it says of each of these items, which have a row each."""
        items = tuple(items)
        return replace(self, values=tuple(map(value, items)), grounds=tuple(map(ground, items)) if ground else ())

    def style(self, row: int) -> str:
        """How its cell in this row looks."""
        ground = self.grounds[row] if self.grounds else ""
        return f"{self.look} {ground}" if ground else self.look


def rows_of(columns: Iterable[Column]) -> tuple[Row, ...]:
    """What the columns say, row by row."""
    return tuple(zip(*(column.values for column in columns), strict=True))


@dataclass(frozen=True)
class Table:
    """A sheet with one table. `strong` rows stand out; the first `kept` columns stay in view.

    If `grouped`, the other rows fold beneath strong ones. Only the first `printed` columns are printed and only the
    first `printed_rows`, where they are said; the others are for the screen. `heading` is the name on printed pages.
    At each of `breaks` a row begins a page. `above` are lines over the titles, `behind` cells at their end that are not
    printed.
    """

    name: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()
    kept: int = 1
    grouped: bool = False
    printed: int = 0
    printed_rows: int = 0
    heading: str = ""
    breaks: tuple[int, ...] = ()
    above: tuple[Cell, ...] = ()
    behind: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return rows_of(self.columns)

    @property
    def head(self) -> int:
        """The row of the titles; rows count from 0, where the way back to the first sheet is."""
        return 1 + len(self.above)

    @property
    def on_paper(self) -> tuple[Column, ...]:
        return self.columns[: self.printed or len(self.columns)]

    @property
    def ids(self) -> Row:
        """By which links find a row; none where no column has them."""
        return next((column.values for column in self.columns if column.key == ID), ())


@dataclass(frozen=True)
class SummaryLine:
    """A figure, an id or a level, and the sentence that belongs to it. An id is a link to its row."""

    figure: Value
    text: str
    look: str = "label"


@dataclass(frozen=True)
class SummarySection:
    heading: str
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True)
class Standing:
    """Where the whole or a pillar stands; `met` is its score if every target were met.

    `others` are its scores by the other values, in the order of `Summary.others`; `change` is that since the last
    round.
    """

    id: str
    title: str
    level: int | None
    level_name: str
    is_provisional: bool
    score: float | None
    met: float | None
    coverage: float | None
    others: tuple[float | None, ...] = ()
    change: float | None = None


@dataclass(frozen=True)
class ComparedValue:
    """A value whose scores stand beside the others: self, validated, moderated, or "last" for the last round."""

    kind: str
    title: str


@dataclass(frozen=True)
class Summary:
    """The first sheet, one page, for the head of the administration.

    `columns` are the titles of pillar, level, score if every target is met, and coverage; those of the scores, the
    reported one first, come from `reported` and `others`; `since` is that of the change since the last round, "" where
    there is none to compare. `bands` are the levels with the part of the scale that each takes. An id leads to its row
    in the first sheet of `leads_to` that has one.
    """

    name: str
    administration: str
    subject: str
    label: str
    about: str
    signed: str
    overall: Standing
    conclusion: str
    meaning: str
    score_label: str
    heading: str
    columns: tuple[str, str, str, str]
    reported: ComparedValue
    others: tuple[ComparedValue, ...]
    since: str
    pillars: tuple[Standing, ...]
    radar: str
    bars: str
    bands: tuple[tuple[str, float], ...]
    about_bands: str
    sections: tuple[SummarySection, ...]
    otherwise: SummarySection
    counts: SummarySection
    notes: tuple[str, ...]
    leads_to: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """Columns of the sheet "Check" under one heading. Each cell of `verdicts` says one of `CheckSheet.words`."""

    heading: str
    columns: tuple[Column, ...]
    verdicts: bool = False


@dataclass(frozen=True)
class Parameter:
    """Its name and its value, over so many columns."""

    name: str
    value: Value
    columns: int


@dataclass(frozen=True)
class CheckSheet:
    """The sheet that recomputes the figures. `verdict` says one word for all of them, `counted` how many are equal,
    `differing` how many are not, and leads to the first; `words` are those for equal and for other. The first block
    names the rows; `parameters` stand below the second. Only the first `printed` blocks are printed. `below` stands
    under all this.
    """

    name: str
    verdict: Formula
    counted: Formula
    differing: Formula
    sentences: str
    words: tuple[str, str]
    blocks: tuple[Block, ...]
    printed: int
    strong: frozenset[int]
    heading: str
    parameters: tuple[Parameter, ...]
    below: tuple[PlacedCell, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A text over the whole width, with its title."""

    title: str
    text: str


@dataclass(frozen=True)
class TitledTable:
    """One of several tables of a sheet, with `notes` below it.
    A column takes as many of the sheet as `spans` say, one where they say nothing; `strong` rows stand out."""

    heading: str
    columns: tuple[Column, ...]
    spans: tuple[int, ...] = ()
    strong: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecommendationSheet:
    """What a review leaves behind: passages under their heading, and tables whose columns have the same `widths`."""

    name: str
    widths: tuple[float, ...]
    heading: str
    passages: tuple[Passage, ...]
    tables: tuple[TitledTable, ...]


@dataclass(frozen=True)
class TableStack:
    """A sheet with several tables, one below the other, in columns of these `widths`; `above` are lines over them,
    `heading` is the name on printed pages."""

    name: str
    heading: str
    widths: tuple[float, ...]
    above: tuple[str, ...]
    tables: tuple[TitledTable, ...]


@dataclass(frozen=True)
class GapReport:
    """`created` is the date of the data; `page` holds Excel's own codes for the number and the count of pages.

    `terms` explains titles of columns; `go_to` is said of every link, with the name of its sheet, and `back` of the way
    back to the first; `about` is what the seal says of the file. `recommendations` is there only where a review left
    something.
    """

    administration: str
    title: str
    subject: str
    created: str
    footer: str
    page: str
    right_to_left: bool
    terms: Mapping[str, str]
    go_to: str
    back: str
    summary: Summary
    tables: tuple[Table | TableStack | CheckSheet, ...]
    recommendations: RecommendationSheet | None = None
    about: Mapping[str, str] = field(default_factory=dict)
