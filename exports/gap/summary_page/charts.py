"""Draws the charts of the first sheet. Excel draws them itself, from the tables beside them.

Every bar and mark can be told from the others without colour: by depth, dash and marker.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exports.cells import Book, Sheet
from exports.content import Summary
from exports.styles import BANDS, DEEP, INK, LINE, QUIET

HEIGHT = 296
OCHRE = "#A8561C"
VIOLET = "#75539B"
AMBER = "#E8A33D"
FONT = {"size": 9, "color": INK}
SMALL = {"size": 8, "color": INK}
BAR = 14
"""Points."""


def _line(colour: str, width: float, dash: str, marker: str) -> dict[str, Any]:
    filled = {"color": colour if dash == "solid" else "#FFFFFF"}
    return {
        "line": {"color": colour, "width": width, "dash_type": dash},
        "marker": {"type": marker, "size": 6, "border": {"color": colour}, "fill": filled},
    }


REPORTED_LINE = _line(DEEP, 2.5, "solid", "circle")
PROVISIONAL_LINE = _line(DEEP, 2.5, "square_dot", "circle")
OTHER_LINES: Mapping[str, dict[str, Any]] = {
    "self": _line(OCHRE, 1.75, "dash", "square"),
    "validated": _line(VIOLET, 1.75, "long_dash_dot", "triangle"),
    "moderated": _line(OCHRE, 1.75, "round_dot", "diamond"),
    "last": _line(AMBER, 1.25, "square_dot", "circle"),
}
MET = {"type": "long_dash", "size": 13, "fill": {"color": INK}, "border": {"color": INK}}


@dataclass(frozen=True)
class PillarsArea:
    """Where the table of the pillars stands: the row of its titles, those of the pillars, and columns. From `bands` on
    there are the parts of the scale, one column for each level."""

    head: int
    first: int
    last: int
    id: int
    title: int
    scores: Mapping[int, str]
    met: int
    bands: int


def draw_radar(
    book: Book, sheet: Sheet, area: PillarsArea, summary: Summary, place: tuple[int, int], width: int
) -> None:
    """The reported scores in a thick line, dashed while they are provisional, the others in lines of their own. The
    pillars have their ids; one that is not started has no point."""
    chart = book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    reported = PROVISIONAL_LINE if summary.overall.is_provisional else REPORTED_LINE
    for at, (column, kind) in enumerate(area.scores.items()):
        chart.add_series(_series(sheet, area, area.id, column) | (OTHER_LINES[kind] if at else reported))
    chart.set_y_axis(
        {
            "min": 0,
            "max": 100,
            "major_unit": 25,
            "label_position": "none",
            "line": {"color": LINE},
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )
    chart.set_x_axis({"num_font": {**FONT, "bold": True}})
    _insert(sheet, chart, summary.radar, place, width)


def draw_bars(
    book: Book, sheet: Sheet, area: PillarsArea, summary: Summary, place: tuple[int, int], width: int
) -> None:
    """Behind the bars are the levels as bands. A dash shows the score if every target is met, other marks other
    scores; the edge of a bar is dashed while its score is provisional."""
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for level, _ in enumerate(summary.bands):
        ground = {"fill": {"color": BANDS[level]}, "border": {"none": True}, "gap": 0}
        chart.add_series(_series(sheet, area, area.title, area.bands + level) | ground)
    marks = book.workbook.add_chart({"type": "line"})
    for at, (column, kind) in enumerate(area.scores.items()):
        series = _series(sheet, area, area.title, column)
        marks.add_series(series | (_mark(kind) if at else _bar(is_provisional=summary.overall.is_provisional)))
    met = {"line": {"none": True}, "marker": MET}
    marks.add_series(_series(sheet, area, area.title, area.met) | met)
    chart.combine(marks)
    chart.set_y_axis(
        {"min": 0, "max": 100, "major_unit": 100, "major_gridlines": {"visible": False}, "num_font": SMALL}
        | {"num_format": "0", "line": {"color": LINE}}
    )
    chart.set_x_axis({"reverse": book.right_to_left, "num_font": FONT, "line": {"color": LINE}})
    chart.set_plotarea({"layout": {"x": 0.05, "y": 0.12, "width": 0.92, "height": 0.58}})
    _insert(sheet, chart, summary.bars, place, width)


def _bar(*, is_provisional: bool) -> dict[str, Any]:
    """From the score down to 0, with the number beside its end."""
    colour = QUIET if is_provisional else DEEP
    bar = {"color": colour, "width": BAR, "dash_type": "square_dot" if is_provisional else "solid"}
    return {
        "line": {"none": True},
        "marker": {"type": "square", "size": BAR - 2, "fill": {"color": colour}, "border": {"color": colour}},
        "y_error_bars": {"type": "percentage", "value": 100, "direction": "minus", "end_style": 0, "line": bar},
        "data_labels": {"value": True, "position": "right", "num_format": "0.0", "font": {**FONT, "bold": True}},
    }


def _mark(kind: str) -> dict[str, Any]:
    border = OTHER_LINES[kind]["marker"]["border"]
    return {"line": {"none": True}, "marker": {**OTHER_LINES[kind]["marker"], "size": 8, "fill": border}}


def _series(sheet: Sheet, area: PillarsArea, names: int, column: int) -> dict[str, Any]:
    sheet_name = sheet.worksheet.get_name()
    return {
        "name": [sheet_name, area.head, column],
        "categories": [sheet_name, area.first, names, area.last, names],
        "values": [sheet_name, area.first, column, area.last, column],
    }


def _insert(sheet: Sheet, chart: Any, title: str, place: tuple[int, int], width: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 10, "bold": True, "color": INK}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": width, "height": HEIGHT})
    sheet.worksheet.insert_chart(*place, chart, {"y_offset": 4, "description": title})
