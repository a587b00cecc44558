"""Bands, caps and when a pillar is rated: one test per sentence of the rule."""

from typing import Any

import pytest

from questionnaires.answers import Answer
from questionnaires.definition import Band
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
    numbered,
    outside,
    scored,
    yes_partly_no,
)

EIGHT_AT_4 = (level(4),) * 8
NOT_RATED: dict[str, Any] = {
    "score": None,
    "exact": None,
    "level": None,
    "uncapped_level": None,
    "capped_by": [],
    "rated": False,
}


def levels(node: dict[str, Any]) -> tuple[int, int, list[str]]:
    return node["level"], node["uncapped_level"], node["capped_by"]


def with_core(
    *answers: Answer, rest: list[Answer] | tuple[Answer, ...] = EIGHT_AT_4, **changed_rules: Any
) -> dict[str, dict[str, Any]]:
    """P1 of a questionnaire whose core indicators C-01, C-02 … stand beside eight others at level 4."""
    cores, others = numbered(answers, "C"), numbered(rest)
    indicators = [core(id_) for id_ in cores] + [an_indicator(id_) for id_ in others]
    return card(scored(a_questionnaire(*indicators, **changed_rules), cores | others))


@pytest.mark.parametrize(
    ("met", "of", "expected"),
    [(1, 9, 0), (1, 8, 1), (2, 8, 1), (3, 8, 2), (4, 8, 2), (5, 8, 3), (6, 8, 3), (7, 8, 4), (8, 8, 4)],
)
def test_the_level_is_that_of_the_nearest_band(met: int, of: int, expected: int) -> None:
    result = card(in_one_element(*[level(4)] * met, *[level(0)] * (of - met)))

    assert [result[id_]["level"] for id_ in ("overall", "P1", "E1.1")] == [expected] * 3


def test_the_bands_belong_to_the_version() -> None:
    bands = tuple(
        Band.model_validate({"level": at, "from": lowest}) for at, lowest in enumerate(("0", "1", "2", "3", "51"))
    )

    assert card(in_one_element(level(2), bands=bands))["overall"]["level"] == 3


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (level(0), (1, 4, ["C-01"])),
        (level(1), (2, 4, ["C-01"])),
        (level(2), (3, 4, ["C-01"])),
        (level(3), (4, 4, [])),
        (UNKNOWN, (1, 4, ["C-01"])),
        (Answer(), (1, 4, ["C-01"])),
    ],
)
def test_a_pillar_stands_at_most_one_above_its_lowest_core(
    answer: Answer, expected: tuple[int, int, list[str]]
) -> None:
    assert levels(with_core(answer)["P1"]) == expected


@pytest.mark.parametrize(("value", "expected"), [("no", (1, 4)), ("partly", (3, 4)), ("yes", (4, 4))])
def test_yes_partly_and_no_weigh_4_2_and_0_in_the_cap(value: str, expected: tuple[int, int]) -> None:
    questionnaire = a_questionnaire(yes_partly_no("C-01", core=True), an_indicator("A-01", weight=9))

    assert levels(card(scored(questionnaire, {"C-01": level(value), "A-01": level(4)}))["P1"])[:2] == expected


@pytest.mark.parametrize(
    "exempt", [NOT_APPLICABLE, outside(0), Answer("unknown", outside_control=outside(0).outside_control)]
)
def test_a_core_indicator_that_is_not_applicable_or_decided_outside_does_not_cap(exempt: Answer) -> None:
    assert levels(with_core(exempt)["P1"]) == (4, 4, [])


def test_a_core_indicator_that_is_not_asked_does_not_cap() -> None:
    questionnaire = a_questionnaire(
        core("C-01", condition="profile.land = yes"), an_indicator("A-01"), profile=(a_choice("land"),)
    )

    result = card(scored(questionnaire, {"A-01": level(4), "C-01": level(0)}, {"profile.land": "no"}))

    assert levels(result["P1"]) == (4, 4, [])


def test_an_indicator_that_is_not_core_does_not_cap() -> None:
    assert levels(with_core(rest=(*[level(4)] * 8, level(0)))["P1"]) == (4, 4, [])


def test_capped_by_names_every_core_indicator_at_the_lowest_level_and_no_other() -> None:
    result = with_core(level(1), level(2), level(1), outside(0), rest=[level(4)] * 20)

    assert levels(result["P1"]) == (2, 4, ["C-01", "C-03"])


def test_capped_by_is_empty_where_the_cap_does_not_bind() -> None:
    assert levels(with_core(level(1), rest=[level(2)] * 9)["P1"]) == (2, 2, [])


def test_a_core_indicator_caps_its_own_pillar_only() -> None:
    questionnaire = a_questionnaire(
        core("C-01", "E1.1"), an_indicator("A-01", "E1.1", weight=9), an_indicator("B-01", "E2.1")
    )

    result = card(scored(questionnaire, {"C-01": level(1), "A-01": level(4), "B-01": level(4)}))

    assert (levels(result["P1"]), levels(result["P2"])) == ((2, 4, ["C-01"]), (4, 4, []))


def test_an_elements_level_is_its_band_and_never_capped() -> None:
    assert levels(with_core(level(0))["E1.1"]) == (4, 4, [])


def test_overall_stands_at_most_one_above_its_lowest_pillar() -> None:
    pillars = [an_indicator(f"A-0{n}", f"E{n}.1") for n in range(1, 6)]

    result = card(scored(a_questionnaire(*pillars), numbered([level(4)] * 4 + [level(0)])))

    assert (levels(result["overall"]), result["overall"]["exact"]) == ((1, 3, ["P5"]), "80")


def test_overall_is_capped_by_the_capped_levels_of_the_pillars() -> None:
    """P1 has the band of level 4 and is capped at 1, so overall is at most 2."""
    questionnaire = a_questionnaire(
        core("C-01", "E1.1"), an_indicator("A-01", "E1.1", weight=9), an_indicator("B-01", "E2.1")
    )

    result = card(scored(questionnaire, {"C-01": level(0), "A-01": level(4), "B-01": level(4)}))

    assert levels(result["P1"]) == (1, 4, ["C-01"])
    assert levels(result["overall"]) == (2, 4, ["P1"])


def test_overall_names_every_pillar_at_the_lowest_level() -> None:
    pillars = [an_indicator(f"A-0{n}", f"E{n}.1") for n in range(1, 6)]

    result = card(scored(a_questionnaire(*pillars), numbered([level(4), level(1), level(4), level(1), level(4)])))

    assert levels(result["overall"]) == (2, 3, ["P2", "P4"])


@pytest.mark.parametrize(("margin", "expected"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)])
def test_the_margin_above_a_core_indicator_belongs_to_the_version(margin: int, expected: int) -> None:
    assert with_core(level(0), core_margin=margin)["P1"]["level"] == expected


@pytest.mark.parametrize(("margin", "expected"), [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_the_margin_above_a_pillar_belongs_to_the_version(margin: int, expected: int) -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", "E1.1"), an_indicator("B-01", "E2.1"), pillar_margin=margin)

    assert card(scored(questionnaire, {"A-01": level(4), "B-01": level(0)}))["overall"]["level"] == expected


def test_exactly_two_fifths_not_applicable_is_still_rated() -> None:
    result = card(in_one_element(*[level(4)] * 3, *[NOT_APPLICABLE] * 2))

    assert (result["P1"]["rated"], result["P1"]["exact"], result["P1"]["level"]) == (True, "100", 4)


@pytest.mark.parametrize(("answered", "left_out"), [(4, 3), (1, 1), (59, 40)])
def test_more_than_two_fifths_not_applicable_is_not_rated(answered: int, left_out: int) -> None:
    result = card(in_one_element(*[level(4)] * answered, *[NOT_APPLICABLE] * left_out))

    assert {name: result["P1"][name] for name in NOT_RATED} == NOT_RATED


def test_a_pillar_with_nothing_applicable_is_not_rated() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", condition="profile.land = yes"), profile=(a_choice("land"),))

    result = card(scored(questionnaire, {}, {"profile.land": "no"}))

    assert {name: result["P1"][name] for name in NOT_RATED} == NOT_RATED
    assert (result["P1"]["asked"], result["P1"]["coverage"], result["P1"]["supported"]) == (0, None, None)


def test_the_share_is_taken_of_the_asked_questions_only() -> None:
    """Two of the four asked are N/A; with the four that are not asked it would be two of eight."""
    indicators = [an_indicator(f"A-0{n}") for n in range(1, 5)]
    hidden = [an_indicator(f"B-0{n}", condition="A-01 >= 4") for n in range(1, 5)]
    answers = numbered([level(3), level(3), NOT_APPLICABLE, NOT_APPLICABLE])

    assert card(scored(a_questionnaire(*indicators, *hidden), answers))["P1"]["rated"] is False


def test_the_secondary_figures_and_counts_of_an_unrated_pillar_are_still_given() -> None:
    pillar = card(in_one_element(level(4), NOT_APPLICABLE))["P1"]

    assert (pillar["of_answered"], pillar["own_control"], pillar["supported"]) == (100.0, 100.0, 25.0)
    assert (pillar["asked"], pillar["not_applicable"], pillar["coverage"]["exact"]) == (2, 1, "1")


def test_an_element_of_an_unrated_pillar_is_rated_when_it_has_a_score() -> None:
    element = card(in_one_element(level(4), NOT_APPLICABLE))["E1.1"]

    assert (element["rated"], element["score"], element["level"]) == (True, 100.0, 4)


def test_overall_is_rated_only_if_every_pillar_is() -> None:
    questionnaire = a_questionnaire(an_indicator("A-01", "E1.1"), an_indicator("B-01", "E2.1"))

    result = card(scored(questionnaire, {"A-01": level(4), "B-01": NOT_APPLICABLE}))

    assert result["P1"]["rated"] is True
    assert {name: result["overall"][name] for name in NOT_RATED} == NOT_RATED


def test_the_secondary_figures_of_overall_cover_rated_and_unrated_pillars() -> None:
    """P2 is not rated but has figures; P3 has none at all."""
    questionnaire = a_questionnaire(
        an_indicator("A-01", "E1.1"),
        an_indicator("B-01", "E2.1"),
        an_indicator("B-02", "E2.1"),
        an_indicator("D-01", "E3.1"),
    )
    answers = {"A-01": level(4), "B-01": level(0), "B-02": NOT_APPLICABLE, "D-01": NOT_APPLICABLE}

    overall = card(scored(questionnaire, answers))["overall"]

    assert (overall["of_answered"], overall["own_control"], overall["supported"]) == (50.0, 50.0, 12.5)
    assert (overall["asked"], overall["not_applicable"]) == (4, 2)


def test_the_share_above_which_a_pillar_is_not_rated_belongs_to_the_version() -> None:
    assert card(in_one_element(level(4), NOT_APPLICABLE, not_rated_above="1/2"))["P1"]["rated"] is True
