"""Where women stand: shares, diversity, segregation, glass ceiling and the heads missing. Pure and exact.

People of the third category (other or not stated) count in every denominator. None is "not known", never 0: what
depends on such a number is None, and `not_known` names the rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal, NamedTuple

from scoring.workforce.bands import of_glass_ceiling

TOP_GRADES = ("G1", "G2")
FEWEST_AT_TOP = 5
"""With fewer people in the highest grades the glass ceiling index is for information only."""
TARGET = Fraction(2, 5)
GlassCeilingState = Literal["index", "no_women_at_top", "nobody_at_top", "not_known"]


class Row(NamedTuple):
    """The people of a grade, a function or another part of the staff."""

    id: str
    women: int | None
    men: int | None
    other: int | None = 0

    @property
    def total(self) -> int | None:
        return _sum((self.women, self.men, self.other))

    @property
    def is_known(self) -> bool:
        return self.total is not None


@dataclass(frozen=True, slots=True)
class RowShare:
    """`share` of women in the row; `index`: that share divided by the share of women among all staff."""

    share: Fraction | None
    index: Fraction | None


@dataclass(frozen=True, slots=True)
class Representation:
    """`duncan` and `karmel_maclachlan` are None where there is one sex only: women and men cannot be compared.

    `blau` is 0 where all are of one category; normalised, it is 1 where the categories are of one size.
    """

    women: int | None
    men: int | None
    other: int | None
    total: int | None
    share_of_women: Fraction | None
    rows: Mapping[str, RowShare]
    blau: Fraction | None
    blau_normalised: Fraction | None
    duncan: Fraction | None
    karmel_maclachlan: Fraction | None
    not_known: tuple[str, ...]

    @property
    def is_one_sex(self) -> bool:
        return self.women is not None and self.men is not None and not (self.women and self.men)


@dataclass(frozen=True, slots=True)
class GlassCeiling:
    """`value` is None in every state but "index". `band` is None for too few people at the top, too."""

    value: Fraction | None
    state: GlassCeilingState
    band: int | None
    women_at_top: int | None
    people_at_top: int | None
    not_known: tuple[str, ...]


class HeadsNeeded(NamedTuple):
    """How many of the group's places must pass to women, or to men, until they hold the target."""

    women: int | None
    men: int | None


def representation(rows: Sequence[Row]) -> Representation:
    """Of rows that are parts of the whole staff."""
    women, men = _sum(row.women for row in rows), _sum(row.men for row in rows)
    other = _sum(row.other for row in rows)
    total = _sum((women, men, other))
    share = _ratio(women, total)
    blau, normalised = _blau(women, men, other)
    return Representation(
        women=women,
        men=men,
        other=other,
        total=total,
        share_of_women=share,
        rows={row.id: _row_share(row, share) for row in rows},
        blau=blau,
        blau_normalised=normalised,
        duncan=duncan(rows),
        karmel_maclachlan=karmel_maclachlan(rows),
        not_known=_not_known(rows),
    )


def duncan(rows: Sequence[Row]) -> Fraction | None:
    """0: women and men are spread alike; 1: they share no row. Source: Duncan and Duncan, "A Methodological Analysis of
    Segregation Indexes", 1955."""
    return _segregation(rows, lambda w, m, women, men: abs(Fraction(w, women) - Fraction(m, men)) / 2)


def karmel_maclachlan(rows: Sequence[Row]) -> Fraction | None:
    """The share of women and men who would have to change rows, with the rows keeping their size. Source: Karmel and
    MacLachlan, "Occupational Sex Segregation: Increasing or Decreasing?", 1988."""

    def moved(w: int, m: int, women: int, men: int) -> Fraction:
        share_of_men = Fraction(men, women + men)
        return abs(share_of_men * w - (1 - share_of_men) * m) / (women + men)

    return _segregation(rows, moved)


def glass_ceiling(rows: Sequence[Row], top: Sequence[str] = TOP_GRADES) -> GlassCeiling:
    """Share of women in all grades divided by their share in the highest; above 1 they are rarer at the top. Source:
    European Commission, She Figures, glass ceiling index."""
    highest = [row for row in rows if row.id in top]
    women, people = _sum(row.women for row in highest), _sum(row.total for row in highest)
    share = _ratio(_sum(row.women for row in rows), _sum(row.total for row in rows))
    value, state = _ceiling(share, women, people)
    return GlassCeiling(value, state, _band(value, state, people), women, people, _not_known(rows))


def heads_needed(held: int, total: int, target: Fraction = TARGET) -> int:
    """By replacement in a group of fixed size; 0 where the target is met."""
    return max(0, ceil(target * total - held))


def heads_to_balance(row: Row, target: Fraction = TARGET) -> HeadsNeeded:
    """Until women, and men, hold at least the target share; None where a number is not known."""
    if row.women is None or row.men is None or row.total is None:
        return HeadsNeeded(None, None)
    return HeadsNeeded(heads_needed(row.women, row.total, target), heads_needed(row.men, row.total, target))


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)


def _ratio(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole else None


def _not_known(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row.id for row in rows if not row.is_known)


def _row_share(row: Row, of_all: Fraction | None) -> RowShare:
    share = _ratio(row.women, row.total)
    return RowShare(share, share / of_all if share is not None and of_all else None)


def _blau(women: int | None, men: int | None, other: int | None) -> tuple[Fraction | None, Fraction | None]:
    """The chance that two people drawn are of different categories, and that over the highest possible. The third
    category counts as such where somebody is in it. Source: Blau, Inequality and Heterogeneity, 1977."""
    if women is None or men is None or other is None or not (total := women + men + other):
        return None, None
    blau = 1 - Fraction(women**2 + men**2 + other**2, total**2)
    categories = 3 if other else 2
    return blau, blau / (1 - Fraction(1, categories))


def _segregation(rows: Sequence[Row], term: Callable[[int, int, int, int], Fraction]) -> Fraction | None:
    """The sum of a term of each row's women and men, and all women and men; None where there is one sex only."""
    pairs = [(row.women, row.men) for row in rows if row.women is not None and row.men is not None]
    women, men = sum(w for w, _ in pairs), sum(m for _, m in pairs)
    if len(pairs) < len(rows) or not (women and men):
        return None
    return sum((term(w, m, women, men) for w, m in pairs), Fraction())


def _ceiling(
    share: Fraction | None, women: int | None, people: int | None
) -> tuple[Fraction | None, GlassCeilingState]:
    """Nothing is divided by the 0 of a top without women: that has words of its own."""
    if women is None or people is None:
        return None, "not_known"
    if not people:
        return None, "nobody_at_top"
    if not women:
        return None, "no_women_at_top"
    return (None, "not_known") if share is None else (share / Fraction(women, people), "index")


def _band(value: Fraction | None, state: GlassCeilingState, people: int | None) -> int | None:
    if people is None or people < FEWEST_AT_TOP:
        return None
    if value is not None:
        return of_glass_ceiling(value)
    return 0 if state == "no_women_at_top" else None
