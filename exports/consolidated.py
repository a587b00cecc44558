"""Draws many assessments as one workbook, row by row, so that memory stays flat however many there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.by_region import ByRegion, draw_levels, draw_regions
from exports.cells import Book, Sheet
from exports.content import Column, Value
from exports.heatmaps import HEAD, Heatmap, draw_head, print_in_groups
from exports.heights import row_height
from exports.paper import A4, SIDES, pages_across
from exports.tables import draw_titles

MOST_ROWS = 1_000_000
"""Of one sheet; Excel has room for 1,048,576."""
ONE_LINE = row_height((), ())
NAMES = 3
"""The first columns of the sheet of administrations: round, code and name."""


@dataclass(frozen=True)
class Sheets:
    """Names of the sheets in their order; heatmaps follow the second. The last one, of workforce numbers, stands before
    the method, where there are any."""

    wide: str
    long: str
    regions: str
    levels: str
    method: str
    numbers: str = ""


@dataclass(frozen=True)
class Outline:
    """All that is known before the first row. `method` holds headings (one cell) and lines (two); `page` Excel's codes
    for the number and the count of pages."""

    title: str
    created: str
    right_to_left: bool
    page: str
    sheets: Sheets
    wide: tuple[Column, ...]
    long: tuple[Column, ...]
    heatmaps: tuple[Heatmap, ...]
    method: tuple[tuple[str, ...], ...]
    legend: tuple[str, ...] = ()
    """What the signs of the heatmap mean; stands below it."""
    numbers: tuple[Column, ...] = ()
    """Those of the sheet of workforce numbers; none where nothing is published."""


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
    """A sheet with titles whose rows come one after the other; `head` is the row of the titles."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], *, kept: int, head: int = 0) -> None:
        self.sheet, self.columns, self.kept, self.head, self.rows = sheet, columns, kept, head, 0
        self.looks = [column.look for column in columns]
        self.widths = [column.width for column in columns[:kept]]
        worksheet = sheet.worksheet
        worksheet.freeze_panes(head + 1, kept)
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        worksheet.repeat_rows(0, head)
        if kept:
            worksheet.repeat_columns(0, kept - 1)
            worksheet.print_across()

    def add(self, values: Sequence[Value], grounds: Sequence[str] = ()) -> None:
        """An empty cell is no cell: nobody needs a hundred thousand of them."""
        self.rows += 1
        styles = self.looks
        if grounds:
            styles = [f"{look} {ground}" if ground else look for look, ground in zip(styles, grounds, strict=True)]
        height = row_height(values[: self.kept], self.widths)
        # A long name takes two lines, for which programs that only show the file make no room
        self.sheet.write_row(self.head + self.rows, values, styles, height if height > ONE_LINE else None)

    def end(self, notes: Sequence[str] = ()) -> None:
        last = self.head + max(self.rows, 1)
        self.sheet.worksheet.autofilter(self.head, 0, last, len(self.columns) - 1)
        for below, text in enumerate(notes, self.head + self.rows + 2):
            # Behind the columns that every page repeats, where a note would be cut
            self.sheet.write(below, self.kept, text, "note")


def draw_consolidated(
    path: Path,
    outline: Outline,
    assessments: Iterable[Drawn],
    by_region: Callable[[], ByRegion],
    numbers: Iterable[Sequence[Value]] = (),
) -> None:
    """Into a new file; what is not in memory meanwhile lies beside it. `by_region` is asked after the last one, and
    `numbers` are the lines of workforce numbers."""
    book, names = _book(path, outline), outline.sheets
    wide = _table(book, outline, names.wide, outline.wide, kept=NAMES)
    long = _table(book, outline, names.long, outline.long)
    heatmaps = [_heat_sheet(book, outline, heatmap) for heatmap in outline.heatmaps]
    regions, levels = (_sheet(book, outline, name) for name in (names.regions, names.levels))
    of_numbers = _table(book, outline, names.numbers, outline.numbers) if outline.numbers else None
    method = _sheet(book, outline, names.method)
    for drawn in assessments:
        wide.add(drawn.wide, drawn.grounds)
        if drawn.heatmap is not None:
            _draw_heat(heatmaps[drawn.heatmap], drawn)
        if long.rows + len(drawn.long) > MOST_ROWS:
            long.end()
            long = _table(book, outline, names.long, outline.long)
        for row in drawn.long:
            long.add(row)
    if of_numbers:
        _draw_numbers(book, outline, of_numbers, numbers)
    wide.end()
    long.end()
    for heatmap in heatmaps:
        heatmap.end(outline.legend)
    summary = by_region()
    draw_regions(regions, summary.means)
    draw_levels(book, levels, summary)
    _draw_method(method, outline.method)
    book.close()


def _book(path: Path, outline: Outline) -> Book:
    return Book(
        title=outline.title,
        subject=outline.title,
        created=outline.created,
        right_to_left=outline.right_to_left,
        file=path,
    )


def _draw_numbers(book: Book, outline: Outline, sheet: _GrowingSheet, numbers: Iterable[Sequence[Value]]) -> None:
    for row in numbers:
        if sheet.rows == MOST_ROWS:
            sheet.end()
            sheet = _table(book, outline, outline.sheets.numbers, outline.numbers)
        sheet.add(row)
    sheet.end()


def _sheet(book: Book, outline: Outline, name: str) -> Sheet:
    sheet = book.sheet(name)
    sheet.worksheet.set_paper(A4)
    sheet.worksheet.set_landscape()
    sheet.worksheet.set_margins(left=SIDES, right=SIDES, top=0.7, bottom=0.7)
    sheet.label_pages(outline.title, name, "", outline.page)
    return sheet


def _table(book: Book, outline: Outline, name: str, columns: Sequence[Column], *, kept: int = 0) -> _GrowingSheet:
    """The first `kept` columns stay in view, and on every page."""
    sheet = _sheet(book, outline, name)
    draw_titles(sheet, columns)
    sheet.worksheet.fit_to_pages(pages_across([column.width for column in columns], kept) if kept else 1, 0)
    return _GrowingSheet(sheet, columns, kept=kept)


def _heat_sheet(book: Book, outline: Outline, heatmap: Heatmap) -> _GrowingSheet:
    sheet = _sheet(book, outline, heatmap.title)
    draw_head(sheet, heatmap)
    print_in_groups(sheet, heatmap)
    return _GrowingSheet(sheet, heatmap.columns, kept=len(heatmap.names), head=HEAD)


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
    sheet.worksheet.fit_to_pages(1, 0)
    for row, line in enumerate(lines):
        sheet.worksheet.set_row(row, row_height(line, widths[: len(line)]))
        for column, text in enumerate(line):
            sheet.write(row, column, text, "heading" if len(line) == 1 else ("label", "sentence")[column])
