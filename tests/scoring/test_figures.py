"""Values, means, the secondary figures and the counts: one test per sentence of the rule."""

from typing import Any

import pytest

from questionnaires.answers import Answer, State
from tests.scoring.builders import (
    MINISTRY,
    NOT_APPLICABLE,
    UNKNOWN,
    a_questionnaire,
    an_indicator,
    card,
    in_one_element,
    level,
    outside,
    scored,
    shown,
    yes_partly_no,
)


def overall(*answers: Answer, **changed_rules: int) -> dict[str, Any]:
    return card(in_one_element(*answers, **changed_rules))["overall"]


@pytest.mark.parametrize(("value", "exact"), [(0, "0"), (1, "25"), (2, "50"), (3, "75"), (4, "100")])
def test_a_maturity_level_is_worth_a_quarter_each(value: int, exact: str) -> None:
    assert overall(shown(value))["exact"] == exact


@pytest.mark.parametrize(("value", "exact"), [("no", "0"), ("partly", "50"), ("yes", "100")])
def test_yes_is_worth_1_partly_a_half_and_no_nothing(value: str, exact: str) -> None:
    assert card(scored(a_questionnaire(yes_partly_no("A-01")), {"A-01": level(value)}))["overall"]["exact"] == exact


def test_unknown_counts_0_with_a_star() -> None:
    scorecard = in_one_element(shown(4), UNKNOWN)

    assert card(scorecard)["overall"]["exact"] == "50"
    assert [result.has_star for result in scorecard.indicators] == [False, True]


def test_a_true_0_has_no_star() -> None:
    assert not in_one_element(level(0)).results["A-01"].has_star


def test_not_answered_counts_0_in_the_official_figure() -> None:
    assert overall(shown(4), Answer())["exact"] == "50"


def test_not_applicable_is_left_out() -> None:
    assert overall(shown(3), shown(3), NOT_APPLICABLE)["exact"] == "75"


def test_an_element_is_the_weighted_mean_of_its_indicators() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", weight=3), an_indicator("A-02"))

    assert card(scored(questionnaire, {"A-01": level(4), "A-02": level(0)}))["E1.1"]["exact"] == "75"


def test_a_pillar_is_the_weighted_mean_of_its_elements_not_of_their_indicators() -> None:
    questionnaire = a_questionnaire(
        an_indicator("A-01", "E1.1"),
        an_indicator("A-02", "E1.1"),
        an_indicator("A-03", "E1.2"),
        weights={"E1.1": 1, "E1.2": 3},
    )

    result = card(scored(questionnaire, {"A-01": level(4), "A-02": level(4), "A-03": level(0)}))

    assert (result["P1"]["exact"], result["E1.1"]["exact"], result["E1.2"]["exact"]) == ("25", "100", "0")


def test_overall_is_the_weighted_mean_of_the_pillars() -> None:
    questionnaire = a_questionnaire(
        an_indicator("A-01", "E1.1"), an_indicator("A-02", "E1.2"), an_indicator("A-03", "E2.1"), weights={"P1": 2}
    )

    result = card(scored(questionnaire, {"A-01": level(2), "A-02": level(3), "A-03": level(4)}))

    assert result["overall"]["exact"] == "75"


def test_an_element_without_a_value_is_left_out_of_its_pillar() -> None:
    questionnaire = a_questionnaire(
        an_indicator("A-01", "E1.1"), an_indicator("A-02", "E1.1"), an_indicator("A-03", "E1.2")
    )

    result = card(scored(questionnaire, {"A-01": level(3), "A-02": level(3), "A-03": NOT_APPLICABLE}))

    assert (result["E1.2"]["exact"], result["E1.2"]["rated"], result["E1.2"]["level"]) == (None, False, None)
    assert result["P1"]["exact"] == "75"


def test_of_answered_counts_only_what_is_answered() -> None:
    assert overall(shown(4), UNKNOWN, Answer(), shown(2))["of_answered"] == 75.0


def test_of_answered_is_null_where_nothing_is_answered() -> None:
    result = overall(UNKNOWN, Answer())

    assert (result["of_answered"], result["score"]) == (None, 0.0)


def test_a_node_without_a_secondary_figure_is_left_out_of_that_figure_only() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", "E1.1"), an_indicator("A-02", "E1.2"))

    result = card(scored(questionnaire, {"A-01": level(3), "A-02": UNKNOWN}))

    assert (result["P1"]["of_answered"], result["P1"]["score"]) == (75.0, 37.5)


def test_own_control_leaves_out_what_is_decided_outside() -> None:
    assert overall(shown(4), outside(0))["own_control"] == 100.0


def test_own_control_keeps_what_is_unknown_or_not_answered() -> None:
    assert overall(shown(4), UNKNOWN, Answer())["own_control"] == 33.3


def test_own_control_is_null_where_everything_is_decided_outside() -> None:
    result = overall(outside(2))

    assert (result["own_control"], result["score"]) == (None, 50.0)


@pytest.mark.parametrize(("value", "supported"), [(0, 0.0), (1, 25.0), (2, 25.0), (3, 25.0), (4, 25.0)])
def test_without_evidence_a_level_from_2_counts_a_quarter_in_supported(value: int, supported: float) -> None:
    assert overall(level(value))["supported"] == supported


@pytest.mark.parametrize("value", range(5))
def test_with_evidence_supported_is_the_score(value: int) -> None:
    assert overall(shown(value))["supported"] == overall(shown(value))["score"]


@pytest.mark.parametrize(("value", "unsupported"), [("no", 0), ("partly", 1), ("yes", 1)])
def test_yes_and_partly_need_evidence_too(value: str, unsupported: int) -> None:
    result = card(scored(a_questionnaire(yes_partly_no("A-01")), {"A-01": level(value)}))["overall"]

    assert (result["unsupported"], result["supported"]) == (unsupported, 25.0 * unsupported)


@pytest.mark.parametrize("evidence", [(), ("",), (" ",), ("\n", " ")])
def test_blank_strings_are_not_evidence(evidence: tuple[str, ...]) -> None:
    assert overall(level(3, *evidence))["unsupported"] == 1


def test_one_item_among_blank_ones_is_evidence() -> None:
    assert overall(level(3, "", "Policy 12"))["unsupported"] == 0


@pytest.mark.parametrize("answer", [UNKNOWN, Answer(), level(1), NOT_APPLICABLE])
def test_only_an_answer_at_level_2_or_more_can_be_unsupported(answer: Answer) -> None:
    scorecard = in_one_element(answer)

    assert card(scorecard)["overall"]["unsupported"] == 0
    assert not scorecard.results["A-01"].is_unsupported


@pytest.mark.parametrize("changed", [{"condition": "A-01 = 4"}, {"scored": "info"}], ids=["not asked", "not scored"])
def test_what_does_not_count_cannot_be_unsupported(changed: dict[str, str]) -> None:
    questionnaire = a_questionnaire(an_indicator("A-01"), an_indicator("A-02", **changed))

    assert not scored(questionnaire, {"A-01": level(0), "A-02": level(4)}).results["A-02"].is_unsupported


def test_the_counts_cover_what_is_asked() -> None:
    flagged_unknown = Answer("unknown", outside_control=MINISTRY)

    result = overall(shown(3), level(3), UNKNOWN, flagged_unknown, NOT_APPLICABLE, Answer())

    counts = ("asked", "answered", "unknown", "not_applicable", "outside_control", "unsupported")
    assert [result[name] for name in counts] == [6, 2, 2, 1, 1, 1]


@pytest.mark.parametrize("state", ["unknown", "not_answered", "not_applicable"])
def test_the_flag_outside_control_counts_in_any_state(state: State) -> None:
    assert overall(Answer(state, outside_control=MINISTRY))["outside_control"] == 1


def test_counts_of_a_pillar_are_the_sums_of_its_elements() -> None:
    questionnaire = a_questionnaire(
        an_indicator("A-01", "E1.1"), an_indicator("A-02", "E1.2"), an_indicator("A-03", "E2.1")
    )

    result = card(scored(questionnaire, {"A-01": level(3), "A-02": UNKNOWN}))

    assert [result[id_]["asked"] for id_ in ("E1.1", "P1", "P2", "overall")] == [1, 2, 1, 3]
    assert [result[id_]["answered"] for id_ in ("E1.1", "P1", "P2", "overall")] == [1, 1, 0, 1]


def test_coverage_is_answered_among_what_applies() -> None:
    assert overall(shown(3), level(0), UNKNOWN, NOT_APPLICABLE)["coverage"] == {"exact": "2/3", "percent": 66.7}


def test_coverage_is_null_where_nothing_applies() -> None:
    assert overall(NOT_APPLICABLE)["coverage"] is None


def test_the_parameters_of_evidence_belong_to_the_version() -> None:
    result = overall(level(2), level(3), evidence_from=3, unsupported_level=0)

    assert (result["unsupported"], result["supported"]) == (1, 25.0)
