"""The table of the method, which page and sheet say."""

from scoring.workforce.flows.processes import PROCESSES
from scoring.workforce.flows.titles import FLAG_NAMES, TITLES
from scoring.workforce.flows.two_by_two import Flag
from scoring.workforce.method import FORMULAS, GROUPS
from scoring.workforce.table_flows import PROCESSES as IN_TABLES


def test_each_formula_is_told_once_and_in_words() -> None:
    assert [formula for _, formulas in GROUPS for formula in formulas] == [*FORMULAS]
    assert len({formula.name for formula in FORMULAS}) == len(FORMULAS)
    assert all(formula.formula.endswith(".") for formula in FORMULAS)


def test_a_source_has_its_year() -> None:
    assert {formula.source for formula in FORMULAS if formula.source and not formula.source[-4:].isdigit()} == set()


def test_each_flow_and_flag_has_a_name() -> None:
    assert TITLES.keys() == PROCESSES.keys() == IN_TABLES.keys()
    assert FLAG_NAMES.keys() == {*Flag}
