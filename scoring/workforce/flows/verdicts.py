"""Whether a difference between women and men is one of the grades they are in, or is there within the grades."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from questionnaires.workforce.definition import MEN, WOMEN, Sex
from scoring.workforce.flows.strata import Strata
from scoring.workforce.flows.two_by_two import FOUR_FIFTHS, SIGNIFICANT_BELOW, Comparison, Flag


class Verdict(StrEnum):
    """The first that holds, in this order.

    differs_by_grade: Breslow-Day p < 0.05, so that no common figure is told; the grades with a flag are named, or
    where there is none the two that can be judged and are furthest apart. (Without two such grades the test rests on
    grades of which nothing can be said, and the next verdicts are tried.)
    hidden_by_mix: a grade has a flag, which the total has not, or has for the other sex.
    same: the total has a flag, and a grade has it for the same sex, or the grades have it together (CMH p < 0.05).
    explained_by_grades: the total has a flag, no grade has, and within the grades the impact ratio is at least 4/5.
    too_few: the total has a flag, and the grades are too small to say why; or neither has a flag, and the total or
    every grade is too small to say so.
    none: neither the total nor a grade has a flag.
    """

    NOT_KNOWN = "not_known"
    DIFFERS_BY_GRADE = "differs_by_grade"
    HIDDEN_BY_MIX = "hidden_by_mix"
    SAME = "same"
    EXPLAINED_BY_GRADES = "explained_by_grades"
    TOO_FEW = "too_few"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Judged:
    """`women_lower`, `men_lower`: the grades to be named, by the sex with the lower rate there."""

    verdict: Verdict
    women_lower: tuple[str, ...] = ()
    men_lower: tuple[str, ...] = ()


def judge(strata: Strata) -> Judged:
    aggregate, pooled = strata.aggregate, strata.pooled
    if {Flag.NOT_KNOWN, Flag.CONTRADICTORY} & {each.flag for each in (aggregate, *strata.strata.values())}:
        return Judged(Verdict.NOT_KNOWN)
    flagged = {name: each for name, each in strata.strata.items() if each.flag.is_raised}
    if pooled and pooled.differs_by_stratum and (apart := flagged or _furthest_apart(strata)):
        return _naming(Verdict.DIFFERS_BY_GRADE, apart)
    lower = aggregate.lower if aggregate.flag.is_raised else None
    if hidden := {name: each for name, each in flagged.items() if each.lower != lower}:
        return _naming(Verdict.HIDDEN_BY_MIX, hidden)
    if flagged:
        return _naming(Verdict.SAME, flagged)
    return Judged(_without_a_flagged_grade(strata, lower))


def _without_a_flagged_grade(strata: Strata, lower: Sex | None) -> Verdict:
    """`lower`: the sex for which the total has a flag, None where it has none."""
    pooled = strata.pooled
    if lower is None:
        can_be_judged = strata.aggregate.flag == Flag.NONE and _that_can_be_judged(strata)
        return Verdict.NONE if can_be_judged else Verdict.TOO_FEW
    if pooled is None:
        return Verdict.TOO_FEW
    is_lower_within = lower == (WOMEN if pooled.shortfall > 0 else MEN)
    if is_lower_within and pooled.cmh_with_correction.p < SIGNIFICANT_BELOW:
        return Verdict.SAME
    if is_lower_within and pooled.impact_ratio < FOUR_FIFTHS:
        return Verdict.TOO_FEW
    return Verdict.EXPLAINED_BY_GRADES


def _that_can_be_judged(strata: Strata) -> dict[str, Comparison]:
    """Of the grades without a flag."""
    return {name: each for name, each in strata.strata.items() if each.flag == Flag.NONE}


def _furthest_apart(strata: Strata) -> dict[str, Comparison]:
    """The two grades with the lowest and the highest odds ratio, if two can be judged."""
    grades = _that_can_be_judged(strata)
    in_order = sorted(grades, key=lambda name: grades[name].odds_ratio_plus_half or Fraction())
    return {name: grades[name] for name in (in_order[0], in_order[-1])} if len(in_order) > 1 else {}


def _naming(verdict: Verdict, grades: dict[str, Comparison]) -> Judged:
    return Judged(
        verdict,
        tuple(name for name, each in grades.items() if each.lower == WOMEN),
        tuple(name for name, each in grades.items() if each.lower == MEN),
    )
