"""Draws the first sheet: one printed page, on a grid of twelve equal columns."""

from exports.cells import Book, Sheet
from exports.content import NO_FIGURE, Section, Standing, Summary, Value
from exports.heights import LINE as LINE_HEIGHT
from exports.heights import lines_for
from exports.styles import DEEP, INK, LEVELS, LINE

LAST = 11
WIDTH = 9.0
ROW = 15.0
CHART_ROWS = 13
TITLES, LEVEL, NAME, SCORE, MET, COVERAGE = (0, 4), 5, (6, 7), 8, (9, 10), 11


def draw_summary(book: Book, sheet: Sheet, summary: Summary) -> None:
    sheet.worksheet.set_column(0, LAST, WIDTH)
    _draw_head(sheet, summary)
    _draw_overall(sheet, summary)
    first, row = _draw_pillars(sheet, summary, 7)
    _draw_chart(book, sheet, summary, (first, row))
    row += CHART_ROWS + 1
    for section in summary.sections:
        row = _draw_section(sheet, section, row)
    row = _draw_counts(sheet, summary.counts, row)
    for note in summary.notes:
        sheet.write_across(row, (0, LAST), note, "note")
        row += 1
    sheet.worksheet.print_area(0, 0, row - 1, LAST)


def _draw_head(sheet: Sheet, summary: Summary) -> None:
    lines = lines_for(summary.administration, 6 * WIDTH)
    sheet.worksheet.set_row(0, 30.0 * lines)
    sheet.write_across(0, (0, LAST), summary.administration, "title")
    sheet.worksheet.set_row(1, 20)
    sheet.write_across(1, (0, LAST), summary.subject, "subject")
    sheet.worksheet.set_row(2, 20)
    sheet.write_across(2, (0, 3), summary.label, "badge")
    sheet.write_across(2, (4, LAST), summary.about, "about")


def _draw_overall(sheet: Sheet, summary: Summary) -> None:
    overall = summary.overall
    sheet.worksheet.set_row(3, 10)
    sheet.worksheet.set_row(4, 36)
    sheet.worksheet.set_row(5, 24)
    sheet.worksheet.set_row(6, 10)
    sheet.write_across(4, (0, 1), _shown(overall.level), f"big level {_mark(overall)}", rows=2)
    sheet.write_across(4, (2, 8), f"{overall.title}: {overall.level_name}", "big name")
    sheet.write_across(5, (2, 8), summary.meaning, "meaning")
    sheet.write_across(4, (9, LAST), _shown(overall.score), "big score")
    sheet.write_across(5, (9, LAST), summary.score_label, "caption")


def _shown(figure: Value) -> Value:
    return NO_FIGURE if figure is None else figure


def _mark(standing: Standing) -> str:
    return "-" if standing.level is None else str(standing.level)


def _draw_pillars(sheet: Sheet, summary: Summary, row: int) -> tuple[int, int]:
    """The row of the column titles, and the row behind the last pillar."""
    row = _draw_heading(sheet, summary.heading, row)
    title, level, score, met, coverage = summary.columns
    sheet.worksheet.set_row(row, 28)
    sheet.write_across(row, TITLES, title, "column")
    sheet.write_across(row, (LEVEL, NAME[1]), level, "column")
    sheet.write(row, SCORE, score, "column number")
    sheet.write_across(row, MET, met, "column number")
    sheet.write(row, COVERAGE, coverage, "column number")
    for at, pillar in enumerate(summary.pillars, row + 1):
        sheet.worksheet.set_row(at, 5 + LINE_HEIGHT * lines_for(pillar.title, 5 * WIDTH))
        sheet.write_across(at, TITLES, pillar.title, "pillar")
        sheet.write(at, LEVEL, pillar.level, f"pillar level {_mark(pillar)}")
        sheet.write_across(at, NAME, pillar.level_name, "pillar name")
        sheet.write(at, SCORE, pillar.score, "pillar score")
        sheet.write_across(at, MET, pillar.met, "pillar score")
        sheet.write(at, COVERAGE, pillar.coverage, "pillar score")
    return row, row + len(summary.pillars) + 1


def _draw_chart(book: Book, sheet: Sheet, summary: Summary, rows: tuple[int, int]) -> None:
    """Excel draws it from the cells above it: today's scores dark, the targets light, told apart in grey too."""
    head, below = rows
    name = sheet.worksheet.get_name()
    chart = book.workbook.add_chart({"type": "bar"})
    for column, colour, labels in ((SCORE, DEEP, {"value": True, "num_format": "0.0"}), (MET[0], LEVELS[2][0], {})):
        chart.add_series(
            {
                "name": [name, head, column],
                "categories": [name, head + 1, 0, below - 1, 0],
                "values": [name, head + 1, column, below - 1, column],
                "fill": {"color": colour},
                "border": {"color": DEEP},
                "data_labels": {**labels, "font": {"size": 8, "color": INK}} if labels else {},
                "gap": 60,
            }
        )
    font = {"size": 9, "color": INK}
    chart.set_title({"name": summary.chart, "name_font": {"size": 10, "bold": True, "color": INK}, "overlay": False})
    chart.set_y_axis(
        {"reverse": True, "crossing": "max", "interval_unit": 1, "num_font": font, "line": {"color": LINE}}
    )
    chart.set_x_axis(
        {
            "min": 0,
            "max": 100,
            "major_unit": 25,
            "num_font": font,
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
            "num_format": "0",
        }
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 12 * 68, "height": CHART_ROWS * 20 - 4})
    sheet.worksheet.insert_chart(below, 0, chart, {"y_offset": 4, "description": summary.chart})


def _draw_heading(sheet: Sheet, heading: str, row: int) -> int:
    sheet.worksheet.set_row(row, 22)
    sheet.write_across(row, (0, LAST), heading, "heading")
    return row + 1


def _draw_section(sheet: Sheet, section: Section, row: int) -> int:
    """The next free row, after a little room."""
    row = _draw_heading(sheet, section.heading, row)
    for line in section.lines:
        first = 0 if line.figure is None else 1
        sheet.worksheet.set_row(row, 4 + LINE_HEIGHT * lines_for(line.text, (LAST + 1 - first) * WIDTH))
        if first:
            sheet.write(row, 0, line.figure, line.look)
        sheet.write_across(row, (first, LAST), line.text, "sentence")
        row += 1
    sheet.worksheet.set_row(row, 8)
    return row + 1


def _draw_counts(sheet: Sheet, counts: Section, row: int) -> int:
    row = _draw_heading(sheet, counts.heading, row)
    sheet.worksheet.set_row(row, 24)
    sheet.worksheet.set_row(row + 1, ROW)
    for at, line in enumerate(counts.lines):
        sheet.write_across(row, (2 * at, 2 * at + 1), line.figure, "big count")
        sheet.write_across(row + 1, (2 * at, 2 * at + 1), line.text, "caption")
    return row + 2
