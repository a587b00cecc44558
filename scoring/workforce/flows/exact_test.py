"""Fisher's exact test, two-sided: how often chance alone gives a table that is no more likely than the given one.

R. A. Fisher, The Design of Experiments, 1935. Two tables count as equally likely where their probabilities differ by
less than 1 in 10 million, as in R. The mid-p counts the tables that are equally likely, the given one among them, by
half (H. O. Lancaster, Significance tests in discrete distributions, 1961).

Up to 1,000 people everything is whole numbers. Above, the logarithm of a probability is a sum in which nothing large
cancels: log of n! = n log n - n + a small rest, and the large parts of the nine factorials meet in the deviance of the
table (C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000). Time grows with the square root of
the number of people: 10 million take some milliseconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache
from itertools import takewhile
from math import comb, exp, factorial, log, log1p, pi
from typing import NamedTuple

from scoring.workforce.flows.chi_square import LEAST
from scoring.workforce.flows.flow import Counts

EXACT_UP_TO = 1_000
EQUALLY_LIKELY = Fraction(1, 10**7)
NEGLIGIBLE = 2.0**-60
"""Of a sum: what is smaller changes none of its digits."""


class FisherTest(NamedTuple):
    """`rational` is None where there are more than EXACT_UP_TO people. All lie above 0, `two_sided` up to 1."""

    rational: Fraction | None
    two_sided: float
    mid_p: float

    def is_below(self, limit: Fraction) -> bool:
        return (self.two_sided if self.rational is None else self.rational) < limit


def fisher(table: Counts) -> FisherTest:
    return _by_integers(table) if table.people <= EXACT_UP_TO else _by_logarithms(_Margins.of(table), table.women)


class _Margins(NamedTuple):
    """What all compared tables share; a table of them is told by its successful women."""

    women: int
    men: int
    successes: int

    @staticmethod
    def of(table: Counts) -> "_Margins":
        return _Margins(table.women_group, table.men_group, table.successes)

    @property
    def people(self) -> int:
        return self.women + self.men

    @property
    def least(self) -> int:
        return max(0, self.successes - self.men)

    @property
    def most(self) -> int:
        return min(self.women, self.successes)

    @property
    def mode(self) -> int:
        return (self.women + 1) * (self.successes + 1) // (self.people + 2)

    def step(self, women: int) -> tuple[int, int]:
        """The probability of one more successful woman, divided by that of `women`: numerator and denominator."""
        up = (self.women - women) * (self.successes - women)
        return up, (women + 1) * (self.men - self.successes + women + 1)

    def log_probability(self, women: int) -> float:
        if self.least == self.most:
            return 0.0
        failures, surplus = self.people - self.successes, women * self.people - self.women * self.successes
        cells = (
            (women, self.women * self.successes, surplus),
            (self.women - women, self.women * failures, -surplus),
            (self.successes - women, self.men * self.successes, -surplus),
            (self.men - self.successes + women, self.men * failures, surplus),
        )
        margins = (self.women, self.men, self.successes, failures)
        deviance = sum(cell * _log_of_ratio(cell * self.people, expected, by) for cell, expected, by in cells if cell)
        rests = sum(map(_rest_of_factorial, margins)) - _rest_of_factorial(self.people)
        return rests - sum(_rest_of_factorial(cell) for cell, _, _ in cells) - deviance


def _by_integers(table: Counts) -> FisherTest:
    margins = _Margins.of(table)
    weights = dict(enumerate(_weights(margins), margins.least))
    own, every = weights[table.women], sum(weights.values())
    apart, scale = EQUALLY_LIKELY.as_integer_ratio()
    counted = [weight for weight in weights.values() if weight * scale <= own * (scale + apart)]
    tied = [weight for weight in counted if weight * scale >= own * (scale - apart)]
    rational = Fraction(sum(counted), every)
    return FisherTest(rational, float(rational), float(rational - Fraction(sum(tied), 2 * every)))


def _weights(margins: _Margins) -> Iterator[int]:
    """In how many ways each table, from the one with the fewest successful women, can come about."""
    weight = comb(margins.women, margins.least) * comb(margins.men, margins.successes - margins.least)
    for women in range(margins.least, margins.most + 1):
        yield weight
        up, down = margins.step(women)
        weight = weight * up // down


def _by_logarithms(margins: _Margins, women: int) -> FisherTest:
    """The tables that count are all below one number of successful women and all above another."""
    own, log_of = margins.log_probability(women), cache(margins.log_probability)
    least, mode, most = margins.least, margins.mode, margins.most
    limit, tied_from = own + log1p(EQUALLY_LIKELY), own + log1p(-EQUALLY_LIKELY)
    lower = least + bisect_right(range(least, mode), limit, key=log_of) - 1
    upper = mode + bisect_left(range(mode, most + 1), -limit, key=lambda number: -log_of(number))
    probability = exp(log_of(lower)) * _tail(margins, lower, least) if lower >= least else 0.0
    probability += exp(log_of(upper)) * _tail(margins, upper, most) if upper <= most else 0.0
    tied = sum(
        exp(log_of(number))
        for side in (range(lower, least - 1, -1), range(upper, most + 1))
        for number in takewhile(lambda each: log_of(each) >= tied_from, side)
    )
    probability = 1.0 if upper == mode else min(probability, 1.0)
    return FisherTest(None, max(probability, LEAST), max(probability - tied / 2, LEAST))


def _tail(margins: _Margins, start: int, last: int) -> float:
    """The probabilities of the tables from `start` to `last`, each less likely than the one before it, in units of the
    first of them."""
    every = term = 1.0
    is_upward = start <= last
    for women in range(start, last) if is_upward else range(start - 1, last - 1, -1):
        up, down = margins.step(women)
        term *= up / down if is_upward else down / up
        every += term
        if term < every * NEGLIGIBLE:
            break
    return every


def _log_of_ratio(upper: int, lower: int, surplus: int) -> float:
    """log(upper / lower), where upper = lower + surplus: exact too where they are nearly equal."""
    return log1p(surplus / lower) if 2 * abs(surplus) < lower else log(upper / lower)


@lru_cache(maxsize=4096)
def _rest_of_factorial(number: int) -> float:
    """log(n!) - n log(n) + n; from 16 by Stirling's series, whose next term is below 2e-16."""
    if number < 16:
        return log(factorial(number)) - number * log(number) + number if number else 0.0
    inverse = 1 / (number * number)
    series = 1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))
    return log(2 * pi * number) / 2 + series / number
