"""The first page: a person's own assessments, or the whole round; always with as many queries, however long."""

import pytest
from fastapi import FastAPI

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Administration, Membership
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.queries import queries
from tests.cast import ARDEN, BRINK, Actor, actor, add_assessment
from tests.engines import ON_BOTH
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"


@pytest.fixture
def crowd(database: Database, catalogue: Catalogue) -> Database:
    """Thirty more administrations, each with an assessment; Alice belongs to them all."""
    with database.writing() as db:
        for number in range(30):
            code = f"x{number}"
            names = {"name": f"Administration {number}", "country": "", "region": "AP", "language": "en"}
            db.add(Administration(id=code, code=code.upper(), **names))
            db.flush()
            db.add(Membership(person_id="alice", administration_id=code, role="coordinator"))
            add_assessment(db, catalogue, "2026.1", code)
    return database


@pytest.mark.parametrize(
    ("reader", "address"), [("alice", "/"), ("alice", "/api/v1/assessments"), ("sofia", "/api/v1/assessments")]
)
@ON_BOTH
def test_the_list_takes_few_queries_whatever_its_length(
    reader: str, address: str, app: FastAPI, crowd: Database
) -> None:
    """Two for the list; what waits for a person of an administration takes as many again, however much it is."""
    person = actor(app, reader)
    with queries(crowd) as sent:
        answer = person.browser.get(address, headers=person.api)

    assert "Administration 29" in answer.text
    assert len(sent) <= (4 if (reader, address) == ("alice", "/") else 3), "\n".join(sent)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("", 6),
        ("/profile", 6),
        ("/elements/E1.1", 6),
        ("/scorecard", 4),
        ("/answers/RC-01", 5),
    ],
)
def test_a_page_of_an_assessment_takes_few_queries(address: str, most: int, alice: Actor, database: Database) -> None:
    for number, indicator in enumerate(("RC-01", "RC-02", "RC-03", "RC-04", "RC-05")):
        alice.browser.post(f"{HOME}/answers/{indicator}", data=alice.form(revision=0, choice=str(number)))

    with queries(database) as sent:
        alice.browser.get(f"{HOME}{address}", headers={"hx-request": "true"})

    assert len(sent) <= most, "\n".join(sent)


def test_a_coordinator_sees_its_own_assessment_only(alice: Actor) -> None:
    shown = words(alice.browser.get("/").text)

    assert "Arden Customs" in shown
    assert "Brink" not in shown


def test_a_coordinator_of_nothing_is_told_what_will_come(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        db.delete(db.get(Membership, ("alice", "arden")))

    assert "You have no assessment yet " in words(alice.browser.get("/").text)


def test_the_api_lists_what_the_token_may_read(alice: Actor, sofia: Actor) -> None:
    mine = alice.browser.get("/api/v1/assessments", headers=alice.api).json()["assessments"]
    all_ = sofia.browser.get("/api/v1/assessments", headers=sofia.api).json()["assessments"]

    assert [assessment["id"] for assessment in mine] == [ARDEN]
    assert [assessment["id"] for assessment in all_] == [ARDEN, BRINK]


def test_the_api_lists_to_auditors_what_was_signed(bob: Actor, database: Database, catalogue: Catalogue) -> None:
    address = "/api/v1/assessments"
    assert bob.browser.get(address, headers=bob.api).json()["assessments"] == []

    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    assessments = bob.browser.get(address, headers=bob.api).json()["assessments"]
    assert [assessment["id"] for assessment in assessments] == [ARDEN]


def test_the_list_follows_each_save(alice: Actor) -> None:
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="3"))

    (line,) = alice.browser.get("/api/v1/assessments", headers=alice.api).json()["assessments"]
    assert (line["state"], line["done"], line["asked"], line["progress"]["P1"]) == ("in progress", 1, 93, [1, 20])
    assert "1 of 93" in words(alice.browser.get("/").text)


def test_the_names_of_administrations_are_shown_as_text(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        administration = db.get(Administration, "arden")
        assert administration
        administration.name = "<b>Arden</b> & Co"

    page = alice.browser.get("/").text
    assert "&lt;b&gt;Arden&lt;/b&gt; &amp; Co" in page
    assert "<b>Arden" not in page
