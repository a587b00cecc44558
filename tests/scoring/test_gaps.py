"""The order of gaps: each of the five criteria decides where those before it are equal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from questionnaires.answers import Answer
from questionnaires.definition import Indicator, Questionnaire
from scoring.gaps import Gap, find_gaps
from tests.scoring.builders import (
    NOT_APPLICABLE,
    UNKNOWN,
    a_choice,
    a_questionnaire,
    an_indicator,
    core,
    level,
    scored,
    yes_partly_no,
)


def gaps_of(
    questionnaire: Questionnaire,
    answers: dict[str, Answer] | None = None,
    profile: Mapping[str, int | str | None] | None = None,
) -> tuple[Gap, ...]:
    return find_gaps(questionnaire, scored(questionnaire, answers or {}, profile))


def order(questionnaire: Questionnaire, answers: dict[str, Answer] | None = None) -> list[str]:
    return [gap.indicator.id for gap in gaps_of(questionnaire, answers)]


def test_first_come_the_answers_that_hold_a_pillar_back() -> None:
    """A-01 is a safety question with the higher priority, and yet after C-01, which caps the pillar."""
    questionnaire = a_questionnaire(
        an_indicator("A-01", "E1.1", weight=9),
        core("C-01", "E1.2"),
        an_indicator("A-02", "E1.2", weight=40),
        weights={"E1.2": 9},
        first_elements=("E1.1",),
    )
    answers = {"A-01": level(1), "C-01": level(1, target=2), "A-02": level(4)}

    assert order(questionnaire, answers) == ["C-01", "A-01"]


def test_a_core_answer_that_does_not_cap_has_no_precedence() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", weight=9), core("C-01"))

    assert order(questionnaire, {"C-01": level(1)}) == ["A-01", "C-01"]


def test_then_come_the_elements_of_safety() -> None:
    questionnaire = a_questionnaire(
        core("A-01", "E1.1", weight=5), an_indicator("A-02", "E1.2"), first_elements=("E1.2",)
    )

    assert order(questionnaire) == ["A-02", "A-01"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"weight": 1}, {"weight": 2}),
        ({"weight": 2}, {"weight": 2, "core": True}),
        ({"weight": 3}, {"weight": 2, "core": True}),
    ],
)
def test_then_priority_falls(first: dict[str, Any], second: dict[str, Any]) -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", **first), an_indicator("A-02", **second))

    assert order(questionnaire) == ["A-02", "A-01"]


def test_the_wider_gap_has_the_higher_priority() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01"), an_indicator("A-02"))

    assert order(questionnaire, {"A-01": level(1), "A-02": level(0)}) == ["A-02", "A-01"]


def test_priority_is_gap_times_weight_and_twice_that_for_core() -> None:
    questionnaire = a_questionnaire(core("A-01", weight=3), an_indicator("A-02", weight=3))

    assert [gap.priority for gap in gaps_of(questionnaire, {"A-01": level(1)})] == [2 * 3 * 2, 2 * 3]


def test_at_equal_priority_level_1_comes_before_the_others() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01"), an_indicator("A-02"), an_indicator("A-03"))
    answers = {"A-01": level(0, target=1), "A-02": level(2, target=3), "A-03": level(1, target=2)}

    assert order(questionnaire, answers) == ["A-03", "A-01", "A-02"]


def test_what_is_still_equal_stands_in_the_order_of_the_questionnaire() -> None:
    questionnaire = a_questionnaire(an_indicator("B-02"), an_indicator("B-01"), an_indicator("A-01", "E2.1"))

    assert order(questionnaire) == ["B-02", "B-01", "A-01"]


def test_only_applicable_answers_below_their_target_are_gaps() -> None:
    questionnaire = a_questionnaire(
        an_indicator("A-01"),
        an_indicator("A-02"),
        an_indicator("A-03"),
        an_indicator("A-04", kind="percent", scored="outcome"),
        an_indicator("A-05", condition="profile.land = yes"),
        profile=(a_choice("land"),),
    )
    answers = {"A-01": level(2), "A-02": NOT_APPLICABLE, "A-03": UNKNOWN}

    assert [gap.indicator.id for gap in gaps_of(questionnaire, answers, {"profile.land": "no"})] == ["A-03"]


def test_a_gap_names_its_pillar_its_level_and_its_target() -> None:
    (gap,) = gaps_of(a_questionnaire(core("A-01", "E2.1")), {"A-01": level(1)})

    assert (gap.pillar, gap.level, gap.target, gap.result.gap) == ("P2", 1, 3, 2)


@pytest.mark.parametrize(
    ("indicator", "answer", "next_level"),
    [
        (an_indicator("A-01"), level(1), 2),
        (an_indicator("A-01"), UNKNOWN, 2),
        (an_indicator("A-01"), level(0), 2),
        (an_indicator("A-01"), replace(level(2), target=3), 3),
        (an_indicator("A-01"), replace(level(0), target=1), 1),
        (yes_partly_no("A-01"), level("no"), 2),
        (yes_partly_no("A-01", core=True), level("partly"), 4),
    ],
)
def test_the_next_level_is_the_next_worth_aiming_at(indicator: Indicator, answer: Answer, next_level: int) -> None:
    (gap,) = gaps_of(a_questionnaire(indicator), {"A-01": answer})

    assert gap.next_level == next_level
