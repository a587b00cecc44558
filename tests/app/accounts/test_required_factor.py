"""Every office needs a second factor: before it is set up nothing else opens."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError
from sqlalchemy import select

from app.db.installation import DEMO_ROUND
from app.db.session import Database
from app.db.tables.records import Mail
from app.db.tables.rounds import Round
from app.jobs.outbox import Kind
from app.settings import Settings
from tests.app.accounts.steps import CODE, code_of, new_browser, secret_on, sign_in
from tests.app.browser import words
from tests.app_state import change_state
from tests.cast import ARDEN, OFFICES, Actor

pytestmark = pytest.mark.usefixtures("quick_passwords")
STEP = "/sign-in/second-factor"
ENROLMENT = "/sign-in/enrolment"


@pytest.fixture
def required(app: FastAPI, database: Database) -> Iterator[None]:
    """As in an installation that sets nothing: every office must have a second factor."""
    own = app.state.settings
    change_state(app, settings=own.model_copy(update={"second_factor_for": Settings().second_factor_for}))
    yield
    change_state(app, settings=own)


def enrol(browser: TestClient, person: str) -> None:
    """Signs in and sets up an app, as the office demands."""
    sign_in(browser, person)
    secret = secret_on(browser.get(ENROLMENT).text)
    browser.post(ENROLMENT, data={"code": code_of(secret)})


@pytest.mark.usefixtures("required")
def test_an_office_that_needs_a_second_factor_sees_nothing_before_it_is_set_up(app: FastAPI) -> None:
    browser = new_browser(app)
    assert sign_in(browser, "sofia", next="/account").headers["location"] == f"{ENROLMENT}?next=/account"
    assert browser.get("/").headers["location"] == "/sign-in"
    assert browser.get("/sign-in").headers["location"] == ENROLMENT
    secret = secret_on(browser.get(ENROLMENT).text)
    assert browser.post(ENROLMENT, data={"code": "000000"}).status_code == 422

    done = browser.post(ENROLMENT, data={"code": code_of(secret), "next": "/account"})

    assert len(CODE.findall(done.text)) == 10
    assert 'href="/account"' in done.text
    assert browser.get("/").status_code == 200
    assert sign_in(new_browser(app), "sofia").headers["location"] == STEP


@pytest.mark.usefixtures("required")
def test_whoever_was_signed_in_before_it_was_asked_for_signs_in_once_more(app: FastAPI, sofia: Actor) -> None:
    """As a lead of version 0.3.0, whose session outlives the update."""
    assert sofia.browser.get("/rounds").headers["location"] == "/sign-in?next=/rounds"

    assert sign_in(sofia.browser, "sofia", next="/rounds").headers["location"] == f"{ENROLMENT}?next=/rounds"


@pytest.mark.usefixtures("required")
def test_the_last_second_factor_of_such_an_office_stays(sofia: Actor) -> None:
    enrol(sofia.browser, "sofia")

    answer = sofia.browser.post("/account/authenticator/removal", data=sofia.form())

    assert answer.status_code == 422
    assert "Your office requires two-step verification." in words(answer.text)


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("person", OFFICES)
def test_each_office_must_have_one(person: str, app: FastAPI) -> None:
    assert sign_in(new_browser(app), person).headers["location"] == ENROLMENT


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("address", ["/rounds", "/account", "/accounts", "/desk", f"/assessments/{ARDEN}"])
def test_before_that_every_page_leads_to_its_enrolment(address: str, app: FastAPI) -> None:
    browser = new_browser(app)
    sign_in(browser, "sofia")

    first = browser.get(address).headers["location"]
    second = browser.get(first).headers["location"]

    assert second == f"{ENROLMENT}?next={address}"


@pytest.mark.usefixtures("required")
def test_a_token_of_such_an_account_says_what_is_missing_until_it_is_there(app: FastAPI, sofia: Actor) -> None:
    refused = sofia.browser.get("/api/v1/assessments", headers=sofia.api)
    enrol(new_browser(app), "sofia")

    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert "Sign in to Parity with a browser and set it up" in refused.json()["detail"]
    assert sofia.browser.get("/api/v1/assessments", headers=sofia.api).status_code == 200


@pytest.mark.usefixtures("required")
def test_in_a_demo_the_printed_password_is_enough_unless_it_is_set_otherwise(app: FastAPI, database: Database) -> None:
    with database.writing() as db:
        shown = db.get_one(Round, "round")
        db.add(Round(**shown.model_dump() | {"id": DEMO_ROUND, "name": "Demo"}))

    assert sign_in(new_browser(app), "sofia").headers["location"] == "/"

    change_state(app, settings=app.state.settings.model_copy(update={"second_factor_in_demo": True}))
    assert sign_in(new_browser(app), "sofia").headers["location"] == ENROLMENT


@pytest.mark.usefixtures("required")
def test_setting_one_up_ends_the_other_sessions_and_is_told_by_mail(
    app: FastAPI, sofia: Actor, database: Database
) -> None:
    browser = new_browser(app)

    enrol(browser, "sofia")

    assert (browser.get("/").status_code, sofia.browser.get("/").status_code) == (200, 303)
    with database.reading() as db:
        (mail,) = db.execute(select(Mail)).scalars()
    assert (mail.person_id, mail.kind) == ("sofia", Kind.SIGN_IN_CHANGED)


@pytest.mark.usefixtures("required")
def test_others_sign_in_as_before(browser: TestClient) -> None:
    assert sign_in(browser, "alice").headers["location"] == "/"


def test_an_office_that_does_not_exist_is_refused_in_the_settings() -> None:
    with pytest.raises(ValidationError, match="there is no office leed"):
        Settings(second_factor_for="leed,auditor")


@pytest.mark.usefixtures("required")
def test_whoever_knows_the_password_alone_does_not_see_the_app_of_another_browser(app: FastAPI) -> None:
    """Else they would have the second factor too, and nobody would hear of it."""
    other, own = new_browser(app), new_browser(app)
    sign_in(other, "sofia")

    sign_in(own, "sofia")

    assert other.get(ENROLMENT).headers["location"] == "/sign-in"
    secret = secret_on(own.get(ENROLMENT).text)
    sign_in(other, "sofia")
    assert secret_on(other.get(ENROLMENT).text) != secret
    assert own.post(ENROLMENT, data={"code": code_of(secret)}).headers["location"] == "/sign-in"


def test_an_app_that_is_being_set_up_is_shown_in_no_other_session(app: FastAPI, alice: Actor) -> None:
    before, after = new_browser(app), new_browser(app)
    sign_in(before, "alice")

    alice.browser.post("/account/authenticator", data=alice.form())

    secret_on(alice.browser.get("/account/authenticator").text)
    assert before.get("/account/authenticator").headers["location"].startswith("/sign-in")
    sign_in(after, "alice")
    assert after.get("/account/authenticator").headers["location"] == "/account"
