"""A flow out of the tables with all that is computed of it: women and men of all staff, and grade by grade. Pure."""

from typing import NamedTuple

from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import TableNumbers
from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.strata import Strata, compare_strata
from scoring.workforce.flows.two_by_two import Comparison, Flag, compare
from scoring.workforce.table_flows import flow_of, flows_by_grade

SAYS_ENOUGH = (Flag.NOT_KNOWN, Flag.CONTRADICTORY, Flag.NO_GROUP, Flag.NO_CASE)
"""Where the sentence on all staff says already that nothing can be compared, grade by grade or not."""


class ComparedFlow(NamedTuple):
    """`strata` are by the group of grades; None where the tables do not tell them, or there is nothing to compare.
    `inputs` are the cells of both, which are the same."""

    process: str
    comparison: Comparison
    strata: Strata | None
    inputs: tuple[CellId, ...]

    @property
    def is_known(self) -> bool:
        """Whether any of its four numbers is."""
        return any(number is not None for number in self.comparison.flow.numbers)


def compared_flow(numbers: TableNumbers, process: str) -> ComparedFlow:
    """`process` is one of `table_flows.PROCESSES`."""
    flow = flow_of(numbers, process)
    by_grade = flows_by_grade(numbers, process)
    if not by_grade:
        return ComparedFlow(process, compare(Flow(*flow.counts)), None, flow.inputs)
    strata = compare_strata({row: Flow(*own.counts) for row, own in by_grade.items()})
    told = None if strata.aggregate.flag in SAYS_ENOUGH else strata
    return ComparedFlow(process, strata.aggregate, told, flow.inputs)
