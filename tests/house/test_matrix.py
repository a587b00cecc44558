"""Every route x every role x own, foreign and missing x every state, against the one table of rights.

A route says which right it asks for by its guard; the table says what must come back. A new route fails here until it
has a guard, and one that writes until it has a body in `routes.py`.
"""

import pytest
from fastapi import FastAPI

from app.assessments.lifecycle import State
from app.assessments.rights import TEAM, Permission, Role, may, may_ever, sees_only_assigned
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, BRINK, BY_ROLE, actor
from tests.house.conftest import Tries
from tests.house.contents import contents
from tests.house.routes import ROUTES, Route
from tests.states import put_in_state

pytestmark = pytest.mark.usefixtures("undrawn")
HTMX = {"hx-request": "true"}
OF_ASSESSMENTS = [route for route in ROUTES if route.is_of_assessment]
OF_ADMINISTRATIONS = [route for route in ROUTES if "{administration_id}" in route.path]
OF_OFFICES = [route for route in ROUTES if route.permission and not route.is_of_assessment]
REFUSED = {403, 404, 409}
TO_SEE = {
    Permission.READ,
    Permission.EXPORT,
    Permission.READ_EVIDENCE,
    Permission.SEE_MODERATED,
    Permission.SEE_WORKFORCE,
}


def expected(route: Route, role: Role, state: State) -> int | None:
    """The refusal that the table demands; None where the request must get past its guard."""
    wanted = route.permission
    assert wanted
    if not may(Permission.READ, role, state) or sees_only_assigned(role):  # Arden's review is Rita's
        return 404
    if may(wanted, role, state):
        return None
    if not may_ever(wanted, role):
        return 403
    return 404 if wanted in TO_SEE else 409


@pytest.mark.parametrize("state", State)
def test_of_the_own_assessment(state: State, app: FastAPI, database: Database, tries: Tries) -> None:
    """All routes and roles in one test: the state is set once, and what is refused changes nothing."""
    tries.put(state)
    before = contents(database, "session")
    refused = [(role, route) for role in Role for route in OF_ASSESSMENTS if expected(route, role, state)]
    people = {role: actor(app, BY_ROLE[role]) for role in Role}

    answers = {(role, route): route.ask(people[role], headers=HTMX).status_code for role, route in refused}

    wrong = {
        f"{role} {route}": status for (role, route), status in answers.items() if status != expected(route, role, state)
    }
    assert wrong == {}
    assert contents(database, "session") == before


@pytest.mark.parametrize("state", State)
def test_what_the_table_allows_to_see_is_shown(state: State, app: FastAPI, tries: Tries) -> None:
    tries.put(state)
    wrong = {}
    for role in Role:
        person = actor(app, BY_ROLE[role])
        for route in OF_ASSESSMENTS:
            if not route.writes and expected(route, role, state) is None:
                status = route.ask(person, headers=HTMX).status_code
                if status not in route.good:
                    wrong[f"{role} {route}"] = status

    assert wrong == {}


def test_what_the_table_allows_to_change_gets_past_its_guard(
    app: FastAPI, database: Database, catalogue: Catalogue, tries: Tries
) -> None:
    """In every state, every role that may: the answer is the route's own, never the guard's refusal."""
    wrong = {}
    for route in OF_ASSESSMENTS:
        allowed = [(role, state) for state in State for role in Role if expected(route, role, state) is None]
        if not route.writes:
            continue
        tries.begin_anew()
        for role, state in allowed:
            with database.writing() as db:
                put_in_state(db, catalogue, state)
            status = route.ask(actor(app, BY_ROLE[role]), headers=HTMX).status_code
            if status not in route.good:
                wrong[f"{role} {state} {route}"] = status

    assert wrong == {}


@pytest.mark.parametrize("role", [*TEAM, Role.EXTERNAL_REVIEWER])
def test_of_a_foreign_and_of_a_missing_assessment(role: Role, app: FastAPI, database: Database) -> None:
    person, before = actor(app, BY_ROLE[role]), contents(database)

    for route in OF_ASSESSMENTS:
        theirs, nobodys = route.ask(person, BRINK, headers=HTMX), route.ask(person, "nobody-2026", headers=HTMX)
        assert (str(route), theirs.status_code) == (str(route), 404)
        assert theirs.text == nobodys.text
    assert contents(database) == before


@pytest.mark.parametrize("role", [*TEAM, Role.EXTERNAL_REVIEWER])
def test_of_a_foreign_and_of_a_missing_administration(role: Role, app: FastAPI, database: Database) -> None:
    person, before = actor(app, BY_ROLE[role]), contents(database)

    for route in OF_ADMINISTRATIONS:
        theirs = route.ask(person, administration="brink", headers=HTMX)
        nobodys = route.ask(person, administration="nowhere", headers=HTMX)
        assert (str(route), theirs.status_code) == (str(route), 404)
        assert theirs.text == nobodys.text
    assert contents(database) == before


@pytest.mark.parametrize("role", Role)
def test_of_what_belongs_to_an_office(role: Role, app: FastAPI, database: Database) -> None:
    """Rights that hang on no assessment: the same in every state."""
    person = actor(app, BY_ROLE[role])
    wrong = {}
    for route in OF_OFFICES:
        is_allowed = may_ever(route.permission, role) if route.permission else True
        if not is_allowed:
            status = route.ask(person, headers=HTMX).status_code
            if status not in REFUSED:
                wrong[str(route)] = status

    assert wrong == {}


def test_the_matrix_is_not_empty() -> None:
    assert len(OF_ASSESSMENTS) * len(Role) * len(State) > 500
    assert ARDEN != BRINK
