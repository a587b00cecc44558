"""What women and men are paid: by grade, all staff together, and what the gap comes from."""

from collections.abc import Sequence
from typing import NamedTuple

from exports.content import Cell, Formula, TitledTable
from exports.gap.workforce.numbers import HIDDEN_TEXT
from exports.gap.workforce.told import Told, checked, number_in, percent_of, plain
from exports.gap.workforce.words import HIDDEN, WHY_NONE
from questionnaires.problems import N_
from scoring.protection.figures import shown_rows
from scoring.workforce.figures import Figure
from scoring.workforce.outcomes.pay import QUARTERS, TABLE
from scoring.workforce.pay import FEWEST_COMPARED, gap_percent

NO_PROOF = N_("A gap is no proof of unequal pay for equal work.")
PAID = {"mean_pay": ("D", "E"), "median_pay": ("G", "H"), "extra_pay": ("J", "K")}
"""By measure: the columns of the sheet for women and for men; that of the gap follows."""
FIGURES = (4, 1, 2, 7)
"""How many columns of the sheet the columns of this table take."""


class PayFigure(NamedTuple):
    """A figure on all staff; `formula` speaks of the columns of the table by grade, from {top} to {end}."""

    part: str
    name: str
    unit: str
    about: str
    formula: str


PERCENT, POINTS = N_("% of men's pay"), N_("points")
WOMEN, MEN = "B{top}:B{end}", "C{top}:C{end}"
ENOUGH = f"({WOMEN}>={FEWEST_COMPARED})*({MEN}>={FEWEST_COMPARED})*({WOMEN}+{MEN})"


def _gap(women: str, men: str) -> str:
    mean_women = f"SUMPRODUCT({WOMEN},{women}{{top}}:{women}{{end}})/SUM({WOMEN})"
    return f"100*(1-{mean_women}/({_mean_men(men)}))"


def _mean_men(men: str) -> str:
    return f"SUMPRODUCT({MEN},{men}{{top}}:{men}{{end}})/SUM({MEN})"


def _weighted(gap: str) -> str:
    compared = f'{ENOUGH}*({gap}{{top}}:{gap}{{end}}<>"")'
    return f"SUMPRODUCT({compared},{gap}{{top}}:{gap}{{end}})/SUMPRODUCT({compared})"


def _points(terms: str) -> str:
    """`terms` speak of shares of women and men (w, m) in the rows and their mean pay (p, q)."""
    cells = {"w": f"{WOMEN}/SUM({WOMEN})", "m": f"{MEN}/SUM({MEN})", "p": "D{top}:D{end}", "q": "E{top}:E{end}"}
    spoken = "".join(cells.get(sign, sign) for sign in terms)
    both = f"({WOMEN}>0)*({MEN}>0)"
    return f"100*SUMPRODUCT({spoken.replace('#', both)})/({_mean_men('E')})"


PAY_FIGURES = (
    PayFigure(
        "mean_gap",
        N_("Mean gap of all staff"),
        PERCENT,
        N_("Men's mean pay less women's, divided by men's. Below 0, women are paid more."),
        _gap("D", "E"),
    ),
    PayFigure(
        "composition",
        N_("of this: from the grades they are in"),
        POINTS,
        N_("Because women and men are in different grades, at the mean pay of both (Kitagawa)."),
        _points("#*(m-w)*(p+q)/2"),
    ),
    PayFigure(
        "within_grade",
        N_("of this: within the grades"),
        POINTS,
        N_("Because women and men of the same grade are paid differently."),
        _points("#*(m+w)/2*(q-p)"),
    ),
    PayFigure(
        "grades_of_one_sex",
        N_("of this: from grades of one sex"),
        POINTS,
        N_("From grades with women only, or with men only. These three add up to the mean gap."),
        _points("(1-#)*(m*q-w*p)"),
    ),
    PayFigure(
        "explained",
        N_("Explained by grades, at men's pay"),
        POINTS,
        N_("What would be left if women were paid as the men of their grade (Oaxaca)."),
        _points("(m-w)*q"),
    ),
    PayFigure(
        "unexplained",
        N_("Not explained by grades"),
        POINTS,
        N_("The rest. These two add up to the mean gap as well."),
        _points("w*(q-p)"),
    ),
    PayFigure(
        "grade_weighted_gap",
        N_("Grade-weighted mean gap"),
        PERCENT,
        N_("The gaps of grades with at least {fewest} women and {fewest} men, weighted with their staff."),
        _weighted("F"),
    ),
    PayFigure(
        "staff_covered",
        N_("Staff in the grades that are compared"),
        N_("% of staff on full pay"),
        N_("How much of the staff the grade-weighted gap speaks of."),
        f'100*SUMPRODUCT({ENOUGH}*(F{{top}}:F{{end}}<>""))/(SUM({WOMEN})+SUM({MEN}))',
    ),
    PayFigure(
        "median_gap",
        N_("Grade-weighted median gap"),
        PERCENT,
        N_("The same with medians: that of all staff cannot be worked out from those of the grades."),
        _weighted("I"),
    ),
    PayFigure(
        "extra_pay_gap",
        N_("Mean gap of extra pay"),
        PERCENT,
        N_("Overtime and one-off rewards."),
        _gap("J", "K"),
    ),
)


def pay_by_grade(told: Told, first: int) -> TitledTable:
    """`first` is the number of the first row, as a spreadsheet counts."""
    _, numbers = told.findings.translate, told.numbers
    rows = shown_rows(numbers.tables[TABLE], numbers.merged)
    titles = numbers.words.sexes
    people = [[told.cell([told.row_keys(TABLE, row, "paid")[at]]) for row in rows] for at in (0, 1)]
    columns = [
        plain(_("Grade"), [numbers.title_of_row(TABLE, row) for row in rows]),
        plain(titles["W"], people[0], "count"),
        plain(titles["M"], people[1], "count"),
    ]
    names = {"mean_pay": _("mean"), "median_pay": _("median"), "extra_pay": _("extra")}
    for measure, (women, men) in PAID.items():
        pays = [[told.cell([told.row_keys(TABLE, row, measure)[at]], "pay") for row in rows] for at in (0, 1)]
        gaps = [_gap_of(pays[0][at], pays[1][at], (women, men), first + at) for at in range(len(rows))]
        columns += [
            plain(f"{titles['W']}, {names[measure]}", pays[0], "share"),
            plain(f"{titles['M']}, {names[measure]}", pays[1], "share"),
            checked(_("Gap, %"), gaps, "score"),
        ]
    return TitledTable(numbers.words.tables[TABLE].title, tuple(columns), notes=(_(NO_PROOF),))


def _gap_of(women: Cell, men: Cell, columns: Sequence[str], line: int) -> Cell:
    """Of a row; not where nobody is there to be paid."""
    if HIDDEN_TEXT in (women, men):
        return HIDDEN_TEXT
    gap = gap_percent(number_in(men), number_in(women))
    return (
        None if gap is None else Formula(f"=100*({columns[1]}{line}-{columns[0]}{line})/{columns[1]}{line}", float(gap))
    )


def pay_of_all(told: Told, by_grade: int, first: int) -> TitledTable:
    """`by_grade` is the first row of the table by grade, which the formulas lead to."""
    _ = told.findings.translate
    values = [_value(told, figure, by_grade) for figure in PAY_FIGURES]
    return TitledTable(
        _("Pay of all staff, and what the gap comes from"),
        (
            plain(_("Figure"), [_(figure.name) for figure in PAY_FIGURES]),
            checked(_("Value"), values, "score"),
            plain(_("Unit"), [_(figure.unit) for figure in PAY_FIGURES]),
            plain(_("What it tells"), [_about(told, figure) for figure in PAY_FIGURES]),
        ),
        spans=FIGURES,
    )


def _figure(told: Told, figure: PayFigure) -> Figure:
    return told.results["EQ-14"].parts[figure.part]


def _value(told: Told, figure: PayFigure, by_grade: int) -> Cell:
    given = _figure(told, figure)
    if not told.numbers.may_show(given.inputs):
        return HIDDEN_TEXT
    if given.value is None:
        return None
    rows = {"top": by_grade, "end": by_grade + len(told.numbers.tables[TABLE].rows) - 1}
    times = 100 if figure.part == "staff_covered" else 1
    return Formula(f"={figure.formula.format(**rows)}", float(times * given.value))


def _about(told: Told, figure: PayFigure) -> str:
    """Why there is none, in front."""
    _, given = told.findings.translate, _figure(told, figure)
    about = _(figure.about).format(fewest=FEWEST_COMPARED)
    if not told.numbers.may_show(given.inputs):
        return _(HIDDEN)
    return f"{_(WHY_NONE[given.why_none])}. {about}" if given.why_none else about


def quarters(told: Told, first: int) -> TitledTable:
    _, numbers = told.findings.translate, told.numbers
    rows = numbers.tables[QUARTERS].rows
    keys = [told.row_keys(QUARTERS, row, "paid") for row in rows]
    women, men, everybody = ([told.cell([names[at]]) for names in keys] for at in range(3))
    shares = [percent_of(women[at], everybody[at], f"=100*B{first + at}/D{first + at}") for at in range(len(rows))]
    titles = numbers.words.sexes
    return TitledTable(
        numbers.words.tables[QUARTERS].title,
        (
            plain(_("Of whom"), [numbers.title_of_row(QUARTERS, row) for row in rows]),
            plain(titles["W"], women, "count"),
            plain(titles["M"], men, "count"),
            plain(_("All"), everybody, "count"),
            checked(_("Women, %"), shares, "score"),
        ),
    )
