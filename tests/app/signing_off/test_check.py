"""The check before signing: what stops it, what only warns, and where each question is."""

import re
from typing import Any

import pytest

from app.assessments import answers_in_full
from app.database import Database
from app.signing_off.checks import Finding
from app.signing_off.drafts import draft_of
from app.tables.rounds import Signature
from questionnaires.catalogue import Catalogue
from scoring.score import score
from tests.app.browser import words
from tests.app.signing_off.signing import ANSWERS, HOME, LEVEL_3, SIGNATURE, arden, make_ready, rows, sign
from tests.cast import Actor

LACKING = {
    "a reason": {"state": "not_applicable", "reason_code": "NA1"},
    "an authority": LEVEL_3 | {"outside_control": {"authority": "", "raised": True}},
    "whether it was raised": LEVEL_3 | {"outside_control": {"authority": "Ministry", "raised": None}},
}


def press(head: Actor) -> str:
    """Signs although the page does not offer it."""
    data = head.form(name="Hugo Hale", title="Head", checked="yes", expected="1.guessed")
    answer = head.browser.post(SIGNATURE, data=data)
    assert answer.status_code in (409, 422)
    return words(answer.text)


def test_with_unknown_unsupported_and_open_questions_it_can_be_signed(
    hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)

    page = words(hugo.browser.get(SIGNATURE).text)

    assert "Nothing stops signing." in page
    assert "what is not answered or not known counts as 0" in page
    assert sign(hugo).status_code == 303


@pytest.mark.parametrize("answer", LACKING.values(), ids=LACKING)
def test_an_answer_without_a_part_of_it_stops_signing(
    answer: dict[str, Any], hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue, ANSWERS | {"CO-16": answer})

    assert "A part of the answer is missing: 1" in words(hugo.browser.get(SIGNATURE).text)
    assert "Some answers are not complete" in press(hugo)
    assert rows(database, Signature) == []


def test_an_open_question_of_the_profile_stops_signing(hugo: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue, **{"profile.land_border": None})

    assert "1 question of the profile is open." in words(hugo.browser.get(SIGNATURE).text)
    assert "Some answers are not complete" in press(hugo)


@pytest.mark.parametrize(("comment", "stops"), [("", True), ("A new law came into force.", False)])
def test_a_jump_of_two_levels_needs_a_comment(
    comment: str, stops: bool, hugo: Actor, database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready(database, catalogue, ANSWERS | {"RC-01": LEVEL_3 | {"comment": comment}})
    with database.reading() as db:
        before = answers_in_full(db, "arden-2026")
    before["RC-01"] = before["RC-02"].__class__("answered", 1)
    monkeypatch.setattr("app.signing_off.drafts.previous_answers", lambda *_: before)

    page = words(hugo.browser.get(SIGNATURE).text)

    assert ("Up or down by two levels or more, without a comment: 1" in page) is stops
    assert ("It cannot be signed yet" in page) is stops


def test_the_counts_of_the_check_are_those_of_the_scorecard(database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)
    with database.reading() as db:
        assessment = arden(db, catalogue)
        check = draft_of(db, assessment).check
        counts = score(assessment.questionnaire, assessment.profile, answers_in_full(db, assessment.id)).overall.counts

    assert (check.count(Finding.UNKNOWN), check.count(Finding.NOT_APPLICABLE)) == (1, 1)
    assert check.count(Finding.UNKNOWN) == counts.unknown
    assert check.count(Finding.NOT_APPLICABLE) == counts.not_applicable
    assert check.count(Finding.UNSUPPORTED) == counts.unsupported == 1
    assert check.count(Finding.OUTSIDE) == counts.outside_control == 1
    assert check.count(Finding.NOT_ANSWERED) == counts.asked - counts.answered - counts.unknown - counts.not_applicable


def test_each_finding_links_to_its_question(vera: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)

    links = re.findall(r'href="([^"]+)">(RC-03|CO-16|RC-02)</a>', vera.browser.get(SIGNATURE).text)

    element = {one.id: one.element for one in catalogue["2026.1"].structure.indicators}
    assert {id_: address for address, id_ in links} == {
        id_: f"{HOME}/elements/{element[id_]}#{id_}" for id_ in ("RC-03", "CO-16", "RC-02")
    }


def test_who_only_reads_sees_the_check_and_no_form(vera: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)

    page = vera.browser.get(SIGNATURE).text

    assert "Check before signing" in page
    assert "<form" not in page.replace('action="/sign-out"', "").partition("<main")[2]
