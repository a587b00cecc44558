"""A publication freezes which numbers are shown; nobody outside sees any other."""

import pytest
from fastapi import FastAPI
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Publication
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.workforce.conftest import HOME, fill_in
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

PUBLICATION = f"/assessments/{ARDEN}/publication"
STAFF = {
    f"G{row}/staff.{sex}": number
    for sex, numbers in {"W": (1, 12, 44, 96, 210, 356, 120), "M": (8, 34, 86, 168, 240, 693, 80)}.items()
    for row, number in enumerate(numbers, 1)
}
COMPLAINTS = {"harassment/reports.W": 7, "harassment/reports.M": 0, "discrimination/reports.W": 31}


@pytest.fixture
def reviewed(alice: Actor, on_2027: Database, catalogue: Catalogue) -> Database:
    fill_in(alice, "WT1a", STAFF)
    fill_in(alice, "WT7a", COMPLAINTS)
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.REVIEWED)
    return on_2027


def publish(lead: Actor) -> None:
    page = lead.browser.get(PUBLICATION)
    answer = lead.browser.post(PUBLICATION, data=form(page.text, PUBLICATION).data())
    assert answer.status_code == 303, words(answer.text)


@ON_BOTH
def test_a_publication_holds_what_is_shown_and_no_other_number(sofia: Actor, reviewed: Database) -> None:
    publish(sofia)

    with reviewed.reading() as db:
        (content,) = db.exec(select(Publication.content)).all()
    numbers = content["workforce"]
    assert numbers["merged"] == [["G1", "G2"]]
    assert numbers["shown"]["WT1a/G1+G2/staff.W"] == 13
    assert numbers["shown"]["WT1a/total/staff.total"] == 2148
    assert {"WT1a/G1/staff.W", "WT7a/harassment/reports.W", "WT7a/harassment/reports.M"} <= set(numbers["hidden"])
    assert not set(numbers["hidden"]) & set(numbers["shown"])
    assert len(numbers["sha256"]) == 64


def test_everybody_outside_reads_what_was_published(app: FastAPI, sofia: Actor, reviewed: Database) -> None:
    publish(sofia)

    for name in ("bob", "sofia", "rita"):
        page = words(actor(app, name).browser.get(HOME).text)
        assert "1 Executive: head, deputies, top board + 2 Senior management 13 42 55" in page
        assert "Harassment c c" in page
        assert actor(app, name).browser.get(f"{HOME}/WT1a").status_code in (403, 404)


def test_before_a_publication_nobody_outside_reads_a_number(app: FastAPI, reviewed: Database) -> None:
    page = words(actor(app, "bob").browser.get(HOME).text)

    assert "Nothing to show yet" in page
    assert "2148" not in page


def test_numbers_that_changed_after_the_pattern_was_worked_out_are_not_published(
    sofia: Actor, reviewed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = form(sofia.browser.get(PUBLICATION).text, PUBLICATION).data()
    monkeypatch.setattr("app.features.reviewing.publication.prepared.patterns_of", lambda _pool, _wanted: {})

    answer = sofia.browser.post(PUBLICATION, data=page)

    assert answer.status_code == 409
    assert "Arden Customs: the workforce numbers, or what was published of them before, have changed." in words(
        answer.text
    )
    with reviewed.reading() as db:
        assert not db.exec(select(Publication)).all()
