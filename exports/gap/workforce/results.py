"""What the sheet "Results" says: where women and men stand, come, rise, leave and are paid, and practice beside it."""

from collections.abc import Callable
from functools import partial

from exports.content import TableStack, TitledTable
from exports.gap.workforce.flows import flows
from exports.gap.workforce.outcomes import outcome_lines, outcome_table
from exports.gap.workforce.pay import PAY_FIGURES, pay_by_grade, pay_of_all, quarters
from exports.gap.workforce.practice import practice_beside_results
from exports.gap.workforce.representation import staff_by
from exports.gap.workforce.stacking import first_row
from exports.gap.workforce.told import WIDTHS, Told
from questionnaires.problems import N_
from scoring.workforce.outcomes.pay import QUARTERS
from scoring.workforce.outcomes.pay import TABLE as PAY
from scoring.workforce.table_flows import PROCESSES

ABOUT = N_(
    "Computed from the sheet “Workforce tables”, mostly by formulas that anyone can read; “Check” compares them. "
    "Nothing here enters the maturity score."
)
MOST_ABOUT = N_("A difference in figures has many possible causes. It shows where to look, not what happened.")
STAFF = ("WT1a", "WT1b")
WITH_FLOWS = frozenset(process.success.table for process in PROCESSES.values())
WEIGHTED_GAP = [figure.part for figure in PAY_FIGURES].index("grade_weighted_gap")


def results(told: Told) -> TableStack:
    _ = told.findings.translate
    above = (_(ABOUT), _(MOST_ABOUT))
    tables = list[TitledTable]()

    def add(make: Callable[[int], TitledTable]) -> int:
        first = first_row(len(above), tables)
        tables.append(make(first))
        return first

    known = {table.id for table in told.numbers.told}
    staff = [table for table in STAFF if table in known]
    for table in staff:
        add(partial(staff_by, told, table, is_last=table == staff[-1]))
    if not known.isdisjoint(WITH_FLOWS):
        add(partial(flows, told))
    weighted_gap = ""
    if PAY in known:
        by_grade = add(partial(pay_by_grade, told))
        weighted_gap = f"E{add(partial(pay_of_all, told, by_grade)) + WEIGHTED_GAP}"
    if QUARTERS in known:
        add(partial(quarters, told))
    if lines := outcome_lines(told):
        first = add(lambda _first: outcome_table(told, lines, weighted_gap))
        add(lambda _first: practice_beside_results(told, lines, first))
    return TableStack(_("Results"), told.numbers.on_paper(_("Results"), _), WIDTHS, above, tuple(tables))
