"""Which cells of the Summary tell a figure that the sheet "Check" recomputes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from exports.content import NO_FIGURE, Summary
from exports.gap.check_layout import REPORTED, CheckRow, FigureKey
from exports.gap.formulas import CLOSE, ROUNDED, ReportedCell, in_quotes
from exports.gap.summary_page.layout import (
    FIRST_PILLAR,
    LAST,
    OVERALL_LEVEL,
    OVERALL_ROW,
    OVERALL_SCORE,
    grid,
    numbers_of,
)
from exports.long_texts import sheet_name

BIG = {(REPORTED, "level"): OVERALL_LEVEL, (REPORTED, "score"): OVERALL_SCORE}


@dataclass(frozen=True)
class OnSummary:
    summary: Summary

    @cached_property
    def columns(self) -> Mapping[FigureKey, int]:
        """Of the table of pillars; the last round has no answers here to be recomputed from."""
        others = self.summary.others
        columns = grid(numbers_of(self.summary))
        scores = {
            (other.kind, "score"): at for at, other in enumerate(others, columns.numbers + 1) if other.kind != "last"
        }
        level_and_score = {(REPORTED, "level"): columns.level, (REPORTED, "score"): columns.numbers}
        return level_and_score | scores | {(REPORTED, "coverage"): LAST}

    def reported(self, key: FigureKey, row: CheckRow) -> Iterator[ReportedCell]:
        """The whole stands below the pillars, and its level and score once more in large figures."""
        within = CLOSE if key[1] == "level" else ROUNDED
        if row.pattern == "pillar":
            row_of_pillar = f"MATCH($A{row.number},{self._of_pillars(0)},0)"
            yield ReportedCell(f"INDEX({self._of_pillars(self.columns[key])},{row_of_pillar})", within)
            return
        yield ReportedCell(self._cell(FIRST_PILLAR + len(self.summary.pillars), self.columns[key]), within)
        if key in BIG:
            yield ReportedCell(self._cell(OVERALL_ROW, BIG[key]), within, in_quotes(NO_FIGURE))

    def _of_pillars(self, column: int) -> str:
        last = xl_rowcol_to_cell(FIRST_PILLAR + len(self.summary.pillars) - 1, column, row_abs=True, col_abs=True)
        return f"{self._cell(FIRST_PILLAR, column)}:{last}"

    def _cell(self, row: int, column: int) -> str:
        name = quote_sheetname(sheet_name(self.summary.name, ()))
        return f"{name}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"
