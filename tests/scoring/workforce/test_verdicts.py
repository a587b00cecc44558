"""Whether the grades explain a difference, hide it, or are not alike."""

import pytest

from scoring.workforce.flows.flow import Flow
from scoring.workforce.flows.strata import compare_strata
from scoring.workforce.flows.two_by_two import Flag
from scoring.workforce.flows.verdicts import Judged, Verdict, judge
from tests.scoring.workforce.flow_cases import STRATA_VECTORS, Four, judged, named, of_table, swapped_all

IN_TWO_GRADES: dict[str, tuple[dict[str, Four], Judged]] = {
    "women are where few are promoted": (
        {"GA": (6, 20, 60, 200), "GC": (20, 400, 5, 100)},
        Judged(Verdict.EXPLAINED_BY_GRADES),
    ),
    "the higher grade is fine, the lower one is not, and the total does not show it": (
        {"GA": (60, 100, 34, 60), "GC": (5, 200, 20, 300)},
        Judged(Verdict.HIDDEN_BY_MIX, women_lower=("GC",)),
    ),
    "both grades differ as the total does": (
        {"GA": (10, 100, 30, 150), "GC": (12, 120, 25, 120)},
        Judged(Verdict.SAME, women_lower=("GA", "GC")),
    ),
    "both grades differ a little, together too much for chance": (
        {"GA": (1_640, 4_000, 1_720, 4_000), "GC": (1_640, 4_000, 1_720, 4_000)},
        Judged(Verdict.SAME),
    ),
    "one grade is against women, the other against men": (
        {"GA": (10, 100, 30, 100), "GC": (30, 100, 10, 100)},
        Judged(Verdict.DIFFERS_BY_GRADE, women_lower=("GA",), men_lower=("GC",)),
    ),
    "the grades are not alike, though none stands out": (
        {"GA": (400, 1_000, 440, 1_000), "GB": (40, 100, 41, 100), "GC": (440, 1_000, 400, 1_000)},
        Judged(Verdict.DIFFERS_BY_GRADE, women_lower=("GA",), men_lower=("GC",)),
    ),
    "the grades are too small to say why": (
        {"GA": (1, 9, 14, 60), "GC": (1, 9, 14, 60)},
        Judged(Verdict.TOO_FEW),
    ),
    "the grades are small, but together they tell": (
        {"GA": (1, 9, 30, 60), "GC": (1, 9, 30, 60)},
        Judged(Verdict.SAME),
    ),
    "women and men are never in the same grade": ({"GA": (0, 0, 30, 60), "GC": (5, 60, 0, 0)}, Judged(Verdict.TOO_FEW)),
    "there are hardly any people": ({"GA": (1, 4, 1, 4), "GC": (0, 4, 1, 4)}, Judged(Verdict.TOO_FEW)),
    "all rates are close": ({"GA": (20, 100, 22, 100), "GC": (30, 100, 29, 100)}, Judged(Verdict.NONE)),
}


@pytest.mark.parametrize("case", IN_TWO_GRADES)
def test_the_grades_have_the_verdict_that_their_numbers_bear_out(case: str) -> None:
    grades, expected = IN_TWO_GRADES[case]

    assert judged(**grades) == expected


@pytest.mark.parametrize("case", IN_TWO_GRADES)
def test_the_verdict_is_the_same_with_the_sexes_exchanged(case: str) -> None:
    grades, expected = IN_TWO_GRADES[case]
    flows = swapped_all({name: Flow(*numbers) for name, numbers in grades.items()})

    assert judge(compare_strata(flows)) == Judged(expected.verdict, expected.men_lower, expected.women_lower)


def test_berkeleys_departments_differ_and_it_is_men_who_are_behind_in_department_a() -> None:
    tables = STRATA_VECTORS["published"]["tables"]
    berkeley = compare_strata({department: of_table(table) for department, table in tables.items()})

    assert berkeley.aggregate.flag == Flag.REVIEW
    assert judge(berkeley) == Judged(Verdict.DIFFERS_BY_GRADE, men_lower=("A",))


def test_the_masked_case_is_hidden_although_the_total_has_a_flag_for_men() -> None:
    masked = compare_strata(named(STRATA_VECTORS["masked"]["tables"]))

    assert (masked.aggregate.flag, masked.aggregate.lower) == (Flag.REVIEW, "M")
    assert judge(masked) == Judged(Verdict.HIDDEN_BY_MIX, women_lower=("grade 2",))


def test_nothing_stands_out_in_the_promotions_of_the_vectors() -> None:
    assert judge(compare_strata(named(STRATA_VECTORS["promotion"]["tables"]))) == Judged(Verdict.NONE)


def test_grades_of_which_nothing_can_be_said_are_not_told_to_differ() -> None:
    """The Breslow-Day test calls them different, but each rests on a handful of people."""
    grades = {"GA": (4, 5, 1, 30), "GC": (0, 8, 20, 30)}
    strata = compare_strata({name: Flow(*numbers) for name, numbers in grades.items()})

    assert strata.pooled is not None
    assert strata.pooled.differs_by_stratum
    assert judge(strata).verdict == Verdict.TOO_FEW


@pytest.mark.parametrize("flow", [Flow(5, None, 5, 20), Flow(21, 20, 5, 20)])
def test_a_grade_that_is_not_known_or_cannot_be_leaves_no_verdict(flow: Flow) -> None:
    assert judge(compare_strata({"GA": Flow(10, 100, 30, 150), "GC": flow})) == Judged(Verdict.NOT_KNOWN)
