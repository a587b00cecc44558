"""Draws the first sheet: one printed page, on a grid of twelve equal columns."""

from collections.abc import Mapping

from exports.cells import Book, Sheet
from exports.content import NO_FIGURE, GapReport, Standing, Summary, SummarySection, Value
from exports.gap.links import Links
from exports.gap.summary_page.charts import PillarsArea, draw_bars, draw_radar
from exports.gap.summary_page.layout import (
    LAST,
    OVERALL_LEVEL,
    OVERALL_ROW,
    OVERALL_SCORE,
    PILLARS,
    PillarColumns,
    grid,
    numbers_of,
)
from exports.heights import LINE as LINE_HEIGHT
from exports.heights import lines_for
from exports.hyperlinks import CellLink
from exports.styles import ground_of

WIDTH = 9.0
ROW = 15.0
PIXELS = 68
ROOM = 1.25 * PIXELS / 7
"""Of each column where several are one: the space between them holds letters too, and so do long lines."""
CHART_ROWS = 15
LONGEST_BADGE = 30
"""What fits beside the line about the data; a longer one has its row for itself."""
BESIDE = LAST + 2
"""Here begins what is not printed: the parts of the scale, from which the chart is drawn, and the radar."""
BAND_WIDTH = 13.0
RADAR = 440


def draw_summary(book: Book, sheet: Sheet, report: GapReport, links: Links) -> None:
    summary = report.summary
    sheet.worksheet.set_column(0, LAST, WIDTH)
    _draw_head(sheet, summary)
    _draw_overall(sheet, summary)
    area = _draw_pillars(sheet, summary, links, report.terms, PILLARS)
    _draw_bands(sheet, summary, area)
    row = area.last + 2
    draw_bars(book, sheet, area, summary, (row, 0), (LAST + 1) * PIXELS)
    draw_radar(book, sheet, area, summary, (row, BESIDE), RADAR)
    row += CHART_ROWS + 1
    for section in summary.sections:
        row = _draw_section(sheet, section, summary, links, row)
    for section in (summary.otherwise, summary.counts):
        row = _draw_numbers(sheet, section, row)
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
    is_long = len(summary.label) > LONGEST_BADGE
    sheet.write_across(2, (0, 7 if is_long else 3), summary.label, "badge")
    sheet.worksheet.set_row(3, 20 if is_long else 6)
    sheet.write_across(3 if is_long else 2, (0 if is_long else 4, LAST), summary.about, "about")
    sheet.worksheet.set_row(4, 7 + LINE_HEIGHT * lines_for(summary.signed, LAST * ROOM))
    sheet.write_across(4, (0, LAST), summary.signed, "signed")


def _draw_overall(sheet: Sheet, summary: Summary) -> None:
    """The level at the left, what it means in the middle, the score at the right."""
    overall, row = summary.overall, OVERALL_ROW
    said = lines_for(summary.conclusion, (OVERALL_SCORE - 2) * WIDTH)
    for below, height in enumerate((34.0, 4 + LINE_HEIGHT * said, 18.0, 8.0)):
        sheet.worksheet.set_row(row + below, height)
    middle, right = (2, OVERALL_SCORE - 1), (OVERALL_SCORE, LAST)
    sheet.write_block((row, row + 2), (OVERALL_LEVEL, 1), _shown(overall.level), f"big level {_mark(overall)}")
    sheet.write_across(row, middle, f"{overall.title}: {overall.level_name}", "big name")
    sheet.write_across(row + 1, middle, summary.conclusion, "conclusion")
    sheet.write_across(row + 2, middle, summary.meaning, "meaning")
    sheet.write_across(row, right, _shown(overall.score), "big score")
    sheet.write_across(row + 1, right, summary.score_label, "caption")


def _shown(figure: Value) -> Value:
    return NO_FIGURE if figure is None else figure


def _mark(standing: Standing) -> str:
    return ground_of(standing.level, is_provisional=standing.is_provisional)


def _draw_pillars(sheet: Sheet, summary: Summary, links: Links, terms: Mapping[str, str], row: int) -> PillarsArea:
    """Beneath the pillars stands the whole, in the same columns."""
    row = _draw_heading(sheet, summary.heading, row)
    title, level, met, coverage = summary.columns
    scores = (summary.reported, *summary.others)
    since = (summary.since,) if summary.since else ()
    numbers = (*(score.title for score in scores), *since, met, coverage)
    columns = grid(numbers_of(summary))
    sheet.worksheet.set_row(row, 4 + LINE_HEIGHT * max(lines_for(text, WIDTH) for text in numbers))
    sheet.write_across(row, (0, columns.level - 1), title, "column")
    sheet.write_across(row, (columns.level, columns.numbers - 1), level, "column")
    for at, text in enumerate(numbers, columns.numbers):
        sheet.write(row, at, text, "column number")
        if text in terms:
            sheet.explain(row, at, terms[text])
    for at, standing in enumerate((*summary.pillars, summary.overall), row + 1):
        is_overall = standing is summary.overall
        link = links.of(standing.title if is_overall else standing.id, summary.leads_to)
        _draw_name(sheet, standing, at, columns, link, strong=is_overall)
        _draw_figures(sheet, standing, at, columns, has_change=bool(since), strong=is_overall)
    return PillarsArea(
        head=row,
        first=row + 1,
        last=row + len(summary.pillars),
        id=0,
        title=1,
        scores={at: score.kind for at, score in enumerate(scores, columns.numbers)},
        met=columns.numbers + len(scores) + len(since),
        bands=BESIDE,
    )


def _draw_name(
    sheet: Sheet, standing: Standing, row: int, columns: PillarColumns, link: CellLink | None, *, strong: bool
) -> None:
    sheet.worksheet.set_row(row, 5 + LINE_HEIGHT * lines_for(standing.title, (columns.level - 1) * WIDTH))
    if strong:
        sheet.write_across(row, (0, columns.level - 1), standing.title, "pillar", strong=True, link=link)
    else:
        sheet.write(row, 0, standing.id, "pillar id", link=link)
        sheet.write_across(row, (1, columns.level - 1), standing.title, "pillar")


def _draw_figures(
    sheet: Sheet, standing: Standing, row: int, columns: PillarColumns, *, has_change: bool, strong: bool
) -> None:
    sheet.write(row, columns.level, standing.level, f"pillar level {_mark(standing)}")
    sheet.write(row, columns.level + 1, standing.level_name, "pillar name", strong=strong)
    scores = [(score, "pillar score") for score in (standing.score, *standing.others)]
    changes = [(standing.change, "pillar change")] if has_change else []
    numbers = (*scores, *changes, (standing.met, "pillar score"), (standing.coverage, "pillar score"))
    for at, (number, look) in enumerate(numbers, columns.numbers):
        sheet.write(row, at, number, look, strong=strong)


def _draw_bands(sheet: Sheet, summary: Summary, area: PillarsArea) -> None:
    """A row for each pillar, since each of them has its bar in the chart."""
    sheet.worksheet.set_column(BESIDE, BESIDE + len(summary.bands) - 1, BAND_WIDTH)
    sheet.write(area.head - 1, BESIDE, summary.about_bands, "note")
    for at, (name, part) in enumerate(summary.bands, BESIDE):
        sheet.write(area.head, at, name, "column number")
        for row in range(area.first, area.last + 1):
            sheet.write(row, at, part, "pillar score")


def _draw_heading(sheet: Sheet, heading: str, row: int) -> int:
    sheet.worksheet.set_row(row, 22)
    sheet.write_across(row, (0, LAST), heading, "heading")
    return row + 1


def _draw_section(sheet: Sheet, section: SummarySection, summary: Summary, links: Links, row: int) -> int:
    """The next free row, after a little room."""
    row = _draw_heading(sheet, section.heading, row)
    for line in section.lines:
        first = 0 if line.figure is None else 1
        sheet.worksheet.set_row(row, 4 + LINE_HEIGHT * lines_for(line.text, (LAST + 1 - first) * ROOM))
        if first:
            sheet.write(row, 0, line.figure, line.look, link=links.of(line.figure, summary.leads_to))
        sheet.write_across(row, (first, LAST), line.text, "sentence")
        row += 1
    sheet.worksheet.set_row(row, 8)
    return row + 1


def _draw_numbers(sheet: Sheet, section: SummarySection, row: int) -> int:
    """Side by side, each above what it counts."""
    row = _draw_heading(sheet, section.heading, row)
    wide = (LAST + 1) // len(section.lines)
    sheet.worksheet.set_row(row, 24)
    sheet.worksheet.set_row(row + 1, ROW * max(lines_for(line.text, wide * WIDTH) for line in section.lines))
    for at, line in enumerate(section.lines):
        sheet.write_across(row, (wide * at, wide * at + wide - 1), line.figure, line.look)
        sheet.write_across(row + 1, (wide * at, wide * at + wide - 1), line.text, "caption")
    return row + 2
