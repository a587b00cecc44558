"""The scorecard as JSON: exact strings, one decimal, null where there is nothing to say, targets and gaps."""

import json
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import Answer
from questionnaires.catalogue import HOME, load
from questionnaires.definition import Indicator
from scoring.scorecard import as_document, rounded
from tests.scoring.builders import (
    NOT_APPLICABLE,
    UNKNOWN,
    a_choice,
    a_questionnaire,
    an_indicator,
    card,
    core,
    in_one_element,
    level,
    outside,
    scored,
    shown,
    yes_partly_no,
)

NODE_KEYS = [
    "id",
    "score",
    "exact",
    "level",
    "uncapped_level",
    "capped_by",
    "rated",
    "coverage",
    "of_answered",
    "own_control",
    "supported",
    "asked",
    "answered",
    "unknown",
    "not_applicable",
    "outside_control",
    "unsupported",
]
INDICATOR_KEYS = ["id", "asked", "state", "value", "fraction", "target", "gap"]


def one(indicator: Indicator, answer: Answer | None = None, **how: Any) -> dict[str, Any]:
    """How an indicator stands in the scorecard when it is the only one of its questionnaire."""
    questionnaire = a_questionnaire(indicator, an_indicator("Z-01"), profile=(a_choice("land"),))
    return card(scored(questionnaire, {indicator.id: answer} if answer else {}, **how))[indicator.id]


@pytest.mark.parametrize(
    ("exact", "shown_as"),
    [
        ("0", 0.0),
        ("12.24", 12.2),
        ("12.25", 12.3),
        ("12.35", 12.4),
        ("0.05", 0.1),
        ("62.4999", 62.5),
        ("99.95", 100.0),
        ("100", 100.0),
        ("160/3", 53.3),
        ("200/3", 66.7),
        ("1249/100000", 0.0),
    ],
)
def test_figures_are_rounded_half_up_to_one_decimal(exact: str, shown_as: float) -> None:
    assert rounded(Fraction(exact)) == shown_as


def test_no_binary_fraction_turns_a_half_down() -> None:
    """Every tie from 0.05 to 99.95 goes up, also those that a float would store a little below."""
    assert [rounded(Fraction(2 * n + 1, 20)) for n in range(1000)] == [(n + 1) / 10 for n in range(1000)]


@pytest.mark.parametrize(
    ("answers", "exact"),
    [([3], "75"), ([4, 2, 1], "175/3"), ([0], "0"), ([4], "100"), ([1, 0], "25/2")],
)
def test_exact_is_the_fraction_on_the_scale_from_0_to_100(answers: list[int], exact: str) -> None:
    assert card(in_one_element(*map(level, answers)))["overall"]["exact"] == exact


def test_a_scorecard_names_its_questionnaire_and_its_parts_in_this_order() -> None:
    document = as_document(in_one_element(level(3)))

    assert list(document) == ["questionnaire", "overall", "pillars", "elements", "indicators"]
    assert document["questionnaire"] == "2098.1"


def test_nodes_and_indicators_carry_exactly_the_agreed_keys() -> None:
    document = as_document(in_one_element(level(3)))

    nodes = [document["overall"], document["pillars"][0], document["elements"][0]]
    assert [sorted(node) for node in nodes] == [sorted(NODE_KEYS)] * 3
    assert list(document["indicators"][0]) == INDICATOR_KEYS


def test_a_scorecard_is_plain_json() -> None:
    document = as_document(in_one_element(outside(3), UNKNOWN, NOT_APPLICABLE))

    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_all_114_indicators_stand_in_the_order_of_the_questionnaire() -> None:
    questionnaire = load(HOME)["2026.1"]

    listed = as_document(scored(questionnaire, {}))["indicators"]

    assert [indicator["id"] for indicator in listed] == list(questionnaire.indicators)
    assert {indicator["state"] for indicator in listed} == {"not_answered"}


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [(level(3), "3/4"), (level(4), "1"), (level(2), "1/2"), (level(0), "0"), (UNKNOWN, "0"), (None, "0")],
)
def test_fraction_is_what_the_answer_is_worth(answer: Answer | None, fraction: str) -> None:
    assert one(an_indicator("A-01"), answer)["fraction"] == fraction


def test_fraction_and_gap_are_null_when_not_applicable() -> None:
    assert one(core("A-01"), NOT_APPLICABLE) == {
        "id": "A-01",
        "asked": True,
        "state": "not_applicable",
        "value": None,
        "fraction": None,
        "target": 3,
        "gap": None,
    }


def test_fraction_and_gap_are_null_when_not_asked() -> None:
    hidden = an_indicator("A-01", condition="profile.land = yes")

    assert one(hidden, level(1), profile={"profile.land": "no"}) == {
        "id": "A-01",
        "asked": False,
        "state": "answered",
        "value": 1,
        "fraction": None,
        "target": 2,
        "gap": None,
    }


def test_fraction_target_and_gap_are_null_when_not_scored_as_maturity() -> None:
    outcome = an_indicator("A-01", kind="percent", scored="outcome")

    result = one(outcome, Answer("answered", 41.5, target=3))

    assert (result["asked"], result["state"], result["value"]) == (True, "answered", 41.5)
    assert (result["fraction"], result["target"], result["gap"]) == (None, None, None)


def test_the_target_is_3_for_core_and_2_for_the_others() -> None:
    assert (one(core("A-01"))["target"], one(an_indicator("A-01"))["target"]) == (3, 2)


@pytest.mark.parametrize("target", range(5))
def test_a_target_given_with_the_answer_stands(target: int) -> None:
    assert one(core("A-01"), level(0, target=target))["target"] == target


@pytest.mark.parametrize(
    ("answer", "gap"),
    [(level(0), 3), (level(1), 2), (level(3), 0), (level(4), 0), (UNKNOWN, 3), (None, 3), (outside(1), 2)],
)
def test_the_gap_is_what_lacks_to_the_target_and_never_below_0(answer: Answer | None, gap: int) -> None:
    assert one(core("A-01"), answer)["gap"] == gap


@pytest.mark.parametrize(("value", "gap"), [("no", 3), ("partly", 1), ("yes", 0)])
def test_the_gap_of_yes_partly_no_is_taken_from_4_2_and_0(value: str, gap: int) -> None:
    assert one(yes_partly_no("A-01", core=True), level(value))["gap"] == gap


def test_missing_evidence_opens_no_gap() -> None:
    assert one(core("A-01"), level(3))["gap"] == one(core("A-01"), shown(3))["gap"] == 0
