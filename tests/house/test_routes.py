"""Every route has one declared audience; what reads cannot write, and what writes knows its own forms."""

import inspect

import pytest
from fastapi.testclient import TestClient

from app import access
from app.access import FORM_TOKEN
from app.database import Database, reading, writing
from tests.cast import Actor
from tests.house.contents import contents
from tests.house.routes import BODIES, OPEN_TO_ALL, OTHERS, READING, ROUTES, WRITING_PAGES, Route

KNOWS_ITS_FORMS = {access.sign_in_form, access.signed_in_to_write, access.assessment_to_answer}
NEEDS_A_TOKEN = [route for route in WRITING_PAGES if access.sign_in_form not in route.calls]


def test_the_walk_finds_the_routes() -> None:
    assert len(ROUTES) >= 20


def test_nothing_but_the_description_of_the_api_and_the_static_files_stands_beside_the_routes() -> None:
    assert OTHERS == OPEN_TO_ALL


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_route_has_exactly_one_guard(route: Route) -> None:
    assert len(route.guards) == 1


def test_the_list_of_guards_is_complete() -> None:
    aliases = [one for one in vars(access).values() if hasattr(one, "__metadata__")]
    named = {one.__metadata__[0].dependency for one in aliases} - {access.posted, reading, writing}

    assert named | {access.anyone} == set(access.GUARDS)


@pytest.mark.parametrize("route", READING, ids=str)
def test_a_get_never_holds_a_writing_session(route: Route) -> None:
    assert writing not in route.calls


@pytest.mark.parametrize("route", WRITING_PAGES, ids=str)
def test_a_page_that_writes_is_guarded_by_one_that_checks_the_form(route: Route) -> None:
    assert KNOWS_ITS_FORMS.intersection(route.guards)


@pytest.mark.parametrize("guard", [access.signed_in_to_write, access.assessment_to_answer])
def test_the_form_is_read_before_the_turn_to_write_is_taken(guard: object) -> None:
    """A browser that sends its form slowly must not keep everybody else from saving."""
    names = list(inspect.signature(guard).parameters)  # type: ignore[arg-type]

    assert names.index("form") < names.index("db")


def test_every_route_that_writes_is_tried_by_these_tests() -> None:
    assert {route.path for route in ROUTES if route.writes} == set(BODIES)


@pytest.mark.parametrize("route", NEEDS_A_TOKEN, ids=str)
@pytest.mark.parametrize("token", ["", "00" * 64, "é"])
def test_a_form_without_a_good_token_gets_403_and_stores_nothing(
    route: Route, token: str, alice: Actor, database: Database
) -> None:
    before = contents(database)

    answer = alice.browser.request(route.method, route.address(), data={**BODIES[route.path], FORM_TOKEN: token})

    assert answer.status_code == 403
    assert contents(database) == before


@pytest.mark.parametrize("route", NEEDS_A_TOKEN, ids=str)
def test_a_form_with_the_token_of_another_person_gets_403(route: Route, alice: Actor, charlie: Actor) -> None:
    data = charlie.form(**BODIES[route.path])

    assert alice.browser.request(route.method, route.address(), data=data).status_code == 403


@pytest.mark.parametrize("route", WRITING_PAGES, ids=str)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_sent_from_another_site_gets_403_and_stores_nothing(
    route: Route, site: str, alice: Actor, database: Database
) -> None:
    before = contents(database)

    answer = route.ask(alice, headers={"sec-fetch-site": site})

    assert answer.status_code == 403
    assert contents(database) == before


@pytest.mark.parametrize("route", WRITING_PAGES, ids=str)
def test_a_form_of_this_site_is_taken(route: Route, alice: Actor) -> None:
    assert route.ask(alice, headers={"sec-fetch-site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_api], ids=str)
def test_the_cookie_of_a_browser_opens_no_address_of_the_api(route: Route, alice: Actor) -> None:
    """No form token is checked there, so a cookie must not count."""
    body = {"json": BODIES[route.path]} if route.writes else {}

    assert alice.browser.request(route.method, route.address(), **body).status_code == 401


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_method_that_is_not_offered_gets_405_and_names_those_that_are(route: Route, app: object) -> None:
    answer = TestClient(app).request("DELETE", route.address())  # type: ignore[arg-type]

    assert answer.status_code == 405
    assert answer.headers["allow"]
