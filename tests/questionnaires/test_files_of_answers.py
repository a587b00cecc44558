"""What is accepted as a profile and as a whole file of answers."""

from typing import Any

import pytest

from questionnaires.answers import read_document, read_profile
from questionnaires.problems import Problem
from tests.questionnaires.raw_answers import QUESTIONNAIRE, answered

BAD_PROFILES = [
    ({"profile.sea": "yes"}, "profile.sea", "There is no such question in the profile."),
    ({"profile.land_border": "maybe"}, "profile.land_border", "Choose one of: yes, no."),
    ({"profile.land_border": True}, "profile.land_border", "Choose one of: yes, no."),
    ({"profile.land_border": ["yes"]}, "profile.land_border", "Choose one of: yes, no."),
    ({"profile.staff_total": "4 20"}, "profile.staff_total", "Enter a whole number from 0 to 10,000,000."),
    ({"profile.staff_total": 420.5}, "profile.staff_total", "“420.5” is not a whole number. Enter one from 0 to"),
    ({"profile.staff_total": True}, "profile.staff_total", "Enter a whole number from 0 to 10,000,000."),
    ({"profile.staff_total": -1}, "profile.staff_total", "Enter a whole number from 0 to 10,000,000."),
    ({"profile.staff_total": 10_000_001}, "profile.staff_total", "Enter a whole number from 0 to 10,000,000."),
    ({"profile.snapshot_date": "31.12.2025"}, "profile.snapshot_date", "Enter a date"),
    ({"profile.snapshot_date": 20251231}, "profile.snapshot_date", "Enter a date"),
]

BAD_DOCUMENTS: list[tuple[Any, str, str]] = [
    ([], "file", "This must be an object"),
    (None, "file", "This must be an object"),
    ({"answer": {}}, "answer", "This part is unknown. A file contains profile, answers and form."),
    ({"form": "long"}, "form", "Enter full or short."),
    ({"form": None}, "form", "Enter full or short."),
    ({"form": ["short"]}, "form", "Enter full or short."),
    ({"profile": []}, "profile", "This must be an object"),
    ({"profile": {"profile.land_border": 1}}, "profile.land_border", "Choose one of"),
    ({"answers": []}, "answers", "This must be an object"),
    ({"answers": {"ZZ-01": answered()}}, "answers.ZZ-01", "There is no such indicator in this questionnaire."),
    ({"answers": {"AA-01": 3}}, "answers.AA-01", "This must be an object"),
    ({"answers": {"AA-01": answered(9)}}, "answers.AA-01.value", "Choose a level from 0 to 4."),
]


@pytest.mark.parametrize(("raw", "place", "said"), BAD_PROFILES)
def test_a_bad_profile_is_refused_with_its_key(raw: dict[str, Any], place: str, said: str) -> None:
    problems: list[Problem] = []

    read_profile(QUESTIONNAIRE, raw, problems)

    assert [(problem.place, problem.text()[: len(said)]) for problem in problems] == [(place, said)]


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_profile_value_stays_empty(empty: str | None) -> None:
    raw = dict.fromkeys(QUESTIONNAIRE.profile_keys, empty)

    assert set(read_profile(QUESTIONNAIRE, raw, []).values()) == {None}


def test_a_profile_is_read_as_people_and_programs_write_it() -> None:
    raw = {
        "profile.staff_total": "2\u202f148",
        "profile.snapshot_date": "2025/12/31 ",
        "profile.land_border": " yes\u200f",
    }
    problems: list[Problem] = []

    read = read_profile(QUESTIONNAIRE, raw, problems)

    assert ([read[key] for key in raw], problems) == ([2148, "2025-12-31", "yes"], [])
    assert read_profile(QUESTIONNAIRE, {"profile.staff_total": 2148.0}, [])["profile.staff_total"] == 2148


def test_a_number_of_staff_that_can_mean_two_things_is_asked() -> None:
    problems: list[Problem] = []

    assert read_profile(QUESTIONNAIRE, {"profile.staff_total": "2,148"}, problems)["profile.staff_total"] is None
    assert "can mean 2148 or 2.148" in problems[0].text()


def test_nobody_at_all_is_a_number_of_staff() -> None:
    assert read_profile(QUESTIONNAIRE, {"profile.staff_total": 0}, [])["profile.staff_total"] == 0


@pytest.mark.parametrize(("raw", "place", "said"), BAD_DOCUMENTS)
def test_a_bad_file_is_refused_with_its_place(raw: dict[str, Any] | list[Any] | None, place: str, said: str) -> None:
    (problem,) = read_document(QUESTIONNAIRE, raw)[1]

    assert problem.place == place
    assert problem.text().startswith(said)


def test_an_empty_file_of_answers_is_accepted() -> None:
    document, problems = read_document(QUESTIONNAIRE, {})

    assert (document.answers, document.form, problems) == ({}, "full", [])


def test_every_problem_of_a_file_is_reported_at_once() -> None:
    raw = {"form": 1, "profile": {"profile.sea": 1}, "answers": {"AA-01": answered(9), "AA-02": answered("?"), "X": 1}}

    assert len(read_document(QUESTIONNAIRE, raw)[1]) == 5


def test_an_answer_on_a_question_that_is_not_asked_is_never_refused() -> None:
    raw = {"profile": {"profile.land_border": "no"}, "answers": {"AB-01": answered(3)}}

    assert read_document(QUESTIONNAIRE, raw)[1] == []
