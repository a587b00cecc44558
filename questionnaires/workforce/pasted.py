"""Reads what a person types into a cell of a workforce table, or pastes there: a number, or a block of a spreadsheet.

Nothing is lost: whatever is not taken comes back as it was written, with a sentence that says what to do. Pure.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from questionnaires.numbers import ENGLISH, LONGEST, Marks, plain_digits, read_amount
from questionnaires.problems import N_, Problem
from questionnaires.texts import plain
from questionnaires.workforce.definition import DECIMALS, MOST, CellId, Table, Unit
from questionnaires.workforce.labels import TOTAL, Labels, Title, columns_meant, columns_of, joined

MOST_LETTERS = 100_000
"""Of a block; the largest table has fewer than a hundred cells."""
AROUND = 10
"""Rows and columns of names, titles and totals that may come along with a table."""
NOT_KNOWN = ("", "-")
NO_NUMBER = N_("“{given}” is not a number. Enter one, or leave this empty if it is not known.")
TOO_LONG = N_(
    "You pasted {letters} characters, which is more than a table contains. Copy only the cells of this table."
)
TOO_LARGE = N_(
    "You pasted {rows} by {columns} cells (rows by columns), but only {most_rows} by {most_columns} fit from here. "
    "Copy fewer cells, without totals, or paste into the first cell of the table."
)
NO_ROW = N_("“{given}” is not the name of a row of this table. Copy only the numbers, or use the names of this table.")
NO_COLUMN = N_("“{given}” is not the title of a column of this table. Copy only the numbers, or use the titles here.")
NO_NAME = N_("Some numbers have no name of a row, or no title of a column. Add it, or copy only the numbers.")
TWICE = N_("“{given}” is there twice. Keep one of the two and paste again.")

Rows = list[list[str]]


@dataclass(frozen=True)
class Refused:
    """What stays as it was written: one cell, or the whole block at the cell where it was pasted."""

    cell: CellId
    given: str
    problem: Problem


@dataclass(frozen=True)
class Pasted:
    """Whole numbers of the smallest unit by their cells, None for what is not known; and what was refused."""

    values: Mapping[CellId, int | None] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()


class NotTaken(Exception):
    """The block as a whole, with what to do."""

    def __init__(self, sentence: str, **names: object) -> None:
        super().__init__(sentence)
        self.sentence, self.names = sentence, names


def place_of(cell: CellId) -> str:
    return f"{cell.table}.{cell.row}.{cell.column}"


def read_cell(cell: CellId, unit: Unit, given: str, marks: Marks = ENGLISH) -> int | Problem | None:
    """The number in the smallest unit, None for nothing or a dash, or what is wrong with it.

    `marks` are those of the language of the page. Where no decimals are, "1.234" and "1,234" are 1234 in any language;
    of pay, they are what the language says, and a mark that it does not have is asked.
    """
    if len(given) <= LONGEST and plain(given) in NOT_KNOWN:
        return None
    problems: list[Problem] = []
    if not any(character.isdecimal() for character in plain_digits(given[:LONGEST])):
        return Problem(place_of(cell), NO_NUMBER, {"given": given.strip()[:LONGEST]})
    number = read_amount(place_of(cell), given, problems, MOST[unit], DECIMALS[unit], marks)
    return problems[0] if problems else number


def read_block(table: Table, labels: Labels, start: CellId, text: str, marks: Marks = ENGLISH) -> Pasted:
    """A block as spreadsheets copy it: tabs between cells, line ends between rows, quotes where a cell has either.

    It fills the cells from `start` on. Names of rows and titles of columns that come along say instead where their
    numbers belong, and totals are left out. An empty cell in it means "not known". A block that is not sure to land
    where it belongs is refused as a whole; single cells that are no numbers are refused alone.
    """
    try:
        given = dict(placed(table, labels, start, rows_in(text)))
        check_placed(text, given)
    except NotTaken as why:
        return refused_whole(start, text, why)
    return read_placed(table, given, marks)


def read_placed(table: Table, placed: Mapping[CellId, str], marks: Marks) -> Pasted:
    read = {cell: read_cell(cell, table.measure(cell.measure).unit, given, marks) for cell, given in placed.items()}
    return Pasted(
        {cell: number for cell, number in read.items() if not isinstance(number, Problem)},
        tuple(Refused(cell, placed[cell], why) for cell, why in read.items() if isinstance(why, Problem)),
    )


def check_placed(text: str, placed: Mapping[CellId, str]) -> None:
    """Whether any of what was pasted has a place. Raises NotTaken."""
    if text.strip() and not placed:
        raise NotTaken(NO_NUMBER, given=_short(text))


def refused_whole(start: CellId, text: str, why: NotTaken) -> Pasted:
    return Pasted({}, (Refused(start, text, Problem(place_of(start), why.sentence, why.names)),))


def rows_in(text: str) -> Rows:
    """Quotes that do not fit together are no quotes of a spreadsheet, but what somebody wrote. Raises NotTaken."""
    if len(text) > MOST_LETTERS:
        raise NotTaken(TOO_LONG, letters=f"{len(text):,}")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    return [row or [""] for row in rows] or [[""]]


def placed(table: Table, labels: Labels, start: CellId, rows: Rows) -> Iterator[tuple[CellId, str]]:
    """Each text with its cell. Raises NotTaken."""
    rows = _within_reason(table, start, rows)
    has_names = any(labels.row(row[0]) for row in rows)
    names = [row[0] for row in rows] if has_names else None
    cells = [row[1:] if has_names else row for row in rows]
    above = _rows_of_titles(labels, cells)
    if names is None:
        _check_nameless(cells[above:])
    body = cells[above:]
    columns = _columns(table, labels, start, cells[:above], body)
    rows_meant = _rows(table, labels, start, names[above:] if names else None, body)
    for row, texts in zip(rows_meant, body, strict=False):
        for column, text in zip(columns, texts, strict=False):
            if row and column:
                yield column._replace(row=row), text


def _within_reason(table: Table, start: CellId, rows: Rows) -> Rows:
    """No larger than the table with its names, titles and totals. Raises NotTaken."""
    most_rows, most_columns = len(table.rows) + AROUND, 2 * len(columns_of(table, start.row)) + AROUND
    filled_rows, filled_columns = _filled(rows)
    if filled_rows > most_rows or filled_columns > most_columns:
        raise too_large(table, start, rows)
    return [row[:most_columns] for row in rows[:most_rows]]


def _filled(rows: Rows) -> tuple[int, int]:
    """How many rows and columns there are up to the last that holds something."""
    last = [max((at for at, text in enumerate(row, 1) if text.strip()), default=0) for row in rows]
    return max((at for at, columns in enumerate(last, 1) if columns), default=0), max(last, default=0)


def _rows_of_titles(labels: Labels, cells: Rows) -> int:
    """How many there are at the top. A first row of words of which none is known cannot be left out: what is below it
    would be taken for what it is not. Raises NotTaken."""
    above = 0
    for at, row in enumerate(cells, 1):
        if any(map(_is_number, row)):
            break
        if any(map(labels.title, row)):
            above = at
            if unknown := [text for text in row if text.strip() and not labels.title(text)]:
                raise NotTaken(NO_COLUMN, given=_short(unknown[0]))
    if not above and _is_words(cells[0]) and any(_is_number(text) for row in cells[1:] for text in row):
        raise NotTaken(NO_COLUMN, given=_short(next(filter(str.strip, cells[0]))))
    return above


def _check_nameless(body: Rows) -> None:
    """A first column of words of which none is known. Raises NotTaken."""
    first = [row[0] for row in body]
    if _is_words(first) and any(_is_number(text) for row in body for text in row[1:]):
        raise NotTaken(NO_ROW, given=_short(next(filter(str.strip, first))))


def _is_words(texts: Sequence[str]) -> bool:
    written = [text for text in texts if plain(text[:LONGEST]) not in NOT_KNOWN]
    return bool(written) and not any(map(_is_number, written))


def _is_number(text: str) -> bool:
    """Or meant as one."""
    return any(map(str.isdecimal, plain_digits(text))) and not any(map(str.isalpha, text))


def _columns(table: Table, labels: Labels, start: CellId, titles: Rows, body: Rows) -> Sequence[CellId | None]:
    columns = columns_of(table, start.row)
    width = max((len(row) for row in body), default=0)
    if not titles:
        room = columns[columns.index(start) :]
        if _filled(body)[1] > len(room):
            raise too_large(table, start, body)
        return room
    rows = [_spread(labels, row, width) for row in titles]
    all_titles = [joined(row[at] for row in rows) for at in range(width)]
    meant = columns_meant(all_titles, columns, start)
    for at, (title, column) in enumerate(zip(all_titles, meant, strict=True)):
        if column is None and not (title and title.is_total) and any(row[at:] and row[at].strip() for row in body):
            written = " ".join(row[at] for row in titles if row[at:] and row[at].strip())
            raise NotTaken(TWICE, given=_short(written)) if written else NotTaken(NO_NAME)
    return meant


def _spread(labels: Labels, row: Sequence[str], width: int) -> list[Title | None]:
    """The title of each cell; one that is over several columns, as spreadsheets copy it, is over each of them."""
    titles = [labels.title(text) for text in row] + [None] * (width - len(row))
    if any(title and title.sex for title in titles):
        return titles
    for at in range(1, len(titles)):
        titles[at] = titles[at] or titles[at - 1]
    return titles


def _rows(table: Table, labels: Labels, start: CellId, names: Sequence[str] | None, body: Rows) -> Sequence[str | None]:
    """None for a total, and for a row where nothing is."""
    if names is None:
        room = table.rows[table.rows.index(start.row) :]
        if _filled(body)[0] > len(room):
            raise too_large(table, start, body)
        return room
    rows: list[str | None] = []
    for name, texts in zip(names, body, strict=True):
        row = labels.row(name)
        if not row and any(map(str.strip, texts)):
            raise NotTaken(NO_ROW, given=_short(name)) if name.strip() else NotTaken(NO_NAME)
        if row and row != TOTAL and row in rows:
            raise NotTaken(TWICE, given=_short(name))
        rows.append(row if row and row != TOTAL else None)
    return rows


def too_large(table: Table, start: CellId, rows: Rows) -> NotTaken:
    columns = columns_of(table, start.row)
    return NotTaken(
        TOO_LARGE,
        rows=len(rows),
        columns=max(map(len, rows)),
        most_rows=len(table.rows) - table.rows.index(start.row),
        most_columns=len(columns) - columns.index(start),
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
