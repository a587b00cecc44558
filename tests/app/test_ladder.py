"""The ladder of every address of an assessment: stranger, nobody, and no such assessment; roles stand in the matrix."""

from urllib.parse import quote

import pytest

from app.access.guards import anyone, file_from_anyone, perhaps_signed_in, sign_in_form
from app.db.session import Database
from app.web.submitted import NO_TEXT
from tests.cast import ARDEN, Actor
from tests.house.bodies import BODIES
from tests.house.contents import contents
from tests.house.routes import OF_ASSESSMENTS, ROUTES, WRITING_ASSESSMENTS

HTMX = {"hx-request": "true"}
OPEN = {anyone, file_from_anyone, perhaps_signed_in, sign_in_form}
CLOSED_PAGES = [route for route in ROUTES if not route.is_api and not OPEN.intersection(route.guards)]
PLAIN_FORMS = [route for route in WRITING_ASSESSMENTS if not route.is_api]
WITH_TEXT = [route for route in PLAIN_FORMS if BODIES[route.path].keys() - NO_TEXT]
CLOSED_API = [route for route in ROUTES if route.is_api]


def test_a_stranger_gets_404_and_stores_nothing(charlie: Actor, database: Database) -> None:
    before = contents(database)

    for route in OF_ASSESSMENTS:
        answer = route.ask(charlie)
        assert answer.status_code == 404, route
        assert "Arden" not in answer.text, route
    assert contents(database) == before


def test_a_stranger_learns_as_much_as_of_an_assessment_that_is_not_there(charlie: Actor) -> None:
    for route in OF_ASSESSMENTS:
        theirs, nobodys = route.ask(charlie, headers=HTMX), route.ask(charlie, "nobody-2026", headers=HTMX)
        assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text), route


@pytest.mark.parametrize("id_", ["%00", "%F0%9F%92%A5"])
def test_an_odd_id_gets_404(id_: str, alice: Actor) -> None:
    assert {str(route) for route in OF_ASSESSMENTS if route.ask(alice, id_).status_code != 404} == set()


def test_a_page_sends_whoever_is_not_signed_in_to_the_sign_in_and_back(alice: Actor) -> None:
    for route in CLOSED_PAGES:
        if not route.writes:
            answer = route.ask_as_nobody(alice)
            back = "" if route.path == "/" else f"?next={quote(route.address())}"
            assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in{back}"), route


def test_a_button_without_a_text_sends_whoever_is_not_signed_in_to_the_sign_in(alice: Actor) -> None:
    for route in PLAIN_FORMS:
        if route not in WITH_TEXT:
            answer = route.ask_as_nobody(alice)
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), route


def test_a_plain_form_of_whoever_is_not_signed_in_gets_a_page_to_send_again(alice: Actor) -> None:
    for route in WITH_TEXT:
        answer = route.ask_as_nobody(alice)
        assert answer.status_code == 401, route
        assert f'action="{route.address()}"' in answer.text, route


def test_htmx_gets_a_fragment_that_says_to_sign_in(alice: Actor) -> None:
    for route in CLOSED_PAGES:
        answer = route.ask_as_nobody(alice, headers=HTMX)
        assert answer.status_code == 401, route
        assert 'href="/sign-in"' in answer.text, route
        assert "<html" not in answer.text, route


def test_a_program_without_a_good_token_gets_401_as_a_problem_document(alice: Actor) -> None:
    for route in CLOSED_API:
        answer = route.ask_as_nobody(alice)
        assert (answer.status_code, answer.json()["status"]) == (401, 401), route
        assert answer.headers["content-type"] == "application/problem+json", route
        assert answer.headers["www-authenticate"] == "Bearer", route


@pytest.mark.parametrize("address", ["elements/E9.9", "answers/ZZ-99", "answers/rc-01", "answers/%00", "nothing"])
def test_what_the_questionnaire_does_not_hold_gets_404(address: str, alice: Actor) -> None:
    assert alice.browser.get(f"/assessments/{ARDEN}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["/nothing", "/assessments", "/assessments/", f"/assessments/{ARDEN}/nothing"])
def test_an_address_that_leads_nowhere_gets_a_page_with_a_way_back(address: str, alice: Actor) -> None:
    answer = alice.browser.get(address)

    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_an_outcome_indicator_is_no_question_of_the_page(alice: Actor) -> None:
    form = alice.form(revision=0, choice="3")

    assert alice.browser.post(f"/assessments/{ARDEN}/answers/RC-21", data=form).status_code == 404
