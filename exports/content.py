"""What the gap report says, as plain values that another process can draw: no scoring, no words of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float | None
Row = tuple[Value, ...]

NO_FIGURE = "—"
"""Stands on the first page where there is no figure, so that nobody takes it for a forgotten one."""


@dataclass(frozen=True)
class Column:
    """`look` names a style of `styles.py`; `choices` become a drop-down, which refuses other words only if `strict`."""

    title: str
    width: float
    look: str = "text"
    choices: tuple[str, ...] = ()
    strict: bool = True


@dataclass(frozen=True)
class Table:
    """A sheet with one table. `strong` rows stand out; the first `kept` columns stay in view and on every page."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()
    kept: int = 1
    pages_wide: int = 1


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
class GapReport:
    """`created` is the date of the data; `page` holds Excel's own codes for the number and the count of pages.

    `about` is what the seal says of the file.
    """

    administration: str
    title: str
    subject: str
    created: str
    footer: str
    page: str
    right_to_left: bool
    summary: Summary
    tables: tuple[Table, ...]
    about: Mapping[str, str] = field(default_factory=dict)
