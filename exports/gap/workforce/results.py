"""What the sheet "Results" says: where women and men stand, come, rise, leave and are paid, and practice beside it."""

from collections.abc import Callable, Sequence
from functools import partial

from exports.content import TableStack, TitledTable
from exports.gap.workforce.flows import flows, tables_of_flows
from exports.gap.workforce.outcomes import OutcomeLine, by_pillar, outcome_table
from exports.gap.workforce.pay import PAY_FIGURES, pay_by_grade, pay_of_all, quarters
from exports.gap.workforce.practice import practice_beside_results
from exports.gap.workforce.representation import staff_by
from exports.gap.workforce.stacking import first_row
from exports.gap.workforce.tables import ABOUT_HIDDEN
from exports.gap.workforce.told import WIDTHS, Told
from questionnaires.problems import N_
from scoring.workforce.outcomes.pay import QUARTERS
from scoring.workforce.outcomes.pay import TABLE as PAY

ABOUT = N_(
    "Computed from the sheet “Workforce tables”, mostly by formulas that anyone can read; “Check” compares them. "
    "Nothing here enters the maturity score."
)
MOST_ABOUT = N_("A difference in figures has many possible causes. It shows where to look, not what happened.")
STAFF = ("WT1a", "WT1b")
WEIGHTED_GAP = [figure.part for figure in PAY_FIGURES].index("grade_weighted_gap")


def results(told: Told) -> TableStack:
    _ = told.findings.translate
    above = (_(ABOUT), _(MOST_ABOUT), *([] if told.numbers.is_own else [_(ABOUT_HIDDEN)]))
    tables = list[TitledTable]()

    def add(make: Callable[[int], TitledTable]) -> int:
        first = first_row(len(above), tables)
        tables.append(make(first))
        return first

    known = {table.id for table in told.numbers.told}
    staff = [table for table in STAFF if table in known]
    for table in staff:
        add(partial(staff_by, told, table, is_last=table == staff[-1]))
    with_flows = tables_of_flows(told)
    for table in with_flows:
        add(partial(flows, told, table, is_last=table == with_flows[-1]))
    weighted_gap = ""
    if PAY in known:
        by_grade = add(partial(pay_by_grade, told))
        weighted_gap = f"E{add(partial(pay_of_all, told, by_grade)) + WEIGHTED_GAP}"
    if QUARTERS in known:
        add(partial(quarters, told))
    lines = dict[int, OutcomeLine]()
    for pillar, of_pillar in by_pillar(told).items():
        first = add(partial(_outcomes, told, pillar, of_pillar, weighted_gap))
        lines |= dict(enumerate(of_pillar, first))
    if lines:
        add(lambda _first: practice_beside_results(told, lines))
    return TableStack(_("Results"), told.numbers.on_paper(_("Results"), _), WIDTHS, above, tuple(tables))


def _outcomes(told: Told, pillar: str, lines: Sequence[OutcomeLine], weighted_gap: str, _first: int) -> TitledTable:
    return outcome_table(told, pillar, lines, weighted_gap)
