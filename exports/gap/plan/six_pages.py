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
    on_pages = [_rows_on(table) for table in (gaps, plan)]
    printed = max(min(listed, planned) for listed, planned in zip(on_pages[0], reversed(on_pages[1]), strict=True))
    if printed >= len(gaps.rows):
        return gaps, plan
    return _first(gaps, printed, translate), _first(plan, printed, translate)


def _rows_on(table: Table) -> list[int]:
    """How many rows are on one page, on two, and so on, while one page is kept for the other table. The lines above the
    titles are one more row, on the first page."""
    widths, head = [column.width for column in table.on_paper], title_height(table.columns)
    heights = [sum(above_heights(table)), *row_heights(table)]
    return [rows_on(pages, head, heights, widths) - 1 for pages in range(1, PAGES)]


def _first(table: Table, printed: int, translate: Callable[[str], str]) -> Table:
    heading = translate("{sheet}: the first {printed} of {all}. All are on screen.")
    names = {"sheet": table.name, "printed": printed, "all": len(table.rows)}
    return replace(table, printed_rows=printed, heading=heading.format(**names))
