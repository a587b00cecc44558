"""Signing in and out: the right password only, a new token each time, and back to where the person was going."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select, update
from sqlmodel import col

from app.access import passwords
from app.access.guards import COOKIE, SECURE_COOKIE
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Person, SignInSession
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Assessment
from app.features.accounts import actions
from tests.app.browser import form
from tests.cast import PASSWORD, QUICK, Actor
from tests.engines import ON_BOTH
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("quick_passwords")
ALICE = {"email": "alice@example.org", "password": PASSWORD}


@pytest.fixture
def safe_browser(app: FastAPI, database: Database) -> TestClient:
    return TestClient(app, follow_redirects=False, base_url="https://testserver")


def cookie(answer: Response) -> dict[str, str]:
    """The attributes of the session's cookie, in lower case; its name and value stand under "name", "value"."""
    (line,) = (header for header in answer.headers.get_list("set-cookie") if "-browser=" not in header)
    first, *attributes = line.split("; ")
    name, _, value = first.partition("=")
    rest = {key.lower(): value for key, _, value in (attribute.partition("=") for attribute in attributes)}
    return {"name": name, "value": value, **rest}


def test_an_account_that_was_closed_lets_nobody_in_and_ends_its_sessions(
    browser: TestClient, alice: Actor, database: Database
) -> None:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(is_active=False))

    assert browser.post("/sign-in", data=ALICE).status_code == 422
    assert alice.browser.get("/").headers["location"] == "/sign-in"
    assert alice.browser.get("/api/v1/assessments", headers=alice.api).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: TestClient) -> None:
    set_ = cookie(browser.post("/sign-in", data=ALICE))

    assert set_["name"] == COOKIE
    assert {"httponly", "samesite", "path"} <= set(set_)
    assert (set_["samesite"], set_["path"], len(set_["value"]) >= 43) == ("lax", "/", True)
    assert "domain" not in set_


def test_over_https_the_cookie_is_bound_to_this_host_and_travels_only_there(safe_browser: TestClient) -> None:
    set_ = cookie(safe_browser.post("/sign-in", data=ALICE))

    assert set_["name"] == SECURE_COOKIE == "__Host-parity"
    assert {"secure", "httponly"} <= set(set_)
    assert (set_["path"], "domain" in set_) == ("/", False)
    assert safe_browser.get("/").status_code == 200


def test_over_https_a_cookie_that_another_host_could_have_set_does_not_count(
    safe_browser: TestClient, alice: Actor
) -> None:
    safe_browser.cookies.set(COOKIE, alice.browser.cookies[COOKIE])

    assert safe_browser.get("/").status_code == 303


def test_each_sign_in_makes_a_new_token_and_ends_the_one_before(
    app: FastAPI, browser: TestClient, alice: Actor
) -> None:
    old = alice.browser.cookies[COOKIE]
    new = cookie(alice.browser.post("/sign-in", data=ALICE))["value"]

    assert new != old
    assert alice.browser.get("/", headers={"cookie": f"{COOKIE}={new}"}).status_code == 200
    assert browser.get("/", headers={"cookie": f"{COOKIE}={old}"}).status_code == 303


def test_the_database_holds_no_token_of_a_browser(browser: TestClient, database: Database) -> None:
    token = cookie(browser.post("/sign-in", data=ALICE))["value"]

    with database.reading() as db:
        stored = db.execute(select(col(SignInSession.token_hash))).scalars().all()
    assert all(token not in hash_ and len(hash_) == 64 for hash_ in stored)


def test_signing_out_ends_the_session_and_takes_the_cookies_away(browser: TestClient, alice: Actor) -> None:
    token = alice.browser.cookies[COOKIE]

    answer = alice.browser.post("/sign-out", data=alice.form())

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert all("Max-Age=0" in line for line in answer.headers.get_list("set-cookie"))
    assert browser.get("/", headers={"cookie": f"{COOKIE}={token}"}).headers["location"] == "/sign-in"


def test_signing_out_leaves_the_sessions_of_others_alone(alice: Actor, bob: Actor) -> None:
    alice.browser.post("/sign-out", data=alice.form())

    assert bob.browser.get("/account").status_code == 200


def test_signing_out_twice_leads_to_the_sign_in(alice: Actor) -> None:
    sign_out = alice.form()
    alice.browser.post("/sign-out", data=sign_out)

    answer = alice.browser.post("/sign-out", data=sign_out)

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    "next_", ["/assessments/arden-2026/elements/E1.1", "/assessments/arden-2026?a=1#RC-01", "/", "/é"]
)
def test_after_the_sign_in_the_person_arrives_where_it_was_going(next_: str, browser: TestClient) -> None:
    page = browser.get("/sign-in", params={"next": next_}).text

    answer = browser.post("/sign-in", data=form(page, "/sign-in").data(**ALICE))

    assert answer.headers["location"] == next_.replace("é", "%C3%A9")


@pytest.mark.parametrize(
    "next_",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "/\r\nset-cookie: a=b",
        "/\0",
        " //evil.example",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(next_: str, browser: TestClient) -> None:
    right = browser.post("/sign-in", data=ALICE | {"next": next_})
    wrong = browser.post("/sign-in", data=ALICE | {"next": next_, "password": "another password"})

    assert right.headers["location"] == "/"
    assert form(wrong.text, "/sign-in").value("next") == "/"
    assert form(browser.get("/sign-in", params={"next": next_}).text, "/sign-in").value("next") == "/"


def test_signing_in_and_out_are_remembered_without_the_address_of_the_account(alice: Actor, database: Database) -> None:
    alice.browser.post("/sign-in", data=ALICE | {"password": "another password"})
    alice.browser.post("/sign-in", data=ALICE)
    alice.browser.post("/sign-out", data=alice.form())

    with database.reading() as db:
        entries = db.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()  # type: ignore[arg-type]
    assert [(entry.action, entry.by) for entry in entries] == [
        ("sign-in refused", ""),
        ("signed in", "alice"),
        ("signed out", "alice"),
    ]
    assert "alice@example.org" not in str([entry.details for entry in entries])
    assert {entry.assessment_id for entry in entries} == {""}


def test_a_sign_in_changes_no_assessment(browser: TestClient, database: Database) -> None:
    browser.post("/sign-in", data=ALICE)

    with database.reading() as db:
        assert set(db.execute(select(col(Assessment.state))).scalars()) == {"not opened"}


@ON_BOTH
def test_a_password_that_was_changed_while_it_was_checked_lets_nobody_in(
    browser: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever knows the old one and goes on trying is in, just when all sessions have ended."""
    checked, is_right = Event(), passwords.is_right

    def told(*given: str) -> bool:
        answer = is_right(*given)
        checked.set()
        return answer

    monkeypatch.setattr(passwords, "is_right", told)
    with ThreadPoolExecutor(1) as elsewhere, database.writing() as db:
        actions.set_password(db, "alice", QUICK.hash("another one"), at=utc_now())
        answer = elsewhere.submit(browser.post, "/sign-in", data={"email": "alice@example.org", "password": PASSWORD})
        assert checked.wait(PATIENCE)

    assert answer.result().status_code == 422
    with database.reading() as reading_db:
        own = select(SignInSession).where(col(SignInSession.person_id) == "alice")
        assert reading_db.execute(own).scalars().all() == []
