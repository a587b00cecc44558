"""What women and men are paid: gaps, what they come from, and the quarters of pay. Pure and exact.

All gaps are those of men less women, so that a negative one is in favour of women. A gap is no proof of unequal pay for
equal work. None is "not known"; the mean pay of nobody is not needed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

FEWEST_COMPARED = 10
"""A grade with fewer women or fewer men is left out of the grade-weighted gap."""
QUARTERS = 4
Quarters = tuple[Fraction | None, ...]
"""The share of women in each quarter, from the lowest paid; None where nobody is in it."""


class PayRow(NamedTuple):
    """How many men and women a grade has, and what they are paid on average, in any unit."""

    grade: str
    men: int | None
    mean_men: Fraction | None
    women: int | None
    mean_women: Fraction | None

    @property
    def is_known(self) -> bool:
        return _is_known(self.men, self.mean_men) and _is_known(self.women, self.mean_women)


class _KnownRow(NamedTuple):
    """Means are 0 where nobody has them."""

    men: int
    mean_men: Fraction
    women: int
    mean_women: Fraction


@dataclass(frozen=True, slots=True)
class PayGap:
    """`percent` of men's mean pay; a mean is None where nobody is, or not all grades are known."""

    mean_men: Fraction | None
    mean_women: Fraction | None
    percent: Fraction | None
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kitagawa:
    """The gap's three parts in the unit of pay, which add up to it exactly."""

    composition: Fraction
    within_grade: Fraction
    grades_of_one_sex: Fraction

    @property
    def gap(self) -> Fraction:
        return self.composition + self.within_grade + self.grades_of_one_sex

    def points(self, mean_men: Fraction) -> "Kitagawa":
        """The same in percentage points of the gap in percent; `mean_men` is not 0."""
        parts = (self.composition, self.within_grade, self.grades_of_one_sex)
        return Kitagawa(*(100 * part / mean_men for part in parts))


@dataclass(frozen=True, slots=True)
class Oaxaca:
    """`explained`: by the grades that women and men are in, at men's pay; `unexplained`: pay within the grades."""

    explained: Fraction
    unexplained: Fraction


@dataclass(frozen=True, slots=True)
class GradeWeightedGap:
    """`percent` is None where no grade is compared. `staff_covered`: the share of all staff in those compared."""

    percent: Fraction | None
    staff_covered: Fraction | None
    compared: tuple[str, ...]
    not_known: tuple[str, ...]


def gap_percent(men: Fraction | None, women: Fraction | None) -> Fraction | None:
    """Of two means or two medians; None where one is missing or men's is 0. Source: Eurostat, gender pay gap in
    unadjusted form."""
    return None if men is None or women is None or not men else 100 * (men - women) / men


def pay_gap(rows: Sequence[PayRow]) -> PayGap:
    """Of all staff."""
    not_known = tuple(row.grade for row in rows if not row.is_known)
    if not_known:
        return PayGap(None, None, None, not_known)
    known = _known(rows)
    men, women = sum(row.men for row in known), sum(row.women for row in known)
    mean_men = _total((row.men, row.mean_men) for row in known) / men if men else None
    mean_women = _total((row.women, row.mean_women) for row in known) / women if women else None
    return PayGap(mean_men, mean_women, gap_percent(mean_men, mean_women), ())


def kitagawa(rows: Sequence[PayRow]) -> Kitagawa | None:
    """With the mean of both sexes as weights; grades of one sex apart. None where a grade is not known or one sex is
    missing. Source: Kitagawa, "Components of a Difference Between Two Rates", 1955."""
    if (known := _comparable(rows)) is None:
        return None
    men, women = sum(row.men for row in known), sum(row.women for row in known)
    composition = within = alone = Fraction()
    for row in known:
        share_men, share_women = Fraction(row.men, men), Fraction(row.women, women)
        if row.men and row.women:
            composition += (share_men - share_women) * (row.mean_men + row.mean_women) / 2
            within += (share_men + share_women) / 2 * (row.mean_men - row.mean_women)
        else:
            alone += share_men * row.mean_men - share_women * row.mean_women
    return Kitagawa(composition, within, alone)


def oaxaca(rows: Sequence[PayRow]) -> Oaxaca | None:
    """At men's prices; None, too, where a grade has one sex only. A grade without people does not count. Source:
    Oaxaca, "Male-Female Wage Differentials in Urban Labor Markets", 1973."""
    known = _comparable(rows)
    if known is None or any(bool(row.men) != bool(row.women) for row in known):
        return None
    men, women = sum(row.men for row in known), sum(row.women for row in known)
    return Oaxaca(
        sum(((Fraction(row.men, men) - Fraction(row.women, women)) * row.mean_men for row in known), Fraction()),
        sum((Fraction(row.women, women) * (row.mean_men - row.mean_women) for row in known), Fraction()),
    )


def grade_weighted_gap(rows: Sequence[PayRow], fewest: int = FEWEST_COMPARED) -> GradeWeightedGap:
    """The gaps of the grades, weighted with their staff. Pay that is not known matters in the grades compared only.
    After the factor-weighted gap of the ILO, Global Wage Report 2018/19."""
    compared = [row for row in rows if is_compared(row, fewest)]
    not_known = tuple(row.grade for row in rows if row.men is None or row.women is None)
    not_known += tuple(row.grade for row in compared if not row.is_known)
    if not_known:
        return GradeWeightedGap(None, None, (), not_known)
    gaps = [(_people(row), gap_percent(row.mean_men, row.mean_women)) for row in compared]
    staff, covered = sum(_people(row) for row in rows), sum(people for people, gap in gaps if gap is not None)
    total = _total((people, gap) for people, gap in gaps if gap is not None)
    return GradeWeightedGap(
        total / covered if covered else None,
        Fraction(covered, staff) if staff else None,
        tuple(row.grade for row, (_, gap) in zip(compared, gaps, strict=True) if gap is not None),
        (),
    )


def is_compared(row: PayRow, fewest: int = FEWEST_COMPARED) -> bool:
    """Whether the grade has enough of both sexes for the grade-weighted gap."""
    return (row.men or 0) >= fewest and (row.women or 0) >= fewest


def quarters_from_groups(groups: Iterable[tuple[Fraction | int, int, int]]) -> Quarters:
    """Of groups (pay, women, men) in any order: all staff in four equal parts by pay. People of the same pay on both
    sides of a border are split in the proportion of their sexes, so that parts of people may stand in a quarter.
    Source: UK Government Equalities Office, gender pay gap reporting, pay quarters."""
    at_pay: dict[Fraction | int, tuple[int, int]] = {}
    for pay, women, men in groups:
        before = at_pay.get(pay, (0, 0))
        at_pay[pay] = (before[0] + women, before[1] + men)
    size = Fraction(sum(women + men for women, men in at_pay.values()), QUARTERS)
    if not size:
        return (None,) * QUARTERS
    steps = [at_pay[pay] for pay in sorted(at_pay) if sum(at_pay[pay])]
    return tuple(_women_between(steps, size * at, size * (at + 1)) / size for at in range(QUARTERS))


def quarters_from_counts(counts: Iterable[tuple[int | None, int | None]]) -> Quarters:
    """Of the women and men counted in each quarter; None where they are not known, too."""
    return tuple(
        Fraction(women, women + men) if women is not None and men is not None and women + men else None
        for women, men in counts
    )


def _is_known(people: int | None, mean: Fraction | None) -> bool:
    return people == 0 or (people is not None and mean is not None)


def _known(rows: Iterable[PayRow]) -> list[_KnownRow]:
    return [
        _KnownRow(row.men or 0, row.mean_men or Fraction(), row.women or 0, row.mean_women or Fraction())
        for row in rows
    ]


def _comparable(rows: Sequence[PayRow]) -> list[_KnownRow] | None:
    """None where a grade is not known, or women or men are missing."""
    known = _known(rows)
    has_both = any(row.men for row in known) and any(row.women for row in known)
    return known if has_both and all(row.is_known for row in rows) else None


def _total(weighted: Iterable[tuple[int, Fraction]]) -> Fraction:
    return sum((weight * value for weight, value in weighted), Fraction())


def _people(row: PayRow) -> int:
    return (row.men or 0) + (row.women or 0)


def _women_between(steps: Iterable[tuple[int, int]], start: Fraction, end: Fraction) -> Fraction:
    """How many women stand between two places of the row of all staff by pay."""
    women_between, place = Fraction(), 0
    for women, men in steps:
        inside = min(end, Fraction(place + women + men)) - max(start, Fraction(place))
        if inside > 0:
            women_between += inside * Fraction(women, women + men)
        place += women + men
    return women_between
