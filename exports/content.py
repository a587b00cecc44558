"""What the gap report says, as plain values that another process can draw: no scoring, no words of its own."""

from dataclasses import dataclass

Value = str | int | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Formula:
    """With the value that it has, for programs that do not calculate."""

    text: str
    value: Value


Cell = Value | Formula

NO_FIGURE = "—"
"""Stands on the first page where there is no figure, so that nobody takes it for a forgotten one."""


@dataclass(frozen=True)
class Column:
    """`look` names a style of `styles.py`; `choices` become a drop-down, which refuses other words only if `strict`.

    `key` names the column for formulas.
    """

    title: str
    width: float
    look: str = "text"
    choices: tuple[str, ...] = ()
    strict: bool = True
    key: str = ""


@dataclass(frozen=True)
class Table:
    """A sheet with one table. `strong` rows stand out; the first `kept` columns stay in view and on every page.

    Only the first `printed` columns are printed, if it is said: the others are for formulas.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()
    kept: int = 1
    pages_wide: int = 1
    printed: int = 0


@dataclass(frozen=True)
class Line:
    """A figure, an id or a level, and the sentence that belongs to it."""

    figure: Value
    text: str
    look: str = "label"


@dataclass(frozen=True)
class Section:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Standing:
    """Where the whole or a pillar stands; `met` is its score if every target were met."""

    title: str
    level: int | None
    level_name: str
    score: float | None
    met: float | None
    coverage: float | None


@dataclass(frozen=True)
class Summary:
    """The first sheet, one page, for the head of the administration."""

    name: str
    administration: str
    subject: str
    label: str
    about: str
    overall: Standing
    meaning: str
    score_label: str
    heading: str
    columns: tuple[str, ...]
    pillars: tuple[Standing, ...]
    chart: str
    sections: tuple[Section, ...]
    counts: Section
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """Columns of the sheet "Check" under one heading. Each cell of `verdicts` says `Check.equal` or another word."""

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
class Check:
    """The sheet that recomputes the figures. `verdict` says one word for all of them, `counted` how many are equal.

    The first block names the rows. `parameters` stand below the second, beside each other.
    """

    name: str
    verdict: Formula
    counted: Formula
    sentences: str
    equal: str
    blocks: tuple[Block, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: frozenset[int]
    heading: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class GapReport:
    """`created` is the date of the data; `page` holds Excel's own codes for the number and the count of pages."""

    administration: str
    title: str
    subject: str
    created: str
    footer: str
    page: str
    right_to_left: bool
    summary: Summary
    tables: tuple[Table | Check, ...]
