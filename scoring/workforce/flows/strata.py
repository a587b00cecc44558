"""Women and men compared within each grade, or each region, and over them.

Sources: N. Mantel and W. Haenszel, Statistical aspects of the analysis of data from retrospective studies of disease,
1959; W. G. Cochran, Some methods for strengthening the common chi-square tests, 1954; J. Robins, N. Breslow and
S. Greenland, Estimators of the Mantel-Haenszel variance consistent in both sparse data and large-strata limiting
models, 1986; N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research 1, 1980. Tarone's correction of the
Breslow-Day test is not applied.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log, sqrt
from typing import NamedTuple

from scoring.workforce.flows.chi_square import chi_square_p
from scoring.workforce.flows.flow import Counts, Flow, total
from scoring.workforce.flows.two_by_two import SIGNIFICANT_BELOW, Z_95, Comparison, Interval, compare


class ChiSquareTest(NamedTuple):
    statistic: float
    p: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """What the compared strata say together; odds are those of women to men, people are those of these strata.

    `common_odds_ratio` is None where it would be divided by 0; the interval (95 %) and `breslow_day` also where it is
    0, and the latter with a single stratum. `impact_ratio`: people who went this way divided by those expected if the
    grades alone decided, of the sex with the lower quotient divided by that of the other.
    """

    common_odds_ratio: Fraction | None
    common_95: Interval | None
    cmh_without_correction: ChiSquareTest
    cmh_with_correction: ChiSquareTest
    breslow_day: ChiSquareTest | None
    observed_women: int
    expected_women: Fraction
    impact_ratio: Fraction

    @property
    def shortfall(self) -> Fraction:
        """Of women, in people; for men it is the same number with the other sign."""
        return self.expected_women - self.observed_women

    @property
    def differs_by_stratum(self) -> bool:
        """No common figure is told then."""
        return self.breslow_day is not None and self.breslow_day.p < SIGNIFICANT_BELOW


@dataclass(frozen=True, slots=True)
class Strata:
    """`left_out`: the strata with one sex only, or with one outcome only, which cannot say anything.

    `pooled` is None where every stratum is left out, or where a number of one is not known or cannot be.
    """

    aggregate: Comparison
    strata: Mapping[str, Comparison]
    left_out: tuple[str, ...]
    pooled: Pooled | None


def compare_strata(flows: Mapping[str, Flow]) -> Strata:
    """By the name of each grade, in their order."""
    strata = {name: compare(flow) for name, flow in flows.items()}
    counts = {name: flow.counts for name, flow in flows.items() if not flow.is_contradictory}
    known = {name: table for name, table in counts.items() if table is not None}
    left_out = tuple(name for name, table in known.items() if table.has_empty_margin)
    compared = [table for name, table in known.items() if name not in left_out]
    is_whole = len(known) == len(flows) and compared
    return Strata(compare(total(flows.values())), strata, left_out, _pooled(compared) if is_whole else None)


def _pooled(tables: list[Counts]) -> Pooled:
    expected = sum((_expected(table) for table in tables), Fraction())
    observed = sum(table.women for table in tables)
    difference = abs(observed - expected)
    concordant, discordant = _products(tables)
    common = concordant / discordant if discordant else None
    men = sum(table.men for table in tables)
    quotients = observed / expected, men / (observed + men - expected)
    return Pooled(
        common_odds_ratio=common,
        common_95=_interval(common, tables) if common else None,
        cmh_without_correction=_cmh(difference, tables),
        cmh_with_correction=_cmh(max(difference - Fraction(1, 2), Fraction()), tables),
        breslow_day=_breslow_day(common, tables) if common and len(tables) > 1 else None,
        observed_women=observed,
        expected_women=expected,
        impact_ratio=min(quotients) / max(quotients),
    )


def _expected(table: Counts) -> Fraction:
    """Successful women at one rate for both."""
    return Fraction(table.successes * table.women_group, table.people)


def _products(tables: Iterable[Counts]) -> tuple[Fraction, Fraction]:
    """Mantel and Haenszel's two sums, whose ratio is the common odds ratio."""
    pairs = [_product(table) for table in tables]
    return sum((pair[0] for pair in pairs), Fraction()), sum((pair[1] for pair in pairs), Fraction())


def _product(table: Counts) -> tuple[Fraction, Fraction]:
    women, women_group, men, men_group = table
    concordant, discordant = women * (men_group - men), (women_group - women) * men
    return Fraction(concordant, table.people), Fraction(discordant, table.people)


def _interval(common: Fraction, tables: list[Counts]) -> Interval:
    """Robins, Breslow and Greenland."""
    all_concordant, all_discordant = map(float, _products(tables))
    variance = 0.0
    for table in tables:
        concordant, discordant = map(float, _product(table))
        agreeing = (table.women + table.men_group - table.men) / table.people
        variance += agreeing * concordant / (2 * all_concordant**2)
        variance += (agreeing * discordant + (1 - agreeing) * concordant) / (2 * all_concordant * all_discordant)
        variance += (1 - agreeing) * discordant / (2 * all_discordant**2)
    middle, half_width = log(common), Z_95 * sqrt(variance)
    return exp(middle - half_width), exp(middle + half_width)


def _cmh(difference: Fraction, tables: Iterable[Counts]) -> ChiSquareTest:
    """The correction by one half never goes past 0, where the two sexes went exactly as expected."""
    variance = Fraction()
    for table in tables:
        margins = table.women_group * table.men_group * table.successes * (table.people - table.successes)
        variance += Fraction(margins, table.people**2 * (table.people - 1))
    statistic = float(difference**2 / variance)
    return ChiSquareTest(statistic, chi_square_p(statistic, 1))


def _breslow_day(common: Fraction, tables: list[Counts]) -> ChiSquareTest:
    """Whether the odds ratio is the same in every stratum."""
    upper, lower = float(common).as_integer_ratio()
    statistic = 0.0
    for table in tables:
        successes, failures = table.successes, table.people - table.successes
        expected = (
            _expected_cell(upper, lower, (table.women_group, successes), table.people),
            _expected_cell(lower, upper, (table.women_group, failures), table.people),
            _expected_cell(lower, upper, (table.men_group, successes), table.people),
            _expected_cell(upper, lower, (table.men_group, failures), table.people),
        )
        statistic += (table.women - expected[0]) ** 2 * sum(1 / cell for cell in expected)
    return ChiSquareTest(statistic, chi_square_p(statistic, len(tables) - 1))


def _expected_cell(upper: int, lower: int, margins: tuple[int, int], people: int) -> float:
    """Of the table with these margins and the odds ratio upper/lower: the root of a quadratic equation that is above 0.

    Each of the four cells is solved for, what is under the square root is a whole number, and the root is written
    without a difference of nearly equal numbers, so that the smallest cell too keeps its digits.
    """
    row, column = margins
    linear, constant = lower * (people - row - column) + upper * (row + column), upper * row * column
    root = sqrt(linear**2 + 4 * (lower - upper) * constant)
    return 2 * constant / (linear + root) if linear > 0 else (root - linear) / (2 * (lower - upper))
