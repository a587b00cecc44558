"""The pages that people look at most take few queries in every state, whatever stands around the answers."""

from typing import Any

import pytest

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import Evidence, EvidenceUse
from questionnaires.catalogue import Catalogue
from tests.app.answers import store
from tests.app.browser import words
from tests.app.queries import queries
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import RETURNED, put_in_state

HOME = f"/assessments/{ARDEN}"
ELEMENT, SCORECARD = f"{HOME}/elements/E1.1", f"{HOME}/scorecard"
BY_GUARD = 2
"""Whose session it is, and the assessment with the rights of this person."""
ANSWERS = {
    "RC-01": {"state": "answered", "value": 3, "comment": "\n Signed in May", "evidence": ["Circular 12"]},
    "RC-02": {"state": "answered", "value": 2},
}
LACKS_A_REASON = {"state": "not_applicable", "reason_code": "NA1", "reason": ""}


@pytest.fixture
def answered(database: Database, catalogue: Catalogue) -> Database:
    """Two answers, and the second names two items that were added the other way round."""
    store(database, catalogue, {"profile": {}, "answers": ANSWERS})
    with database.writing() as db:
        for id_, title, year in (("a", "Younger order", 2026), ("b", "Older order", 2025)):
            about: dict[str, Any] = {"holder": "Legal", "added_by": "alice", "added_at": utc_now().replace(year=year)}
            db.add(Evidence(id=id_, assessment_id=ARDEN, kind="reference", title=title, **about))
            db.flush()
            db.add(EvidenceUse(evidence_id=id_, indicator="RC-02", assessment_id=ARDEN, by="alice", at=utc_now()))
    return database


@pytest.mark.parametrize("state", [state for state in State if state is not State.NOT_OPENED])
@ON_BOTH
def test_whatever_the_state(state: State, alice: Actor, answered: Database, catalogue: Catalogue) -> None:
    with answered.writing() as db:
        put_in_state(db, catalogue, state)
    of_review = 2 if state is State.REVIEWED else 0  # recommendations and summary
    for address, most in ((ELEMENT, 4), (SCORECARD, 4 + of_review)):
        with queries(answered) as sent:
            assert alice.browser.get(address).status_code == 200

        assert len(sent) <= BY_GUARD + most, "\n".join((address, *sent))


@ON_BOTH
def test_the_answers_of_the_page_stand_there_in_full(alice: Actor, answered: Database) -> None:
    page = alice.browser.get(ELEMENT).text

    assert ">\n\n Signed in May</textarea>" in page
    assert ">Circular 12</textarea>" in page
    assert words(page).index("Older order") < words(page).index("Younger order")


def test_what_was_sent_back_stands_there(alice: Actor, answered: Database, catalogue: Catalogue) -> None:
    with answered.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)
    page = alice.browser.get(ELEMENT).text

    assert page.count("Which page of the policy says so?") == 1
    assert f'hx-put="{HOME}/answers/{RETURNED}"' in page
    assert f'hx-put="{HOME}/answers/RC-02"' not in page


def test_only_what_was_sent_back_can_still_lack_something(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    store(database, catalogue, {"profile": {}, "answers": dict.fromkeys(("RC-01", "RC-02"), LACKS_A_REASON)})
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)
    page = alice.browser.get(f"{ELEMENT}?from=check").text

    assert page.count("The check found:") == 1
