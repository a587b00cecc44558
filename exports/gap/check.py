"""What the sheet "Check" says: each figure once more, by live formulas from the sheet "Answers", beside the stored one.

The values that are stored with the formulas come from `scoring`, the only place where figures are computed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from exports.cells import sheet_name
from exports.content import Block, Cell, Check, Column, Formula, Parameter, Summary, Table, Value
from exports.gap.check_layout import FIRST, REPORTED, SPANS, Key, Layout, Line
from exports.gap.check_summary import OnSummary
from exports.gap.findings import Findings, as_number
from exports.gap.formulas import DECIMALS, ROUNDED, Calculation, Stated, Told, in_quotes, verdict
from scoring.score import score
from scoring.scorecard import Counts, Figures, Node, Scorecard, rounded

CLOSE = 1e-9
FROM_ANSWERS = ("pillar", "element", "core", "weight", "evidence", "state", "level", "outside")


def check(findings: Findings, summary: Summary, standing: Table, answers: Table) -> Check:
    """`summary` and `standing` are the sheets with the stored figures."""
    return Recomputed(findings, OnSummary(summary), standing, answers).sheet()


@dataclass(frozen=True)
class Recomputed:
    findings: Findings
    on_summary: OnSummary
    standing: Table
    answers: Table

    def sheet(self) -> Check:
        _, version = self.findings.translate, self.findings.questionnaire.version
        verdict_on_all, counted = self._on_all()
        return Check(
            name=_("Check"),
            verdict=verdict_on_all,
            counted=counted,
            sentences="\n".join(_sentences(self.findings)),
            words=self.words,
            blocks=tuple(self._blocks()),
            rows=tuple(self._row(line, at) for at, line in enumerate(self.layout.lines, FIRST)),
            strong=frozenset(at for at, line in enumerate(self.layout.lines) if line.pattern != "element"),
            heading=_("What the formulas use, from questionnaire {version}").format(version=version),
            parameters=tuple(_parameters(self.findings)),
        )

    @cached_property
    def layout(self) -> Layout:
        kinds = tuple(self.findings.kinds)
        on_summary = tuple(key for key in self.on_summary.columns if key[0] in (REPORTED, *kinds))
        return Layout(self.findings.questionnaire, kinds, on_summary)

    @cached_property
    def words(self) -> tuple[str, str]:
        return self.findings.translate("Equal"), self.findings.translate("Differs")

    def _on_all(self) -> tuple[Formula, Formula]:
        """One word for all figures, and how many are equal."""
        ranges, quoted = self.layout.verdicts, in_quotes(self.words[0])
        equal = "(" + "+".join(f"COUNTIF({cells},{quoted})" for cells in ranges) + ")"
        every = "(" + "+".join(f"ROWS({cells})*COLUMNS({cells})" for cells in ranges) + ")"
        verdicts = [self._is_equal(key, line.id) for key in self.layout.letters for line in self.layout.lines]
        verdicts += [
            self._is_equal_on_summary(key, line.id)
            for key in self.layout.on_summary
            for line in self.layout.lines
            if line.pattern != "element"
        ]
        sentence = self.findings.translate("{equal} of {all} figures are equal")
        pieces = [in_quotes(piece) for piece in re.split(r"\{(?:equal|all)\}", sentence)]
        numbers = [equal if name == "equal" else every for name in re.findall(r"\{(equal|all)\}", sentence)]
        said = "&".join(part for pair in zip(pieces, [*numbers, ""], strict=True) for part in pair if part)
        return (
            Formula(
                f"=IF({equal}={every},{in_quotes(self.words[0])},{in_quotes(self.words[1])})", self._word(all(verdicts))
            ),
            Formula(f"={said}", sentence.format(equal=sum(verdicts), all=len(verdicts))),
        )

    def _word(self, is_equal: bool) -> str:
        return self.words[0] if is_equal else self.words[1]

    def _blocks(self) -> Iterator[Block]:
        _ = self.findings.translate
        naming = (Column(_("Id"), 8), Column(_("Pillar or element"), 33))
        yield Block("", (*naming, Column(_("Part of"), 7, "centred"), Column(_("Weight"), 7, "count")))
        columns = _columns(self.findings)
        for group in self.layout.groups:
            computed = tuple(columns[key] for key in group)
            yield Block(_("Computed here from the sheet “Answers”"), computed)
            verdicts = tuple(Column(column.title, max(8, column.width), "verdict") for column in computed)
            yield Block(_("The same as stored in the sheet “Pillars and elements”?"), verdicts, verdicts=True)
        told = (columns[key] for key in self.layout.on_summary)
        shown = tuple(Column(column.title, max(10, column.width), "verdict") for column in told)
        yield Block(_("The same on the sheet “Summary”?"), shown, verdicts=True)

    def _row(self, line: Line, at: int) -> tuple[Cell, ...]:
        cells: list[Cell] = [line.id, self.findings.title(line.id), line.parent, line.weight]
        for group in self.layout.groups:
            cells += [self._computed(key, line, at) for key in group]
            cells += [self._verdict(key, line, at) for key in group]
        cells += [self._verdict_on_summary(key, line, at) for key in self.layout.on_summary]
        return tuple(cells)

    def _computed(self, key: Key, line: Line, at: int) -> Formula:
        kind, figure = key
        formula = getattr(self.calculations[kind], line.pattern)(figure, at)
        return Formula(formula, self._value(self.cards[kind][0].by_id[line.id], figure))

    def _verdict(self, key: Key, line: Line, at: int) -> Formula:
        """What is shown rounded stands there without rounding too: both must be the same."""
        stated = [Stated(_of_row(self.stored[key], self.ids, at))]
        if key in self.shown:
            stated.append(Stated(_of_row(self.shown[key], self.ids, at), ROUNDED, done=self._done(key, at)))
        return self._judged(key, at, stated, is_equal=self._is_equal(key, line.id))

    def _verdict_on_summary(self, key: Key, line: Line, at: int) -> Cell:
        if line.pattern == "element":
            return None
        stated = [replace(one, done=self._done(key, at)) for one in self.on_summary.stated(key, line, at)]
        return self._judged(key, at, stated, is_equal=self._is_equal_on_summary(key, line.id))

    def _done(self, key: Key, at: int) -> str:
        """Of a mean that nobody is told while no question is answered; "" for other figures, and once it is signed."""
        kind, figure = key
        is_untold = kind == REPORTED and figure in Figures._fields and not self.findings.facts.is_signed
        return self.calculations[kind].done(at) if is_untold else ""

    def _judged(self, key: Key, at: int, stated: Sequence[Stated], *, is_equal: bool) -> Formula:
        computed = f"{self.layout.letters[key]}{at}"
        return Formula(verdict(computed, stated, *map(in_quotes, self.words)), self._word(is_equal))

    def _is_equal(self, key: Key, id_: str) -> bool:
        return _is_close(*self._now_and_stated(key, id_), CLOSE)

    def _is_equal_on_summary(self, key: Key, id_: str) -> bool:
        now, stated = self._now_and_stated(key, id_)
        if isinstance(stated, float):
            return _is_close(now, rounded(Fraction(stated)), float(ROUNDED))
        return _is_close(now, stated, CLOSE)

    def _now_and_stated(self, key: Key, id_: str) -> tuple[Value, Value]:
        kind, figure = key
        today, stated = self.cards[kind]
        return self._value(today.by_id[id_], figure), self._value(stated.by_id[id_], figure)

    def _value(self, node: Node, figure: str) -> Value:
        if figure in Counts._fields:
            return int(getattr(node.counts, figure))
        if figure == "coverage":
            return None if node.counts.coverage is None else as_number(100 * node.counts.coverage)
        if figure == "score":
            return as_number(node.score)
        if figure in Figures._fields:
            return as_number(getattr(node.figures, figure))
        if figure == "rated":
            return self.findings.yes_or_no(node.rated)
        if not self.findings.is_started(node):
            return None
        return node.level if figure == "level" else node.uncapped_level

    @cached_property
    def cards(self) -> Mapping[str, tuple[Scorecard, Scorecard]]:
        """For each of the values, the scorecard that its answers give today, and the one that the report states.

        They differ only where a published result was calculated otherwise than it would be today.
        """
        findings = self.findings
        stated = {REPORTED: findings.scorecard} | {kind: findings.beside.cards[kind] for kind in findings.kinds}
        return {kind: (self._today(card), card) for kind, card in stated.items()}

    def _today(self, stated: Scorecard) -> Scorecard:
        answers = {result.id: result.answer for result in stated.indicators}
        return score(self.findings.questionnaire, self.findings.profile, answers, self.findings.facts.form)

    @cached_property
    def calculations(self) -> Mapping[str, Calculation]:
        letters = self.layout.letters.items()
        return {
            kind: Calculation(
                self._told(kind),
                {figure: at for (whose, figure), at in letters if whose == kind},
                *self.layout.parts,
                self.findings.facts.is_signed or kind != REPORTED,
            )
            for kind in self.cards
        }

    def _told(self, kind: str) -> Told:
        """A value beside the reported one has its state and its level in one column."""
        _, keys = self.findings.translate, dict(zip(FROM_ANSWERS, FROM_ANSWERS, strict=True))
        if kind != REPORTED:
            is_otherwise = kind in self.findings.otherwise_outside
            keys |= {"state": kind, "level": kind, "outside": f"outside {kind}" if is_otherwise else "outside"}
        words = {**self.findings.states, "yes": _("Yes"), "no": _("No"), "core": _("Core")}
        quoted = {name: in_quotes(word) for name, word in words.items()}
        return Told({name: _cells(self.answers, key) for name, key in keys.items()}, quoted, self.layout.limits)

    @cached_property
    def stored(self) -> Mapping[Key, str]:
        """The column of each stored figure."""
        return {
            (kind, figure): _cells(self.standing, f"{figure} {kind}".strip()) for kind, figure in self.layout.letters
        }

    @cached_property
    def shown(self) -> Mapping[Key, str]:
        """The column of each figure that people read rounded."""
        names = {key: f"shown {key[1]} {key[0]}".strip() for key in self.layout.letters}
        standing = {column.key for column in self.standing.columns}
        return {key: _cells(self.standing, name) for key, name in names.items() if name in standing}

    @cached_property
    def ids(self) -> str:
        return _cells(self.standing, "id")


def _is_close(now: Value, stated: Value, within: float) -> bool:
    if isinstance(now, int | float) and isinstance(stated, int | float):
        return abs(now - stated) <= within
    return now == stated


def _of_row(cells: str, ids: str, at: int) -> str:
    return f"INDEX({cells},MATCH($A{at},{ids},0))"


def _cells(table: Table, key: str) -> str:
    """All cells of a column of another sheet."""
    letter = xl_col_to_name([column.key for column in table.columns].index(key))
    return f"{quote_sheetname(sheet_name(table.name, ()))}!${letter}$2:${letter}${len(table.rows) + 1}"


def _sentences(findings: Findings) -> Iterator[str]:
    _ = findings.translate
    yield _("This sheet computes every figure once more from the sheet “Answers”, by formulas that anybody can read.")
    yield _("Then it says whether “Pillars and elements”, unrounded and as shown, and the “Summary” tell the same.")
    yield _(
        "To see it work, change a level in “Answers”: the figures that change with it turn to “Differs”; "
        "a level that stays in its band stays “Equal”."
    )


def _columns(findings: Findings) -> Mapping[Key, Column]:
    """Each figure with the title that it has among the stored ones."""
    _ = findings.translate
    reported = {
        "score": Column(_("Score"), 7.5, "fine"),
        "uncapped": Column(_("Level by the score alone"), 8.5, "count"),
        "level": Column(_("Level"), 6.5, "count"),
        "rated": Column(_("Rated"), 7, "centred"),
        "of_answered": Column(_("Score of what is answered"), 9.5, "fine"),
        "own_control": Column(_("Score within own control"), 9.5, "fine"),
        "supported": Column(_("Score with evidence only"), 9.5, "fine"),
        "coverage": Column(_("Coverage, %"), 9.5, "fine"),
        "asked": Column(_("Asked"), 7, "count"),
        "answered": Column(_("Answered"), 9.5, "count"),
        "unknown": Column(_("Not known (each counts 0*)"), 9.5, "count"),
        "not_applicable": Column(_("Not applicable"), 10.5, "count"),
        "outside_control": Column(_("Decided outside"), 8.5, "count"),
        "unsupported": Column(_("Without evidence"), 9.5, "count"),
    }
    found = {(REPORTED, figure): column for figure, column in reported.items()}
    for kind, name in findings.kinds.items():
        found[kind, "score"] = Column(_("Score, {kind}").format(kind=name), 11, "fine")
        found[kind, "level"] = Column(_("Level, {kind}").format(kind=name), 11, "count")
    return found


def _parameters(findings: Findings) -> Iterator[Parameter]:
    """In the order of `Limits`. Bands are rounded as the scores are that formulas compare with them."""
    _ = findings.translate
    rules = findings.questionnaire.structure.scoring
    said = [(_("Level {level} begins at").format(level=band.level), float(band.lowest)) for band in rules.bands]
    said += [
        (_("A pillar: most levels above its lowest core question"), rules.core_margin),
        (_("The whole: most levels above its lowest pillar"), rules.pillar_margin),
        (_("Not rated above this share of “not applicable”"), float(rules.not_rated_above)),
        (_("Without evidence counts as level"), rules.unsupported_level),
        (_("Evidence from level"), rules.evidence_from),
    ]
    for (name, value), columns in zip(said, SPANS, strict=True):
        yield Parameter(name, round(value, DECIMALS), columns)
