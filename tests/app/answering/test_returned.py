"""What the secretariat sent back can be answered once more, and nothing else."""

import pytest
from sqlalchemy import update

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.queries import queries
from tests.cast import ARDEN, Actor
from tests.house.contents import contents
from tests.states import RETURNED, put_in_state

HOME = f"/assessments/{ARDEN}"
HTMX = {"hx-request": "true"}
OTHER = "RC-02"


@pytest.fixture(autouse=True)
def _returned(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)


def save(person: Actor, way: str, indicator: str) -> int:
    if way == "api":
        body = {"state": "answered", "value": 2, "revision": 0}
        address = f"/api/v1{HOME}/answers/{indicator}"
        return person.browser.put(address, json=body, headers=person.api).status_code
    if way == "restore":
        address, fields = f"{HOME}/answers/{indicator}/history", {"revision": "0", "restore": "0"}
    else:
        address, fields = f"{HOME}/answers/{indicator}", {"revision": "0", "choice": "2"}
    headers = HTMX if way == "htmx" else {}
    return person.browser.post(address, data=person.form(**fields), headers=headers).status_code


@pytest.mark.parametrize("way", ["page", "htmx", "api", "restore"])
def test_only_the_returned_indicator_may_be_saved(way: str, alice: Actor, database: Database) -> None:
    before = contents(database)

    assert save(alice, way, OTHER) == 409
    assert contents(database) == before
    assert save(alice, way, RETURNED) in (200, 303)


def test_what_was_typed_into_a_closed_question_is_shown_with_the_refusal(alice: Actor) -> None:
    answer = alice.browser.post(f"{HOME}/answers/{OTHER}", data=alice.form(revision=0, choice="2", comment="Mine"))

    assert "Mine" in words(answer.text)


def test_a_question_of_an_earlier_signature_is_closed(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Assessment).values(signature=2))

    assert save(alice, "page", RETURNED) == 409


def test_the_page_asks_what_the_secretariat_asks_and_shows_the_others_to_read(alice: Actor) -> None:
    page = alice.browser.get(f"{HOME}/elements/E1.1").text

    assert "The secretariat asks: Which page of the policy says so?" in words(page)
    assert f'action="{HOME}/answers/{RETURNED}"' in page
    assert f'action="{HOME}/answers/{OTHER}"' not in page


def test_the_profile_is_closed_too(alice: Actor) -> None:
    page = alice.browser.get(f"{HOME}/profile").text

    assert "Save and go to the questions" not in page
    assert alice.browser.post(f"{HOME}/profile", data=alice.form(revision=0)).status_code == 409


def test_only_in_this_state_a_save_looks_up_what_was_returned(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    save(alice, "page", RETURNED)
    counts: list[int] = []
    for state, choice in ((State.RETURNED, "3"), (State.IN_PROGRESS, "4")):
        with database.writing() as db:
            put_in_state(db, catalogue, state)
        with queries(database) as sent:
            fields = alice.form(revision=len(counts) + 1, choice=choice)
            assert alice.browser.put(f"{HOME}/answers/{RETURNED}", data=fields, headers=HTMX).status_code == 200
        counts.append(len(sent))

    assert counts == [11, 10]
