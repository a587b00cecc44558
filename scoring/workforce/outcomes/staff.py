"""Outcome indicators of 2027.1 on who stands where, who is trained and who is sent. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from questionnaires.workforce.definition import SEXES, WOMEN
from questionnaires.workforce.grades import GROUPS
from scoring.workforce.bands import of_balance, of_parity, of_posts, of_segregation, of_trained
from scoring.workforce.figures import COMPARED_SEXES, Figure, TableNumbers, WhyNone, inputs_of
from scoring.workforce.outcomes.results import Basis, OutcomeResult, result_of
from scoring.workforce.representation import FEWEST_AT_TOP, TOP_GRADES, GlassCeilingState, Row, duncan, glass_ceiling

LEVELS = {"executives": ("G1",), "senior_management": TOP_GRADES, "middle_management": ("G3",)}
FEWEST_SITES = 10
WHY_NO_CEILING: Mapping[GlassCeilingState, WhyNone] = {
    "index": "",
    "no_women_at_top": "no_women_at_top",
    "nobody_at_top": "no_people",
    "not_known": "not_known",
}


def management(numbers: TableNumbers) -> OutcomeResult:
    """LD-03. The value is that of senior management."""
    shares = {
        level: share_of_women(numbers, "WT1a", "staff", grades).banded(of_balance) for level, grades in LEVELS.items()
    }
    return result_of("LD-03", "share", shares["senior_management"], shares)


def ceiling(numbers: TableNumbers) -> OutcomeResult:
    """LD-04."""
    index = glass_ceiling(rows_of(numbers, "WT1a"))
    inputs = numbers.total("WT1a", "staff").inputs
    figure = Figure(index.value, inputs, WHY_NO_CEILING[index.state], index.band)
    is_few = index.people_at_top is not None and index.people_at_top < FEWEST_AT_TOP
    parts = {
        "all_grades": share_of_women(numbers, "WT1a", "staff"),
        "top": share_of_women(numbers, "WT1a", "staff", TOP_GRADES),
    }
    return result_of("LD-04", "ratio", figure, parts, "too_few" if is_few else "no_value")


def functions(numbers: TableNumbers) -> OutcomeResult:
    """LD-13. The value is the segregation index."""
    rows = rows_of(numbers, "WT1b")
    women, men = (numbers.total("WT1b", "staff", (sex,)) for sex in COMPARED_SEXES.values())
    both, index = women + men, duncan(rows)
    why_none: WhyNone = "" if index is not None else both.why_none or ("one_sex" if both.value else "no_people")
    segregation = Figure(index, both.inputs, why_none).banded(of_segregation)
    parts = {row.id: share_of_women(numbers, "WT1b", "staff", (row.id,)) for row in rows}
    return result_of("LD-13", "ratio", segregation, parts)


def heads_of_sites(numbers: TableNumbers) -> OutcomeResult:
    """LD-14."""
    share, sites = share_of_women(numbers, "WT8", "headed"), numbers.total("WT8", "sites")
    share = Figure(share.value, (*share.inputs, *sites.inputs), share.why_none)
    if sites.value is None:
        return result_of("LD-14", "share", share, why_no_band="not_known")
    if sites.value < FEWEST_SITES:
        return result_of("LD-14", "share", share, why_no_band="too_few")
    return result_of("LD-14", "share", share.banded(of_balance))


def leadership_training(numbers: TableNumbers) -> OutcomeResult:
    """LD-11."""
    share = share_of_women(numbers, "WT5a", "participants", ("leadership",))
    return _against_the_eligible(numbers, "LD-11", share)


def missions(numbers: TableNumbers) -> OutcomeResult:
    """CO-06."""
    return _against_the_eligible(numbers, "CO-06", share_of_women(numbers, "WT10", "people"))


def trained_staff(numbers: TableNumbers) -> OutcomeResult:
    """AW-06."""
    everybody = numbers.total("WT5b", "trained").over(numbers.total("WT1a", "staff")).banded(of_trained)
    parts = {
        name: numbers.total("WT5b", "trained", (sex,)).over(numbers.total("WT1a", "staff", (sex,)))
        for name, sex in COMPARED_SEXES.items()
    }
    return result_of("AW-06", "share", everybody, parts)


def trained_managers(numbers: TableNumbers) -> OutcomeResult:
    """AW-07. Managers are those of the three highest grades: executives, senior and middle management."""
    trained = numbers.total("WT5b", "trained", rows=("managers",))
    return result_of(
        "AW-07", "share", trained.over(numbers.total("WT1a", "staff", rows=GROUPS["GA"])).banded(of_trained)
    )


def business_bodies(numbers: TableNumbers) -> OutcomeResult:
    """CO-12."""
    return result_of("CO-12", "share", share_of_women(numbers, "WT9", "seats", ("business",)).banded(of_balance))


def border_posts(numbers: TableNumbers) -> OutcomeResult:
    """CO-21. Each of its two shares has its band; there is none for both."""
    posts = ("border_posts",)
    sites = numbers.total("WT8", "sites", rows=posts)
    parts = {
        name: numbers.total("WT8", measure, rows=posts).over(sites).banded(of_posts)
        for name, measure in (("separate_facilities", "separate"), ("woman_on_each_shift", "shifts"))
    }
    return result_of("CO-21", "share", Figure(None, (), "in_parts"), parts, "in_parts")


def share_of_women(numbers: TableNumbers, table: str, measure: str, rows: Collection[str] = ()) -> Figure:
    return numbers.total(table, measure, (WOMEN,), rows).over(numbers.total(table, measure, rows=rows))


def rows_of(numbers: TableNumbers, table: str, measure: str = "staff") -> list[Row]:
    """The rows of a table with all three sexes, for the figures on representation."""
    return [Row(row, *(numbers.count(table, measure, sex, row) for sex in SEXES)) for row in numbers.tables[table].rows]


def _against_the_eligible(numbers: TableNumbers, indicator: str, share: Figure) -> OutcomeResult:
    """Women's share divided by theirs of those eligible for promotion; of all staff where those are not known, or
    nobody was eligible."""
    eligible, staff = share_of_women(numbers, "WT3b", "eligible"), share_of_women(numbers, "WT1a", "staff")
    basis: Basis = "staff" if eligible.value is None else "eligible"
    compared = staff if eligible.value is None else eligible
    compared = replace(compared, inputs=inputs_of((compared, eligible)))  # that staff stand in tells of the eligible
    ratio = share.over(compared, "no_group").banded(of_parity)
    return result_of(indicator, "ratio", ratio, {"women": share, basis: compared}, basis=basis)
