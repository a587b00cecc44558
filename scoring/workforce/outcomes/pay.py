"""The outcome indicator of 2027.1 on pay, EQ-14: what `pay.py` says of the tables, with the cells of each figure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from questionnaires.workforce.definition import MEN, WOMEN, CellId
from scoring.workforce.bands import of_pay_gap
from scoring.workforce.figures import Figure, TableNumbers, WhyNone
from scoring.workforce.outcomes.results import OutcomeResult, result_of
from scoring.workforce.pay import (
    PayRow,
    grade_weighted_gap,
    is_compared,
    kitagawa,
    oaxaca,
    pay_gap,
)

TABLE, QUARTERS = "WT4a", "WT4b"


def pay(numbers: TableNumbers) -> OutcomeResult:
    """EQ-14. The value is the grade-weighted mean gap in per cent.

    The table has medians by grade only, from which that of all staff cannot be worked out: "median_gap" is the
    grade-weighted one. "gap.G1" and "median_gap.G1" are those of a grade, "women_in.Q1" the share of a quarter.
    """
    means, medians, extras = (pay_rows(numbers, measure) for measure in ("mean_pay", "median_pay", "extra_pay"))
    weighted, covered = _weighted(means, "mean_pay")
    parts = {
        "grade_weighted_gap": weighted,
        "staff_covered": covered,
        "mean_gap": _gap(means, "mean_pay"),
        "median_gap": _weighted(medians, "median_pay")[0],
        "extra_pay_gap": _gap(extras, "extra_pay"),
    }
    parts |= _decomposed(means, parts["mean_gap"])
    parts |= {f"gap.{row.grade}": _gap((row,), "mean_pay") for row in means}
    parts |= {f"median_gap.{row.grade}": _gap((row,), "median_pay") for row in medians}
    return result_of("EQ-14", "percent", weighted.banded(of_percent), parts | _quarters(numbers))


def of_percent(gap: Fraction) -> int:
    """In either direction."""
    return of_pay_gap(abs(gap) / 100)


def pay_rows(numbers: TableNumbers, measure: str) -> list[PayRow]:
    """Of the grades; `measure` is a kind of pay, which is kept in hundredths: of gaps the unit does not matter."""

    def paid(sex: str, grade: str) -> tuple[int | None, Fraction | None]:
        return numbers.count(TABLE, "paid", sex, grade), numbers.total(TABLE, measure, (sex,), (grade,)).value

    return [PayRow(grade, *paid(MEN, grade), *paid(WOMEN, grade)) for grade in numbers.tables[TABLE].rows]


def _gap(rows: Sequence[PayRow], measure: str) -> Figure:
    """Of all the rows together."""
    gap = pay_gap(rows)
    inputs = (*_people_cells(rows), *_pay_cells(rows, measure))
    return Figure(gap.percent, inputs, "" if gap.percent is not None else _why_no_gap(rows))


def _weighted(rows: Sequence[PayRow], measure: str) -> tuple[Figure, Figure]:
    """The gap, and the share of staff that it covers."""
    gap = grade_weighted_gap(rows)
    inputs = (*_people_cells(rows), *_pay_cells([row for row in rows if is_compared(row)], measure))
    unknown: WhyNone = "not_known" if gap.not_known else ""
    return (
        Figure(gap.percent, inputs, "" if gap.percent is not None else unknown or "nothing_covered"),
        Figure(gap.staff_covered, inputs, "" if gap.staff_covered is not None else unknown or "no_people"),
    )


def _decomposed(rows: Sequence[PayRow], gap: Figure) -> dict[str, Figure]:
    """The parts of the mean gap in percentage points: the first three add up to it, and so do the last two."""
    mean_men, parts, prices = pay_gap(rows).mean_men, kitagawa(rows), oaxaca(rows)
    names = ("composition", "within_grade", "grades_of_one_sex", "explained", "unexplained")
    if gap.value is None or mean_men is None or parts is None:
        return dict.fromkeys(names, gap)
    points, inputs = parts.points(mean_men), gap.inputs
    first = (points.composition, points.within_grade, points.grades_of_one_sex)
    figures = [Figure(value, inputs) for value in first]
    if prices is None:
        figures += [Figure(None, inputs, "one_sex")] * 2
    else:
        figures += [Figure(100 * value / mean_men, inputs) for value in (prices.explained, prices.unexplained)]
    return dict(zip(names, figures, strict=True))


def _quarters(numbers: TableNumbers) -> dict[str, Figure]:
    return {
        f"women_in.{quarter}": numbers.total(QUARTERS, "paid", (WOMEN,), (quarter,)).over(
            numbers.total(QUARTERS, "paid", rows=(quarter,))
        )
        for quarter in numbers.tables[QUARTERS].rows
    }


def _why_no_gap(rows: Sequence[PayRow]) -> WhyNone:
    if any(not row.is_known for row in rows):
        return "not_known"
    sexes = any(row.men for row in rows) + any(row.women for row in rows)
    by_sexes: tuple[WhyNone, ...] = ("no_people", "one_sex", "no_pay")
    return by_sexes[sexes]


def _people_cells(rows: Iterable[PayRow]) -> tuple[CellId, ...]:
    return tuple(CellId(TABLE, row.grade, "paid", sex) for row in rows for sex in (WOMEN, MEN))


def _pay_cells(rows: Iterable[PayRow], measure: str) -> tuple[CellId, ...]:
    """Those that count: nobody's pay is not asked."""
    people = [(row.grade, sex, count) for row in rows for sex, count in ((WOMEN, row.women), (MEN, row.men))]
    return tuple(CellId(TABLE, grade, measure, sex) for grade, sex, count in people if count != 0)
