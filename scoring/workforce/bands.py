"""From an exact figure to its band, 4 to 0, as the rules of the outcome indicators say it. Pure.

Limits are in per cent, figures are fractions of 1.
"""

from collections.abc import Callable
from fractions import Fraction

Banding = Callable[[Fraction], int]


def from_least(*limits: int) -> Banding:
    """The more, the better: `limits` are the least that each band from 1 to 4 asks for."""
    return lambda value: sum(100 * value >= limit for limit in limits)


def up_to_most(*limits: int) -> Banding:
    """The less, the better: `limits` are the most that each band from 4 to 1 allows."""
    return lambda value: sum(100 * value <= limit for limit in limits)


def of_balance(share: Fraction) -> int:
    """Of a share of women: too many of one sex weigh as much as too few. Source: the parity threshold of 40 % of each
    sex (Council of Europe 2003, in EIGE's glossary)."""
    return from_least(10, 20, 30, 40)(min(share, 1 - share))


of_glass_ceiling = up_to_most(100, 125, 150, 200)
of_segregation = up_to_most(10, 20, 30, 40)
of_pay_gap = up_to_most(3, 5, 10, 20)
"""Of a gap without its sign."""
of_promotion = from_least(50, 65, 80, 95)
of_hours = from_least(50, 70, 85, 95)
of_return = from_least(70, 80, 90, 95)
of_parity = from_least(50, 65, 80, 95)
of_trained = from_least(20, 40, 60, 80)
of_posts = from_least(20, 50, 80, 95)
