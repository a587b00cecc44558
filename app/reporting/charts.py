"""The geometry of the radar: where its lines run, in the units of the picture. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

RADIUS = 100
LABEL_RADIUS = 124
RINGS = (25, 50, 75, 100)


@dataclass(frozen=True)
class Axis:
    """One pillar: the end of its axis, and where its name stands."""

    id: str
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Radar:
    """Ready to draw around (0, 0); each polygon is the text of an SVG `points` attribute."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    scores: str
    targets: str
    dots: tuple[tuple[float, float], ...]
    later: str


def radar(
    scores: Sequence[tuple[str, Fraction | None]],
    at_target: Mapping[str, Fraction | None],
    later: Sequence[Fraction | None] = (),
) -> Radar:
    """`scores` are (pillar, exact score 0-100); a pillar that is not rated stands at the centre.

    `later` are the scores after signing and review, drawn over the administration's own.
    """
    count = len(scores)
    axes = tuple(
        Axis(id_, *_point(at, count, RADIUS), *_point(at, count, LABEL_RADIUS)) for at, (id_, _) in enumerate(scores)
    )
    dots = tuple(_point(at, count, float(score or 0)) for at, (_, score) in enumerate(scores))
    rings = tuple(_points([_point(at, count, ring) for at in range(count)]) for ring in RINGS)
    targets = _points([_point(at, count, float(at_target[id_] or 0)) for at, (id_, _) in enumerate(scores)])
    line = _points([_point(at, count, float(score or 0)) for at, score in enumerate(later)])
    return Radar(axes, rings, _points(dots), targets, dots, line)


def _point(at: int, count: int, radius: float) -> tuple[float, float]:
    """The first axis points up, the others follow clockwise."""
    angle = 2 * pi * at / count
    return round(radius * sin(angle), 1), round(-radius * cos(angle), 1)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
