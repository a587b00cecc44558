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
    legend: tuple[str, ...] = ()
    """What the signs of the heatmap mean; stands below it."""


@dataclass(frozen=True)
class Drawn:
    """One assessment. What its cells say of a level by their look, see `styles.ground_of`: `grounds` those of `wide`,
    "" for the others; `heat` beside the score of each node. `heatmap` says on which sheet that stands, None on none."""

    wide: tuple[Value, ...]
    grounds: tuple[str, ...]
    long: Sequence[tuple[Value, ...]]
    names: tuple[str, ...]
    heat: tuple[tuple[float | None, str], ...]
    heatmap: int | None


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
        for column, (score, ground) in enumerate(one.heat, len(one.names)):
            _write(self.sheet, self.rows, column, score, f"heat {ground}")

    def end(self, legend: Sequence[str]) -> None:
        _filter(self.sheet, self.rows, self.columns)
        for below, text in enumerate(legend, self.rows + 2):
            self.sheet.write(below, 0, text, "note")


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
        for column, (value, ground) in enumerate(zip(one.wide, one.grounds, strict=True)):
            look = frame.wide[column].look
            _write(wide, number, column, value, f"{look} {ground}" if ground else look)
        if one.heatmap is not None:
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
        heat.end(frame.legend)
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
