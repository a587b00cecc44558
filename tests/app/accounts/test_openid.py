"""Signing in by an OpenID provider: a real one, in a process of its own, that checks what we send and can lie to us."""

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from app.db.session import Database
from app.db.tables.people import Person
from app.settings import Settings
from tests.app.accounts.elsewhere import STOPPED, consent, go, send_on
from tests.app.accounts.steps import new_browser, set_up_app
from tests.app.browser import words
from tests.app_state import change_state
from tests.cast import ARDEN, Actor

pytestmark = pytest.mark.usefixtures("settings")


@pytest.mark.usefixtures("linked")
def test_a_linked_account_signs_in_and_arrives_where_it_was_going(browser: TestClient) -> None:
    assert "Sign in with WCO" in browser.get("/sign-in").text

    answer = go(browser, "al-1", f"/sign-in/openid?next=/assessments/{ARDEN}")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/assessments/{ARDEN}")
    assert "Arden Customs" in browser.get("/").text


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site_afterwards(next_: str, browser: TestClient) -> None:
    assert go(browser, "al-1", f"/sign-in/openid?next={next_}").headers["location"] == "/"


def test_what_is_sent_to_the_provider_carries_state_nonce_and_pkce(browser: TestClient) -> None:
    asked = httpx2.URL(browser.get("/sign-in/openid").headers["location"]).params

    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert (asked["scope"], asked["response_type"]) == ("openid email", "code")


@pytest.mark.parametrize("subject", ["somebody", "alice@example.org", "alice"])
def test_an_account_that_nobody_linked_opens_nothing_whatever_its_address(subject: str, browser: TestClient) -> None:
    answer = go(browser, subject)

    assert (answer.status_code, "This account is not linked to a Parity account." in words(answer.text)) == (403, True)
    assert browser.get("/").status_code == 303


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize("lie", ["nonce", "audience", "issuer", "expired", "subject", "algorithm", "unsigned", "key"])
def test_a_token_that_lies_proves_nothing(lie: str, browser: TestClient, issuer: str) -> None:
    httpx2.put(f"{issuer}/lie/{lie}")

    answer = go(browser, "al-1")

    assert (answer.status_code, STOPPED in words(answer.text)) == (403, True)
    assert browser.get("/").status_code == 303


@pytest.mark.usefixtures("linked")
def test_the_way_back_is_good_only_in_the_browser_that_set_out(app: FastAPI, browser: TestClient) -> None:
    stranger = new_browser(app)
    stranger.get("/sign-in/openid")
    back = consent(browser, "/sign-in/openid", "al-1")

    assert STOPPED in words(send_on(new_browser(app), back).text)
    assert STOPPED in words(send_on(stranger, back).text)


@pytest.mark.usefixtures("linked")
def test_the_way_back_works_once(browser: TestClient) -> None:
    back = consent(browser, "/sign-in/openid", "al-1")
    send_on(browser, back)

    assert STOPPED in words(send_on(browser, back).text)


@pytest.mark.usefixtures("linked")
def test_a_second_factor_is_asked_for_all_the_same(browser: TestClient, alice: Actor) -> None:
    set_up_app(alice)

    assert go(browser, "al-1").headers["location"] == "/sign-in/second-factor"


@pytest.mark.usefixtures("linked")
def test_a_closed_account_stays_closed(browser: TestClient, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Person).values(is_active=False))

    assert go(browser, "al-1").status_code == 403


def test_whoever_says_no_at_the_provider_gets_a_calm_page(browser: TestClient) -> None:
    there = browser.get("/sign-in/openid").headers["location"]
    back = httpx2.post(there, data={"action": "deny"}, follow_redirects=False).headers["location"]

    answer = browser.get(back.removeprefix("http://127.0.0.1:8000"))

    assert (answer.status_code, STOPPED in words(answer.text)) == (403, True)


def test_a_provider_that_does_not_answer_gets_a_calm_page(
    app: FastAPI, browser: TestClient, settings: Settings
) -> None:
    change_state(app, settings=settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"}))

    answer = browser.get("/sign-in/openid")

    assert (answer.status_code, STOPPED in words(answer.text)) == (403, True)
