"""The outcome indicators: value, band, what they are computed from, and the rule of the version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.content import Cell, Column, TitledTable
from exports.gap.findings import levels_of
from exports.gap.workforce.numbers import HIDDEN_TEXT
from exports.gap.workforce.stacking import CHECKED
from exports.gap.workforce.told import Told, plain
from exports.gap.workforce.words import HIDDEN_SHORT, PARTS, UNITS, WHY_NO_BAND, WHY_NONE
from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import Figure
from scoring.workforce.outcomes.results import OutcomeResult

SPANS = (3, 1, 2, 1, 3, 4)
"""How many columns of the sheet each takes."""
BAND = "G"
"""The column of the sheet."""
WITH_WEIGHTED_GAP = "EQ-14"
ELIGIBLE = tuple(CellId("WT3b", row, "eligible", sex) for row in ("GA", "GB", "GC") for sex in ("W", "M", "X"))
"""What a share is held against, if it is known: whoever may not see it must not learn whether it is."""


def _ratio(women: str, men: str) -> str:
    return f"MIN({women},{men})/MAX({women},{men})"


def _heads(sex: str) -> str:
    """The average of a year ago and today."""
    return f"(({{WT3c/total/opening.{sex}}}+{{WT1a/total/staff.{sex}}})/2)"


def _rate(part: str, whole: str, sex: str) -> str:
    return f"{{{part}.{sex}}}/{{{whole}.{sex}}}"


def _both(part: str, whole: str) -> str:
    return _ratio(_rate(part, whole, "W"), _rate(part, whole, "M"))


def _women_in(of: str) -> str:
    return f"{{{of}.W}}/{{{of}.total}}"


def _women_in_grades(*grades: str) -> str:
    women, everybody = ("+".join(f"{{WT1a/{grade}/staff.{sex}}}" for grade in grades) for sex in ("W", "total"))
    return f"({women})/({everybody})"


WOMEN_BY_FUNCTION, MEN_BY_FUNCTION = (f"[WT1b/staff.{sex}]/{{WT1b/total/staff.{sex}}}" for sex in ("W", "M"))
FORMULAS: Mapping[str, str] = {
    "EQ-10": _both("WT3a/total/hired", "WT3a/total/applicants"),
    "EQ-18": _both("WT3b/total/promoted", "WT3b/total/eligible"),
    "EQ-19": _ratio(*(f"{{WT3c/total/resigned.{sex}}}/{_heads(sex)}" for sex in ("W", "M"))),
    "EQ-22": _ratio(*(f"{{WT5a/total/hours.{sex}}}/{_heads(sex)}" for sex in ("W", "M"))),
    "EQ-29": f"100*{_rate('WT6a/parental/returned', 'WT6a/parental/due', 'W')}",
    "EQ-36": f"1000*{{WT7a/harassment/reports.total}}/{_heads('total')}",
    "LD-03": f"100*{_women_in_grades('G1', 'G2')}",
    "LD-03 executives": f"100*{_women_in_grades('G1')}",
    "LD-03 senior_management": f"100*{_women_in_grades('G1', 'G2')}",
    "LD-03 middle_management": f"100*{_women_in_grades('G3')}",
    "LD-04": f"({_women_in('WT1a/total/staff')})/({_women_in_grades('G1', 'G2')})",
    "LD-11": f"({_women_in('WT5a/leadership/participants')})/(BASIS)",
    "LD-13": f"SUMPRODUCT((({WOMEN_BY_FUNCTION}>{MEN_BY_FUNCTION})*2-1)*({WOMEN_BY_FUNCTION}-{MEN_BY_FUNCTION}))/2",
    "LD-14": f"100*{_women_in('WT8/total/headed')}",
    "AW-06": "100*{WT5b/total/trained.total}/{WT1a/total/staff.total}",
    "AW-07": "100*{WT5b/managers/trained.total}/("
    + "+".join(f"{{WT1a/{grade}/staff.total}}" for grade in ("G1", "G2", "G3"))
    + ")",
    "CO-06": f"({_women_in('WT10/total/people')})/(BASIS)",
    "CO-12": f"100*{_women_in('WT9/business/seats')}",
    "CO-21 separate_facilities": "100*{WT8/border_posts/separate}/{WT8/border_posts/sites}",
    "CO-21 woman_on_each_shift": "100*{WT8/border_posts/shifts}/{WT8/border_posts/sites}",
}
BASES = {"eligible": _women_in("WT3b/total/eligible"), "staff": _women_in("WT1a/total/staff"), "": ""}


@dataclass(frozen=True)
class OutcomeLine:
    """An indicator, or a part of one that has a band of its own; `is_told` where no number that it needs is hidden."""

    result: OutcomeResult
    part: str
    figure: Figure
    is_told: bool

    @property
    def formula(self) -> str:
        return FORMULAS.get(f"{self.result.indicator} {self.part}".strip(), "").replace(
            "BASIS", BASES[self.result.basis]
        )

    @property
    def band(self) -> int | None:
        return self.figure.band if self.is_told else None


def outcome_lines(told: Told) -> tuple[OutcomeLine, ...]:
    """Of those that this administration is asked."""
    asked = {result.id for result in told.findings.scorecard.indicators if result.asked}
    return tuple(line for id_, result in told.results.items() if id_ in asked for line in _lines_of(told, result))


def _lines_of(told: Told, result: OutcomeResult) -> Iterator[OutcomeLine]:
    figure = Figure(result.value, result.inputs, result.why_none, result.band)
    yield OutcomeLine(result, "", figure, is_told(told, result, figure))
    for name, part in result.parts.items():
        if name in PARTS:
            yield OutcomeLine(result, name, part, is_told(told, result, part))


def is_told(told: Told, result: OutcomeResult, figure: Figure) -> bool:
    inputs = (*figure.inputs, *ELIGIBLE) if result.basis else figure.inputs
    return told.numbers.may_show(inputs)


def outcome_table(told: Told, pillar: str, lines: Sequence[OutcomeLine], weighted_gap: str) -> TitledTable:
    """Those of a pillar. `weighted_gap` is the cell of the sheet with the grade-weighted gap, "" where it has none."""
    _ = told.findings.translate
    values = [_value(told, line, weighted_gap) for line in lines]
    looks = tuple("hundredths" if line.result.unit == "ratio" else "tenths" for line in lines)
    rules = told.findings.words.indicators
    return TitledTable(
        _("Outcome indicators: {pillar}").format(pillar=told.findings.title(pillar)),
        (
            plain(_("Indicator"), [_title(told, line) for line in lines], parts=[bool(line.part) for line in lines]),
            Column(_("Value"), 0, "outcome", tuple(values), looks, key=CHECKED),
            plain(_("Unit, or why there is no value"), [_unit(told, line) for line in lines]),
            levels_of(Column(_("Band"), 0, "stripe"), lines, lambda line: line.band),
            plain(_("Computed from"), [_inputs(told, line) for line in lines]),
            plain(_("Rule"), [None if line.part else rules[line.result.indicator].rule for line in lines]),
        ),
        spans=SPANS,
    )


def by_pillar(told: Told) -> dict[str, list[OutcomeLine]]:
    """Of those indicators that this administration is asked."""
    pillars = dict[str, list[OutcomeLine]]()
    for line in outcome_lines(told):
        element = told.findings.questionnaire.indicators[line.result.indicator].element
        pillars.setdefault(told.findings.questionnaire.elements[element].pillar, []).append(line)
    return pillars


def _title(told: Told, line: OutcomeLine) -> str:
    if line.part:
        return told.findings.translate(PARTS[line.part])
    return f"{line.result.indicator} {told.findings.words.indicators[line.result.indicator].question}"


def _value(told: Told, line: OutcomeLine, weighted_gap: str) -> Cell:
    if not line.is_told:
        return HIDDEN_TEXT
    value = line.figure.value
    if value is None:
        return None
    formula = weighted_gap if line.result.indicator == WITH_WEIGHTED_GAP else line.formula
    return told.formula(formula, 100 * value if line.result.unit == "share" else value)


def _unit(told: Told, line: OutcomeLine) -> str:
    _ = told.findings.translate
    if not line.is_told:
        return _(HIDDEN_SHORT)
    if line.figure.why_none:
        return _(WHY_NONE[line.figure.why_none])
    why_no_band = "" if line.part else WHY_NO_BAND.get(line.result.why_no_band, "")
    return ", ".join(filter(None, (_(UNITS[line.result.unit]), _(why_no_band) if why_no_band else "")))


def _inputs(told: Told, line: OutcomeLine) -> str:
    """Tables and columns, with the rows where not all of them enter."""
    rows: dict[tuple[str, str], dict[str, None]] = {}
    for cell in line.figure.inputs:
        rows.setdefault((cell.table, cell.measure), {})[cell.row] = None
    by_table: dict[str, list[str]] = {}
    for (table, measure), entering in rows.items():
        named = told.numbers.measure_name(table, measure)
        if len(entering) < len(told.numbers.tables[table].rows):
            named += f" ({', '.join(told.numbers.title_of_row(table, row) for row in entering)})"
        by_table.setdefault(table, []).append(named)
    titles = told.numbers.words.tables
    return "\n".join(f"{titles[table].title}: {', '.join(measures)}" for table, measures in by_table.items())
