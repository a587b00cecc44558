"""All outcome indicators together, that on pay, and where each figure comes from."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import OTHER
from scoring.workforce.figures import Figure
from scoring.workforce.outcomes.indicators import outcomes
from scoring.workforce.outcomes.pay import pay
from scoring.workforce.outcomes.results import OutcomeResult
from tests.scoring.workforce.numbers import Given, a_full_set, tables, the_numbers, vector

WITHOUT_A_TABLE = {"RC-21", "RC-22", "AW-15", "LD-05"}
"""What is reported otherwise, and what needs several years."""
PAY_CASES = vector("04-pay")["cases"]


def figures_of(results: Mapping[str, OutcomeResult]) -> dict[tuple[str, str], Figure]:
    own = {(id_, ""): Figure(each.value, each.inputs, each.why_none, each.band) for id_, each in results.items()}
    return own | {(id_, name): part for id_, each in results.items() for name, part in each.parts.items()}


def paid(case: dict[str, Any]) -> Given:
    """Pay in hundredths; medians and extra pay are a tenth of the mean."""
    rows = {
        grade: ((w, m), (int(Fraction(mean_w) * 100), int(Fraction(mean_m) * 100)))
        for grade, m, mean_m, w, mean_w in case["rows"]
    }
    empty = {grade: ((0, 0), (None, None)) for grade in tables()["WT4a"].rows if grade not in rows}
    people = {grade: counts for grade, (counts, _) in (rows | empty).items()}
    means = {grade: pays for grade, (_, pays) in (rows | empty).items()}
    tenths = {grade: tuple(pay and pay // 10 for pay in pays) for grade, pays in means.items()}
    return {"WT4a.paid": people, "WT4a.mean_pay": means, "WT4a.median_pay": tenths, "WT4a.extra_pay": tenths}


def in_one_grade(women: int, men: int, mean_women: int | None, mean_men: int | None) -> OutcomeResult:
    nobody = {grade: (0, 0) for grade in tables()["WT4a"].rows}
    counts, pays = nobody | {"G5": (women, men)}, {"G5": (mean_women, mean_men)}
    return pay(the_numbers({"WT4a.paid": counts, "WT4a.mean_pay": pays}))


def test_every_rule_of_the_questionnaire_with_a_table_is_computed(catalogue: Catalogue) -> None:
    version = catalogue["2027.1"]
    words = version.words_by_language["en"].indicators
    ruled = [each.id for each in version.structure.indicators if words[each.id].rule]
    computed = outcomes(a_full_set())

    assert set(computed) == set(ruled) - WITHOUT_A_TABLE
    assert [id_ for id_ in ruled if id_ in computed] == list(computed)
    assert {id_ for id_ in ruled if version.indicators[id_].is_scored} == set()
    info = {id_ for id_ in computed if version.indicators[id_].scored == "info"}
    assert {id_ for id_, result in computed.items() if result.why_no_band == "no_bands"} == info | {"EQ-10"}


def test_a_figure_hangs_on_the_cells_it_names_and_on_no_other() -> None:
    """Take a cell away: what names it is not known any more, and all else is as it was. Every fourth cell, so that each
    table and sex has its turn. The third category is nobody then; where those eligible are not known, all staff stand
    in (LD-11, CO-06); without the number of sites the share of their heads has no band (LD-14)."""
    numbers = a_full_set()
    before = figures_of(outcomes(numbers))
    named = list(dict.fromkeys(cell for figure in before.values() for cell in figure.inputs))

    for cell in named[::4]:
        after = figures_of(outcomes(replace(numbers, cells={**numbers.cells, cell: None})))
        for name, figure in before.items():
            if cell not in figure.inputs:
                assert after[name] == figure, (cell, name)
            elif cell.sex == OTHER:
                assert after[name].value != figure.value, (cell, name)
            elif cell.measure == "sites" and name[0] == "LD-14":
                assert (after[name].value, after[name].band) == (figure.value, None)
            elif cell.measure != "eligible" or name[0] == "EQ-18":
                assert (after[name].value, after[name].why_none, after[name].band) == (None, "not_known", None)


def test_every_input_is_a_cell_of_the_tables_and_stands_once() -> None:
    known = {cell for table in tables().values() for cell in table.cells}

    for (indicator, name), figure in figures_of(outcomes(a_full_set())).items():
        assert set(figure.inputs) <= known
        assert len(set(figure.inputs)) == len(figure.inputs)
        assert figure.inputs or (indicator, name) == ("CO-21", "")


def test_every_input_of_a_result_holds_those_of_its_parts() -> None:
    result = outcomes(a_full_set())["CO-21"]

    assert {cell.measure for cell in result.every_input} == {"sites", "separate", "shifts"}


def test_without_any_number_nothing_is_known() -> None:
    figures = figures_of(outcomes(the_numbers({})))

    assert {figure.why_none for name, figure in figures.items() if name != ("CO-21", "")} == {"not_known"}
    assert {figure.value for figure in figures.values()} == {None}


def test_where_everything_is_0_nothing_is_infinite() -> None:
    full = a_full_set()
    figures = figures_of(outcomes(replace(full, cells=dict.fromkeys(full.cells, 0))))

    assert {figure.value for figure in figures.values()} == {None}
    assert "not_known" not in {figure.why_none for figure in figures.values()}


@pytest.mark.parametrize("case", PAY_CASES, ids=[case["name"] for case in PAY_CASES])
def test_pay_of_the_vectors_comes_out_of_the_tables(case: dict[str, Any]) -> None:
    result, expected = pay(the_numbers(paid(case))), case["expected"]
    parts = {name: part.value for name, part in result.parts.items()}
    mean_men, split = Fraction(expected["mean_men"]), expected["kitagawa"]
    prices = expected["oaxaca_men_prices"] or {"explained": None, "unexplained": None}

    assert (result.value, result.band) == (Fraction(expected["grade_weighted_gap"]), 4)
    assert parts["median_gap"] == result.value
    assert parts["staff_covered"] == Fraction(expected["staff_covered"])
    assert parts["mean_gap"] == parts["extra_pay_gap"] == Fraction(expected["gap_percent"])
    for name in ("composition", "within_grade", "grades_of_one_sex"):
        assert parts[name] == 100 * Fraction(split[name]) / mean_men
    for name, value in prices.items():
        assert parts[name] == (None if value is None else 100 * Fraction(value) / mean_men)
        assert result.parts[name].why_none == ("one_sex" if value is None else "")


def test_the_pay_of_grades_that_are_not_compared_is_no_input_of_the_weighted_gap() -> None:
    result = pay(the_numbers(paid(PAY_CASES[2])))

    assert {cell.row for cell in result.inputs if cell.measure == "mean_pay"} == {"G6"}
    assert {cell.row for cell in result.parts["mean_gap"].inputs if cell.measure == "mean_pay"} == {"G5", "G6"}
    assert len([cell for cell in result.inputs if cell.measure == "paid"]) == 7 * 2


@pytest.mark.parametrize(
    ("mean_women", "band"),
    [
        *((9_700, 4), (9_699, 3), (9_500, 3), (9_499, 2), (9_000, 2), (8_999, 1), (8_000, 1), (7_999, 0)),
        *((10_300, 4), (10_301, 3), (12_000, 1), (12_001, 0)),
    ],
)
def test_a_gap_has_the_same_band_in_either_direction(mean_women: int, band: int) -> None:
    assert in_one_grade(10, 10, mean_women, 10_000).band == band


@pytest.mark.parametrize(
    ("women", "men", "mean_men", "weighted", "mean"),
    [
        (9, 10, 100, "nothing_covered", ""),
        (0, 10, 100, "nothing_covered", "one_sex"),
        (0, 0, None, "nothing_covered", "no_people"),
        (10, 10, None, "not_known", "not_known"),
        (9, 10, None, "nothing_covered", "not_known"),
        (10, 10, 0, "nothing_covered", "no_pay"),
    ],
)
def test_pay_says_why_there_is_no_gap(women: int, men: int, mean_men: int | None, weighted: str, mean: str) -> None:
    result = in_one_grade(women, men, 100, mean_men)

    assert (result.why_none, result.parts["mean_gap"].why_none, result.band) == (weighted, mean, None)


def test_quarters_of_pay_are_shares_of_women() -> None:
    result = pay(the_numbers({"WT4b.paid": {"Q1": (7, 3), "Q2": (0, 0), "Q3": (None, 5)}}))
    quarters = [result.parts[f"women_in.Q{at}"] for at in (1, 2, 3, 4)]

    assert [quarter.value for quarter in quarters] == [Fraction(7, 10), None, None, None]
    assert [quarter.why_none for quarter in quarters] == ["", "no_people", "not_known", "not_known"]
