"""Who sees the numbers, and who may fill them in: role by role and state by state."""

from typing import Any

import pytest
from fastapi import FastAPI

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.workforce.conftest import GRADES, HOME, fill_in
from tests.cast import OFFICES, TEAMS, Actor, actor
from tests.states import put_in_state

SECRET = "7654321"
BEING_REVIEWED = (State.SIGNED, State.UNDER_REVIEW, State.RETURNED, State.REVIEWED)
PLACES = (HOME, GRADES, "/assessments/arden-2026/workforce/WT1b")


def may_see(name: str, state: State) -> bool:
    if name in TEAMS:
        return TEAMS[name][0] == "arden"
    return name in ("sofia", "rita") and state in BEING_REVIEWED


@pytest.mark.parametrize("state", State)
def test_numbers_are_for_the_team_and_for_who_reviews_while_they_review(
    app: FastAPI, alice: Actor, on_2027: Database, catalogue: Catalogue, state: State
) -> None:
    fill_in(alice, "WT1a", {"G1/staff.W": SECRET})
    with on_2027.writing() as db:
        put_in_state(db, catalogue, state)

    for name in (*TEAMS, *OFFICES):
        page = actor(app, name).browser.get(GRADES)
        assert (SECRET in page.text) == may_see(name, state), (name, state)
        assert page.status_code == 200 or SECRET not in page.text


@pytest.mark.parametrize("state", State)
def test_only_those_who_answer_fill_in_and_only_before_the_signature(
    app: FastAPI, alice: Actor, on_2027: Database, catalogue: Catalogue, state: State
) -> None:
    with on_2027.writing() as db:
        put_in_state(db, catalogue, state)
    body: dict[str, Any] = {"WT1a-G1-staff.W": "5", "revision": ""}

    for name in (*TEAMS, *OFFICES):
        person = actor(app, name)
        saved = person.browser.post(GRADES, data=person.form(**body)).status_code == 303
        answers = name in ("alice", "connie", "hugo") and state in (State.NOT_OPENED, State.IN_PROGRESS)
        assert saved == answers, (name, state)
