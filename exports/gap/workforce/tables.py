"""What the sheet "Workforce tables" says, and where each number stands on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from exports.content import Cell, Column, Formula, TableStack, TitledTable
from exports.gap.findings import Findings
from exports.gap.workforce.numbers import HIDDEN_TEXT, WorkforceNumbers, as_shown
from exports.gap.workforce.stacking import CHECKED_SUMS, first_row
from exports.long_texts import sheet_name
from questionnaires.problems import N_
from questionnaires.workforce.definition import Measure, Table
from scoring.protection.figures import TOTAL, key, shown_rows

NAMING = (26.0, 46.0)
"""The widths of the columns that say what is counted, and of whom."""
NUMBER = 12.0
PERIODS: Mapping[str, str] = {
    "snapshot": N_("at the snapshot date"),
    "year": N_("in the 12 months before"),
    "three_years": N_("in the 36 months before"),
}
ABOUT_HIDDEN = N_(
    "“c” marks a number that is hidden, because a person could be recognised in it or in what could be worked out from "
    "it. Grades are put together where that hides less."
)
OWN_ONLY = N_(
    "This is the administration's own edition: it has every number. Small numbers can point to a person, so do not "
    "pass it on. Others get an edition in which small numbers are hidden."
)


class Line(NamedTuple):
    """A row of the sheet. `begins` a measure, whose name stands there once."""

    measure: Measure
    row: str
    begins: bool


@dataclass(frozen=True)
class TablesSheet:
    """`places` say in which cell each figure stands that is told, by its key: as on the sheet itself."""

    stack: TableStack
    places: Mapping[str, str]

    @cached_property
    def name_in_formulas(self) -> str:
        return str(quote_sheetname(sheet_name(self.stack.name, ())))


@dataclass
class _Writer:
    findings: Findings
    numbers: WorkforceNumbers
    places: dict[str, str] = field(default_factory=dict)

    def table(self, table: Table, first: int) -> TitledTable:
        """`first` is the row of its first line, as a spreadsheet counts."""
        numbers, _ = self.numbers, self.findings.translate
        lines = list(self._lines(table))
        columns = [
            Column(_("What is counted"), NAMING[0]).of(
                lines, lambda line: numbers.measure_name(table.id, line.measure.id) if line.begins else None
            ),
            Column(_("Of whom"), NAMING[1]).of(lines, lambda line: numbers.title_of_row(table.id, line.row)),
            *self._columns(table, lines, first),
        ]
        strong = frozenset(at for at, line in enumerate(lines) if line.row == TOTAL)
        title = f"{numbers.words.tables[table.id].title}, {_(PERIODS[table.period])}"
        return TitledTable(title, tuple(columns), strong=strong)

    def _lines(self, table: Table) -> Iterator[Line]:
        rows = shown_rows(table, self.numbers.merged)
        for measure in table.measures:
            sums = [TOTAL] if self._has_line_of_totals(table, measure) else []
            for at, row in enumerate([*rows, *sums]):
                yield Line(measure, row, at == 0)

    def _has_line_of_totals(self, table: Table, measure: Measure) -> bool:
        """Of pay only where something is known of it."""
        if not table.adds_up or len(table.rows) == 1:
            return False
        names = [key(table.id, TOTAL, measure.id, sex) for sex in (*measure.columns, TOTAL)]
        return measure.unit != "pay" or any(self._is_told(name) for name in names)

    def _is_told(self, name: str) -> bool:
        return name in self.numbers.hidden or self.numbers.figures.get(name) is not None

    def _columns(self, table: Table, lines: Sequence[Line], first: int) -> Iterator[Column]:
        sexes, words = self.numbers.sexes(), self.numbers.words.sexes
        counted = {sex for measure in table.measures for sex in measure.sexes}
        letters = {sex: xl_col_to_name(at) for at, sex in enumerate((*sexes, TOTAL), len(NAMING))}
        for line, number in zip(lines, range(first, first + len(lines)), strict=True):
            for sex in (*sexes, TOTAL):
                self.places[self._key(table, line, sex)] = f"{letters[sex]}{number}"
        for sex in (*sexes, TOTAL):
            title = self.findings.translate("All") if sex == TOTAL else words[sex] if sex in counted else ""
            cells = tuple(self._cell(table, line, sex) for line in lines)
            looks = tuple("pay" if line.measure.unit == "pay" else "" for line in lines)
            yield Column(title, NUMBER, "count", cells, looks, key=CHECKED_SUMS if sex == TOTAL else "")

    def _key(self, table: Table, line: Line, sex: str) -> str:
        """Of the figure in a column; of what is not told by sex it stands in the last."""
        return key(table.id, line.row, line.measure.id, sex if line.measure.sexes or sex != TOTAL else "")

    def _cell(self, table: Table, line: Line, sex: str) -> Cell:
        name = self._key(table, line, sex)
        if name in self.numbers.hidden:
            return HIDDEN_TEXT
        value = self.numbers.figures.get(name)
        if value is None:
            return None
        formula = self._formula(table, line, sex, value)
        return Formula(formula, value) if formula else as_shown(value, line.measure.unit)

    def _formula(self, table: Table, line: Line, sex: str, value: int) -> str:
        """The sum over the row or over the rows, where all that enters it is shown; "" elsewhere. Pay is no sum."""
        if line.measure.unit == "pay" or (line.row != TOTAL and (sex != TOTAL or not line.measure.sexes)):
            return ""
        if sex == TOTAL and line.measure.sexes:
            parts = [key(table.id, line.row, line.measure.id, each) for each in self.numbers.sexes()]
            parts = [part for part in parts if part in self.numbers.figures]
        else:
            last = self._key(table, line, sex).rpartition("/")[2]
            parts = [f"{table.id}/{row}/{last}" for row in shown_rows(table, self.numbers.merged)]
        shown = [self.numbers.figures.get(part) for part in parts]
        if self.numbers.is_any_hidden(parts) or sum(filter(None, shown)) != value:
            return ""
        return f"=SUM({self.places[parts[0]]}:{self.places[parts[-1]]})"


def workforce_tables(findings: Findings, numbers: WorkforceNumbers) -> TablesSheet:
    _ = findings.translate
    widths = (*NAMING, *(NUMBER for _sex in numbers.sexes()), NUMBER)
    above = _above(findings, numbers)
    writer, tables = _Writer(findings, numbers), list[TitledTable]()
    for table in numbers.told:
        tables.append(writer.table(table, first_row(len(above), tables)))
    name = _("Workforce tables")
    stack = TableStack(name, numbers.on_paper(name, _), widths, above, tuple(tables))
    return TablesSheet(stack, writer.places)


def _above(findings: Findings, numbers: WorkforceNumbers) -> tuple[str, ...]:
    _ = findings.translate
    empty = _("An empty cell is a number that is not known. Tables without a number are left out.")
    if numbers.is_own:
        return _(OWN_ONLY), empty
    source = _("The numbers that were published with the result, edition {edition}.").format(edition=numbers.published)
    return f"{source} {_(ABOUT_HIDDEN)}", empty
