"""The start page of the offices: what waits for them, with counts, and the rounds that they follow."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.access.identity import utc_now
from app.assessments.lifecycle import State, Transition
from app.assessments.report.gap_report import assessment_for_command
from app.assessments.transitions import Cause, record_transition
from app.db.session import Database
from app.db.tables.reviews import Disagreement, ReviewTask
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state


def counts(page: str) -> dict[str, int]:
    items = re.findall(r"<li>(.+?) <strong[^>]*>(\d+)</strong>", page)
    return {words(title): int(count) for title, count in items}


Put = Callable[[State], None]


@pytest.fixture
def put(database: Database, catalogue: Catalogue) -> Put:
    def put_arden(state: State) -> None:
        with database.writing() as db:
            put_in_state(db, catalogue, state)

    return put_arden


def test_nothing_waits_at_first(sofia: Actor) -> None:
    assert set(counts(sofia.browser.get("/").text).values()) == {0}


@ON_BOTH
def test_what_was_signed_waits_for_a_reviewer(sofia: Actor, database: Database, put: Put) -> None:
    put(State.SIGNED)
    assert counts(sofia.browser.get("/").text)["Signed, no reviewer yet"] == 0

    with database.writing() as db:
        db.execute(delete(ReviewTask))
    page = sofia.browser.get("/").text
    assert counts(page)["Signed, no reviewer yet"] == 1
    assert 'href="/reviews"' in page


@pytest.mark.parametrize(("due_on", "count"), [("2001-01-01", 1), ("2099-01-01", 0), ("", 0)])
def test_a_review_past_its_day_is_counted(due_on: str, count: int, sofia: Actor, database: Database, put: Put) -> None:
    put(State.UNDER_REVIEW)
    with database.writing() as db:
        db.get_one(ReviewTask, (ARDEN, "first")).due_on = due_on

    assert counts(sofia.browser.get("/").text)["Overdue reviews"] == count


@pytest.mark.parametrize(("settled", "count"), [("", 1), ("agreed", 0), ("not agreed", 0)])
def test_open_disagreements_are_counted(settled: str, count: int, sofia: Actor, database: Database, put: Put) -> None:
    put(State.REVIEWED)
    with database.writing() as db:
        asked: dict[str, Any] = {"text": "No.", "settled": settled, "by": "alice", "at": utc_now()}
        db.add(Disagreement(assessment_id=ARDEN, edition=1, indicator="RC-01", **asked))

    assert counts(sofia.browser.get("/").text)["Second opinions requested"] == count


def test_a_correction_waits_until_it_is_decided(
    sofia: Actor, database: Database, catalogue: Catalogue, put: Put
) -> None:
    put(State.PUBLISHED)
    for verb, count in (
        (Transition.ASK_CORRECTION, 1),
        (Transition.REFUSE_CORRECTION, 0),
        (Transition.ASK_CORRECTION, 1),
    ):
        with database.writing() as db:
            arden = assessment_for_command(db, catalogue, ARDEN)
            assert arden
            record_transition(db, arden, verb, Cause("alice", utc_now(), "Wrong"))
        assert counts(sofia.browser.get("/").text)["Corrections requested"] == count


def test_a_reviewer_sees_her_own_reviews(rita: Actor, put: Put) -> None:
    assert counts(rita.browser.get("/").text) == {"My reviews": 0}
    put(State.UNDER_REVIEW)
    assert counts(rita.browser.get("/").text) == {"My reviews": 1}


@pytest.mark.parametrize(("person", "address"), [("rita", "/reviews"), ("tessa", "/accounts")])
def test_each_office_has_its_way(person: str, address: str, app: FastAPI, put: Put) -> None:
    put(State.UNDER_REVIEW)

    assert f'href="{address}"' in actor(app, person).browser.get("/").text


@pytest.mark.parametrize(("person", "follows"), [("sofia", True), ("rita", True), ("tessa", False)])
@ON_BOTH
def test_whoever_follows_rounds_sees_how_far_they_are(person: str, follows: bool, app: FastAPI, put: Put) -> None:
    put(State.UNDER_REVIEW)
    shown = words(actor(app, person).browser.get("/").text)

    assert ("Round 2026" in shown, "1 of 2 signed, 0 published" in shown) == (follows, follows)
