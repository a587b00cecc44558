"""How women and men are hired, promoted, leave, are trained and come back: a row for each flow, with its sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exports.content import Cell, Formula, TitledTable
from exports.gap.findings import as_number
from exports.gap.workforce.numbers import HIDDEN_TEXT
from exports.gap.workforce.told import Told, checked, number_in, plain
from exports.gap.workforce.words import EVERY_EXIT, FLAGS, HIDDEN
from questionnaires.problems import N_
from questionnaires.workforce.definition import MEN, WOMEN
from scoring.protection.figures import TOTAL, key
from scoring.workforce.compared import SAYS_ENOUGH
from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.processes import PROCESSES as SPOKEN
from scoring.workforce.flows.sentences import sentences_of, sentences_of_strata
from scoring.workforce.flows.strata import Strata, compare_strata
from scoring.workforce.flows.two_by_two import Comparison, compare
from scoring.workforce.flows.verdicts import judge
from scoring.workforce.table_flows import PROCESSES, Part, TableFlow, flow_of, flows_by_grade

BY_GRADE = ("hired_of_applicants", "promoted", "left")
"""Told grade by grade as well: from application to hiring, promotion, and leaving."""
NOTES = (
    N_("Ratio: the lower rate divided by the higher. From 0.80 on, rates are seen as close."),
    N_("p: how often chance alone gives at least such a difference, of 1 (Fisher's exact test, two-sided)."),
    N_(
        "Difference: the rate of women less that of men in percentage points, with 95% certainty between these two "
        "(Newcombe, method 10)."
    ),
    N_("Women missing: how many more women would have gone this way at one rate for both; below 0, how many fewer."),
    N_("Review: a ratio below 0.80 that chance hardly explains (p below 0.05). Watch: one of the two alone."),
)


@dataclass(frozen=True)
class FlowRow:
    """A flow, of all staff or of a group of grades. `comparison` is None where a number that it needs is hidden; `more`
    is said of the grades."""

    told: Told
    process: str
    comparison: Comparison | None
    row: str = ""
    more: str = ""

    def keys(self, part: Part, sex: str) -> list[str]:
        table = self.told.numbers.tables[part.table]
        whole = (TOTAL,) if table.adds_up and len(table.rows) > 1 else table.rows
        rows = (self.row,) if self.row else part.rows or whole
        return [key(table.id, row, measure, sex) for measure in part.measures for row in rows]

    def counts(self) -> tuple[Cell, ...]:
        """Successes and group, of women and of men."""
        process = PROCESSES[self.process]
        parts = (process.success, process.group)
        return tuple(self.told.cell(self.keys(part, sex)) for sex in (WOMEN, MEN) for part in parts)

    def name(self) -> str:
        numbers, process = self.told.numbers, PROCESSES[self.process]
        if self.row:
            return numbers.title_of_row(process.group.table, self.row)
        return f"{_name_of(self.told, process.success)} / {_name_of(self.told, process.group)}"

    def flag(self) -> str:
        return self.told.findings.translate(FLAGS[self.comparison.flag]) if self.comparison else HIDDEN_TEXT

    def sentence(self) -> str:
        translate = self.told.findings.translate
        if self.comparison is None:
            return translate(HIDDEN)
        spoken = sentences_of(SPOKEN[self.process], self.comparison)
        return " ".join(filter(None, [*(each.text(translate) for each in spoken), self.more]))


def tables_of_flows(told: Told) -> tuple[str, ...]:
    """The tables that count flows, as far as they are told."""
    known = {table.id for table in told.numbers.told}
    return tuple(dict.fromkeys(table for each in PROCESSES.values() if (table := each.success.table) in known))


def flows(told: Told, table: str, first: int, *, is_last: bool) -> TitledTable:
    """Those that a table counts. `first` is the number of the first row, as a spreadsheet counts; the last of such
    tables says what its columns mean."""
    _ = told.findings.translate
    rows = [row for process, each in PROCESSES.items() if each.success.table == table for row in _rows(told, process)]
    counts = [row.counts() for row in rows]
    women, women_group, men, men_group = zip(*counts, strict=True)
    figures = [[*_figures(row, count, at)] for at, (row, count) in enumerate(zip(rows, counts, strict=True), first)]
    rate_women, rate_men, ratio, p, least, most, missing = zip(*figures, strict=True)
    of, titles = _("of"), told.numbers.words.sexes
    return TitledTable(
        told.numbers.words.tables[table].title,
        (
            plain(
                _("Who went this way / of whom"), [row.name() for row in rows], parts=[row.row != "" for row in rows]
            ),
            plain(titles[WOMEN], women, "count"),
            plain(of, women_group, "count"),
            checked(_("Women, %"), rate_women, "score"),
            plain(titles[MEN], men, "count"),
            plain(of, men_group, "count"),
            checked(_("Men, %"), rate_men, "score"),
            checked(_("Ratio"), ratio, "share"),
            plain(_("p"), p, "chance"),
            plain(_("Differs from"), least, "points"),
            plain(_("to"), most, "points"),
            checked(_("Women missing"), missing, "score"),
            plain(_("Flag"), [row.flag() for row in rows]),
            plain(_("In words"), [row.sentence() for row in rows]),
        ),
        notes=tuple(map(_, NOTES)) if is_last else (),
    )


def _rows(told: Told, process: str) -> Iterator[FlowRow]:
    if process in BY_GRADE:
        yield from _with_grades(told, process)
    else:
        yield FlowRow(told, process, _compared(told, flow_of(told.numbers.as_given, process)))


def _compared(told: Told, flow: TableFlow) -> Comparison | None:
    return compare(Flow(*flow.counts)) if told.numbers.may_show(flow.inputs) else None


def _with_grades(told: Told, process: str) -> Iterator[FlowRow]:
    flow, by_grade = flow_of(told.numbers.as_given, process), flows_by_grade(told.numbers.as_given, process)
    if not told.numbers.may_show(flow.inputs):
        yield FlowRow(told, process, None)
        yield from (FlowRow(told, process, _compared(told, each), row) for row, each in by_grade.items())
        return
    strata = compare_strata({row: Flow(*each.counts) for row, each in by_grade.items()})
    yield FlowRow(told, process, strata.aggregate, more=_about_grades(told, process, strata))
    yield from (FlowRow(told, process, each, row) for row, each in strata.strata.items())


def _about_grades(told: Told, process: str, strata: Strata) -> str:
    """Nothing where the flow itself cannot be compared."""
    if strata.aggregate.flag in SAYS_ENOUGH:
        return ""
    table, translate = PROCESSES[process].group.table, told.findings.translate
    names = {row: told.numbers.title_of_row(table, row) for row in strata.strata}
    return " ".join(each.text(translate) for each in sentences_of_strata(strata, judge(strata), names))


def _name_of(told: Told, part: Part) -> str:
    """Of what is counted; of a row where the measure says nothing."""
    if len(part.measures) > 1:
        return told.findings.translate(EVERY_EXIT)
    if part.rows:
        return " + ".join(told.numbers.title_of_row(part.table, row) for row in part.rows)
    return told.numbers.measure_name(part.table, part.measures[0])


def _figures(row: FlowRow, counts: Sequence[Cell], at: int) -> Iterator[Cell]:
    """Rates, ratio, p, the two ends of the difference, and the women missing."""
    if row.comparison is None:
        yield from (HIDDEN_TEXT,) * 7
        return
    comparison, is_live = row.comparison, None not in map(number_in, counts)
    yield _live(comparison.rate_women, f"=100*B{at}/C{at}", 100, is_live=is_live)
    yield _live(comparison.rate_men, f"=100*E{at}/F{at}", 100, is_live=is_live)
    yield _live(comparison.impact_ratio, f"=MIN(D{at},G{at})/MAX(D{at},G{at})", is_live=is_live)
    yield comparison.fisher_two_sided
    least, most = comparison.difference_newcombe_95 or (None, None)
    yield from (None if end is None else 100 * end for end in (least, most))
    missing = f"=(B{at}+E{at})*C{at}/(C{at}+F{at})-B{at}"
    yield _live(comparison.shortfall_of_women, missing, is_live=is_live)


def _live(value: Fraction | None, formula: str, times: int = 1, *, is_live: bool) -> Cell:
    if value is None:
        return None
    return Formula(formula, float(times * value)) if is_live else as_number(times * value)
