"""Where the bands of the levels and the marks of scores are on a scale of 0 to 100. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from questionnaires.definition import Band
from scoring.scorecard import rounded

END = 100.0


class LevelBand(NamedTuple):
    """The scores of one level: from `start` to below `end`."""

    level: int
    start: float
    end: float

    @property
    def width(self) -> float:
        return self.end - self.start

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Marks:
    """Scores as the page says them in words, with one decimal; None: no mark."""

    score: float | None
    last: float | None = None
    target: float | None = None


def as_shown(score: Fraction | None) -> float | None:
    return None if score is None else rounded(score)


def level_bands(bands: Sequence[Band]) -> tuple[LevelBand, ...]:
    """`bands` are those of a version of the questionnaire, and every version may have its own."""
    starts = [rounded(band.lowest) for band in bands]
    ends = (*starts[1:], END)
    return tuple(LevelBand(band.level, *place) for band, *place in zip(bands, starts, ends, strict=True))
