"""The sheet "Results": the figures of the statistics, as formulas where a formula can work them out."""

import math
from collections.abc import Iterator

import pytest

from exports.content import Cell, Formula, GapReport
from exports.gap.workbook import draw_gap_report
from exports.gap.workforce.numbers import EDITIONS
from questionnaires.workforce.definition import CellId
from scoring.workforce.figures import TableNumbers
from scoring.workforce.method import FORMULAS
from scoring.workforce.outcomes.indicators import outcomes
from tests.exports.builders import named, opened
from tests.exports.gap.workforce.reports import (
    Cells,
    a_report_with,
    every_number,
    line_of,
    of,
    published,
    row_of,
    stack_of,
    table_of,
    tables,
    valdoria,
    value_of,
    words,
)
from tests.exports.newest import newest

SHEET = "Results"
GRADES = [f"G{number}" for number in range(1, 8)]
NOT_TOLD = "Not told: numbers behind this are hidden, so that no person can be recognised."


@pytest.fixture(scope="module")
def own() -> GapReport:
    return a_report_with(every_number(valdoria()))


@pytest.fixture(scope="module")
def others() -> GapReport:
    return a_report_with(published(valdoria()))


def cells_of(report: GapReport) -> Iterator[Cell]:
    for table in stack_of(report, SHEET).tables:
        for column in table.columns:
            yield from column.values


def test_it_says_where_women_and_men_stand_and_how_many_are_missing(own: GapReport) -> None:
    row = row_of(table_of(own, SHEET, "Staff by grade"), words().rows["G2"])

    assert row["Women, %"] == pytest.approx(100 * 12 / 46)
    assert row["Index"] == pytest.approx((12 / 46) / (839 / 2148))
    assert (row["Women missing to 40%"], row["Men missing to 40%"]) == (7, 0)


def test_a_flow_has_its_rates_and_what_the_numbers_bear_out(own: GapReport) -> None:
    row = row_of(table_of(own, SHEET, "Recruitment"), "Shortlisted / Applied")

    assert (row["Women"], row["Men"], row["Flag"]) == (312, 340, "No flag")
    assert row["Women, %"] == pytest.approx(15.0)
    assert row["Ratio"] == pytest.approx((312 / 2080) / (340 / 2050))
    assert row["p"] == pytest.approx(0.1720, abs=5e-5)
    assert str(row["In words"]).startswith("312 of 2080 women and 340 of 2050 men who applied were shortlisted.")


def test_grades_are_told_below_their_flow_with_a_verdict_on_all_of_them(own: GapReport) -> None:
    table = table_of(own, SHEET, "Promotion")

    assert words().rows["GA"] in table.columns[0].values
    assert "grades" in str(row_of(table, "Were promoted / Eligible")["In words"])


def test_what_the_pay_gap_comes_from_adds_up_to_it(own: GapReport) -> None:
    table = table_of(own, SHEET, "Pay of all staff")
    values = {
        str(name): value_of(value) for name, value in zip(*(column.values for column in table.columns[:2]), strict=True)
    }

    parts = [value for name, value in values.items() if name.startswith("of this:") and isinstance(value, float)]
    assert len(parts) == 3
    assert sum(parts) == pytest.approx(values["Mean gap of all staff"])


def test_each_outcome_indicator_has_the_figure_of_the_scoring_and_its_rule(own: GapReport) -> None:
    results = outcomes(TableNumbers(tables().tables, valdoria()))
    told = {
        str(name).partition(" ")[0]: (value_of(value), band, rule)
        for table in stack_of(own, SHEET).tables
        if table.heading.startswith("Outcome indicators: ")
        for name, value, _unit, band, _inputs, rule in zip(*(column.values for column in table.columns), strict=True)
        if rule
    }

    assert set(told) == set(results)
    for id_, result in results.items():
        value, band, rule = told[id_]
        times = 100 if result.unit == "share" else 1
        assert value == (None if result.value is None else pytest.approx(float(times * result.value))), id_
        assert band == result.band, id_
        assert rule


def test_practice_stands_beside_results(own: GapReport, others: GapReport) -> None:
    """E2.4 is answered at its best, E2.7 and its like are not begun."""
    promotion, leave = (row_of(table_of(own, SHEET, "Practice"), name_of(id_)) for id_ in ("E2.4", "E2.7"))
    of_others = row_of(table_of(others, SHEET, "Practice"), name_of("E2.4"))

    bands = [line_of(own, id_)["Band"] for id_ in str(promotion["From"]).split(", ")]
    assert promotion["Results"] == pytest.approx(sum(bands) / len(bands))  # type: ignore[arg-type]
    assert promotion["In words"] in (
        "Practice ahead of results",
        "Results ahead of practice",
        "Practice and results together",
    )
    assert (leave["Practice"], leave["In words"]) == (None, "Not known")
    assert (of_others["Results"], of_others["In words"], of_others["From"]) == ("c", "c", "")


def name_of(element: str) -> str:
    return f"{element} {newest().words('en').elements[element].title}"


def test_others_get_a_figure_only_where_every_number_behind_it_is_shown(others: GapReport) -> None:
    grades = table_of(others, SHEET, "Staff by grade")
    share = row_of(grades, f"{words().rows['G1']} + {words().rows['G2']}")["Women, %"]
    assert share == pytest.approx(100 * 13 / 55)
    promotion = row_of(table_of(others, SHEET, "Promotion"), "Were promoted / Eligible")
    assert (promotion["Ratio"], promotion["p"], promotion["Flag"], promotion["In words"]) == ("c", "c", "c", NOT_TOLD)
    pay = row_of(table_of(others, SHEET, "Pay of all staff"), "Mean gap of all staff")
    assert pay["Value"] == "c"


def test_what_a_share_is_held_against_stays_the_same_for_others(own: GapReport, others: GapReport) -> None:
    """Where those eligible are hidden it is not told, rather than held against all staff."""
    figures = {id_: (line_of(own, id_)["Value"], line_of(others, id_)["Value"]) for id_ in ("LD-11", "CO-06")}

    assert all(isinstance(of_own, float) for of_own, _ in figures.values())
    assert all(of_others in ("c", of_own) for of_own, of_others in figures.values())
    assert "c" in (of_others for _, of_others in figures.values())


ONE_SEX: Cells = {
    CellId("WT1a", grade, "staff", sex): number for grade in GRADES for sex, number in (("W", 0), ("M", 30))
}
NOBODY: Cells = {CellId("WT1a", grade, "staff", sex): 0 for grade in GRADES for sex in ("W", "M")}
STRANGE: dict[str, Cells] = {
    "one sex only": ONE_SEX,
    "nobody": NOBODY,
    "no woman at the top": ONE_SEX | of(WT1a={"G7/staff.W": 50}),
    "more promoted than eligible": of(
        WT3b={"GA/eligible.W": 3, "GA/promoted.W": 9, "GA/eligible.M": 3, "GA/promoted.M": 1}
    ),
    "a number that is not known": {**valdoria()} | of(WT1a={"G3/staff.W": None}),
    "no pay": {each: 0 if each.measure.endswith("pay") else number for each, number in valdoria().items()},
}


@pytest.mark.parametrize("case", STRANGE)
def test_strange_numbers_give_words_and_never_infinity(case: str) -> None:
    report = a_report_with(every_number(STRANGE[case]))

    numbers = [value for cell in cells_of(report) if isinstance(value := value_of(cell), float)]
    assert all(map(math.isfinite, numbers))
    assert opened(draw_gap_report(report)).sheetnames[5:7] == ["Workforce tables", "Results"]


def test_the_words_say_why_there_is_no_figure() -> None:
    report = a_report_with(every_number(STRANGE["no woman at the top"]))

    row = line_of(report, "LD-04")
    assert (row["Value"], row["Unit, or why there is no value"], row["Band"]) == (None, "No woman at the top", 0)


def test_the_method_names_each_formula_with_its_source_where_numbers_are_told(own: GapReport) -> None:
    without = named(a_report_with(every_number({})), "Method and version")
    told = {str(row[1]): str(row[2]) for row in named(own, "Method and version").rows}

    assert {formula.name for formula in FORMULAS} <= told.keys()
    assert told["p value"].endswith("Source: Fisher, The Design of Experiments, 1935")
    assert told["Workforce numbers"] == EDITIONS["own"]
    assert "p value" not in {row[1] for row in without.rows}


def test_most_figures_are_formulas(own: GapReport) -> None:
    live = [cell for cell in cells_of(own) if isinstance(cell, Formula)]

    assert len(live) > 300
