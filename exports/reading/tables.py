"""A table on a sheet or in a file of lines: where its titles stand, and the rows below that hold something.

People put titles, dates and empty rows above a table, and programs write empty cells far beside and below it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from exports.reading.container import FileRefused
from questionnaires.problems import N_
from questionnaires.texts import as_kept, without_marks

MOST_ROWS = 1_000
MOST_COLUMNS = 40
LONGEST_TITLE = 200
SEARCHED = 50
"""Rows with something in them that may stand above the titles."""
TOO_MANY = N_("This file has more than {rows} rows or {columns} columns. Split it.")

ListCell = tuple[str, str]
"""A text, and what it stands for: "" is the text itself, anything else a kind of value or a trouble with it."""


@dataclass(frozen=True)
class WantedTitles:
    """The titles by which a table is known: it has one of the `needed` ones, and of all of them `least`."""

    titles: frozenset[str]
    needed: frozenset[str]
    least: int = 1


@dataclass(frozen=True)
class Grid:
    """Rows and their cells by column, both from 1; what is empty is not there. `hidden` ones are not seen by people."""

    rows: Mapping[int, Mapping[int, ListCell]]
    name: str = ""
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()


@dataclass(frozen=True)
class FoundTable:
    grid: Grid
    header: int
    """The row of the titles."""
    known: int
    """How many of the wanted titles stand there."""
    columns: Sequence[int] = field(default_factory=tuple)
    """That hold something, from the titles downwards."""

    def rows(self) -> dict[int, Mapping[int, ListCell]]:
        return {number: cells for number, cells in self.grid.rows.items() if number > self.header}


def plain_title(title: str) -> str:
    """A title as it is compared: however it is written, "Contact e-mail:" and "CONTACT EMAIL" are the same."""
    letters = normalize("NFKC", without_marks(as_kept(title[:LONGEST_TITLE]))).casefold().replace("-", "")
    return "_".join(letters.strip(" *:.").split())


def table_in(grid: Grid, wanted: WantedTitles) -> FoundTable | None:
    """By the row that has most of the titles; of equals the first. None where no row has them."""
    best: FoundTable | None = None
    for number in sorted(grid.rows)[: SEARCHED + 1]:
        titles = {plain_title(text) for text, _ in grid.rows[number].values()} & wanted.titles
        if wanted.needed & titles and len(titles) > (best.known if best else wanted.least - 1):
            best = FoundTable(grid, number, len(titles))
    return best


def within_limits(table: FoundTable, most_rows: int = MOST_ROWS) -> FoundTable:
    """With the columns that it has. Raises FileRefused."""
    rows = table.rows()
    columns = sorted({column for cells in (table.grid.rows[table.header], *rows.values()) for column in cells})
    if len(rows) > most_rows or len(columns) > MOST_COLUMNS:
        raise FileRefused(TOO_MANY, rows=f"{most_rows:,}", columns=MOST_COLUMNS)
    return FoundTable(table.grid, table.header, table.known, tuple(columns))
