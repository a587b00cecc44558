"""Draws the means of regions, and how many administrations are at each level, with a chart that Excel draws itself."""

from dataclasses import dataclass
from typing import Any

from exports.cells import Book, Sheet
from exports.content import Table
from exports.heights import row_height
from exports.styles import DEEP, INK, LEVELS, LINE, QUIET
from exports.tables import draw_rows, draw_titles

WIDTHS = (44, *(12 for _ in range(6)))
CHART_WIDTH, CHART_HEIGHT = 900, 380
CHART_ROWS = 21
"""What a chart covers of rows as they are by themselves."""
SCALE = 90
"""Per cent of a printed page."""
FONT = {"size": 9, "color": INK}
NOT_RATED = "#FFFFFF", QUIET


@dataclass(frozen=True)
class ByRegion:
    """`levels` has a table for each round and scale: the parts, then how many are at each level, then not rated."""

    means: Table
    levels: tuple[Table, ...]
    counted: str
    """What the chart counts."""
    nothing: str
    """What is said where nothing is to be counted."""


def draw_regions(sheet: Sheet, means: Table) -> None:
    draw_titles(sheet, means.columns)
    draw_rows(sheet, means, 0)
    worksheet = sheet.worksheet
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, means.kept)
    worksheet.autofilter(0, 0, max(len(means.rows), 1), len(means.columns) - 1)
    worksheet.hide_gridlines(2)
    worksheet.repeat_rows(0)
    worksheet.fit_to_pages(1, 0)


def draw_levels(book: Book, sheet: Sheet, summary: ByRegion) -> None:
    for at, width in enumerate(WIDTHS):
        sheet.worksheet.set_column(at, at, width)
    sheet.worksheet.hide_gridlines(2)
    if not summary.levels:
        sheet.write(0, 0, summary.nothing, "note")
    row, breaks = 0, []
    for table in summary.levels:
        row = _draw_block(book, sheet, table, row, summary.counted)
        breaks.append(row)
    sheet.worksheet.set_h_pagebreaks(breaks[:-1])
    sheet.worksheet.set_print_scale(SCALE)


def _draw_block(book: Book, sheet: Sheet, table: Table, row: int, counted: str) -> int:
    """A heading, the table and its chart; returns the row below."""
    last_column = len(table.columns) - 1
    sheet.write_across(row, (0, last_column), table.name, "heading")
    titles = [column.title for column in table.columns]
    sheet.worksheet.set_row(row + 1, row_height(titles, WIDTHS))
    for at, title in enumerate(titles):
        sheet.write(row + 1, at, title, "head")
    for number, cells in enumerate(table.rows):
        below, is_strong = row + 2 + number, number in table.strong
        sheet.worksheet.set_row(below, row_height(cells, WIDTHS))
        for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            sheet.write_cell(below, at, cell, column.look, strong=is_strong)
    last = row + 1 + len(table.rows)
    _draw_chart(book, sheet, table, (row + 1, last), counted)
    return last + CHART_ROWS + 2


def _draw_chart(book: Book, sheet: Sheet, table: Table, rows: tuple[int, int], counted: str) -> None:
    """Stacked, each level in its colours and with its number."""
    head, last = rows
    name = sheet.worksheet.get_name()
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for at, (ground, ink) in enumerate((*LEVELS, NOT_RATED), 1):
        look: dict[str, Any] = {"fill": {"color": ground}, "border": {"color": DEEP}, "gap": 45}
        look["data_labels"] = {"value": True, "num_format": "0;;;", "font": {"size": 9, "bold": True, "color": ink}}
        if at > len(LEVELS):
            look["pattern"] = {"pattern": "light_upward_diagonal", "fg_color": QUIET, "bg_color": ground}
        chart.add_series(
            {
                "name": [name, head, at],
                "categories": [name, head + 1, 0, last, 0],
                "values": [name, head + 1, at, last, at],
                "categories_data": list(table.columns[0].values),
                "values_data": list(table.columns[at].values),
            }
            | look
        )
    most = max(sum(filter(None, row[1:])) for row in table.rows)  # type: ignore[arg-type]  # counts
    chart.set_y_axis({"reverse": True, "crossing": "max", "num_font": FONT, "line": {"color": LINE}})
    chart.set_x_axis(
        {
            "min": 0,
            "max": most,
            "major_unit": max(1, -(-most // 10)),
            "reverse": book.right_to_left,
            "num_font": FONT,
            "num_format": "0",
            "name": counted,
            "name_font": FONT | {"bold": False},
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
    sheet.worksheet.insert_chart(last + 1, 0, chart, {"y_offset": 8, "description": table.name})
