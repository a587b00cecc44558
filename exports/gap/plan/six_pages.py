"""How many of the gaps are printed: with the summary, they and the plan take six pages at most."""

from collections.abc import Callable
from dataclasses import replace

from exports.content import Table
from exports.paper import rows_on
from exports.tables import above_heights, row_heights, title_height

PAGES = 5
"""Beside that of the summary."""


def on_six_pages(gaps: Table, plan: Table, translate: Callable[[str], str]) -> tuple[Table, Table]:
    """The same gaps on both, the most urgent first; where that is not all of them, each page says so."""
    printed = max(min(_rows_on(pages, gaps), _rows_on(PAGES - pages, plan)) for pages in range(1, PAGES))
    if printed >= len(gaps.rows):
        return gaps, plan
    return _first(gaps, printed, translate), _first(plan, printed, translate)


def _rows_on(pages: int, table: Table) -> int:
    """The lines above the titles are one more row, on the first page."""
    widths = [column.width for column in table.on_paper]
    heights = [sum(above_heights(table)), *row_heights(table)]
    return rows_on(pages, title_height(table.columns), heights, widths) - 1


def _first(table: Table, printed: int, translate: Callable[[str], str]) -> Table:
    heading = translate("{sheet}: the first {printed} of {all}. All are on screen.")
    names = {"sheet": table.name, "printed": printed, "all": len(table.rows)}
    return replace(table, printed_rows=printed, heading=heading.format(**names))
