"""Outcome indicators of 2027.1 on hiring, promotion, leaving, training, leave and complaints. Pure.

Here stand rates and their ratio; whether chance may explain a difference is said where the flows are compared.
"""

from collections.abc import Collection
from fractions import Fraction

from questionnaires.workforce.definition import SEXES
from questionnaires.workforce.grades import GROUPS
from scoring.workforce.bands import of_hours, of_promotion, of_return
from scoring.workforce.figures import COMPARED_SEXES, Figure, TableNumbers, impact_ratio
from scoring.workforce.outcomes.results import OutcomeResult, result_of
from scoring.workforce.table_flows import EXITS, HIRING_STAGES, flow_of, rates_of

FEWEST_ELIGIBLE = 10
"""With fewer of either sex the promotion rates have no band."""


def hiring(numbers: TableNumbers) -> OutcomeResult:
    """EQ-10. From application to hiring; parts: this by grades, and each stage."""
    parts: dict[str, Figure] = {}
    for stage in ("hired_of_applicants", *HIRING_STAGES):
        rates = rates_of(numbers, stage)
        parts |= {stage: impact_ratio(*rates.values())} | _named(stage, rates)
    parts |= {group: impact_ratio(*rates_of(numbers, "hired_of_applicants", group).values()) for group in GROUPS}
    return result_of("EQ-10", "ratio", parts["hired_of_applicants"], parts, "no_bands")


def promotion(numbers: TableNumbers) -> OutcomeResult:
    """EQ-18."""
    rates, counts = rates_of(numbers, "promoted"), flow_of(numbers, "promoted").counts
    ratio = impact_ratio(*rates.values())
    parts = rates | {group: impact_ratio(*rates_of(numbers, "promoted", group).values()) for group in GROUPS}
    if any(group is not None and group < FEWEST_ELIGIBLE for group in (counts.women_group, counts.men_group)):
        return result_of("EQ-18", "ratio", ratio, parts, "too_few")
    return result_of("EQ-18", "ratio", ratio.banded(of_promotion), parts)


def leaving(numbers: TableNumbers) -> OutcomeResult:
    """EQ-19. The value is the ratio of the rates of resigning: below 4/5, the higher is over 1.25 times the lower."""
    headcounts = {name: average_headcount(numbers, (sex,)) for name, sex in COMPARED_SEXES.items()}
    parts: dict[str, Figure] = {}
    for reason, measures in {"left": EXITS, **{exit_: (exit_,) for exit_ in EXITS}}.items():
        for name, sex in COMPARED_SEXES.items():
            exits = [numbers.total("WT3c", measure, (sex,)) for measure in measures]
            parts[f"{reason}.{name}"] = sum(exits[1:], exits[0]).over(headcounts[name], "no_group")
    ratio = impact_ratio(parts["resigned.women"], parts["resigned.men"])
    return result_of("EQ-19", "ratio", ratio, parts, "no_bands")


def training(numbers: TableNumbers) -> OutcomeResult:
    """EQ-22. Parts: hours per head of each sex, and the ratio of these in each kind of course."""
    heads = _hours_per_head(numbers)
    kinds = {kind: impact_ratio(*_hours_per_head(numbers, (kind,)).values()) for kind in numbers.tables["WT5a"].rows}
    return result_of("EQ-22", "ratio", impact_ratio(*heads.values()).banded(of_hours), heads | kinds)


def leave(numbers: TableNumbers) -> OutcomeResult:
    """EQ-29. The value is the women's rate of return."""
    use = {
        name: numbers.total("WT6a", "took", (sex,)).over(numbers.total("WT6a", "entitled", (sex,)), "no_group")
        for name, sex in COMPARED_SEXES.items()
    }
    returned = rates_of(numbers, "returned")
    parts = _named("use", use) | _named("return", returned)
    parts |= _named("staying", rates_of(numbers, "still_employed"))
    return result_of("EQ-29", "share", returned["women"].banded(of_return), parts)


def harassment(numbers: TableNumbers) -> OutcomeResult:
    """EQ-36. Reports per 1,000 staff; never scored by number. Cases in time are those of all complaints from staff."""
    reports = {"": SEXES} | {name: (sex,) for name, sex in COMPARED_SEXES.items()}
    per_1000 = {
        name: numbers.total("WT7a", "reports", sexes, ("harassment",))
        .over(average_headcount(numbers, sexes))
        .times(1000)
        for name, sexes in reports.items()
    }
    closed = numbers.total("WT7b", "closed", rows=("from_staff",))
    in_time = numbers.total("WT7b", "in_time", rows=("from_staff",)).over(closed, "no_case")
    parts = {"women": per_1000["women"], "men": per_1000["men"], "closed_in_time": in_time}
    return result_of("EQ-36", "per_1000", per_1000[""], parts, "no_bands")


def average_headcount(numbers: TableNumbers, sexes: Collection[str] = SEXES) -> Figure:
    """The mean of the year's opening and its closing, which is the staff at the snapshot date."""
    both = numbers.total("WT3c", "opening", sexes) + numbers.total("WT1a", "staff", sexes)
    return both.times(Fraction(1, 2))


def _hours_per_head(numbers: TableNumbers, kinds: Collection[str] = ()) -> dict[str, Figure]:
    return {
        name: numbers.total("WT5a", "hours", (sex,), kinds).over(average_headcount(numbers, (sex,)), "no_group")
        for name, sex in COMPARED_SEXES.items()
    }


def _named(prefix: str, figures: dict[str, Figure]) -> dict[str, Figure]:
    return {f"{prefix}.{name}": figure for name, figure in figures.items()}
