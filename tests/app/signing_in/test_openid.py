"""Signing in by an OpenID provider: a real one, in a process of its own, that checks what we send and can lie to us."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr
from sqlalchemy import select, update
from sqlmodel import col

from app import links
from app.database import Database
from app.identity import utc_now
from app.settings import Settings
from app.tables.people import ExternalIdentity, Person, SignInSession
from tests.app.browser import form, words
from tests.app.signing_in.provider import SECRET
from tests.app.signing_in.steps import new_browser, set_up_app
from tests.cast import ARDEN, Actor
from tests.waiting import until

PROGRAM = Path(__file__).with_name("provider.py")
STOPPED = "Not signed in by WCO"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, PROGRAM, str(port)], **quiet) as process:  # type: ignore[call-overload]
        address = f"http://127.0.0.1:{port}"
        until(lambda: _answers(address), "the provider did not start")
        yield address
        process.terminate()


def _answers(address: str) -> bool:
    with suppress(httpx2.TransportError):
        httpx2.get(f"{address}/jwks")
        return True
    return False


@pytest.fixture
def settings(app: FastAPI, database: Database, issuer: str) -> Iterator[Settings]:
    own = app.state.settings
    provider = {"oidc_issuer": issuer, "oidc_client_id": "parity", "oidc_client_secret": SecretStr(SECRET)}
    app.state.settings = own.model_copy(update=provider | {"oidc_name": "WCO"})
    httpx2.put(f"{issuer}/lie/nothing")
    yield app.state.settings
    app.state.settings = own


@pytest.fixture
def browser(app: FastAPI, settings: Settings) -> TestClient:
    return new_browser(app)


@pytest.fixture
def linked(settings: Settings, database: Database) -> None:
    """Alice is known at the provider as "al-1"."""
    with database.writing() as db:
        db.add(ExternalIdentity(issuer=settings.oidc_issuer, subject="al-1", person_id="alice", linked_at=utc_now()))


def consent(browser: TestClient, start: str, subject: str) -> str:
    """Goes to the provider, says yes there, and returns the path to which it sends the browser back."""
    there = browser.get(start).headers["location"]
    back = httpx2.post(there, data={"sub": subject}, follow_redirects=False).headers["location"]
    return back.removeprefix("http://127.0.0.1:8000")


def send_on(browser: TestClient, back: str) -> Response:
    """Follows the way back and presses the button there."""
    page = browser.get(back)
    while page.status_code == 303:
        page = browser.get(page.headers["location"])
    if STOPPED in words(page.text):
        return page
    action = "/account/openid" if 'action="/account/openid"' in page.text else "/sign-in/openid"
    return browser.post(action, data=form(page.text, action).data())


def go(browser: TestClient, subject: str, start: str = "/sign-in/openid") -> Response:
    return send_on(browser, consent(browser, start, subject))


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
    assert (asked["scope"], asked["response_type"]) == ("openid", "code")


@pytest.mark.parametrize("subject", ["somebody", "alice@example.org", "alice"])
def test_an_account_that_nobody_linked_opens_nothing_whatever_its_address(subject: str, browser: TestClient) -> None:
    answer = go(browser, subject)

    assert (answer.status_code, "This account opens nothing here." in words(answer.text)) == (403, True)
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
    app.state.settings = settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})

    answer = browser.get("/sign-in/openid")

    assert (answer.status_code, STOPPED in words(answer.text)) == (403, True)


def test_an_account_is_linked_by_somebody_who_is_signed_in_and_unlinked_again(
    alice: Actor, settings: Settings, app: FastAPI, database: Database
) -> None:
    assert go(alice.browser, "al-2", "/account/openid").headers["location"] == "/account"
    assert settings.oidc_issuer in words(alice.browser.get("/account").text)
    assert go(new_browser(app), "al-2").headers["location"] == "/"

    own = {"issuer": settings.oidc_issuer, "subject": "al-2"}
    alice.browser.post("/account/openid/removal", data=alice.form(**own))

    assert go(new_browser(app), "al-2").status_code == 403


def test_nobody_unlinks_the_account_of_another(alice: Actor, charlie: Actor, settings: Settings, app: FastAPI) -> None:
    go(alice.browser, "al-2", "/account/openid")
    own = {"issuer": settings.oidc_issuer, "subject": "al-2"}

    charlie.browser.post("/account/openid/removal", data=charlie.form(**own))

    assert go(new_browser(app), "al-2").status_code == 303


@pytest.mark.usefixtures("linked")
def test_an_account_of_another_person_is_not_linked(charlie: Actor, database: Database) -> None:
    answer = go(charlie.browser, "al-1", "/account/openid")

    assert (answer.status_code, "belongs to another person here" in words(answer.text)) == (422, True)
    with database.reading() as db:
        assert db.execute(select(col(ExternalIdentity.person_id))).scalars().all() == ["alice"]


def test_a_way_that_one_person_began_links_nothing_for_another(
    alice: Actor, charlie: Actor, settings: Settings, database: Database
) -> None:
    back = consent(alice.browser, "/account/openid", "al-2")
    charlie.browser.cookies.set("parity-openid", alice.browser.cookies["parity-openid"])

    send_on(charlie.browser, back)

    with database.reading() as db:
        assert db.execute(select(ExternalIdentity)).first() is None


def invited(app: FastAPI, database: Database) -> str:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(password_hash=""))
        db.execute(SignInSession.__table__.delete())  # type: ignore[attr-defined]  # SQLModel's table
    with database.writing() as db:
        link = links.make(db, app.state.key, "invitation", db.get_one(Person, "alice"), at=utc_now())
        return links.path_of(app.state.key, link.id)


def test_an_invitation_is_accepted_by_the_provider_in_place_of_a_password(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    address = invited(app, database)
    assert "Accept with WCO" in browser.get(address).text

    assert go(browser, "al-3", f"{address}/openid").headers["location"] == "/"

    assert browser.get("/").status_code == 200
    assert browser.get(address).status_code == 410
    assert go(new_browser(app), "al-3").status_code == 303
    assert "You have none." in words(browser.get("/account").text)


@pytest.mark.usefixtures("linked")
def test_an_account_that_is_linked_already_accepts_no_invitation(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    address = invited(app, database)

    assert go(browser, "al-1", f"{address}/openid").status_code == 403
    assert browser.get(address).status_code == 200
