"""How far two reviewers agree: weighted kappa, exact. Pure.

Source: J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit",
Psychological Bulletin 70 (1968), 213-220. With pairs (a, b) of levels and n of them,

    kappa = 1 - sum of v(a, b) over the pairs / (sum of v(a, b) over all n x n combinations of an a with a b / n)

where v(a, b) = (a - b)^2: a disagreement by two levels weighs four times one by a single level. 1 is full agreement, 0
as much as chance would give, below 0 less. The scale's length cancels: it does not matter how many levels there are.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    """None where it is not defined: without pairs, and where both reviewers always gave one and the same level."""
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum((a - b) ** 2 for a, b in pairs)
    expected = sum(of_a * of_b * (a - b) ** 2 for a, of_a in first.items() for b, of_b in second.items())
    return 1 - Fraction(len(pairs) * observed, expected) if expected else None
