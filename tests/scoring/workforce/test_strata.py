"""Women and men within the grades: the signed vectors, and what is said of strata that cannot say anything."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.strata import Pooled, compare_strata
from tests.scoring.workforce.flow_cases import QUICK, STRATA_VECTORS, flows, named, of_table, swapped_all
from tests.scoring.workforce.test_flow_vectors import differing

TESTS = ("cmh_without_correction", "cmh_with_correction", "breslow_day")


def agrees(pooled: Pooled, expected: dict[str, Any]) -> bool:
    return (
        pooled.common_odds_ratio == Fraction(expected["common_odds_ratio"])
        and pooled.common_95 == pytest.approx(tuple(expected["common_95"]), rel=1e-12)
        and all(getattr(pooled, name) == pytest.approx(tuple(expected[name]), rel=1e-9) for name in TESTS)
        and pooled.observed_women == expected["observed_women"]
        and pooled.expected_women == Fraction(expected["expected_women"])
        and pooled.shortfall == Fraction(expected["shortfall"])
    )


def test_berkeleys_admissions_of_1973_have_the_published_figures() -> None:
    """Bickel, Hammel and O'Connell, Science, 1975; R prints 1.4269, p = 0.2323 and 0.9046968 for men to women."""
    tables, expected = STRATA_VECTORS["published"]["tables"], STRATA_VECTORS["berkeley"]
    berkeley = compare_strata({department: of_table(table) for department, table in tables.items()})

    assert differing(berkeley.aggregate, expected["aggregate"]) == {}
    assert berkeley.pooled is not None
    assert agrees(berkeley.pooled, expected)
    assert berkeley.pooled.cmh_with_correction == pytest.approx((1.4269, 0.2323), abs=5e-5)
    assert 1 / float(berkeley.pooled.common_odds_ratio or 0) == pytest.approx(0.9046968, abs=5e-8)


def test_the_rabbits_given_penicillin_have_rs_p_of_0_047() -> None:
    rabbits = compare_strata(named(STRATA_VECTORS["rabbits"]["tables"]))

    assert rabbits.pooled is not None
    assert rabbits.pooled.cmh_with_correction == pytest.approx(
        tuple(STRATA_VECTORS["rabbits"]["cmh_with_correction"]), rel=1e-9
    )
    assert round(rabbits.pooled.cmh_with_correction.p, 3) == 0.047
    assert rabbits.left_out == ("grade 1", "grade 5"), "no rabbit, or every rabbit, was cured"


def test_promotion_by_grade_has_the_signed_figures() -> None:
    vector = STRATA_VECTORS["promotion"]
    promotion = compare_strata(named(vector["tables"]))

    assert differing(promotion.aggregate, vector["expected"]["aggregate"]) == {}
    assert promotion.pooled is not None
    assert agrees(promotion.pooled, vector["expected"])


def test_in_the_masked_case_the_total_favours_women_and_the_lower_grade_does_not() -> None:
    vector = STRATA_VECTORS["masked"]
    masked = compare_strata(named(vector["tables"]))
    lower_grade = masked.strata["grade 2"]

    assert (masked.aggregate.rate_women, masked.aggregate.rate_men) == (Fraction(13, 60), Fraction(3, 20))
    assert masked.aggregate.fisher_two_sided == pytest.approx(vector["aggregate_p"], abs=5e-4)
    assert lower_grade.ratio_women_to_men == Fraction(3, 8)
    assert lower_grade.fisher_two_sided == pytest.approx(vector["lower_grade_p"], abs=5e-4)


def test_strata_that_say_nothing_are_left_out_and_counted() -> None:
    telling = {"GA": Flow(10, 100, 30, 150), "GC": Flow(5, 40, 9, 60)}
    silent = {
        "no women": Flow(0, 0, 3, 9),
        "no one": Flow(0, 0, 0, 0),
        "none": Flow(0, 5, 0, 9),
        "all": Flow(2, 2, 3, 3),
    }

    both = compare_strata(telling | silent)

    assert both.left_out == tuple(silent)
    assert both.pooled == compare_strata(telling).pooled
    assert both.aggregate.flow == Flow(17, 147, 45, 231)


def test_where_every_stratum_is_left_out_there_is_nothing_to_pool() -> None:
    assert compare_strata({"GA": Flow(5, 20, 0, 0), "GC": Flow(0, 0, 5, 20)}).pooled is None
    assert compare_strata({}).pooled is None


@pytest.mark.parametrize("flow", [Flow(None, 20, 5, 20), Flow(21, 20, 5, 20)])
def test_a_stratum_that_is_not_known_or_cannot_be_leaves_nothing_to_pool(flow: Flow) -> None:
    strata = compare_strata({"GA": Flow(10, 100, 30, 150), "GC": flow})

    assert strata.pooled is None
    assert strata.aggregate.impact_ratio is None or flow.is_contradictory


@pytest.mark.parametrize(
    ("tables", "common"),
    [
        ({"GA": Flow(0, 20, 5, 20), "GC": Flow(0, 30, 9, 30)}, 0),
        ({"GA": Flow(5, 20, 0, 20), "GC": Flow(9, 30, 0, 30)}, None),
    ],
)
def test_a_common_odds_ratio_of_0_or_without_bounds_has_no_interval_and_no_breslow_day(
    tables: dict[str, Flow], common: int | None
) -> None:
    pooled = compare_strata(tables).pooled

    assert pooled is not None
    assert (pooled.common_odds_ratio, pooled.common_95, pooled.breslow_day) == (common, None, None)
    assert pooled.impact_ratio == 0
    assert pooled.cmh_with_correction.p < 0.05


def test_a_single_stratum_cannot_differ_from_another() -> None:
    pooled = compare_strata({"GA": Flow(10, 100, 30, 150)}).pooled

    assert pooled is not None
    assert (pooled.breslow_day, pooled.differs_by_stratum) == (None, False)


def test_the_correction_stops_where_both_sexes_went_exactly_as_expected() -> None:
    pooled = compare_strata({"GA": Flow(10, 100, 10, 100), "GC": Flow(21, 100, 21, 101)}).pooled

    assert pooled is not None
    assert pooled.cmh_with_correction == (0, 1)
    assert pooled.cmh_without_correction.statistic > 0


@QUICK
@given(st.dictionaries(st.sampled_from(["GA", "GB", "GC", "GD"]), flows(most=2_000, least=1), min_size=1))
def test_strata_count_women_and_men_alike(strata: dict[str, Flow]) -> None:
    pooled, mirrored = compare_strata(strata).pooled, compare_strata(swapped_all(strata)).pooled
    assert (pooled is None) == (mirrored is None)
    if pooled and mirrored:
        assert pooled.shortfall == -mirrored.shortfall
        assert pooled.impact_ratio == mirrored.impact_ratio
        assert pooled.cmh_with_correction == mirrored.cmh_with_correction
        if pooled.breslow_day and mirrored.breslow_day:
            assert pooled.common_odds_ratio == 1 / (mirrored.common_odds_ratio or Fraction())
            assert pooled.breslow_day == pytest.approx(mirrored.breslow_day, rel=1e-6, abs=1e-9)
            assert 0 < pooled.breslow_day.p <= 1


@pytest.mark.parametrize("people", [10**4, 10**7])
def test_breslow_day_is_there_for_the_most_unequal_grades_too(people: int) -> None:
    """Where the common odds ratio is so large, or small, that an expected number of people is nearly 0."""
    flow = Flow(people - 1, people, 1, people)
    for strata in ({"GA": flow, "GC": flow}, swapped_all({"GA": flow, "GC": flow})):
        pooled = compare_strata(strata).pooled
        assert pooled is not None
        assert pooled.breslow_day is not None
        assert pooled.breslow_day == pytest.approx((0, 1), abs=1e-6)
