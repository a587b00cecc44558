"""My work: what waits for me comes first, and each assessment says what is true and what comes next."""

import pytest
from sqlalchemy import update

from app.assessments.lifecycle import State
from app.assessments.rights import Role
from app.db.session import Database
from app.db.tables.answers import ElementAssignment
from app.db.tables.people import Membership
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import make_ready
from tests.cast import ARDEN, BY_ROLE, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"


def mine(person: Actor) -> str:
    return words(person.browser.get("/").text)


def put(database: Database, catalogue: Catalogue, state: State) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)


@ON_BOTH
def test_my_elements_come_first_with_how_far_they_are(alice: Actor, connie: Actor) -> None:
    alice.browser.post(f"{HOME}/work", data=alice.form(element=["E1.1", "E1.2"], person="connie", due_on="2099-05-12"))
    connie.browser.post(f"{HOME}/answers/RC-01", data=connie.form(revision=0, choice="3"))

    page = mine(connie)
    assert "Assigned to me 2 parts to do Mandate and policy Arden Customs · 1 / 3 Due 12 May 2099" in page
    assert "Assigned to me" not in mine(alice)


def test_what_is_late_is_marked(alice: Actor, connie: Actor, database: Database) -> None:
    alice.browser.post(f"{HOME}/work", data=alice.form(element="E1.1", person="connie"))
    with database.writing() as db:
        db.execute(update(ElementAssignment).values(due_on="2026-01-31"))

    assert "Overdue since 31 January 2026" in mine(connie)


def test_who_left_has_nothing_to_do(alice: Actor, connie: Actor, database: Database) -> None:
    alice.browser.post(f"{HOME}/work", data=alice.form(element="E1.1", person="connie"))
    with database.writing() as db:
        db.delete(db.get(Membership, ("connie", "arden")))

    assert "Assigned to me" not in mine(connie)


@ON_BOTH
def test_threads_where_i_wrote_wait_until_they_are_resolved(alice: Actor, connie: Actor) -> None:
    talk = f"{HOME}/answers/RC-01/comments/team"
    alice.browser.post(talk, data=alice.form(text="Who knows?"))
    connie.browser.post(talk, data=connie.form(text="I do"))
    assert "Discussions I joined 1 unresolved RC-01 Arden Customs · with colleagues 2 comments" in mine(alice)

    connie.browser.post(f"{talk}/resolution", data=connie.form(resolved="yes"))

    assert "Discussions I joined" not in mine(alice)


@ON_BOTH
def test_returned_questions_wait_until_they_are_answered_again(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    put(database, catalogue, State.RETURNED)
    assert "Returned questions 1 to answer RC-01 Arden Customs Returned" in mine(alice)

    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="2"))

    assert "Returned questions 0 to answer RC-01 Arden Customs Answered again" in mine(alice)


@pytest.mark.parametrize(
    ("state", "role", "act"),
    [
        (State.NOT_OPENED, Role.COORDINATOR, "Start"),
        (State.NOT_OPENED, Role.VIEWER, "See the answers"),
        (State.IN_PROGRESS, Role.CONTRIBUTOR, "Continue"),
        (State.IN_PROGRESS, Role.HEAD, "Check and sign"),
        (State.SIGNED, Role.HEAD, "See the answers"),
        (State.UNDER_REVIEW, Role.COORDINATOR, "See the answers"),
        (State.RETURNED, Role.CONTRIBUTOR, "Answer the returned questions"),
        (State.RETURNED, Role.HEAD, "Check and sign"),
        (State.REVIEWED, Role.VIEWER, "See the result"),
        (State.PUBLISHED, Role.COORDINATOR, "Published results"),
    ],
)
def test_each_state_says_what_comes_next(
    state: State, role: Role, act: str, alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="3"))
    put(database, catalogue, state)

    page = mine(actor(alice.browser.app, BY_ROLE[role]))  # type: ignore[arg-type]

    assert act in page
    assert "Nothing needs to be sent" not in page


@ON_BOTH
def test_the_coordinator_asks_the_head_for_the_signature_and_both_see_it(
    alice: Actor, connie: Actor, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    assert "Ask Hugo to sign" in mine(alice)
    assert "Ask Hugo to sign" not in mine(connie)

    alice.browser.post(f"{HOME}/work/signature", data=alice.form())

    page = mine(alice)
    assert "Alice asked the head to sign:" in page
    assert "Ask Hugo" not in page
    assert "Alice asked you to sign:" in mine(hugo)
    assert "Alice asked the head to sign:" in words(hugo.browser.get(f"{HOME}/signature").text)


def test_without_a_head_the_page_says_whom_to_invite(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue)
    with database.writing() as db:
        db.delete(db.get(Membership, ("hugo", "arden")))

    assert "No one can sign yet. Invite the head of the administration." in mine(alice)
