"""Draws the first sheet: one printed page, on a grid of twelve equal columns."""

from collections.abc import Mapping

from exports.cells import Book, CellLink, Sheet
from exports.content import NO_FIGURE, GapReport, Standing, Summary, SummarySection, Value
from exports.gap.charts import PillarsArea, draw_bars, draw_radar
from exports.gap.links import Links
from exports.gap.summary_layout import LAST, OVERALL_LEVEL, OVERALL_ROW, OVERALL_SCORE, PILLARS, PillarColumns, grid
from exports.heights import LINE as LINE_HEIGHT
from exports.heights import lines_for
from exports.styles import ground_of

WIDTH = 9.0
ROW = 15.0
PIXELS = 68
CHART_ROWS = 16
LONGEST_BADGE = 30
"""What fits beside the line about the data; a longer one has its row for itself."""
RADAR = 5
"""The columns beneath the radar; the bars have the others."""


def draw_summary(book: Book, sheet: Sheet, report: GapReport, links: Links) -> None:
    summary = report.summary
    sheet.worksheet.set_column(0, LAST, WIDTH)
    _draw_head(sheet, summary)
    _draw_overall(sheet, summary)
    area = _draw_pillars(sheet, summary, links, report.terms, PILLARS)
    row = area.last + 2
    draw_radar(book, sheet, area, summary, (row, 0), RADAR * PIXELS)
    width = (LAST + 1 - RADAR) * PIXELS
    draw_bars(book, sheet, area, summary, (row, RADAR), width)
    row += CHART_ROWS + 1
    for section in summary.sections:
        row = _draw_section(sheet, section, summary, links, row)
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
    is_long = len(summary.label) > LONGEST_BADGE
    sheet.write_across(2, (0, 7 if is_long else 3), summary.label, "badge")
    sheet.worksheet.set_row(3, 20 if is_long else 10)
    sheet.write_across(3 if is_long else 2, (0 if is_long else 4, LAST), summary.about, "about")


def _draw_overall(sheet: Sheet, summary: Summary) -> None:
    overall = summary.overall
    sheet.worksheet.set_row(4, 36)
    sheet.worksheet.set_row(5, 24)
    sheet.worksheet.set_row(6, 10)
    rows, columns = (OVERALL_ROW, OVERALL_ROW + 1), (OVERALL_LEVEL, 1)
    sheet.write_block(rows, columns, _shown(overall.level), f"big level {_mark(overall)}")
    sheet.write_across(4, (2, 8), f"{overall.title}: {overall.level_name}", "big name")
    sheet.write_across(5, (2, 8), summary.meaning, "meaning")
    sheet.write_across(OVERALL_ROW, (OVERALL_SCORE, LAST), _shown(overall.score), "big score")
    sheet.write_across(5, (9, LAST), summary.score_label, "caption")


def _shown(figure: Value) -> Value:
    return NO_FIGURE if figure is None else figure


def _mark(standing: Standing) -> str:
    return ground_of(standing.level, is_provisional=standing.is_provisional)


def _draw_pillars(sheet: Sheet, summary: Summary, links: Links, terms: Mapping[str, str], row: int) -> PillarsArea:
    """Beneath the pillars stands the whole, in the same columns."""
    row = _draw_heading(sheet, summary.heading, row)
    title, level, met, coverage = summary.columns
    scores = (summary.reported, *summary.others)
    numbers = (*(score.title for score in scores), met, coverage)
    columns = grid(len(scores))
    sheet.worksheet.set_row(row, 4 + LINE_HEIGHT * max(lines_for(text, WIDTH) for text in numbers))
    sheet.write_across(row, (0, columns.level - 1), title, "column")
    sheet.write_across(row, (columns.level, columns.numbers - 1), level, "column")
    for at, text in enumerate(numbers, columns.numbers):
        sheet.write(row, at, text, "column number")
        if text in terms:
            sheet.explain(row, at, terms[text])
    for at, standing in enumerate((*summary.pillars, summary.overall), row + 1):
        link = links.of(standing.title if standing is summary.overall else standing.id, summary.leads_to)
        _draw_standing(sheet, standing, at, columns, link, strong=standing is summary.overall)
    return PillarsArea(
        head=row,
        first=row + 1,
        last=row + len(summary.pillars),
        id=0,
        title=1,
        scores={at: score.kind for at, score in enumerate(scores, columns.numbers)},
        met=columns.numbers + len(scores),
    )


def _draw_standing(
    sheet: Sheet, standing: Standing, row: int, columns: PillarColumns, link: CellLink | None, *, strong: bool
) -> None:
    sheet.worksheet.set_row(row, 5 + LINE_HEIGHT * lines_for(standing.title, (columns.level - 1) * WIDTH))
    if strong:
        sheet.write_across(row, (0, columns.level - 1), standing.title, "pillar", strong=True, link=link)
    else:
        sheet.write(row, 0, standing.id, "pillar id", link=link)
        sheet.write_across(row, (1, columns.level - 1), standing.title, "pillar")
    sheet.write(row, columns.level, standing.level, f"pillar level {_mark(standing)}")
    sheet.write_across(row, (columns.level + 1, columns.level + 2), standing.level_name, "pillar name", strong=strong)
    for at, number in enumerate((standing.score, *standing.others, standing.met, standing.coverage), columns.numbers):
        sheet.write(row, at, number, "pillar score", strong=strong)


def _draw_heading(sheet: Sheet, heading: str, row: int) -> int:
    sheet.worksheet.set_row(row, 22)
    sheet.write_across(row, (0, LAST), heading, "heading")
    return row + 1


def _draw_section(sheet: Sheet, section: SummarySection, summary: Summary, links: Links, row: int) -> int:
    """The next free row, after a little room."""
    row = _draw_heading(sheet, section.heading, row)
    for line in section.lines:
        first = 0 if line.figure is None else 1
        sheet.worksheet.set_row(row, 4 + LINE_HEIGHT * lines_for(line.text, (LAST + 1 - first) * WIDTH))
        if first:
            sheet.write(row, 0, line.figure, line.look, link=links.of(line.figure, summary.leads_to))
        sheet.write_across(row, (first, LAST), line.text, "sentence")
        row += 1
    sheet.worksheet.set_row(row, 8)
    return row + 1


def _draw_counts(sheet: Sheet, counts: SummarySection, row: int) -> int:
    row = _draw_heading(sheet, counts.heading, row)
    sheet.worksheet.set_row(row, 24)
    sheet.worksheet.set_row(row + 1, ROW)
    for at, line in enumerate(counts.lines):
        sheet.write_across(row, (2 * at, 2 * at + 1), line.figure, "big count")
        sheet.write_across(row + 1, (2 * at, 2 * at + 1), line.text, "caption")
    return row + 2
