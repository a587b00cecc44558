"""The geometry of the radar: where its lines run, in the units of the picture. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

RADIUS = 100
LABEL_RADIUS = 124
RINGS = (25, 50, 75, 100)

Point = tuple[float, float]


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
    """Ready to draw around (0, 0): rings are texts of an SVG attribute `points`, outlines those of a `d`."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    scores: str
    targets: str
    dots: tuple[Point, ...]
    later: str


def radar(
    scores: Sequence[tuple[str, Fraction | None]],
    at_target: Mapping[str, Fraction | None],
    later: Sequence[Fraction | None] = (),
) -> Radar:
    """`scores` are (pillar, exact score 0-100); a pillar without one has no dot, and no line leads to its axis.

    `later` are the scores after signing and review, drawn over the administration's own.
    """
    count = len(scores)
    axes = tuple(
        Axis(id_, *_point(at, count, RADIUS), *_point(at, count, LABEL_RADIUS)) for at, (id_, _) in enumerate(scores)
    )
    shown = _placed([score for _, score in scores])
    rings = tuple(_points([_point(at, count, ring) for at in range(count)]) for ring in RINGS)
    targets = _outline(_placed([at_target[id_] for id_, _ in scores]))
    dots = tuple(dot for dot in shown if dot)
    return Radar(axes, rings, _outline(shown), targets, dots, _outline(_placed(later)))


def _placed(scores: Sequence[Fraction | None]) -> list[Point | None]:
    return [None if score is None else _point(at, len(scores), float(score)) for at, score in enumerate(scores)]


def _outline(points: Sequence[Point | None]) -> str:
    """Closed where every axis has a point; else only the lines between neighbours that both have one."""
    if points and None not in points:
        return f"M{_points([point for point in points if point])}Z"
    pairs = zip(points, (*points[1:], *points[:1]), strict=True)
    return "".join(f"M{_points([point, other])}" for point, other in pairs if point and other)


def _point(at: int, count: int, radius: float) -> Point:
    """The first axis points up, the others follow clockwise."""
    angle = 2 * pi * at / count
    return round(radius * sin(angle), 1), round(-radius * cos(angle), 1)


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
