"""Who took part in answering: several parts of the organisation, and how many women and men. Asked before signing."""

from typing import Any

import pytest

from app.assessments.report.gap_report import assessment_for_command
from app.assessments.to_sign import readiness_of
from app.db.session import Database
from questionnaires.answers import read_profile
from questionnaires.catalogue import Catalogue
from questionnaires.problems import Problem
from questionnaires.profiles import who_took_part
from tests.app.browser import form, words
from tests.cast import ARDEN, BRINK, Actor
from tests.engines import ON_BOTH

KEYS = ("profile.took_part", "profile.took_part_women", "profile.took_part_men")
GIVEN: dict[str, Any] = {
    "profile.took_part": ["hr", "staff_representatives"],
    "profile.took_part_women": 3,
    "profile.took_part_men": 0,
}
SENTENCE = "Took part in answering: Human resources, Staff representatives. Women: 3. Men: 0."
PAGE = f"/assessments/{BRINK}/profile"


def save(charlie: Actor, **fields: object) -> int:
    page = form(charlie.browser.get(PAGE).text, PAGE)
    return charlie.browser.post(PAGE, data=page.data(**fields)).status_code


@ON_BOTH
def test_it_is_ticked_saved_and_shown_again(newer: Database, charlie: Actor, catalogue: Catalogue) -> None:
    sent = {**GIVEN, "profile.took_part": ["staff_representatives", "hr", "hr"]}
    assert save(charlie, **sent) == 303

    page = charlie.browser.get(PAGE).text
    shown = form(page, PAGE)
    with newer.reading() as db:
        assessment = assessment_for_command(db, catalogue, BRINK)
    assert assessment
    assert {key: assessment.profile[key] for key in KEYS} == GIVEN
    assert shown.values("profile.took_part") == ["hr", "staff_representatives"]
    assert SENTENCE in words(charlie.browser.get(f"/assessments/{BRINK}/answers").text)
    assert "Human resources, Staff representatives" in words(charlie.browser.get(f"{PAGE}/history").text)


def test_it_stops_signing_until_it_is_answered(newer: Database, charlie: Actor, catalogue: Catalogue) -> None:
    def open_keys() -> set[str]:
        with newer.reading() as db:
            assessment = assessment_for_command(db, catalogue, BRINK)
            assert assessment
            return set(readiness_of(db, assessment).open_profile)

    assert set(KEYS) <= open_keys()
    save(charlie, **GIVEN)
    assert not set(KEYS) & open_keys()


def test_a_secretariat_is_not_stopped_by_what_it_is_not_asked(newer: Database, catalogue: Catalogue) -> None:
    with newer.reading() as db:
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        keys = set(readiness_of(db, assessment).open_profile)

    assert not keys & {"profile.organisation", "profile.region", "profile.land_border", "profile.scope"}
    assert {"profile.staff_total", *KEYS} <= keys


def test_programs_send_a_list(newer: Database, charlie: Actor) -> None:
    address = f"/api/v1/assessments/{BRINK}/profile"
    body = {"revision": 0, "profile": GIVEN}

    assert charlie.browser.put(address, json=body, headers=charlie.api).status_code == 200
    there = charlie.browser.get(address, headers=charlie.api).json()["profile"]
    assert {key: there[key] for key in KEYS} == GIVEN


@pytest.mark.parametrize("raw", ["finance", ["hr", "finance"], [["hr"]], 3, {"hr": True}])
def test_anything_else_is_refused_with_what_to_choose(raw: object, catalogue: Catalogue) -> None:
    problems: list[Problem] = []
    values = read_profile(catalogue["2027.1"], {"profile.took_part": raw}, problems)

    assert values["profile.took_part"] is None
    assert [problem.text()[:17] for problem in problems] == ["Choose any of: hr"]


@pytest.mark.parametrize("empty", [None, "", []])
def test_nothing_ticked_is_not_answered(empty: object, catalogue: Catalogue) -> None:
    problems: list[Problem] = []

    assert read_profile(catalogue["2027.1"], {"profile.took_part": empty}, problems)["profile.took_part"] is None
    assert problems == []


def test_the_sentence_says_nothing_before_all_of_it_is_known(catalogue: Catalogue) -> None:
    own, older = catalogue["2027.1"].words("en"), catalogue["2026.1"].words("en")

    assert who_took_part(own, GIVEN, str) == SENTENCE
    assert who_took_part(own, {**GIVEN, "profile.took_part_men": None}, str) == ""
    assert who_took_part(older, GIVEN, str) == ""
