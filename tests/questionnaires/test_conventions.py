"""The rules by which two people choose the same level, and what a level's text adds to."""

import pytest

from questionnaires.catalogue import Catalogue
from questionnaires.conventions import CONVENTIONS, conventions, referred, snapshot_day, whole_text
from questionnaires.definition import Questionnaire

TEXTS = ("None.", "A draft.", "A policy.", "Level 2, and all staff know it.", "Level 3, and it is reviewed.")


def test_the_text_of_a_level_leads_to_those_that_it_adds_to() -> None:
    assert [referred(TEXTS, level) for level in range(5)] == [[], [], [], [2], [3, 2]]


@pytest.mark.parametrize("text", ["Level 4, and more.", "At 3 of 5 sites.", ""])
def test_a_text_that_names_no_level_below_its_own_leads_nowhere(text: str) -> None:
    assert referred((*TEXTS[:3], text), 3) == []


def test_every_text_of_the_published_version_that_names_a_level_first_leads_to_it(latest: Questionnaire) -> None:
    for indicator, words in latest.words("en").indicators.items():
        for level, text in enumerate(words.levels):
            begins = text.startswith("Level ")
            assert bool(referred(words.levels, level)) == begins, (indicator, level)


def test_periods_count_back_from_the_day_of_the_profile_or_the_end_of_the_year_before() -> None:
    assert snapshot_day({"profile.snapshot_date": "2025-06-30"}, "2026") == "2025-06-30"
    assert snapshot_day({}, "2026") == "2025-12-31"


def test_a_version_without_conventions_of_its_own_shows_those_of_the_interface(latest: Questionnaire) -> None:
    sentences = conventions(latest.words("en"), "30 June 2025", str)

    assert sentences[0] == CONVENTIONS[0]
    assert any("30 June 2025" in sentence for sentence in sentences)


def test_the_conventions_of_a_version_replace_those_of_the_interface(latest: Questionnaire) -> None:
    words = latest.words("en").model_copy(update={"conventions": ("Count back from {snapshot}.",)})

    assert conventions(words, "30 June 2025", str.upper) == ["Count back from 30 June 2025."]


@pytest.fixture
def latest(catalogue: Catalogue) -> Questionnaire:
    return catalogue["2026.1"]


def test_the_text_of_a_level_can_be_read_alone(latest: Questionnaire) -> None:
    words, focal_point = latest.words("en"), latest.indicators["RC-02"]
    policy, applied = words.level_text(focal_point, 2), words.level_text(focal_point, 3)

    assert whole_text(words, focal_point, 2, str) == policy
    assert whole_text(words, focal_point, 3, str) == f"{applied}\nLevel 2: {policy}"
    yes_or_no = next(indicator for indicator in latest.indicators.values() if indicator.kind != "maturity")
    assert whole_text(words, yes_or_no, 4, str) == words.level_text(yes_or_no, 4)
