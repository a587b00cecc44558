"""What women and men are paid: gaps, what they come from, the quarters of pay, and pay by grade."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.features.workforce.published import title_of_row
from app.features.workforce.results.seen import Number, Seen
from questionnaires.problems import N_
from questionnaires.workforce.definition import MEN, WOMEN, TablesWords
from scoring.protection.pattern import HIDDEN, Hidden
from scoring.workforce.figures import Figure
from scoring.workforce.outcomes.pay import QUARTERS, TABLE
from scoring.workforce.outcomes.results import OutcomeResult
from scoring.workforce.pay import gap_percent

GAPS: Mapping[str, str] = {
    "mean_gap": N_("Mean gap"),
    "median_gap": N_("Median gap, weighted by grade"),
    "grade_weighted_gap": N_("Mean gap, weighted by grade"),
    "staff_covered": N_("Staff covered by the weighted gap"),
    "extra_pay_gap": N_("Mean gap in extra pay"),
}
PARTS_OF_GAP: Mapping[str, str] = {
    "composition": N_("Women and men are in different grades"),
    "within_grade": N_("Pay differs within grades"),
    "grades_of_one_sex": N_("Grades with women only or men only"),
    "explained": N_("Explained: grades, at men's pay"),
    "unexplained": N_("Unexplained: pay within grades"),
}
OF_ONE = ("staff_covered",)
"""Fractions of 1; the others are in per cent."""


@dataclass(frozen=True)
class PayFigure:
    """`percent` is HIDDEN, or None with the reason in `figure`; of parts of a gap they are percentage points."""

    id: str
    title: str
    figure: Figure
    percent: Fraction | Hidden | None

    @property
    def is_known(self) -> bool:
        return isinstance(self.percent, Fraction)


@dataclass(frozen=True)
class PaidGrade:
    """Mean pay per hour in hundredths, as this person may see it."""

    title: str
    women: Number
    men: Number

    @property
    def gap(self) -> Fraction | None:
        """None where a mean is hidden, too."""
        if not isinstance(self.women, int) or not isinstance(self.men, int):
            return None
        return gap_percent(Fraction(self.men), Fraction(self.women))


@dataclass(frozen=True)
class Pay:
    gaps: Mapping[str, PayFigure]
    parts: Mapping[str, PayFigure]
    quarters: tuple[PayFigure, ...]
    grades: tuple[PaidGrade, ...]

    @property
    def lines(self) -> tuple[PayFigure, ...]:
        """None of them where all are hidden."""
        lines = (*self.gaps.values(), *self.parts.values())
        return lines if any(line.percent is not HIDDEN for line in lines) else ()

    @property
    def most(self) -> int:
        """The highest mean that is shown."""
        return max((mean for row in self.grades for mean in (row.women, row.men) if isinstance(mean, int)), default=0)

    @property
    def are_parts_shown(self) -> bool:
        return any(part.is_known for part in self.parts.values())

    @property
    def are_quarters_shown(self) -> bool:
        return any(quarter.is_known for quarter in self.quarters)

    @property
    def hides(self) -> bool:
        means = (mean for row in self.grades for mean in (row.women, row.men))
        return HIDDEN in means or any(
            figure.percent is HIDDEN for figure in (*self.gaps.values(), *self.parts.values(), *self.quarters)
        )


def pay_of(seen: Seen, result: OutcomeResult, named: TablesWords) -> Pay | None:
    """Of EQ-14; None where no number on pay is known."""
    if not seen.has_numbers(TABLE, QUARTERS):
        return None
    rows = seen.tables.tables[QUARTERS].rows
    return Pay(
        {id_: _figure(seen, result, id_, title) for id_, title in GAPS.items()},
        {id_: _figure(seen, result, id_, title) for id_, title in PARTS_OF_GAP.items()},
        tuple(_figure(seen, result, f"women_in.{row}", named.row(QUARTERS, row), of_one=True) for row in rows),
        tuple(_grades(seen, named)),
    )


def _figure(seen: Seen, result: OutcomeResult, id_: str, title: str, *, of_one: bool = False) -> PayFigure:
    figure = result.parts[id_]
    factor = 100 if of_one or id_ in OF_ONE else 1
    return PayFigure(id_, title, figure, seen.value_of(figure.times(factor)))


def _grades(seen: Seen, named: TablesWords) -> Iterator[PaidGrade]:
    """Without those of whom nothing is known."""
    for row in seen.rows(TABLE):
        women, men = (seen.number(TABLE, row, "mean_pay", sex) for sex in (WOMEN, MEN))
        if women is not None or men is not None:
            yield PaidGrade(title_of_row(seen.tables.tables[TABLE], row, named), women, men)
