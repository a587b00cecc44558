"""What the sheet "Check" says: each figure once more, by live formulas from the sheet "Answers", beside the stored one.

The values that are stored with the formulas come from `scoring`, the only place where figures are computed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from exports.content import Block, Cell, CheckSheet, Column, Formula, Parameter, Summary, Table, TableStack
from exports.gap.check_figures import CheckFigures
from exports.gap.check_layout import FIRST, REPORTED, ROW_VERDICT, SPANS, CheckRow, FigureKey, Layout, figure_columns
from exports.gap.check_summary import OnSummary
from exports.gap.findings import Findings
from exports.gap.formulas import (
    ANY_ROW,
    DECIMALS,
    ROUNDED,
    Calculation,
    ReportedCell,
    Source,
    in_quotes,
    sentence_of,
    verdict,
)
from exports.gap.workforce.checking import ResultChecks, result_checks
from exports.long_texts import sheet_name
from scoring.scorecard import Figures

FROM_ANSWERS = ("pillar", "element", "core", "weight", "evidence", "state", "level", "outside")


def check_sheet(
    findings: Findings, summary: Summary, standing: Table, answers: Table, stacks: Sequence[TableStack] = ()
) -> CheckSheet:
    """`summary` and `standing` are the sheets with the stored figures; `stacks` are those that compute theirs."""
    return Recomputed(findings, OnSummary(summary), standing, answers, stacks).sheet()


@dataclass(frozen=True)
class Recomputed:
    findings: Findings
    on_summary: OnSummary
    standing: Table
    answers: Table
    stacks: Sequence[TableStack] = ()

    def sheet(self) -> CheckSheet:
        _, version = self.findings.translate, self.findings.questionnaire.version
        return CheckSheet(
            name=_("Check"),
            verdict=self._verdict_on_all(),
            counted=self._counted(),
            differing=self._differing(),
            sentences="\n".join(_sentences(self.findings)),
            words=self.words,
            blocks=tuple(self._blocks()),
            printed=2 + len(self.layout.groups),
            strong=frozenset(at for at, row in enumerate(self.layout.rows) if row.pattern != "element"),
            heading=_("Parameters of the formulas, from questionnaire {version}").format(version=version),
            parameters=tuple(_parameters(self.findings)),
            below=self.results.cells,
        )

    @cached_property
    def layout(self) -> Layout:
        kinds = tuple(self.findings.kinds)
        on_summary = tuple(key for key in self.on_summary.columns if key[0] in (REPORTED, *kinds))
        return Layout(self.findings.questionnaire, kinds, on_summary)

    @cached_property
    def words(self) -> tuple[str, str]:
        return self.findings.translate("Matches"), self.findings.translate("Differs")

    @cached_property
    def results(self) -> ResultChecks:
        """Below the parameters."""
        return result_checks(self.layout, self.stacks, self.words)

    @cached_property
    def figures(self) -> CheckFigures:
        return CheckFigures(self.findings, self.layout)

    def _verdict_on_all(self) -> Formula:
        """One word for all figures."""
        equal, differs = map(in_quotes, self.words)
        formula = f"=IF({self._number_of_equal}={self._number_of_all},{equal},{differs})"
        return Formula(formula, self._word(all(self.figures.verdicts)))

    def _counted(self) -> Formula:
        """How many are equal, in a sentence whose numbers each language puts where it likes."""
        sentence = self.findings.translate("{equal} of {all} figures match")
        numbers = {"equal": self._number_of_equal, "all": self._number_of_all}
        verdicts = [*self.figures.verdicts, *[True] * self.results.count]
        return Formula(f"={sentence_of(sentence, numbers)}", sentence.format(equal=sum(verdicts), all=len(verdicts)))

    @property
    def _number_of_equal(self) -> str:
        equal, areas = in_quotes(self.words[0]), (*self.layout.verdicts, *self.results.verdicts)
        return "(" + "+".join(f"COUNTIF({cells},{equal})" for cells in areas) + ")"

    @property
    def _number_of_all(self) -> str:
        numbers = [f"ROWS({cells})*COLUMNS({cells})" for cells in self.layout.verdicts]
        return "(" + "+".join([*numbers, *([str(self.results.count)] if self.results.count else [])]) + ")"

    def _word(self, is_equal: bool) -> str:
        return self.words[0] if is_equal else self.words[1]

    def _differing(self) -> Formula:
        """How many differ; it leads to the first row with one."""
        _, number = self.findings.translate, f"({self._number_of_all}-{self._number_of_equal})"
        none, some = _("No figure differs."), _("{count} differ. Go to the first.")
        first = f"{FIRST - 1}+MATCH({in_quotes(self.words[1])},{self.layout.row_verdicts(self.results.last)},0)"
        sheet = quote_sheetname(sheet_name(_("Check"), ()))
        link = f"HYPERLINK({in_quotes(f'#{sheet}!{ROW_VERDICT}')}&({first}),{sentence_of(some, {'count': number})})"
        count = self.figures.verdicts.count(False)
        return Formula(f"=IF({number}=0,{in_quotes(none)},{link})", some.format(count=count) if count else none)

    def _blocks(self) -> Iterator[Block]:
        """What people look at first, and what it is compared with behind it."""
        _, columns = self.findings.translate, figure_columns(self.findings)
        yield Block("", tuple(self._naming()))
        for group in self.layout.groups:
            verdicts = tuple(self._column(_verdicts_on(columns[key], least=8), self._verdict, key) for key in group)
            yield Block(_("Same as in the sheet “Pillars and elements”?"), verdicts, verdicts=True)
        on_summary = tuple(
            self._column(_verdicts_on(columns[key], least=10), self._verdict_on_summary, key)
            for key in self.layout.on_summary
        )
        yield Block(_("Same as on the sheet “Summary”?"), on_summary, verdicts=True)
        for group in self.layout.groups:
            computed = tuple(self._column(columns[key], self._computed, key) for key in group)
            yield Block(_("Calculated here from the sheet “Answers”"), computed)

    def _naming(self) -> Iterator[Column]:
        _, rows = self.findings.translate, self.layout.rows
        yield Column(_("Id"), 9).of(rows, lambda row: self.findings.shown_id(row.id))
        yield Column(_("Pillar or element"), 33).of(rows, lambda row: self.findings.title(row.id))
        yield Column(_("Part of"), 9, "centred").of(rows, lambda row: self.findings.shown_id(row.parent))
        yield Column(_("Weight"), 8, "count").of(rows, lambda row: row.weight)
        yield Column(_("Calculated from"), 29).of(rows, self._basis)
        yield Column(_("Exact score"), 13, "exact").of(rows, lambda row: self.figures.exact_score(row.id))
        yield Column(_("All figures of the row"), 11, "verdict").of(rows, self._verdict_on_row)

    def _basis(self, row: CheckRow) -> str:
        """What the figures of the row are calculated from."""
        _ = self.findings.translate
        parts = sum(part.parent == row.id for part in self.layout.rows)
        if row.pattern == "element":
            asked = sum(indicator.element == row.id for indicator in self.findings.asked_by_any)
            return _("“Answers”, rows: {count}").format(count=asked)
        if row.pattern == "pillar":
            return _("Elements ({count}), core answers").format(count=parts)
        return _("Pillars ({count})").format(count=parts)

    def _verdict_on_row(self, row: CheckRow) -> Formula:
        equal, differs = map(in_quotes, self.words)
        formula = f"=IF(COUNTIF({self.layout.verdicts_in(str(row.number))},{differs})=0,{equal},{differs})"
        return Formula(formula, self._word(row.id not in self.figures.differing))

    def _column(self, column: Column, cell: Callable[[FigureKey, CheckRow], Cell], key: FigureKey) -> Column:
        return column.of(self.layout.rows, partial(cell, key))

    def _computed(self, key: FigureKey, row: CheckRow) -> Formula:
        formula = self._formulas[key, row.pattern].replace(ANY_ROW, str(row.number))
        return Formula(formula, self.figures.today_and_reported[key, row.id][0])

    @cached_property
    def _formulas(self) -> Mapping[tuple[FigureKey, str], str]:
        """Those of a figure are the same in each row of a kind, but for the number of the row."""
        patterns = {row.pattern for row in self.layout.rows}
        return {
            ((kind, figure), pattern): getattr(self.calculations[kind], pattern)(figure, ANY_ROW)
            for kind, figure in self.layout.letters
            for pattern in patterns
        }

    def _verdict(self, key: FigureKey, row: CheckRow) -> Formula:
        formula = self._verdicts[key].replace(ANY_ROW, str(row.number))
        return Formula(formula, self._word(self.figures.equal[key, row.id]))

    @cached_property
    def _verdicts(self) -> Mapping[FigureKey, str]:
        """What is shown rounded stands there without rounding too: both must be the same."""
        return {key: self._judged(key, ANY_ROW, [*self._stored_cells(key)]) for key in self.layout.letters}

    def _stored_cells(self, key: FigureKey) -> Iterator[ReportedCell]:
        yield ReportedCell(_of_row(self.stored[key], self.ids, ANY_ROW))
        if key in self.shown:
            yield ReportedCell(_of_row(self.shown[key], self.ids, ANY_ROW), ROUNDED, done=self._done(key, ANY_ROW))

    def _verdict_on_summary(self, key: FigureKey, row: CheckRow) -> Cell:
        if row.pattern == "element":
            return None
        done = self._done(key, str(row.number))
        reported = [replace(cell, done=done) for cell in self.on_summary.reported(key, row)]
        formula = self._judged(key, str(row.number), reported)
        return Formula(formula, self._word(self.figures.equal_on_summary[key, row.id]))

    def _done(self, key: FigureKey, at: str) -> str:
        """Of a mean that nobody is told while no question is answered; "" for other figures, and once it is signed."""
        kind, figure = key
        is_untold = kind == REPORTED and figure in Figures._fields and not self.findings.facts.is_signed
        return self.calculations[kind].done(at) if is_untold else ""

    def _judged(self, key: FigureKey, at: str, reported: Sequence[ReportedCell]) -> str:
        return verdict(f"{self.layout.letters[key]}{at}", reported, *map(in_quotes, self.words))

    @cached_property
    def calculations(self) -> Mapping[str, Calculation]:
        letters = self.layout.letters.items()
        return {
            kind: Calculation(
                self._source(kind),
                {figure: at for (card, figure), at in letters if card == kind},
                *self.layout.parts,
                self.findings.facts.is_signed or kind != REPORTED,
            )
            for kind in self.figures.cards
        }

    def _source(self, kind: str) -> Source:
        """A value beside the reported one has its state and its level in one column."""
        _, keys = self.findings.translate, dict(zip(FROM_ANSWERS, FROM_ANSWERS, strict=True))
        if kind != REPORTED:
            is_otherwise = kind in self.findings.otherwise_outside
            keys |= {"state": kind, "level": kind, "outside": f"outside {kind}" if is_otherwise else "outside"}
        words = {**self.findings.states, "yes": _("Yes"), "no": _("No"), "core": _("Core")}
        quoted = {name: in_quotes(word) for name, word in words.items()}
        return Source({name: _cells(self.answers, key) for name, key in keys.items()}, quoted, self.layout.limits)

    @cached_property
    def stored(self) -> Mapping[FigureKey, str]:
        """The column of each stored figure."""
        return {
            (kind, figure): _cells(self.standing, f"{figure} {kind}".strip()) for kind, figure in self.layout.letters
        }

    @cached_property
    def shown(self) -> Mapping[FigureKey, str]:
        """The column of each figure that people read rounded."""
        names = {key: f"shown {key[1]} {key[0]}".strip() for key in self.layout.letters}
        standing = {column.key for column in self.standing.columns}
        return {key: _cells(self.standing, name) for key, name in names.items() if name in standing}

    @cached_property
    def ids(self) -> str:
        return _cells(self.standing, "id")


def _verdicts_on(column: Column, *, least: float) -> Column:
    """The column of the verdicts on its figures."""
    return Column(column.title, max(least, column.width), "verdict")


def _of_row(cells: str, ids: str, at: str) -> str:
    return f"INDEX({cells},MATCH($A{at},{ids},0))"


def _cells(table: Table, key: str) -> str:
    """All cells of a column of another sheet."""
    letter = xl_col_to_name([column.key for column in table.columns].index(key))
    first = table.head + 2
    return f"{quote_sheetname(sheet_name(table.name, ()))}!${letter}${first}:${letter}${first + len(table.rows) - 1}"


def _sentences(findings: Findings) -> Iterator[str]:
    _ = findings.translate
    yield _("This sheet recalculates every figure from the sheet “Answers”, with formulas that anyone can read.")
    yield _(
        "It then checks that “Pillars and elements”, unrounded and as shown, and the “Summary” show the same figures."
    )
    yield _(
        "To see it work, change a level in “Answers”. Figures that change with it turn to “Differs”; a "
        "level that stays in its band still says “Matches”."
    )


def _parameters(findings: Findings) -> Iterator[Parameter]:
    """In the order of `Limits`. Bands are rounded as the scores are that formulas compare with them."""
    _ = findings.translate
    rules = findings.questionnaire.structure.scoring
    entries = [(_("Level {level} starts at").format(level=band.level), float(band.lowest)) for band in rules.bands]
    entries += [
        (_("Pillar: most levels above its lowest core question"), rules.core_margin),
        (_("Overall: most levels above its lowest pillar"), rules.pillar_margin),
        (_("Not rated above this share of “not applicable”"), float(rules.not_rated_above)),
        (_("Without evidence counts as level"), rules.unsupported_level),
        (_("Evidence needed from level"), rules.evidence_from),
    ]
    for (name, value), columns in zip(entries, SPANS, strict=True):
        yield Parameter(name, round(value, DECIMALS), columns)
