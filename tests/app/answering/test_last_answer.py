"""Beside a question, folded: what the last round says there, with evidence, comment, and who gave the answer when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import HistoryEntry, StoredAnswer
from app.db.tables.rounds import Signature
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.queries import queries
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"
THEN = f"{HOME}/answers/RC-01/last-round"
ITEM = f"Order 12, order.pdf, 2025-03-01, SHA-256 {'a' * 64}"
HTMX = {"hx-request": "true"}


@pytest.fixture
def again(database: Database, catalogue: Catalogue) -> Database:
    """Arden's second year. Alice gave RC-01 level 3, the reviewer made it 2; Connie saved it again after signing."""
    put_last_round(database, catalogue, State.PUBLISHED)
    now = utc_now()
    with database.writing() as db:
        rc_01 = (col(StoredAnswer.assessment_id) == LAST, col(StoredAnswer.indicator) == "RC-01")
        db.execute(update(StoredAnswer).where(*rc_01).values(comment="Read out in May", evidence=["Decree 7", ITEM]))
        put_in_state(db, catalogue, State.PUBLISHED, LAST)
        db.execute(update(Signature).where(col(Signature.assessment_id) == LAST).values(at=now.replace(year=2025)))
        for revision, by, later in ((1, "alice", -1), (2, "connie", 1)):
            at = now.replace(year=2025) + timedelta(days=later)
            entry: dict[str, Any] = {
                "subject": "RC-01",
                "revision": revision,
                "content": {},
                "saved_by": by,
                "saved_at": at,
            }
            db.add(HistoryEntry(assessment_id=LAST, **entry))
    return database


@ON_BOTH
def test_the_answer_is_there_as_it_was_reported_and_who_gave_it_before_it_was_signed(
    alice: Actor, again: Database, catalogue: Catalogue
) -> None:
    level_2 = catalogue["2026.1"].words("en").indicators["RC-01"].levels[2]
    with queries(again) as sent:
        fragment = alice.browser.get(THEN, headers=HTMX).text
    page = alice.browser.get(THEN).text

    for text in (words(fragment), words(page)):
        assert f"2 Formalised Formalised {level_2}" in text
        assert "Self-assessed: 3 Applied · Signed: 3 Applied · Reviewed: 2 Formalised" in text
        assert "Evidence Decree 7 Order 12, order.pdf, 2025-03-01 Comment Read out in May" in text
        assert "Answered by Alice, " in text
        assert "2025" in text
    assert f'href="/assessments/{LAST}/elements/E1.1#RC-01"' in fragment
    assert "<html" not in fragment
    assert len(sent) <= 4


def test_each_question_offers_it_answered_or_not_and_to_readers_too(
    alice: Actor, sofia: Actor, again: Database
) -> None:
    for person in (alice, sofia):
        page = person.browser.get(f"{HOME}/elements/E1.1").text
        assert page.count(f'href="{HOME}/answers/RC-01/last-round"') == 1
        assert page.count(f'href="{HOME}/answers/RC-02/last-round"') == 1
        assert "/answers/RC-03/last-round" not in page


def test_who_does_not_see_the_history_of_answers_is_not_told_who_gave_it(
    bob: Actor, again: Database, catalogue: Catalogue
) -> None:
    with again.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    page = words(bob.browser.get(THEN).text)

    assert "Read out in May" in page
    assert "Alice" not in page


def test_an_unknown_answer_and_none_at_all_are_said_in_words(alice: Actor, again: Database) -> None:
    assert "Answer We don't know" in words(alice.browser.get(f"{HOME}/answers/RC-02/last-round").text)
    assert "The last round has no answer to this question." in words(
        alice.browser.get(f"{HOME}/answers/RC-03/last-round").text
    )
