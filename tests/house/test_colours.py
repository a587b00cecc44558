"""The colours of the design language, measured: text can be read, and the levels are told apart by every eye.

Sources: contrast as WCAG 2.2 defines it; colour-blind sight after Machado, Oliveira and Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1; distance of two colours as
CIE76 in CIELAB.
"""

import re
from itertools import combinations, pairwise
from math import dist

import pytest

from app.web.pages import STATIC
from exports import styles

SCHEMES = ("light", "dark")
TOKEN = re.compile(r"--([\w-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);")
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "without green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "without blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
APART = 12
"""About five times what a trained eye just tells apart."""
TEXTS = {
    "ink": ("paper", "card", "brand-soft", "info-soft", "error-soft", "warning-soft", "success-soft"),
    "quiet": ("paper", "card"),
    "brand": ("paper", "card", "brand-soft"),
    "on-brand": ("brand",),
    "error": ("error-soft", "paper", "card"),
    "warning": ("warning-soft",),
    "info": ("info-soft",),
    "on-level-low": ("level-0", "level-1", "level-2"),
    "on-level-high": ("level-3", "level-4"),
}
"""Text -> what it stands on."""
Colour = tuple[float, float, float]


def tokens(scheme: str) -> dict[str, Colour]:
    css = (STATIC / "parity.css").read_text(encoding="utf-8")
    place = 2 + SCHEMES.index(scheme)
    return {match[1]: linear(match[place]) for match in TOKEN.finditer(css)}


def linear(code: str) -> Colour:
    red, green, blue = (int(code[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return (_linear(red), _linear(green), _linear(blue))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(first: Colour, second: Colour) -> float:
    light, dark = sorted((0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (first, second)))[::-1]
    return (light + 0.05) / (dark + 0.05)


def lab(colour: Colour, sight: str) -> Colour:
    red, green, blue = (
        min(max(sum(share * part for share, part in zip(row, colour, strict=True)), 0), 1) for row in SIGHTS[sight]
    )
    x = _cube_root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = _cube_root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _cube_root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def _cube_root(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (841 / 108) * part + 4 / 29


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_what_it_stands_on(scheme: str) -> None:
    colours = tokens(scheme)
    ratios = {
        f"{text} on {ground}": contrast(colours[text], colours[ground])
        for text, grounds in TEXTS.items()
        for ground in grounds
    }
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_levels_are_told_apart(scheme: str, sight: str) -> None:
    seen = {level: lab(tokens(scheme)[f"level-{level}"], sight) for level in range(5)}
    distances = {(low, high): dist(seen[low], seen[high]) for low, high in combinations(seen, 2)}
    assert {pair: round(distance) for pair, distance in distances.items() if distance < APART} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_levels_go_from_one_end_of_brightness_to_the_other_as_print_without_colour_shows_them(scheme: str) -> None:
    brightness = [lab(tokens(scheme)[f"level-{level}"], "usual")[0] for level in range(5)]
    steps = [after - before for before, after in pairwise(brightness)]
    assert all(step < -6 for step in steps) or all(step > 6 for step in steps), brightness


@pytest.mark.parametrize("scheme", SCHEMES)
def test_error_warning_information_and_success_are_told_apart_by_most_eyes_and_always_by_words(scheme: str) -> None:
    colours = tokens(scheme)
    seen = {name: lab(colours[name], "usual") for name in ("error", "warning", "info", "success", "brand")}
    assert min(dist(first, second) for first, second in combinations(seen.values(), 2)) > APART


def test_workbooks_have_the_colours_of_the_pages() -> None:
    css = (STATIC / "parity.css").read_text(encoding="utf-8")
    light = {match[1]: f"#{match[2]}".upper() for match in TOKEN.finditer(css)}

    assert [ground for ground, _ in styles.LEVELS] == [light[f"level-{level}"] for level in range(5)]
    assert [light[name] for name in ("ink", "quiet", "line", "brand", "brand-soft")] == [
        styles.INK,
        styles.QUIET,
        styles.LINE,
        styles.DEEP,
        styles.PALE,
    ]
