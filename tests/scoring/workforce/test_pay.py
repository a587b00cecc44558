"""Gaps in pay and what they are made of: exact, and the same by a second way that looks at each person."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import fmean
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.workforce.pay import (
    GradeWeightedGap,
    Kitagawa,
    Oaxaca,
    PayRow,
    gap_percent,
    grade_weighted_gap,
    kitagawa,
    oaxaca,
    pay_gap,
    quarters_from_counts,
    quarters_from_groups,
)
from tests.scoring.workforce.numbers import vector

QUICK = settings(deadline=None, derandomize=True, max_examples=60)
VECTOR = vector("04-pay")
CASES, QUARTERS = VECTOR["cases"], VECTOR["quarters"]
NAMES = [case["name"] for case in CASES]
CLOSE = 1e-9
PAY = st.integers(1, 9_000).map(lambda cents: Fraction(cents, 100))
GRADES = st.lists(st.tuples(st.integers(0, 20), PAY, st.integers(0, 20), PAY), min_size=1, max_size=7).map(
    lambda grades: [PayRow(f"G{at}", *grade) for at, grade in enumerate(grades, 1)]
)
GROUPS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=9)


class Person(NamedTuple):
    sex: str
    grade: str
    pay: float


def rows_of(case: dict[str, Any]) -> list[PayRow]:
    return [PayRow(grade, m, Fraction(mean_m), w, Fraction(mean_w)) for grade, m, mean_m, w, mean_w in case["rows"]]


def exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def swapped(rows: Sequence[PayRow]) -> list[PayRow]:
    return [PayRow(row.grade, row.women, row.mean_women, row.men, row.mean_men) for row in rows]


def people(rows: Sequence[PayRow]) -> list[Person]:
    men = [Person("M", row.grade, float(row.mean_men or 0)) for row in rows for _ in range(row.men or 0)]
    return men + [Person("W", row.grade, float(row.mean_women or 0)) for row in rows for _ in range(row.women or 0)]


def counterfactual(persons: Sequence[Person], who: str, paid_as: str, counts: Callable[[str], bool]) -> float:
    """The mean pay of all of a sex if each were paid as the other (or the same) sex is in the grade; people of grades
    that do not count have nothing."""
    pays: dict[str, list[float]] = {}
    for person in persons:
        if person.sex == paid_as:
            pays.setdefault(person.grade, []).append(person.pay)
    prices = {grade: fmean(paid) for grade, paid in pays.items()}
    return fmean(prices[person.grade] if counts(person.grade) else 0.0 for person in persons if person.sex == who)


def second_kitagawa(rows: Sequence[PayRow]) -> tuple[float, float, float]:
    """Person by person: the mean of the two ways to change pay first and grades first, and what is left."""
    persons = people(rows)
    shared = {row.grade for row in rows if row.men and row.women}
    mm, mw, wm, ww = (counterfactual(persons, who, pay, shared.__contains__) for who in "MW" for pay in "MW")
    men, women = (fmean(person.pay for person in persons if person.sex == sex) for sex in "MW")
    return (mm - wm + mw - ww) / 2, (mm - mw + wm - ww) / 2, (men - mm) - (women - ww)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_gaps_are_those_of_the_vector(case: dict[str, Any]) -> None:
    rows, expected = rows_of(case), case["expected"]
    gap, weighted = pay_gap(rows), grade_weighted_gap(rows)

    assert (gap.mean_men, gap.mean_women) == (Fraction(expected["mean_men"]), Fraction(expected["mean_women"]))
    assert gap.percent == Fraction(expected["gap_percent"])
    assert float(gap.percent) == pytest.approx(expected["gap_percent_float"], rel=CLOSE)
    assert weighted.percent == exact(expected["grade_weighted_gap"])
    assert weighted.staff_covered == exact(expected["staff_covered"])


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_parts_of_the_gap_are_those_of_the_vector(case: dict[str, Any]) -> None:
    rows, expected = rows_of(case), case["expected"]["kitagawa"]
    prices, parts = case["expected"]["oaxaca_men_prices"], kitagawa(rows)
    assert parts == Kitagawa(
        *(Fraction(expected[part]) for part in ("composition", "within_grade", "grades_of_one_sex"))
    )

    points, gap = parts.points(Fraction(case["expected"]["mean_men"])), pay_gap(rows)
    assert [float(points.composition), float(points.within_grade), float(points.grades_of_one_sex)] == pytest.approx(
        [expected["composition_points"], expected["within_points"], expected["one_sex_points"]], rel=CLOSE
    )
    assert points.gap == gap.percent
    assert oaxaca(rows) == (prices and Oaxaca(Fraction(prices["explained"]), Fraction(prices["unexplained"])))


def test_the_domains_own_figures_of_vector_d_come_out() -> None:
    """As printed: means 13.4444 and 12.3209, gap 8.357 %, grade-weighted 0.883 %."""
    rows = rows_of(CASES[0])
    gap, weighted = pay_gap(rows), grade_weighted_gap(rows)

    assert [f"{float(mean or 0):.4f}" for mean in (gap.mean_men, gap.mean_women)] == ["13.4444", "12.3209"]
    assert [f"{float(each or 0):.3f}" for each in (gap.percent, weighted.percent)] == ["8.357", "0.883"]


def test_statsmodels_explains_as_much_of_vector_d() -> None:
    """Its OaxacaBlinder on 880 people (women less men): the second weights are men's prices; Kitagawa's parts are the
    means of both."""
    rows, noted = rows_of(CASES[0]), CASES[0]["checked_by"]
    prices, parts = oaxaca(rows), kitagawa(rows)

    assert prices is not None
    assert parts is not None
    assert noted["weight0"] == pytest.approx(
        [-float(prices.unexplained), -float(prices.explained), -float(parts.gap)], rel=CLOSE
    )
    both = [-(one_way + other) / 2 for one_way, other in zip(noted["weight0"], noted["weight1"], strict=True)]
    assert both == pytest.approx([float(parts.within_grade), float(parts.composition), float(parts.gap)], rel=CLOSE)


@given(GRADES)
@QUICK
def test_the_three_parts_add_up_to_the_gap_exactly_and_turn_round_with_the_sexes(rows: list[PayRow]) -> None:
    parts, gap = kitagawa(rows), pay_gap(rows)
    if parts is None or gap.mean_men is None or gap.mean_women is None:
        assert parts is None
        assert None in (gap.mean_men, gap.mean_women)
        return
    turned = kitagawa(swapped(rows))
    assert parts.gap == gap.mean_men - gap.mean_women
    assert parts.points(gap.mean_men).gap == gap.percent
    assert turned == Kitagawa(-parts.composition, -parts.within_grade, -parts.grades_of_one_sex)


@given(GRADES)
@QUICK
def test_a_second_way_person_by_person_gives_the_same_parts(rows: list[PayRow]) -> None:
    parts, prices = kitagawa(rows), oaxaca(rows)
    if parts is None:
        return
    assert [float(parts.composition), float(parts.within_grade), float(parts.grades_of_one_sex)] == pytest.approx(
        second_kitagawa(rows), abs=1e-9
    )
    if prices is not None:
        persons = people(rows)
        pairs = (("M", "M"), ("W", "M"), ("W", "W"))
        men, paid_as_men, women = (counterfactual(persons, who, pay, lambda _: True) for who, pay in pairs)
        assert [float(prices.explained), float(prices.unexplained)] == pytest.approx(
            [men - paid_as_men, paid_as_men - women], abs=1e-9
        )
        assert prices.explained + prices.unexplained == parts.gap


def test_a_grade_without_people_changes_nothing() -> None:
    rows, empty = rows_of(CASES[0]), PayRow("G1", 0, None, 0, None)

    assert pay_gap([empty, *rows]) == pay_gap(rows)
    assert kitagawa([empty, *rows]) == kitagawa(rows)
    assert oaxaca([empty, *rows]) == oaxaca(rows)
    assert grade_weighted_gap([empty, *rows]) == grade_weighted_gap(rows)


def test_men_or_women_alone_have_no_gap() -> None:
    men, nobody = [PayRow("G6", 20, Fraction(9), 0, None)], [PayRow("G6", 0, None, 0, None)]

    assert (pay_gap(men).mean_men, pay_gap(men).percent) == (Fraction(9), None)
    assert (kitagawa(men), oaxaca(men)) == (None, None)
    assert grade_weighted_gap(men) == GradeWeightedGap(None, Fraction(0), (), ())
    assert grade_weighted_gap(nobody) == GradeWeightedGap(None, None, (), ())


def test_pay_that_is_not_known_takes_away_the_gap_and_names_the_grade() -> None:
    """The grade-weighted gap does without the pay of a grade that it does not compare."""
    known = rows_of(CASES[0])
    small, large = PayRow("G2", 3, Fraction(40), 2, None), PayRow("G3", 30, None, 20, Fraction(25))

    assert pay_gap([small, *known]).not_known == ("G2",)
    assert (pay_gap([small, *known]).percent, kitagawa([small, *known]), oaxaca([small, *known])) == (None, None, None)
    assert grade_weighted_gap([small, *known]) == GradeWeightedGap(
        Fraction(233, 264), Fraction(880, 885), ("G5", "G6", "G7"), ()
    )
    assert grade_weighted_gap([large, *known]) == GradeWeightedGap(None, None, (), ("G3",))
    assert grade_weighted_gap([PayRow("G2", None, None, 2, None), *known]).not_known == ("G2",)


def test_pay_of_0_gives_no_gap_instead_of_infinity() -> None:
    unpaid = [PayRow("G7", 10, Fraction(0), 10, Fraction(5))]

    assert (pay_gap(unpaid).percent, grade_weighted_gap(unpaid).percent) == (None, None)


def test_a_median_gap_is_in_favour_of_women_below_0() -> None:
    assert gap_percent(Fraction(20), Fraction(21)) == -5
    assert gap_percent(None, Fraction(21)) is None


@pytest.mark.parametrize("case", QUARTERS)
def test_quarters_split_people_of_the_same_pay_in_proportion(case: dict[str, Any]) -> None:
    groups, expected = [tuple(group) for group in case["groups"]], case["expected_share_of_women"]

    assert quarters_from_groups(groups) == tuple(Fraction(share) for share in expected)
    assert quarters_from_groups(reversed(groups)) == quarters_from_groups(groups)


@given(GROUPS)
@QUICK
def test_the_mean_of_the_quarters_is_the_share_of_all_women(groups: list[tuple[int, int, int]]) -> None:
    women, total = sum(group[1] for group in groups), sum(group[1] + group[2] for group in groups)
    quarters = quarters_from_groups(groups)

    if total:
        assert sum((share or 0 for share in quarters), Fraction()) / 4 == Fraction(women, total)
        assert all(share is not None and 0 <= share <= 1 for share in quarters)
    else:
        assert quarters == (None,) * 4


def test_quarters_that_were_counted_are_taken_as_they_are() -> None:
    assert quarters_from_counts([(5, 5), (1, 3), (0, 0), (None, 3)]) == (Fraction(1, 2), Fraction(1, 4), None, None)
