"""How long a session lives, and that a session which ends costs nobody a text."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from app.access.guards import COOKIE
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import ApiToken, SignInSession
from tests.app.browser import form, words
from tests.cast import ARDEN, PASSWORD, Actor
from tests.engines import ON_BOTH

IDLE, WHOLE = timedelta(minutes=120), timedelta(hours=12)
A_BIT = timedelta(minutes=1)
HOME = f"/assessments/{ARDEN}"
TYPED = {"choice": "not_applicable", "reason_code": "NA1", "reason": "\nTyped for an hour", "comment": "</textarea>'"}
LONGER = {"evidence": ["First", "Second"], **TYPED}


def set_back(database: Database, **moments: timedelta) -> None:
    with database.writing() as db:
        db.execute(update(SignInSession).values({name: utc_now() - ago for name, ago in moments.items()}))


def test_a_session_that_is_used_lives_on(alice: Actor, database: Database) -> None:
    set_back(database, seen_at=IDLE - A_BIT)
    assert alice.browser.get("/").status_code == 200

    set_back(database, started_at=WHOLE - A_BIT)
    assert alice.browser.get("/").status_code == 200


def test_a_session_that_nobody_used_for_two_hours_is_over(alice: Actor, database: Database) -> None:
    set_back(database, seen_at=IDLE + A_BIT)

    assert alice.browser.get("/").headers["location"] == "/sign-in"


def test_a_session_is_over_after_twelve_hours_however_busy(alice: Actor, database: Database) -> None:
    set_back(database, started_at=WHOLE + A_BIT)

    assert alice.browser.get("/").headers["location"] == "/sign-in"


def test_a_session_that_is_over_does_not_come_back_to_life(alice: Actor, database: Database) -> None:
    set_back(database, seen_at=IDLE + A_BIT)
    alice.browser.get("/")

    assert alice.browser.get("/").status_code == 303


@pytest.mark.parametrize("token", ["", "nothing", "token of alice", "é", "a" * 5000])
def test_a_cookie_that_was_never_given_opens_nothing(token: str, app: FastAPI, alice: Actor) -> None:
    browser = TestClient(app, follow_redirects=False)

    answer = browser.get(HOME + "/profile", headers={b"cookie": f"{COOKIE}={token}".encode()})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={HOME}/profile")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer nothing",
        "Basic YWxpY2U6cGFzc3dvcmQ=",
        "token of alice",
        "Bearer session of alice",
        "Bearer token of alice2",
        "Bearer token of alice, Bearer token of bob",
    ],
)
def test_a_token_that_was_never_given_gets_401(header: str, alice: Actor) -> None:
    answer = alice.browser.get("/api/v1/assessments", headers={"authorization": header})

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert "Authorization: Bearer" in answer.json()["detail"]


@pytest.mark.parametrize("header", ["Bearer token of alice", "bearer token of alice", "Bearer  token of alice "])
def test_a_good_token_opens_the_api(header: str, alice: Actor) -> None:
    assert alice.browser.get("/api/v1/assessments", headers={"authorization": header}).status_code == 200


def test_a_token_past_its_date_gets_401(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(ApiToken).values(expires_at=utc_now() - timedelta(seconds=1)))

    assert alice.browser.get("/api/v1/assessments", headers=alice.api).status_code == 401


def test_after_the_session_ended_a_plain_form_shows_all_that_was_typed(alice: Actor, database: Database) -> None:
    set_back(database, seen_at=IDLE + A_BIT)

    answer = alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, **LONGER))

    assert answer.status_code == 401
    assert "Your session has ended" in words(answer.text)
    assert "Typed for an hour" in words(answer.text)
    titles = re.findall("<dt>([^<]+)</dt>", answer.text)
    assert titles == ["Evidence", "Evidence", "Answer", "Reason", "Comment"], "as the form calls its fields"
    again = form(answer.text, f"{HOME}/answers/RC-01")
    assert {name: again.value(name) for name in TYPED} == TYPED
    assert again.values("evidence") == ["First", "Second"]


@ON_BOTH
def test_send_again_works_after_signing_in(alice: Actor, database: Database) -> None:
    set_back(database, seen_at=IDLE + A_BIT)
    page = alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, **LONGER)).text
    again = form(page, f"{HOME}/answers/RC-01")
    alice.browser.post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})

    told = alice.browser.post(again.action, data=again.data())
    once_more = form(told.text, again.action)
    assert (told.status_code, once_more.action) == (403, again.action)
    assert alice.browser.post(once_more.action, data=once_more.data()).status_code == 303

    saved = form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01")
    assert {name: saved.value(name) for name in TYPED} == TYPED
    assert saved.values("evidence") == ["First", "Second", ""]


def test_send_again_as_somebody_else_stores_nothing_and_still_shows_the_text(alice: Actor, charlie: Actor) -> None:
    answer = charlie.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=0, **LONGER))

    assert answer.status_code == 403
    assert "Typed for an hour" in words(answer.text)
    assert alice.browser.get(f"/api/v1{HOME}/answers", headers=alice.api).json() == {"answers": {}}


def test_the_page_to_send_again_keeps_a_profile_too(alice: Actor, database: Database) -> None:
    set_back(database, seen_at=IDLE + A_BIT)
    typed = {"profile.land_border": "yes", "profile.staff_total": "1 200"}

    page = alice.browser.post(f"{HOME}/profile", data=alice.form(revision=0, **typed)).text

    assert {name: form(page, f"{HOME}/profile").value(name) for name in typed} == typed
    titles = re.findall("<dt>([^<]+)</dt>", page)
    assert titles[0] == "Are there land border posts?"
    assert [title for title in titles if title in typed] == []


def test_a_form_that_is_out_of_date_shows_what_was_typed(alice: Actor) -> None:
    answer = alice.browser.post(f"{HOME}/answers/RC-01", data=LONGER)

    assert answer.status_code == 403
    assert "This form is out of date" in words(answer.text)
    assert "Typed for an hour" in words(answer.text)


@ON_BOTH
def test_a_form_ends_with_its_session_and_the_page_that_says_so_sends_its_text_on(alice: Actor) -> None:
    old = form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01")
    alice.browser.post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})

    refused = alice.browser.post(old.action, data=old.data(**LONGER))

    assert (refused.status_code, "This form is out of date" in words(refused.text)) == (403, True)
    assert "You have signed in again since this page was loaded." in words(refused.text)
    assert "Typed for an hour" in words(refused.text)
    assert alice.browser.get(f"/api/v1{HOME}/answers", headers=alice.api).json() == {"answers": {}}
    again = form(refused.text, old.action)
    assert alice.browser.post(again.action, data=again.data()).status_code == 303


@ON_BOTH
def test_a_page_that_saves_by_itself_gets_the_form_token_of_the_new_session(alice: Actor) -> None:
    old = form(alice.browser.get(f"{HOME}/elements/E1.1").text, "RC-01")
    alice.browser.post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})
    htmx = {"hx-request": "true"}

    refused = alice.browser.put(old.action, data=old.data(choice="3"), headers=htmx)
    new = refused.headers["parity-form-token"]

    assert (refused.status_code, "Not saved." in words(refused.text)) == (403, True)
    assert alice.browser.put(old.action, data=old.data(choice="3", form_token=new), headers=htmx).status_code == 200


def test_the_form_token_of_another_person_gets_no_new_one(alice: Actor, charlie: Actor) -> None:
    answer = charlie.browser.put(
        f"{HOME}/answers/RC-01", data=alice.form(revision=0, choice="3"), headers={"hx-request": "true"}
    )

    assert answer.status_code == 403
    assert "parity-form-token" not in answer.headers


def test_no_page_shows_a_password_again(alice: Actor, database: Database) -> None:
    secrets = {
        "email": "alice@example.org",
        "current": "my old secret",
        "password": "my new one",
        "again": "my new one",
    }
    out_of_date = alice.browser.post("/account/password", data=secrets)
    set_back(database, seen_at=IDLE + A_BIT)
    ended = alice.browser.post("/account/password", data=alice.form(**secrets))

    assert (out_of_date.status_code, ended.status_code) == (403, 401)
    assert not [password for password in ("my old secret", "my new one") if password in out_of_date.text + ended.text]


def test_the_token_of_a_form_is_masked_anew_on_each_page(alice: Actor) -> None:
    """A secret that never changes could be guessed from the length of compressed pages."""
    pages = [form(alice.browser.get("/").text, "/sign-out").value("form_token") for _ in range(2)]

    assert pages[0] != pages[1]
