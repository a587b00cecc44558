"""Draws many assessments as one workbook, row by row, so that memory stays flat however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.cells import Book, Sheet
from exports.content import Column, Value
from exports.heights import row_height
from exports.paper import A4

MOST_ROWS = 1_000_000
"""Of one sheet; Excel has room for 1,048,576."""


@dataclass(frozen=True)
class Heatmap:
    """A sheet of figures that compare with each other."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Frame:
    """All that is known before the first row. `method` holds headings (one cell) and lines (two)."""

    title: str
    created: str
    right_to_left: bool
    sheets: tuple[str, str, str]
    wide: tuple[Column, ...]
    long: tuple[Column, ...]
    heatmaps: tuple[Heatmap, ...]
    method: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """One assessment. `heat` are score and level of each node, `heatmap` says on which sheet they stand."""

    wide: tuple[Value, ...]
    long: Sequence[tuple[Value, ...]]
    names: tuple[str, ...]
    heat: tuple[tuple[float | None, int | None], ...]
    heatmap: int


@dataclass
class Filled:
    """A heatmap while it is drawn."""

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: int = 0

    def draw(self, one: Drawn) -> None:
        self.rows += 1
        for column, name in enumerate(one.names):
            self.sheet.write(self.rows, column, name, "text")
        for column, (score, level) in enumerate(one.heat, len(one.names)):
            _write(self.sheet, self.rows, column, score, "level -" if level is None else f"heat {level}")


def draw(path: Path, frame: Frame, assessments: Iterable[Drawn]) -> None:
    """Into a new file; what is not in memory meanwhile lies beside it."""
    book = Book(
        title=frame.title, subject=frame.title, created=frame.created, right_to_left=frame.right_to_left, file=path
    )
    wide, long = (book.sheet(name) for name in frame.sheets[:2])
    heats = [Filled(book.sheet(one.title), one.columns) for one in frame.heatmaps]
    method = book.sheet(frame.sheets[2])
    _head(wide, frame.wide, 3)
    _head(long, frame.long, 0)
    for heat in heats:
        _head(heat.sheet, heat.columns, 2)
    number = at = 0
    for number, one in enumerate(assessments, 1):
        for column, value in enumerate(one.wide):
            _write(wide, number, column, value, _look(frame.wide[column].look, value))
        heats[one.heatmap].draw(one)
        if at + len(one.long) > MOST_ROWS:
            _filter(long, at, frame.long)
            long, at = book.sheet(frame.sheets[1]), 0
            _head(long, frame.long, 0)
        for row in one.long:
            at += 1
            for column, value in enumerate(row):
                _write(long, at, column, value, frame.long[column].look)
    _filter(wide, number, frame.wide)
    _filter(long, at, frame.long)
    for heat in heats:
        _filter(heat.sheet, heat.rows, heat.columns)
    _draw_method(method, frame.method)
    book.close()


def _head(sheet: Sheet, columns: Sequence[Column], kept: int) -> None:
    for at, column in enumerate(columns):
        sheet.worksheet.set_column(at, at, column.width)
    sheet.worksheet.set_row(0, row_height([column.title for column in columns], [c.width - 2 for c in columns]))
    for at, column in enumerate(columns):
        sheet.write(0, at, column.title, "head")
    sheet.worksheet.freeze_panes(1, kept)
    sheet.worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.worksheet.set_paper(A4)
    sheet.worksheet.set_landscape()
    sheet.worksheet.repeat_rows(0)
    sheet.worksheet.fit_to_pages(1, 0)


def _filter(sheet: Sheet, rows: int, columns: Sequence[Column]) -> None:
    sheet.worksheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)


def _write(sheet: Sheet, row: int, column: int, value: Value, style: str) -> None:
    """An empty cell is no cell: nobody needs a hundred thousand of them."""
    if value is not None and value != "":
        sheet.write(row, column, value, style)


def _look(look: str, value: Value) -> str:
    return f"level {value}" if look == "level" and value is not None else look


def _draw_method(sheet: Sheet, lines: Iterable[tuple[str, ...]]) -> None:
    widths = (34, 110)
    for column, width in enumerate(widths):
        sheet.worksheet.set_column(column, column, width)
    sheet.worksheet.hide_gridlines(2)
    sheet.worksheet.set_paper(A4)
    sheet.worksheet.set_landscape()
    sheet.worksheet.fit_to_pages(1, 0)
    for row, line in enumerate(lines):
        sheet.worksheet.set_row(row, row_height(line, widths[: len(line)]))
        for column, text in enumerate(line):
            sheet.write(row, column, text, "heading" if len(line) == 1 else ("label", "sentence")[column])
