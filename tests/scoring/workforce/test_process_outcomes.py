"""Outcome indicators on hiring, promotion, leaving, training, leave and complaints; and the four numbers of a flow."""

from fractions import Fraction

import pytest

from questionnaires.workforce.definition import CellId
from scoring.workforce.outcomes.processes import harassment, hiring, leave, leaving, promotion, training
from scoring.workforce.table_flows import PROCESSES, Counts, flow_of, flows_by_grade
from tests.scoring.workforce.numbers import Given, tables, the_numbers

GROUPS = ("GA", "GB", "GC")
RECRUITED: Given = {
    "WT3a.applicants": {"GA": (10, 40, 0), "GB": (90, 110, 1), "GC": (100, 150, 0)},
    "WT3a.shortlisted": {"GA": (4, 20, 0), "GB": (36, 50, 1), "GC": (60, 80, 0)},
    "WT3a.offered": {"GA": (2, 5, 0), "GB": (8, 25, 0), "GC": (20, 40, 0)},
    "WT3a.hired": {"GA": (0, 4, 0), "GB": (6, 20, 0), "GC": (14, 36, 0)},
}


def only(row: str, counts: tuple[int | None, ...]) -> dict[str, tuple[int | None, ...]]:
    """All of it in one group of grades."""
    return dict.fromkeys(GROUPS, (0, 0, 0)) | {row: counts}


def promoted(women: int, eligible_women: int, men: int, eligible_men: int) -> Given:
    return {
        "WT3b.eligible": only("GB", (eligible_women, eligible_men, 0)),
        "WT3b.promoted": only("GB", (women, men, 0)),
    }


def a_year(opening: tuple[int, ...], closing: tuple[int, ...]) -> Given:
    """Nobody left."""
    exits = ("resigned", "retired", "contract_ended", "dismissed", "left_otherwise")
    staff = dict.fromkeys(tables()["WT1a"].rows, (0, 0, 0)) | {"G6": closing}
    nobody: Given = {f"WT3c.{reason}": dict.fromkeys(GROUPS, (0, 0, 0)) for reason in exits}
    return {**nobody, "WT1a.staff": staff, "WT3c.opening": only("GC", opening)}


def test_hiring_is_compared_from_application_to_the_post_and_stage_by_stage() -> None:
    result = hiring(the_numbers(RECRUITED))
    stages = {name: part.value for name, part in result.parts.items() if "." not in name}

    assert result.value == Fraction(20, 200) / Fraction(60, 300) == Fraction(1, 2)
    assert (result.band, result.why_no_band) == (None, "no_bands")
    assert stages == {
        "shortlisted": 1,
        "offered": Fraction(30, 100) / Fraction(70, 150),
        "hired": Fraction(20, 30) / Fraction(60, 70),
        "hired_of_applicants": Fraction(1, 2),
        "GA": 0,
        "GB": Fraction(6, 90) / Fraction(20, 110),
        "GC": Fraction(14, 100) / Fraction(36, 150),
    }
    assert result.parts["shortlisted.women"].value == Fraction(1, 2)
    assert {cell.measure for cell in result.inputs} == {"applicants", "hired"}


def test_a_flow_is_the_four_numbers_of_women_and_men() -> None:
    numbers = the_numbers(RECRUITED)

    assert flow_of(numbers, "hired_of_applicants").counts == Counts(20, 200, 60, 300)
    assert flow_of(numbers, "offered").counts == Counts(30, 100, 70, 150)
    assert {group: flow.counts for group, flow in flows_by_grade(numbers, "hired_of_applicants").items()} == {
        "GA": Counts(0, 10, 4, 40),
        "GB": Counts(6, 90, 20, 110),
        "GC": Counts(14, 100, 36, 150),
    }
    assert flows_by_grade(numbers, "hired_of_applicants")["GA"].inputs == tuple(
        CellId("WT3a", "GA", measure, sex) for sex in "WM" for measure in ("hired", "applicants")
    )


def test_those_who_leave_are_held_against_the_opening_and_those_trained_against_the_staff() -> None:
    year = a_year((50, 100, 3), (60, 90, 2))
    given: Given = {
        "WT3c.resigned": only("GC", (5, 4, 1)),
        "WT3c.retired": only("GC", (1, 8, 0)),
        "WT5a.participants": {"leadership": (6, 12, 0), "technical": (50, 50, 0)},
    }
    numbers = the_numbers(year, given)

    assert flow_of(numbers, "left").counts == Counts(6, 50, 12, 100)
    assert flow_of(numbers, "resigned").counts == Counts(5, 50, 4, 100)
    assert flow_of(numbers, "leadership").counts == Counts(6, 60, 12, 90)
    assert flows_by_grade(numbers, "leadership") == {}


def test_a_flow_keeps_what_is_known_of_it_and_leaves_out_the_third_category() -> None:
    not_known = {**promoted(3, 10, 4, 20), "WT3b.eligible": only("GB", (None, 20, 0))}
    of_women = {**promoted(3, 10, 4, 20), "WT3b.promoted": only("GB", (3, 4, 7))}

    assert flow_of(the_numbers(not_known), "promoted").counts == Counts(3, None, 4, 20)
    assert promotion(the_numbers(not_known)).parts["men"].value == Fraction(1, 5)
    assert flow_of(the_numbers(of_women), "promoted").counts == Counts(3, 10, 4, 20)


def test_more_promoted_than_eligible_are_told_and_not_compared() -> None:
    numbers = the_numbers(promoted(11, 10, 4, 20))
    result = promotion(numbers)

    assert flow_of(numbers, "promoted").counts == Counts(11, 10, 4, 20)
    assert (result.value, result.why_none, result.band) == (None, "more_than_group", None)


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_of_which_nothing_is_known_has_no_numbers(process: str) -> None:
    flow = flow_of(the_numbers({}), process)

    assert (flow.process, set(flow.counts)) == (process, {None})
    assert {cell.sex for cell in flow.inputs} == {"W", "M"}


@pytest.mark.parametrize(
    ("women", "band"), [(20, 4), (19, 4), (18, 3), (16, 3), (15, 2), (13, 2), (12, 1), (10, 1), (9, 0), (0, 0)]
)
def test_promotion_is_banded_by_the_lower_rate_over_the_higher(women: int, band: int) -> None:
    """20 of 100 men rose; and the same with the sexes changed."""
    result, changed = (
        promotion(the_numbers(promoted(women, 100, 20, 100))),
        promotion(the_numbers(promoted(20, 100, women, 100))),
    )

    assert (result.value, result.band) == (changed.value, changed.band) == (Fraction(women, 20), band)


@pytest.mark.parametrize(
    ("flow", "value", "why_none", "why_no_band"),
    [
        ((3, 9, 30, 100), Fraction(9, 10), "", "too_few"),
        ((3, 0, 0, 100), None, "more_than_group", "too_few"),
        ((0, 0, 30, 100), None, "no_group", "too_few"),
        ((0, 40, 0, 100), None, "no_case", "no_value"),
    ],
)
def test_promotion_says_why_it_has_no_band(
    flow: tuple[int, int, int, int], value: Fraction | None, why_none: str, why_no_band: str
) -> None:
    result = promotion(the_numbers(promoted(*flow)))

    assert (result.value, result.why_none, result.band, result.why_no_band) == (value, why_none, None, why_no_band)


def test_resigning_is_compared_alone_and_all_leaving_is_shown_beside() -> None:
    """On the average headcount: 40 women and 90 men."""
    year = a_year((50, 100, 0), (30, 80, 0))
    given: Given = {
        "WT3c.resigned": only("GC", (4, 6, 0)),
        "WT3c.dismissed": only("GC", (0, 3, 0)),
    }
    result = leaving(the_numbers(year, given))

    assert result.value == Fraction(6, 90) / Fraction(4, 40) == Fraction(2, 3)
    assert (result.parts["resigned.women"].value, result.parts["left.men"].value) == (
        Fraction(1, 10),
        Fraction(1, 10),
    )
    assert (result.band, result.why_no_band) == (None, "no_bands")
    assert leaving(the_numbers(a_year((50, 100, 0), (30, 80, 0)))).why_none == "no_case"


@pytest.mark.parametrize(("hours", "band"), [(95, 4), (94, 3), (85, 3), (84, 2), (70, 2), (69, 1), (50, 1), (49, 0)])
def test_hours_of_training_are_counted_per_head_of_the_average_staff(hours: int, band: int) -> None:
    """20 women and 40 men on average, the men with 10 hours each."""
    year = a_year((10, 50, 0), (30, 30, 0))
    given: Given = {
        "WT5a.hours": dict.fromkeys(tables()["WT5a"].rows, (0, 0, 0))
        | {"technical": (hours, 400, 0), "leadership": (hours, 0, 0)}
    }
    result = training(the_numbers(year, given))

    assert (result.value, result.band) == (Fraction(hours, 100), band)
    assert result.parts["men"].value == 10
    assert result.parts["technical"].value == Fraction(hours, 200)
    assert (result.parts["leadership"].value, result.parts["abroad"].why_none) == (Fraction(0), "no_case")


@pytest.mark.parametrize(("returned", "band"), [(95, 4), (94, 3), (90, 3), (89, 2), (80, 2), (79, 1), (70, 1), (69, 0)])
def test_leave_is_banded_by_the_womens_return(returned: int, band: int) -> None:
    given: Given = {
        "WT6a.entitled": {"parental": (200, 50)},
        "WT6a.took": {"parental": (150, 10)},
        "WT6a.due": {"parental": (100, 0)},
        "WT6a.returned": {"parental": (returned, 0)},
        "WT6a.returned_before": {"parental": (80, 4)},
        "WT6a.still_employed": {"parental": (60, 4)},
    }
    result = leave(the_numbers(given))

    assert (result.value, result.band) == (Fraction(returned, 100), band)
    assert (result.parts["use.men"].value, result.parts["staying.women"].value) == (Fraction(1, 5), Fraction(3, 4))
    assert (result.parts["return.men"].value, result.parts["return.men"].why_none) == (None, "no_group")


def test_reports_of_harassment_are_told_per_1000_staff_and_never_banded() -> None:
    year = a_year((400, 590, 10), (420, 570, 10))
    given: Given = {
        "WT7a.reports": {"harassment": (8, 3, 1), "discrimination": (5, 5, 5)},
        "WT7b.closed": {"from_staff": 10, "from_public": 90},
        "WT7b.in_time": {"from_staff": 7, "from_public": 10},
    }
    result = harassment(the_numbers(year, given))

    assert (result.value, result.band, result.why_no_band) == (Fraction(12), None, "no_bands")
    assert (result.parts["women"].value, result.parts["closed_in_time"].value) == (Fraction(8000, 410), Fraction(7, 10))


def test_no_report_is_0_and_no_closed_case_has_no_share() -> None:
    year = a_year((400, 600, 0), (400, 600, 0))
    given: Given = {
        "WT7a.reports": {"harassment": (0, 0, 0)},
        "WT7b.closed": {"from_staff": 0},
        "WT7b.in_time": {"from_staff": 0},
    }
    result = harassment(the_numbers(year, given))

    assert (result.value, result.parts["closed_in_time"].why_none) == (Fraction(0), "no_case")
