"""What the answers on an element say, beside what the workforce tables show."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from exports.content import Cell, Column, Formula, TitledTable
from exports.gap.findings import levels_of
from exports.gap.workforce.numbers import HIDDEN_TEXT
from exports.gap.workforce.outcomes import BAND, OutcomeLine
from exports.gap.workforce.told import Told, checked, plain
from exports.gap.workforce.words import STANDINGS
from questionnaires.problems import N_
from scoring.workforce.outcomes.beside import Beside, beside_elements

SPANS = (4, 1, 1, 4, 4)
"""How many columns of the sheet each takes."""
AHEAD = N_(
    "Practice: the level that the element's score alone gives. Results: the mean of the bands of its outcome "
    "indicators, 0 to 4. One is ahead where they differ by a whole level or more."
)


def practice_beside_results(told: Told, lines: Mapping[int, OutcomeLine]) -> TitledTable:
    """`lines` are by their rows, as a spreadsheet counts: formulas lead to their bands."""
    findings, _ = told.findings, told.findings.translate
    both = {id_: _once_started(told, id_, beside) for id_, beside in _beside(told).items()}
    hidden = {_element(told, line) for line in lines.values() if not line.is_told}
    elements = [*both]
    return TitledTable(
        _("Practice beside results"),
        (
            plain(_("Element"), [f"{id_} {findings.title(id_)}" for id_ in elements]),
            levels_of(Column(_("Practice"), 0, "stripe"), elements, lambda id_: both[id_].practice),
            checked(
                _("Results"),
                [HIDDEN_TEXT if id_ in hidden else _result(both[id_], lines) for id_ in elements],
                "score",
            ),
            plain(
                _("In words"),
                [HIDDEN_TEXT if id_ in hidden else _(STANDINGS[both[id_].standing]) for id_ in elements],
            ),
            plain(_("From"), ["" if id_ in hidden else ", ".join(both[id_].indicators) for id_ in elements]),
        ),
        spans=SPANS,
        notes=(_(AHEAD),),
    )


def _beside(told: Told) -> Mapping[str, Beside]:
    return beside_elements(told.findings.questionnaire, told.findings.scorecard, told.results)


def _once_started(told: Told, element: str, beside: Beside) -> Beside:
    """Nothing is ahead of what nobody has answered yet."""
    if told.findings.is_started(told.findings.scorecard.by_id[element]):
        return beside
    return replace(beside, practice=None, standing="not_known")


def _element(told: Told, line: OutcomeLine) -> str:
    return told.findings.questionnaire.indicators[line.result.indicator].element


def _result(beside: Beside, lines: Mapping[int, OutcomeLine]) -> Cell:
    if beside.result is None:
        return None
    bands = [_bands_of(id_, lines) for id_ in beside.indicators]
    return Formula(f"=AVERAGE({','.join(bands)})", float(Fraction(beside.result)))


def _bands_of(indicator: str, lines: Mapping[int, OutcomeLine]) -> str:
    """The cell of its band, or the mean of those of its parts."""
    own = next(_band_cells(indicator, lines, of_parts=False), "")
    return own or f"AVERAGE({','.join(_band_cells(indicator, lines, of_parts=True))})"


def _band_cells(indicator: str, lines: Mapping[int, OutcomeLine], *, of_parts: bool) -> Iterator[str]:
    for number, line in lines.items():
        if line.result.indicator == indicator and bool(line.part) == of_parts and line.band is not None:
            yield f"{BAND}{number}"
