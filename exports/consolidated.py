"""Draws many assessments as one workbook, row by row, so that memory stays flat however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.cells import Book, Sheet
from exports.content import Column, Value
from exports.heights import row_height
from exports.paper import A4
from exports.tables import draw_titles

MOST_ROWS = 1_000_000
"""Of one sheet; Excel has room for 1,048,576."""


@dataclass(frozen=True)
class Heatmap:
    """A sheet of figures that compare with each other."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Outline:
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


class _GrowingSheet:
    """A sheet with titles whose rows come one after the other."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], *, kept: int) -> None:
        self.sheet, self.columns, self.rows = sheet, columns, 0
        self.looks = [column.look for column in columns]
        draw_titles(sheet, columns)
        sheet.worksheet.freeze_panes(1, kept)
        sheet.worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.worksheet.set_paper(A4)
        sheet.worksheet.set_landscape()
        sheet.worksheet.repeat_rows(0)
        sheet.worksheet.fit_to_pages(1, 0)

    def add(self, values: Sequence[Value], grounds: Sequence[str] = ()) -> None:
        """An empty cell is no cell: nobody needs a hundred thousand of them."""
        self.rows += 1
        styles = self.looks
        if grounds:
            styles = [f"{look} {ground}" if ground else look for look, ground in zip(styles, grounds, strict=True)]
        self.sheet.write_row(self.rows, values, styles)

    def end(self, notes: Sequence[str] = ()) -> None:
        self.sheet.worksheet.autofilter(0, 0, max(self.rows, 1), len(self.columns) - 1)
        for below, text in enumerate(notes, self.rows + 2):
            self.sheet.write(below, 0, text, "note")


def draw_consolidated(path: Path, outline: Outline, assessments: Iterable[Drawn]) -> None:
    """Into a new file; what is not in memory meanwhile lies beside it."""
    book = Book(
        title=outline.title,
        subject=outline.title,
        created=outline.created,
        right_to_left=outline.right_to_left,
        file=path,
    )
    wide_name, long_name, method_name = outline.sheets
    wide_sheet, long_sheet = book.sheet(wide_name), book.sheet(long_name)
    heat_sheets = [(book.sheet(heatmap.title), heatmap.columns) for heatmap in outline.heatmaps]
    method = book.sheet(method_name)
    wide, long = _GrowingSheet(wide_sheet, outline.wide, kept=3), _GrowingSheet(long_sheet, outline.long, kept=0)
    heatmaps = [_GrowingSheet(sheet, columns, kept=2) for sheet, columns in heat_sheets]
    for drawn in assessments:
        wide.add(drawn.wide, drawn.grounds)
        if drawn.heatmap is not None:
            _draw_heat(heatmaps[drawn.heatmap], drawn)
        if long.rows + len(drawn.long) > MOST_ROWS:
            long.end()
            long = _GrowingSheet(book.sheet(long_name), outline.long, kept=0)
        for row in drawn.long:
            long.add(row)
    wide.end()
    long.end()
    for heatmap in heatmaps:
        heatmap.end(outline.legend)
    _draw_method(method, outline.method)
    book.close()


def _draw_heat(heatmap: _GrowingSheet, drawn: Drawn) -> None:
    """The score of each node on the ground of its level."""
    values = [*drawn.names, *(score for score, _ in drawn.heat)]
    grounds = [*("" for _ in drawn.names), *(ground for _, ground in drawn.heat)]
    heatmap.add(values, grounds)


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
