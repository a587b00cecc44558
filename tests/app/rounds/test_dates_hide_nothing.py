"""Reading never depends on dates: with days that are missing or long past, every page shows the same as before."""

import pytest
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Round
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.cast import ARDEN, Actor
from tests.states import put_in_state

HOME = f"/assessments/{ARDEN}"
PAGES = ("", "/profile", "/elements/E1.1", "/scorecard")
DATES = ("opens_on", "due_on", "review_until", "publish_on")


@pytest.fixture(params=["", "2001-01-01"], ids=["missing", "past"])
def dateless(request: pytest.FixtureRequest, alice: Actor, database: Database) -> Database:
    """A round whose days are missing or long past, with an answer of Arden."""
    data = alice.form(revision=0, choice="3", comment="Signed in May")
    assert alice.browser.post(f"{HOME}/answers/RC-01", data=data).status_code == 303
    with database.writing() as db:
        for round_ in db.exec(select(Round)):
            for name in DATES:
                setattr(round_, name, request.param)
    return database


@pytest.mark.parametrize("page", PAGES)
def test_an_administration_reads_all_its_pages(page: str, alice: Actor, dateless: Database) -> None:
    answer = alice.browser.get(f"{HOME}{page}")

    assert answer.status_code == 200
    assert "Arden Customs" in words(answer.text)


def test_an_administration_reads_and_saves_its_answers(alice: Actor, dateless: Database) -> None:
    assert "Signed in May" in alice.browser.get(f"{HOME}/elements/E1.1").text
    again = alice.form(revision=1, choice="4", comment="Signed in June")
    assert alice.browser.post(f"{HOME}/answers/RC-01", data=again).status_code == 303
    assert "1 of 93" in words(alice.browser.get("/").text)


def test_the_offices_read_every_round(sofia: Actor, bob: Actor, dateless: Database, catalogue: Catalogue) -> None:
    with dateless.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    for person in (sofia, bob):
        for page in ("/account", "/rounds", "/rounds/round", "/rounds/round/overview.csv", f"{HOME}/gap-report.xlsx"):
            assert person.browser.get(page).status_code == 200
        assert "Arden Customs" in words(person.browser.get("/rounds/round").text)
