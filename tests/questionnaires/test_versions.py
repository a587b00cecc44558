"""The questionnaire 2026.1 is the one that was agreed: numbers, conditions, parameters, and words for everything."""

from collections import Counter
from fractions import Fraction

import pytest

from questionnaires.catalogue import HOME, load
from questionnaires.definition import Element, Indicator, Pillar, Questionnaire, Targets

CONDITIONS = {
    "RC-13": "profile.has_projects = yes",
    "RC-21": "RC-08 >= 2",
    "RC-22": "RC-04 >= 1",
    "EQ-09": "profile.uniformed_or_armed = yes",
    "EQ-14": "profile.pay_data_available = yes",
    "EQ-24": "profile.shift_work = yes",
    "EQ-38": "profile.uniformed_or_armed = yes",
    "EQ-40": "profile.uniformed_or_armed = yes",
    "AW-15": "AW-12 >= 2",
    "CO-05": "profile.region = AP or profile.oco_member = yes",
    "CO-08": "profile.land_border = yes",
    "CO-10": "profile.aeo_programme = yes",
    "CO-13": "profile.passenger_control = yes",
    "CO-14": "profile.passenger_control = yes",
    "CO-15": "profile.passenger_control = yes or profile.land_border = yes",
    "CO-16": "profile.passenger_control = yes",
    "CO-17": "profile.passenger_control = yes",
    "CO-19": "profile.shares_border_posts = yes",
    "CO-21": "profile.passenger_control = yes or profile.land_border = yes",
}
KINDS = {"maturity": 86, "yes_partly_no": 7, "table": 10, "percent": 8, "number": 1, "computed": 2}


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load(HOME)["2026.1"]


@pytest.fixture(scope="module")
def indicators(questionnaire: Questionnaire) -> tuple[Indicator, ...]:
    return questionnaire.structure.indicators


def test_it_has_5_pillars_31_elements_and_114_indicators(questionnaire: Questionnaire) -> None:
    structure = questionnaire.structure

    assert (len(structure.pillars), len(structure.elements), len(structure.indicators)) == (5, 31, 114)


def test_93_indicators_are_scored_15_are_outcomes_and_6_inform(indicators: tuple[Indicator, ...]) -> None:
    assert Counter(indicator.scored for indicator in indicators) == {"maturity": 93, "outcome": 15, "info": 6}


def test_23_indicators_are_core_and_45_are_in_the_short_form(indicators: tuple[Indicator, ...]) -> None:
    assert sum(indicator.core for indicator in indicators) == 23
    assert sum(indicator.short for indicator in indicators) == 45


def test_only_what_is_scored_as_maturity_can_be_core(indicators: tuple[Indicator, ...]) -> None:
    assert all(indicator.is_scored for indicator in indicators if indicator.core)


def test_the_kinds_are_as_agreed(indicators: tuple[Indicator, ...]) -> None:
    assert Counter(indicator.kind for indicator in indicators) == KINDS


def test_the_pillars_have_22_40_16_15_and_21_indicators(
    questionnaire: Questionnaire, indicators: tuple[Indicator, ...]
) -> None:
    counts = Counter(questionnaire.elements[indicator.element].pillar for indicator in indicators)

    assert counts == {"P1": 22, "P2": 40, "P3": 16, "P4": 15, "P5": 21}


def test_every_pillar_has_a_core_indicator_in_the_short_form(
    questionnaire: Questionnaire, indicators: tuple[Indicator, ...]
) -> None:
    pillars = {questionnaire.elements[i.element].pillar for i in indicators if i.core and i.short}

    assert pillars == {"P1", "P2", "P3", "P4", "P5"}


def test_exactly_the_agreed_questions_have_a_condition(indicators: tuple[Indicator, ...]) -> None:
    assert {i.id: i.condition.text for i in indicators if i.condition.clauses} == CONDITIONS


def test_all_weights_are_1(questionnaire: Questionnaire) -> None:
    structure = questionnaire.structure

    parts: list[Pillar | Element | Indicator] = [*structure.pillars, *structure.elements, *structure.indicators]
    assert {part.weight for part in parts} == {1}


def test_the_bands_are_those_of_the_nearest_level(questionnaire: Questionnaire) -> None:
    bands = [band.lowest for band in questionnaire.structure.scoring.bands]

    assert bands == [0, Fraction("12.5"), Fraction("37.5"), Fraction("62.5"), Fraction("87.5")]


def test_the_parameters_of_the_maturity_model_are_as_agreed(questionnaire: Questionnaire) -> None:
    scoring = questionnaire.structure.scoring

    assert (scoring.core_margin, scoring.pillar_margin, scoring.not_rated_above) == (1, 1, Fraction(2, 5))
    assert (scoring.evidence_from, scoring.unsupported_level) == (2, 1)
    assert scoring.targets == Targets(core=3, other=2)
    assert scoring.first_elements == ("E2.9", "E2.10")


def test_the_profile_has_17_questions(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.structure.profile) == 17


def test_every_question_has_its_words_in_english(
    questionnaire: Questionnaire, indicators: tuple[Indicator, ...]
) -> None:
    words = questionnaire.words("en")

    assert set(words.indicators) == {indicator.id for indicator in indicators}


def test_every_resource_that_an_indicator_names_has_its_words(
    questionnaire: Questionnaire, indicators: tuple[Indicator, ...]
) -> None:
    used = {code for indicator in indicators for code in indicator.resources}

    assert used <= set(questionnaire.words("en").resources)
