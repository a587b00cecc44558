"""How often chance alone gives at least this chi-square.

Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.4.4 and 26.4.5: for whole degrees of freedom the
incomplete gamma function is a short sum of positive terms, so that no digit is lost.
"""

from math import erfc, exp, pi, sqrt

LEAST = 2.0**-1022
"""A probability that is above 0 is never told as 0: this is the smallest that a computer keeps with all its digits."""


def chi_square_p(statistic: float, degrees: int) -> float:
    """`statistic` is 0 or more, `degrees` 1 or more."""
    half = statistic / 2
    if degrees % 2:
        probability, term, divisor = erfc(sqrt(half)), 2 * sqrt(half / pi), 1.5
    else:
        probability, term, divisor = 0.0, 1.0, 1.0
    following = 0.0
    for _ in range(degrees // 2):
        following += term
        term *= half / divisor
        divisor += 1
    return min(max(probability + exp(-half) * following, LEAST), 1.0)
