"""The check before signing: what stops it, what only warns, and where each question is."""

import re
from typing import Any

import pytest

from app.assessments.readiness import Finding
from app.assessments.reads import answers_in_full
from app.db.session import Database
from app.db.tables.rounds import Signature
from app.features.signing.drafts import draft_of
from questionnaires.catalogue import Catalogue
from scoring.score import score
from tests.app.browser import words
from tests.app.signing.signing import ANSWERS, HOME, LEVEL_3, SIGNATURE, arden, make_ready, rows, sign
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

    assert "Nothing prevents signing, but 88 questions are not answered and would score 0." in page
    assert "Unanswered and unknown questions score 0" in page
    assert sign(hugo).status_code == 303


@pytest.mark.parametrize("answer", LACKING.values(), ids=LACKING)
def test_an_answer_without_a_part_of_it_stops_signing(
    answer: dict[str, Any], hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue, ANSWERS | {"CO-16": answer})

    assert "1 thing to fix before signing CO-16" in words(hugo.browser.get(SIGNATURE).text)
    assert "Some answers are incomplete" in press(hugo)
    assert rows(database, Signature) == []


def test_an_open_question_of_the_profile_stops_signing(hugo: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue, **{"profile.land_border": None})

    page = hugo.browser.get(SIGNATURE).text
    assert "1 thing to fix before signing" in words(page)
    assert f'href="{HOME}/profile?from=check#profile.land_border"' in page
    assert "Some answers are incomplete" in press(hugo)


def test_the_counts_of_the_check_are_those_of_the_scorecard(database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)
    with database.reading() as db:
        assessment = arden(db, catalogue)
        findings = {finding: len(ids) for finding, ids in draft_of(db, assessment).ready.found().items()}
        counts = score(assessment.questionnaire, assessment.profile, answers_in_full(db, assessment.id)).overall.counts

    assert (findings[Finding.UNKNOWN], findings[Finding.NOT_APPLICABLE]) == (1, 1)
    assert findings[Finding.UNKNOWN] == counts.unknown
    assert findings[Finding.NOT_APPLICABLE] == counts.not_applicable
    assert findings[Finding.UNSUPPORTED] == counts.unsupported == 1
    assert findings[Finding.OUTSIDE] == counts.outside_control == 1
    assert findings[Finding.NOT_ANSWERED] == counts.asked - counts.answered - counts.unknown - counts.not_applicable


def test_each_finding_links_to_its_question(vera: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)

    links = re.findall(r'href="([^"]+)">(RC-03|CO-16|RC-02)</a>', vera.browser.get(SIGNATURE).text)

    element = {indicator.id: indicator.element for indicator in catalogue["2026.1"].structure.indicators}
    assert {id_: address for address, id_ in links} == {
        id_: f"{HOME}/elements/{element[id_]}#{id_}" for id_ in ("RC-03", "CO-16", "RC-02")
    }


def test_who_only_reads_sees_the_check_and_no_form(vera: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)

    page = vera.browser.get(SIGNATURE).text

    assert "Check before signing" in page
    assert "<form" not in page.replace('action="/sign-out"', "").partition("<main")[2]
