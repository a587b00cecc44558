"""Women and men in one flow: rates, how far apart they are, whether that can be chance, and what is said of it.

Nothing here is ever infinite: where a figure would divide by 0 it is None.

Sources: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D, 1978 (four fifths), with its Questions
and Answers, 1979, 21 (one person); J. B. S. Haldane, The estimation and significance of the logarithm of a ratio of
frequencies, 1956, and F. J. Anscombe, On estimating binomial response relations, 1956 (one half added); R. G. Newcombe,
Interval estimation for the difference between independent proportions, 1998, method 10.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import exp, log, sqrt
from statistics import NormalDist

from questionnaires.workforce.definition import MEN, WOMEN, Sex
from scoring.workforce.flows.exact_test import FisherTest, fisher
from scoring.workforce.flows.flow import Counts, Flow

FOUR_FIFTHS = Fraction(4, 5)
SIGNIFICANT_BELOW = Fraction(1, 20)
FEWEST = 10
"""With a smaller group of one sex nothing is said."""
Z_95 = NormalDist().inv_cdf(0.975)
Interval = tuple[float, float]


class Flag(StrEnum):
    """What is said of a flow. They are tried in this order, so that the first that holds is the flag.

    too_few: fewer than FEWEST in a group, or an impact ratio below four fifths that one person's other result would
    turn round, however small p is. review: below four fifths, and p < 0.05; this is so too where one sex has no
    success at all, which has an impact ratio of 0 and no odds ratio. watch: below four fifths only.
    watch_significant: p < 0.05 only, as in large administrations.
    """

    NOT_KNOWN = "not_known"
    CONTRADICTORY = "contradictory"
    NO_GROUP = "no_group"
    NO_CASE = "no_case"
    TOO_FEW = "too_few"
    REVIEW = "review"
    WATCH = "watch"
    WATCH_SIGNIFICANT = "watch_significant"
    NONE = "none"

    @property
    def is_raised(self) -> bool:
        return self in (Flag.REVIEW, Flag.WATCH, Flag.WATCH_SIGNIFICANT)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of a flow; all but the two rates are None where there is no comparison. Intervals are those of 95 %.

    `lower`: the sex with the lower rate, None where the rates are equal. `impact_ratio`: the lower rate divided by
    the higher one. `fisher_exact_rational`: up to 1,000 people.
    `difference_newcombe_95`: of the rate of women less that of men.
    `ratio_after_shift_one`: women to men, if one success went from the sex with the higher rate (from men where the
    rates are equal) to the other sex. `is_turned_by_one`: the other sex would then have the higher rate.
    `shortfall_of_women`: how many more women would have gone this way at one rate for both, in people; below 0 where
    more went than that. For men it is the same number with the other sign.
    """

    flow: Flow
    flag: Flag
    rate_women: Fraction | None = None
    rate_men: Fraction | None = None
    lower: Sex | None = None
    ratio_women_to_men: Fraction | None = None
    impact_ratio: Fraction | None = None
    odds_ratio: Fraction | None = None
    odds_ratio_plus_half: Fraction | None = None
    odds_ratio_plus_half_95: Interval | None = None
    fisher_exact_rational: Fraction | None = None
    fisher_two_sided: float | None = None
    mid_p_two_sided: float | None = None
    difference_newcombe_95: Interval | None = None
    ratio_after_shift_one: Fraction | None = None
    is_turned_by_one: bool | None = None
    shortfall_of_women: Fraction | None = None

    @property
    def shortfall(self) -> Fraction | None:
        """Of the sex with the lower rate, 0 where the rates are equal."""
        return None if self.shortfall_of_women is None else abs(self.shortfall_of_women)

    def expected(self, sex: Sex) -> Fraction | None:
        """How many women, or men, would have gone this way at one rate for both."""
        success = self.flow.women_success if sex == WOMEN else self.flow.men_success
        if success is None or self.shortfall_of_women is None:
            return None
        return success + (self.shortfall_of_women if sex == WOMEN else -self.shortfall_of_women)


def compare(flow: Flow) -> Comparison:
    counts = flow.counts
    if flow.is_contradictory:
        return Comparison(flow, Flag.CONTRADICTORY)
    rates = _rate(flow.women_success, flow.women_group), _rate(flow.men_success, flow.men_group)
    if counts is None:
        return Comparison(flow, Flag.NOT_KNOWN, *rates)
    women, men = rates
    if women is None or men is None:
        return Comparison(flow, Flag.NO_GROUP, women, men)
    return _compared(flow, counts, women, men)


def _compared(flow: Flow, counts: Counts, women: Fraction, men: Fraction) -> Comparison:
    test = fisher(counts)
    impact_ratio = _divided(min(women, men), max(women, men))
    ratio_after, is_turned = _after_shift_one(counts, women, men)
    plus_half = _odds(*(2 * cell + 1 for cell in _cells(counts)))
    return Comparison(
        flow,
        _flag(counts, impact_ratio, is_turned, test),
        women,
        men,
        lower=None if women == men else WOMEN if women < men else MEN,
        ratio_women_to_men=_divided(women, men),
        impact_ratio=impact_ratio,
        odds_ratio=_odds(*_cells(counts)),
        odds_ratio_plus_half=plus_half,
        odds_ratio_plus_half_95=_odds_interval(counts),
        fisher_exact_rational=test.rational,
        fisher_two_sided=test.two_sided,
        mid_p_two_sided=test.mid_p,
        difference_newcombe_95=_newcombe(counts),
        ratio_after_shift_one=ratio_after,
        is_turned_by_one=is_turned,
        shortfall_of_women=Fraction(counts.successes * counts.women_group, counts.people) - counts.women,
    )


def _flag(counts: Counts, impact_ratio: Fraction | None, is_turned: bool, test: FisherTest) -> Flag:
    """Of a flow with people of both sexes; Flag says what each means."""
    if impact_ratio is None:
        return Flag.NO_CASE
    is_far, is_significant = impact_ratio < FOUR_FIFTHS, test.is_below(SIGNIFICANT_BELOW)
    if min(counts.women_group, counts.men_group) < FEWEST or (is_far and is_turned):
        return Flag.TOO_FEW
    if is_far:
        return Flag.REVIEW if is_significant else Flag.WATCH
    return Flag.WATCH_SIGNIFICANT if is_significant else Flag.NONE


def _rate(success: int | None, group: int | None) -> Fraction | None:
    return Fraction(success, group) if success is not None and group else None


def _divided(upper: Fraction, lower: Fraction) -> Fraction | None:
    return upper / lower if lower else None


def _cells(counts: Counts) -> tuple[int, int, int, int]:
    women, women_group, men, men_group = counts
    return women, women_group - women, men, men_group - men


def _odds(women: int, other_women: int, men: int, other_men: int) -> Fraction | None:
    return Fraction(women * other_men, other_women * men) if other_women and men else None


def _odds_interval(counts: Counts) -> Interval:
    """Of the odds ratio with one half added to each cell."""
    women, other_women, men, other_men = (cell + 0.5 for cell in _cells(counts))
    middle = log(women) + log(other_men) - log(other_women) - log(men)
    half_width = Z_95 * sqrt(1 / women + 1 / other_women + 1 / men + 1 / other_men)
    return exp(middle - half_width), exp(middle + half_width)


def _newcombe(counts: Counts) -> Interval:
    women, men = counts.women / counts.women_group, counts.men / counts.men_group
    women_low, women_high = _wilson(women, counts.women_group)
    men_low, men_high = _wilson(men, counts.men_group)
    below = sqrt((women - women_low) ** 2 + (men_high - men) ** 2)
    above = sqrt((women_high - women) ** 2 + (men - men_low) ** 2)
    return women - men - below, women - men + above


def _wilson(rate: float, group: int) -> Interval:
    """E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927."""
    middle, square = rate + Z_95**2 / (2 * group), Z_95**2 / group
    half_width = Z_95 * sqrt((rate * (1 - rate) + square / 4) / group)
    return (middle - half_width) / (1 + square), (middle + half_width) / (1 + square)


def _after_shift_one(counts: Counts, women: Fraction, men: Fraction) -> tuple[Fraction | None, bool]:
    """The ratio of women to men then, None where it cannot be, and whether the difference is turned round."""
    by = 1 if women <= men else -1
    shifted_women, shifted_men = counts.women + by, counts.men - by
    if not (0 <= shifted_women <= counts.women_group and 0 <= shifted_men <= counts.men_group):
        return None, False
    then_women, then_men = Fraction(shifted_women, counts.women_group), Fraction(shifted_men, counts.men_group)
    return _divided(then_women, then_men), women != men and by * (then_women - then_men) > 0
