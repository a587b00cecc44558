"""The table that the bench prints: each figure with its yardstick, its aim, and by how much it was missed."""

import sys
from dataclasses import dataclass

WIDTHS = (36, 12, 22, 9, 12)
HEAD = ("", "measured", "yardstick", "ratio", "aim", "")


@dataclass(frozen=True)
class Aim:
    """A bound for the figure. `at_least` where more is better; `value` is what is compared with it."""

    value: float
    bound: float
    unit: str = ""
    at_least: bool = False

    @property
    def text(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.bound:g}{self.unit}"

    @property
    def verdict(self) -> str:
        is_met = self.value >= self.bound if self.at_least else self.value <= self.bound
        missed = abs(self.value - self.bound)
        return "met" if is_met else f"missed by {missed:.{0 if missed >= 10 else 1 if missed >= 1 else 3}f}{self.unit}"


def say(text: str = "") -> None:
    sys.stdout.write(text.rstrip() + "\n")
    sys.stdout.flush()


def section(title: str) -> None:
    say()
    _cells((title, *HEAD[1:]))


def line(
    name: str, measured: str, yardstick: str = "", ratio: str = "", aim: Aim | None = None, note: str = ""
) -> None:
    _cells((f"  {name}", measured, yardstick, ratio, aim.text if aim else note, aim.verdict if aim else ""))


def _cells(cells: tuple[str, ...]) -> None:
    *columns, last = cells
    padded = [
        f"{cell:<{width}}" if at == 0 else f"{cell:>{width}}"
        for at, (cell, width) in enumerate(zip(columns, WIDTHS, strict=True))
    ]
    say("  ".join([*padded, last]))
