"""Beside each question stands what the last round reported; a jump asks for a comment in time."""

from typing import Any

import pytest

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import Evidence, EvidenceUse
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.test_changes import put_last_round
from tests.cast import ARDEN, Actor

ANSWER, PAGE = f"/assessments/{ARDEN}/answers/RC-01", f"/assessments/{ARDEN}/elements/E1.1"
HINT = "The level moved by two or more since the last round"
HTMX = {"hx-request": "true"}


@pytest.fixture
def again(alice: Actor, database: Database, catalogue: Catalogue) -> Actor:
    """Alice in her second year: RC-01 was published at 2, RC-02 as unknown."""
    put_last_round(database, catalogue, State.PUBLISHED)
    return alice


def test_the_reported_level_stands_beside_the_question(again: Actor, sofia: Actor) -> None:
    for person in (again, sofia):
        page = words(person.browser.get(PAGE).text)
        assert "Last round: 2 Formalised" in page
        assert "Last round: We don't know" in page


@pytest.mark.parametrize(("choice", "comment", "is_hinted"), [("4", "", True), ("4", "Why", False), ("3", "", False)])
def test_the_save_itself_hints_at_the_missing_comment(choice: str, comment: str, is_hinted: bool, again: Actor) -> None:
    fields = form(again.browser.get(PAGE).text, "RC-01").data(choice=choice, comment=comment)

    saved = words(again.browser.put(ANSWER, data=fields, headers=HTMX).text)

    assert (HINT in saved) is is_hinted
    assert (HINT in words(again.browser.get(PAGE).text)) is is_hinted


@pytest.mark.parametrize("last", ["9", "x", "\0", "yes"])
def test_what_a_page_claims_of_the_last_round_only_moves_its_own_hint(last: str, again: Actor) -> None:
    fields = again.form(revision=0, choice="3", last=last)

    assert again.browser.put(ANSWER, data=fields, headers=HTMX).status_code == 200


def test_attached_evidence_is_named_and_counts(alice: Actor, database: Database) -> None:
    now = utc_now()
    with database.writing() as db:
        item: dict[str, Any] = {
            "kind": "reference",
            "title": "Decree 7",
            "holder": "Archive",
            "added_by": "alice",
            "added_at": now,
        }
        db.add(Evidence(id="e", assessment_id=ARDEN, **item))
        db.flush()
        db.add(EvidenceUse(evidence_id="e", indicator="RC-01", assessment_id=ARDEN, by="alice", at=now))
    page = alice.browser.get(PAGE).text
    assert "Decree 7 held by Archive" in words(page)
    assert f'href="/assessments/{ARDEN}/evidence/e"' in page

    fields = form(page, "RC-01").data(choice="3")
    assert "Add evidence" not in alice.browser.put(ANSWER, data=fields, headers=HTMX).text
