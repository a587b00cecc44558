"""The product's own statistics beside those of scipy and statsmodels, and beside fractions, which are never wrong."""

import time
from fractions import Fraction
from itertools import product
from math import comb
from random import Random

import numpy as np
import pytest
from scipy.stats import chi2, contingency, fisher_exact
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from scoring.workforce.flows.chi_square import LEAST, chi_square_p
from scoring.workforce.flows.exact_test import EXACT_UP_TO, fisher
from scoring.workforce.flows.flow import Counts, Flow
from scoring.workforce.flows.strata import compare_strata
from scoring.workforce.flows.two_by_two import compare
from tests.scoring.workforce.flow_cases import FLOW_VECTORS, STRATA_VECTORS, Four, Table, as_table, exact_p, named

OF_ANY_SIZE: list[Four] = [
    (10, 100, 30, 150), (0, 40, 12, 90), (450, 1_000, 500, 1_000), (1, 2_000, 14, 7_000), (1_200, 2_000, 3_100, 5_000),
    (20_000, 400_000, 30_500, 590_000), (1_000_500, 5_000_000, 999_000, 5_000_000), (40, 100, 3_000_000, 9_000_000),
    (0, 5_000_000, 40, 5_000_000), (2_480_000, 5_000_000, 2_500_000, 5_000_000),
]  # fmt: skip
PUBLISHED: dict[str, list[Table]] = {
    "Berkeley": list(STRATA_VECTORS["published"]["tables"].values()),
    "rabbits": STRATA_VECTORS["rabbits"]["tables"],
    "promotion": STRATA_VECTORS["promotion"]["tables"],
    "masked": STRATA_VECTORS["masked"]["tables"],
}


def stratified(tables: list[Table]) -> StratifiedTable:
    """Without the tables that say nothing, by which statsmodels would divide by 0."""
    return StratifiedTable([np.array(table) for table in tables if all(map(sum, (*table, *zip(*table, strict=True))))])


def some_flow(drawn: Random, people: int) -> Four:
    women = drawn.randint(people // 10, people * 9 // 10)
    rate = drawn.random()
    rate_of_men = min(1.0, rate * drawn.choice((0.9, 1.0, 1.05, 1.3)))
    return round(women * rate), women, round((people - women) * rate_of_men), people - women


@pytest.mark.parametrize("flow", OF_ANY_SIZE, ids=str)
def test_fishers_p_is_that_of_scipy(flow: Four) -> None:
    p = fisher_exact(as_table(flow)).pvalue

    assert fisher(Counts(*flow)).two_sided == pytest.approx(p, rel=1e-9 if sum(flow[1::2]) <= 10_000 else 1e-7)


@pytest.mark.parametrize("published", FLOW_VECTORS["published"], ids=lambda published: published["name"])
def test_the_published_tables_have_the_p_of_scipy(published: dict[str, Table]) -> None:
    (women, other_women), (men, other_men) = published["table"]
    test = fisher(Counts(women, women + other_women, men, men + other_men))

    assert test.two_sided == pytest.approx(fisher_exact(published["table"]).pvalue, rel=1e-13)


@pytest.mark.parametrize("people", [EXACT_UP_TO + 1, 1_500, 2_400, 4_000, 6_001, 10_000])
def test_above_1000_people_p_agrees_with_exact_fractions(people: int) -> None:
    flow = Counts(*some_flow(Random(people), people))
    p, mid_p = exact_p(flow)
    test = fisher(flow)

    assert test.rational is None
    assert abs(Fraction(test.two_sided) / p - 1) < Fraction(1, 10**12)
    assert abs(Fraction(test.mid_p) / mid_p - 1) < Fraction(1, 10**12)


@pytest.mark.parametrize("flow", [(480, 5_000, 500, 5_000), (500, 1_000, 500, 1_000), (501, 1_001, 500, 1_001)])
def test_tables_that_are_equally_likely_count_above_1000_people_too(flow: Four) -> None:
    p, mid_p = exact_p(Counts(*flow))
    test = fisher(Counts(*flow))

    assert (test.two_sided, test.mid_p) == pytest.approx((float(p), float(mid_p)), rel=1e-12)


def test_a_p_too_small_for_a_computer_is_not_told_as_0() -> None:
    test = fisher(Counts(0, 5_000, 5_000, 5_000))

    assert (test.two_sided, test.mid_p) == (LEAST, LEAST)
    assert Fraction(2, comb(10_000, 5_000)) < LEAST, "the two tables that are as unlikely as can be"


@pytest.mark.parametrize(("people", "seconds"), [(1_000, 0.005), (100_000, 0.005), (10_000_000, 0.05)])
def test_the_exact_test_takes_some_milliseconds_of_the_processor(people: int, seconds: float) -> None:
    """Where most tables count: the observed one is among the likely ones. The quickest of five counts."""
    flow = Counts(people // 20, people // 4, people * 3 // 20 + int(people**0.5) // 4, people * 3 // 4)
    took = []
    for _ in range(5):
        begun = time.process_time()
        fisher(flow)
        took.append(time.process_time() - begun)

    assert min(took) <= seconds


def test_chi_square_is_that_of_scipy_to_12_digits() -> None:
    for degrees, statistic in product(range(1, 21), (0.0, 1e-9, 0.01, 0.5, 1.0, 3.84, 7.5, 20.0, 55.0, 160.0, 700.0)):
        p = chi2.sf(statistic, degrees)
        assert chi_square_p(statistic, degrees) == pytest.approx(p, rel=1e-12), (degrees, statistic)


def test_a_chi_square_beyond_all_measure_is_not_told_as_impossible() -> None:
    assert chi_square_p(1e5, 3) == chi_square_p(1e5, 4) == LEAST


@pytest.mark.parametrize("flow", [flow for flow in OF_ANY_SIZE if sum(flow[1::2]) < 10**6], ids=str)
def test_odds_ratios_and_intervals_are_those_of_statsmodels(flow: Four) -> None:
    result = compare(Flow(*flow))
    plus_half = Table2x2(np.array(as_table(flow)) + 0.5)
    newcombe = confint_proportions_2indep(flow[0], flow[1], flow[2], flow[3], method="newcomb")

    assert result.odds_ratio_plus_half == pytest.approx(plus_half.oddsratio, rel=1e-12)
    assert result.odds_ratio_plus_half_95 == pytest.approx(plus_half.oddsratio_confint(), rel=1e-9)
    assert result.difference_newcombe_95 == pytest.approx(newcombe, rel=1e-9)
    if all(flow[::2]):
        sample = contingency.odds_ratio(as_table(flow), kind="sample").statistic
        assert result.odds_ratio == pytest.approx(sample, rel=1e-12)


@pytest.mark.parametrize("name", PUBLISHED)
def test_strata_are_pooled_as_by_statsmodels(name: str) -> None:
    pooled, theirs = compare_strata(named(PUBLISHED[name])).pooled, stratified(PUBLISHED[name])
    corrected, uncorrected = theirs.test_null_odds(correction=True), theirs.test_null_odds(correction=False)
    breslow_day = theirs.test_equal_odds()

    assert pooled is not None
    assert pooled.common_odds_ratio == pytest.approx(theirs.oddsratio_pooled, rel=1e-12)
    assert pooled.common_95 == pytest.approx(theirs.oddsratio_pooled_confint(), rel=1e-9)
    assert pooled.cmh_with_correction == pytest.approx((corrected.statistic, corrected.pvalue), rel=1e-9)
    assert pooled.cmh_without_correction == pytest.approx((uncorrected.statistic, uncorrected.pvalue), rel=1e-9)
    assert pooled.breslow_day == pytest.approx((breslow_day.statistic, breslow_day.pvalue), rel=1e-7)


def test_fifty_drawn_sets_of_strata_are_pooled_as_by_statsmodels() -> None:
    for seed in range(50):
        drawn = Random(seed)
        tables = [as_table(some_flow(drawn, drawn.randint(40, 3_000))) for _ in range(drawn.randint(2, 7))]
        pooled, theirs = compare_strata(named(tables)).pooled, stratified(tables)
        assert pooled is not None
        assert pooled.common_odds_ratio == pytest.approx(theirs.oddsratio_pooled, rel=1e-10), seed
        assert pooled.common_95 == pytest.approx(theirs.oddsratio_pooled_confint(), rel=1e-9), seed
        assert pooled.breslow_day == pytest.approx(
            (theirs.test_equal_odds().statistic, theirs.test_equal_odds().pvalue), rel=1e-6, abs=1e-12
        ), seed
