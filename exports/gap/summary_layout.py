"""Where the figures stand on the Summary, for who draws it and for who checks it. Rows and columns count from 0."""

from dataclasses import dataclass

LAST = 11
OVERALL_ROW = 4
OVERALL_LEVEL, OVERALL_SCORE = 0, 9
PILLARS = 7
"""The row of the heading; below it come the titles, then the pillars, then the whole."""
FIRST_PILLAR = PILLARS + 2


@dataclass(frozen=True)
class PillarColumns:
    """Columns of the pillars' table: id, title, level, its name, and one for each number, up to the last."""

    level: int
    numbers: int


def grid(scores: int) -> PillarColumns:
    """Behind the scores stand two numbers: the score if every target is met, and the coverage, in the last column."""
    return PillarColumns(level=LAST - 4 - scores, numbers=LAST - 1 - scores)
