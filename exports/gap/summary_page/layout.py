"""Where the figures stand on the Summary, for who draws it and for who checks it. Rows and columns count from 0."""

from dataclasses import dataclass

from exports.content import Summary

LAST = 11
OVERALL_ROW = 5
"""Here and in the two rows below."""
OVERALL_LEVEL, OVERALL_SCORE = 0, 10
PILLARS = 9
"""The row of the heading; below it come the titles, then the pillars, then the whole."""
FIRST_PILLAR = PILLARS + 2


@dataclass(frozen=True)
class PillarColumns:
    """Columns of the pillars' table: id, title, level, its name, and one for each number, up to the last."""

    level: int
    numbers: int


def grid(numbers: int) -> PillarColumns:
    """The last of the numbers are the score if every target is met, and the coverage."""
    first = LAST + 1 - numbers
    return PillarColumns(level=first - 2, numbers=first)


def numbers_of(summary: Summary) -> int:
    """Scores, the change since the last round, the score if every target is met, and the coverage."""
    return 1 + len(summary.others) + bool(summary.since) + 2
