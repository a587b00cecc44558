"""A reviewer sends a table back as a question; the team mends that table alone and signs again."""

import pytest

from app.assessments.lifecycle import State
from app.assessments.workforce.signed import signed_numbers
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.workforce.conftest import HOME, fill_in
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

RETURN = f"/assessments/{ARDEN}/review/return"
ASKED = "Are the deputies counted among the executives?"


@pytest.fixture
def under_review(alice: Actor, on_2027: Database, catalogue: Catalogue) -> Database:
    fill_in(alice, "WT1a", {"G1/staff.W": 1, "G1/staff.M": 8})
    fill_in(alice, "WT2", {"permanent_full/staff.W": 560})
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
    return on_2027


def send_back(reviewer: Actor) -> None:
    page = reviewer.browser.get(f"{RETURN}?choose=WT1a").text
    assert "WT1a Staff by grade" in words(page)
    fields = form(page, RETURN).data(**{"question-WT1a": ASKED})
    fields.pop("more", None)
    fields["again"] = "yes"
    page = reviewer.browser.post(RETURN, data=fields).text
    answer = reviewer.browser.post(RETURN, data=form(page, RETURN).data() | {"use": ""})
    assert answer.status_code == 303, words(answer.text)


@ON_BOTH
def test_only_the_returned_table_can_be_filled_in_anew(alice: Actor, rita: Actor, under_review: Database) -> None:
    send_back(rita)

    page = words(alice.browser.get(f"{HOME}/WT1a").text)
    assert f"The secretariat asks: {ASKED}" in page
    assert fill_in(alice, "WT1a", {"G1/staff.W": 3}).status_code == 303
    closed = alice.form(**{"WT2-permanent_full-staff.W": "5", "revision": ""})
    assert alice.browser.post(f"{HOME}/WT2", data=closed).status_code == 409
    assert "WT1a" in words(alice.browser.get("/").text)


def test_the_letter_names_the_table(alice: Actor, rita: Actor, under_review: Database) -> None:
    send_back(rita)

    assert f"WT1a Staff by grade {ASKED}" in words(alice.browser.get("/").text)


def test_until_it_is_signed_again_the_reviewer_reads_what_was_signed(
    rita: Actor, alice: Actor, under_review: Database, catalogue: Catalogue
) -> None:
    send_back(rita)
    fill_in(alice, "WT1a", {"G1/staff.W": 3})

    with under_review.reading() as db:
        assert signed_numbers(db, ARDEN, 1)["WT1a/G1/staff.W"][0] == 1
    assert "top board 1 8 9" in words(rita.browser.get(f"{HOME}/WT1a").text)
