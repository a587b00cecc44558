"""How much the bench measures: the whole, and the smallest that still goes through every step of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`answered` administrations have two coordinators each, and as many others two reviewers each; all save at once.

    `turns` is how often the thing and its yardstick are measured; `pace` is the share of the time that each load gets.
    """

    administrations: int
    past_rounds: int
    answered: int
    years: int
    logged: int
    """Rows of the audit log for each assessment of those years."""
    turns: int
    pace: float

    @property
    def at_once(self) -> int:
        return 2 * self.answered

    def turns_of(self, most: int) -> int:
        """For what is measured less often than the rest."""
        return min(self.turns, most)


WHOLE = Size(administrations=187, past_rounds=5, answered=8, years=10, logged=60, turns=9, pace=1)
SMALLEST = Size(administrations=3, past_rounds=1, answered=1, years=2, logged=3, turns=1, pace=0)
"""Its figures say nothing about speed: it shows that the bench still runs to its end."""
SIZES = {"whole": WHOLE, "smallest": SMALLEST}
