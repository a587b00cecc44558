"""Every route has one declared audience; what reads cannot write, and what writes knows its own forms."""

import inspect
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.access import guards
from app.access.forms import FORM_TOKEN, submitted_form, submitted_form_with_files
from app.db.session import Database, reading, writing
from app.features.accounts.link_routes import turn_of_link
from app.features.accounts.request_context import turn, turn_elsewhere
from app.features.reports.verification import routes as verifying_routes
from app.web.messages import FIELD
from tests.cast import Actor
from tests.engines import ON_BOTH
from tests.house.acts import HARMLESS, SAY_IT_THEMSELVES
from tests.house.bodies import BODIES
from tests.house.conftest import Tries
from tests.house.contents import contents
from tests.house.routes import ALSO_GOOD, OPEN_TO_ALL, OTHERS, READING, ROUTES, WRITING_PAGES, Route

CHANGES = tuple(kind for kind in guards.GUARD_KINDS if not kind.__name__.endswith("ToSee"))
WITH_FORMS = [kind.__call__ for kind in CHANGES if kind is not guards.ApiAssessmentToChange]
OF_ANYBODY = {guards.sign_in_form, guards.file_from_anyone}
SEATED = {turn, turn_elsewhere, turn_of_link, verifying_routes.seat}
FORMS = (*OF_ANYBODY, guards.signed_in_to_write, guards.signed_in_form)
NEEDS_A_TOKEN = [route for route in WRITING_PAGES if not OF_ANYBODY.intersection(route.calls)]


def test_the_walk_finds_the_routes() -> None:
    assert len(ROUTES) >= 20


def test_nothing_but_the_description_of_the_api_and_the_static_files_stands_beside_the_routes() -> None:
    assert OTHERS == OPEN_TO_ALL


def test_a_route_has_exactly_one_guard() -> None:
    assert {str(route) for route in ROUTES if len(route.guards) != 1} == set()


def test_the_list_of_guards_is_complete() -> None:
    aliases = [value.__metadata__[0].dependency for value in vars(guards).values() if hasattr(value, "__metadata__")]
    forms = {submitted_form, submitted_form_with_files, reading, writing}

    assert {guard for guard in aliases if not isinstance(guard, guards.GUARD_KINDS)} - forms == set(guards.GUARDS)


def test_every_kind_of_guard_is_in_the_list() -> None:
    kinds = {
        value for value in vars(guards).values() if isinstance(value, type) and value.__module__ == guards.__name__
    }

    assert kinds == set(guards.GUARD_KINDS)


def test_a_get_never_holds_a_writing_session() -> None:
    assert {str(route) for route in READING if writing in route.calls} == set()


def test_a_page_that_writes_is_guarded_by_one_that_checks_the_form() -> None:
    guards_of = {str(route): route.guards[0] for route in WRITING_PAGES}

    assert {route for route, guard in guards_of.items() if not (guard in FORMS or isinstance(guard, CHANGES))} == set()


@pytest.mark.parametrize(
    "guard", [guards.signed_in_to_write, guards.signed_in_form, guards.file_from_anyone, *WITH_FORMS]
)
def test_the_form_is_read_before_the_turn_to_write_is_taken(guard: object) -> None:
    """A browser that sends its form slowly must not keep everybody else from saving."""
    names = list(inspect.signature(guard).parameters)  # type: ignore[arg-type]

    assert names.index("form") < names.index("db")


def test_what_strangers_may_post_has_seats() -> None:
    """Strangers who wait must hold neither a thread nor the turn to write."""
    of_strangers = [route for route in WRITING_PAGES if OF_ANYBODY & {*route.calls}]

    assert of_strangers
    assert {str(route) for route in of_strangers if not SEATED.intersection(route.calls)} == set()


def test_every_route_that_writes_is_tried_by_these_tests() -> None:
    assert {route.path for route in ROUTES if route.writes} == set(BODIES)


@pytest.mark.parametrize("token", ["", "00" * 64, "é"])
def test_no_form_without_a_good_token_is_taken(token: str, alice: Actor, database: Database) -> None:
    before = contents(database)

    said = {str(route): sent(alice, route, {FORM_TOKEN: token}) for route in NEEDS_A_TOKEN}

    assert {route: status for route, status in said.items() if status != 403} == {}
    assert contents(database) == before


def test_no_form_with_the_token_of_another_person_is_taken(alice: Actor, charlie: Actor, database: Database) -> None:
    before = contents(database)

    said = {str(route): sent(alice, route, charlie.form()) for route in NEEDS_A_TOKEN}

    assert {route: status for route, status in said.items() if status != 403} == {}
    assert contents(database) == before


def sent(actor: Actor, route: Route, token: dict[str, object]) -> int:
    data = {**BODIES[route.path], **token}
    return int(actor.browser.request(route.method, route.address(), data=data).status_code)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_form_sent_from_another_site_is_taken(site: str, alice: Actor, database: Database) -> None:
    before = contents(database)

    said = {str(route): route.ask(alice, headers={"sec-fetch-site": site}).status_code for route in WRITING_PAGES}

    assert {route: status for route, status in said.items() if status != 403} == {}
    assert contents(database) == before


@ON_BOTH
def test_a_form_of_this_site_is_taken_and_a_message_says_that_it_was_done(tries: Tries) -> None:
    wrong = {}
    for route in WRITING_PAGES:
        tries.begin_anew()
        answer = route.ask(tries.who_may(route), headers={"sec-fetch-site": "same-origin"})
        is_taken = answer.status_code in {303, *ALSO_GOOD.get(str(route), ())}
        says_so = answer.status_code == 303 and route.path not in HARMLESS | SAY_IT_THEMSELVES
        if not is_taken or (says_so and f"{FIELD}=" not in answer.headers["location"]):
            wrong[str(route)] = answer.status_code, answer.headers.get("location")

    assert wrong == {}


@ON_BOTH
@pytest.mark.usefixtures("undrawn")
def test_every_other_address_is_answered(tries: Tries) -> None:
    """With what is sent to the pages above, each route has answered once on each database."""
    wrong = {}
    for route in ROUTES:
        if route not in WRITING_PAGES:
            if route.writes:
                tries.begin_anew()
            status = route.ask(tries.who_may(route)).status_code
            if status not in route.good:
                wrong[str(route)] = status

    assert wrong == {}


def test_the_cookie_of_a_browser_opens_no_address_of_the_api(alice: Actor) -> None:
    """No form token is checked there, so a cookie must not count."""
    for route in ROUTES:
        if route.is_api:
            body: dict[str, Any] = {"json": BODIES[route.path]} if route.writes else {}
            assert alice.browser.request(route.method, route.address(), **body).status_code == 401, route


def test_a_method_that_is_not_offered_gets_405_and_names_those_that_are(app: FastAPI) -> None:
    browser = TestClient(app)

    for route in ROUTES:
        answer = browser.request("DELETE", route.address())
        assert answer.status_code == 405, route
        assert answer.headers["allow"], route
