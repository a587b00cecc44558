"""Whoever opens another administration's answers stands in the log; the administration itself does not."""

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.access.guards import NO_READING
from app.assessments.lifecycle import State
from app.assessments.rights import OFFICES, TEAM, may, sees_only_assigned
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, BY_ROLE, actor
from tests.house.conftest import Tries
from tests.house.routes import OF_ASSESSMENTS
from tests.states import put_in_state

SHOWING = [route for route in OF_ASSESSMENTS if not route.writes and route.permission not in NO_READING]


def readings(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        rows = db.execute(text("""SELECT "by", assessment_id FROM audit WHERE action = 'answers read'"""))
        return [(row[0], row[1]) for row in rows]


def signed(database: Database, catalogue: Catalogue, state: State = State.REVIEWED) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)


@pytest.mark.usefixtures("undrawn")
def test_an_outsider_is_remembered_once_however_often_they_look(app: FastAPI, database: Database, tries: Tries) -> None:
    wrong = {}
    for route in SHOWING:
        tries.begin_anew()
        tries.put(State.REVIEWED)
        outsiders = [role for role in OFFICES if route.permission and may(route.permission, role, State.REVIEWED)]
        for role in outsiders * 2:
            route.ask(actor(app, BY_ROLE[role]))
        let_in = [role for role in outsiders if not sees_only_assigned(role)]
        if sorted(readings(database)) != sorted((BY_ROLE[role], ARDEN) for role in let_in):
            wrong[str(route)] = readings(database)

    assert wrong == {}


@pytest.mark.usefixtures("undrawn")
def test_the_administration_itself_is_not_remembered(app: FastAPI, database: Database, tries: Tries) -> None:
    tries.put(State.REVIEWED)
    people = [actor(app, BY_ROLE[role]) for role in TEAM]
    wrong = []
    for route in SHOWING:
        for person in people:
            route.ask(person)
        if readings(database):
            wrong.append(str(route))

    assert wrong == []


def test_who_is_refused_read_nothing(app: FastAPI, database: Database, catalogue: Catalogue) -> None:
    signed(database, catalogue, State.IN_PROGRESS)
    for name in ("bob", "tessa", "charlie"):
        assert actor(app, name).browser.get(f"/assessments/{ARDEN}/scorecard").status_code == 404

    assert readings(database) == []


def test_after_an_hour_it_is_a_new_reading(app: FastAPI, database: Database, catalogue: Catalogue) -> None:
    signed(database, catalogue)
    rita = actor(app, "rita")
    rita.browser.get(f"/assessments/{ARDEN}/scorecard")
    with database.writing() as db:
        db.execute(text("UPDATE audit SET at = '2026-01-01 00:00:00.000000'"))

    rita.browser.get(f"/assessments/{ARDEN}/scorecard")

    assert readings(database) == [("rita", ARDEN)] * 2


def test_a_program_is_remembered_as_a_person_is(app: FastAPI, database: Database, catalogue: Catalogue) -> None:
    signed(database, catalogue)
    bob = actor(app, "bob")

    answers = bob.browser.get(f"/api/v1/assessments/{ARDEN}/answers", headers=bob.api)

    assert (answers.status_code, readings(database)) == (200, [("bob", ARDEN)])
