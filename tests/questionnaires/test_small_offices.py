"""Offices of fewer than 100 staff read level texts of their own; everybody else, and everything else, stays."""

import pytest

from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from questionnaires.small_offices import SMALL_BELOW, are_for_small, has_small_texts, is_small, small_levels, words_for

STAFF = "profile.staff_total"


@pytest.fixture(scope="module")
def newest(catalogue: Catalogue) -> Questionnaire:
    return catalogue["2027.1"]


@pytest.mark.parametrize(
    ("profile", "small"),
    [({STAFF: 0}, True), ({STAFF: 99}, True), ({STAFF: SMALL_BELOW}, False), ({STAFF: None}, False), ({}, False)],
)
def test_an_office_is_small_below_100_and_never_where_nobody_says_how_many_there_are(
    profile: dict[str, int | None], small: bool
) -> None:
    assert is_small(profile) == small


def test_a_small_office_reads_each_small_text_in_place_of_the_usual_one(newest: Questionnaire) -> None:
    usual, small = words_for(newest, "en", {STAFF: 100}), words_for(newest, "en", {STAFF: 60})

    assert usual is newest.words("en")
    for indicator in newest.structure.indicators:
        own = usual.indicators[indicator.id]
        assert small_levels(own) == []
        assert small_levels(small.indicators[indicator.id]) == sorted(map(int, own.small))
        for level in range(0, 5, 1 if indicator.kind == "maturity" else 2) if own.levels else ():
            assert small.level_text(indicator, level) == own.small.get(str(level), usual.level_text(indicator, level))


def test_a_small_office_is_asked_the_same_questions(newest: Questionnaire) -> None:
    usual, small = newest.words("en"), words_for(newest, "en", {STAFF: 60})

    assert {id_: own.question for id_, own in small.indicators.items()} == {
        id_: own.question for id_, own in usual.indicators.items()
    }


def test_the_words_are_made_once(newest: Questionnaire) -> None:
    assert words_for(newest, "en", {STAFF: 60}) is words_for(newest, "en", {STAFF: 7})


def test_words_say_whether_they_are_for_small_offices(newest: Questionnaire) -> None:
    assert are_for_small(words_for(newest, "en", {STAFF: 60}))
    assert not are_for_small(newest.words("en"))


def test_a_version_without_small_texts_has_the_same_words_for_all(latest: Questionnaire) -> None:
    assert words_for(latest, "en", {STAFF: 60}) is latest.words("en")
    assert not any(has_small_texts(latest, indicator) for indicator in latest.structure.indicators)


@pytest.fixture(scope="module")
def latest(catalogue: Catalogue) -> Questionnaire:
    return catalogue["2026.1"]
