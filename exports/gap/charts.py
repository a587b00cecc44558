"""Draws the charts of the first sheet. Excel draws them itself, from the table above them.

Every line and bar can be told from the others without colour: by depth, dash and marker.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exports.cells import Book, Sheet
from exports.content import Summary
from exports.styles import DEEP, INK, LEVELS, LINE, QUIET

HEIGHT = 316
OCHRE = "#A8561C"
VIOLET = "#75539B"
FONT = {"size": 9, "color": INK}
SMALL = {"size": 8, "color": INK}


def _line(colour: str, width: float, dash: str, marker: str) -> dict[str, Any]:
    filled = {"color": colour if dash == "solid" else "#FFFFFF"}
    return {
        "line": {"color": colour, "width": width, "dash_type": dash},
        "marker": {"type": marker, "size": 6, "border": {"color": colour}, "fill": filled},
    }


REPORTED_LINE = _line(DEEP, 2.5, "solid", "circle")
PROVISIONAL_LINE = _line(DEEP, 2.5, "square_dot", "circle")
HATCHED = {
    "pattern": {"pattern": "wide_upward_diagonal", "fg_color": DEEP, "bg_color": "#FFFFFF"},
    "border": {"color": DEEP, "dash_type": "dash"},
}
OTHER_LINES: Mapping[str, dict[str, Any]] = {
    "self": _line(OCHRE, 1.75, "dash", "square"),
    "validated": _line(VIOLET, 1.75, "long_dash_dot", "triangle"),
    "moderated": _line(OCHRE, 1.75, "round_dot", "diamond"),
    "last": {"line": {"color": QUIET, "width": 1}, "marker": {"type": "none"}},
}


@dataclass(frozen=True)
class PillarsArea:
    """Where the table of the pillars stands: the row of its titles, those of the pillars, and columns."""

    head: int
    first: int
    last: int
    id: int
    title: int
    scores: Mapping[int, str]
    met: int


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
            "num_font": SMALL,
            "num_format": "0",
            "line": {"color": LINE},
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )
    chart.set_x_axis({"num_font": {**FONT, "bold": True}})
    chart.set_plotarea({"layout": {"x": 0.1, "y": 0.2, "width": 0.8, "height": 0.6}})
    _insert(sheet, chart, summary.radar, place, width)


def draw_bars(
    book: Book, sheet: Sheet, area: PillarsArea, summary: Summary, place: tuple[int, int], width: int
) -> None:
    """Today's scores dark, or hatched where they are provisional, the targets light."""
    chart = book.workbook.add_chart({"type": "bar"})
    today = {"value": True, "num_format": "0.0", "font": SMALL}
    for column, colour, labels in ((next(iter(area.scores)), DEEP, today), (area.met, LEVELS[2][0], {})):
        look = {"fill": {"color": colour}, "border": {"color": DEEP}, "data_labels": labels, "gap": 60}
        points = [HATCHED if pillar.is_provisional else None for pillar in summary.pillars] if labels else []
        chart.add_series(_series(sheet, area, area.title, column) | look | ({"points": points} if any(points) else {}))
    chart.set_y_axis(
        {"reverse": True, "crossing": "max", "interval_unit": 1, "num_font": FONT, "line": {"color": LINE}}
    )
    chart.set_x_axis(
        {
            "min": 0,
            "max": 100,
            "major_unit": 25,
            "reverse": book.right_to_left,
            "num_font": FONT,
            "num_format": "0",
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )
    _insert(sheet, chart, summary.bars, place, width)


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
