"""Tokens for programs: what they may do, how long, and how they end."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlmodel import col

from app.access.identity import hashed, utc_now
from app.db.session import Database
from app.db.tables.people import ApiToken, SignInSession
from app.db.tables.records import AuditEntry, Mail
from tests.app.browser import form, words
from tests.cast import ARDEN, Actor
from tests.house.routes import ROUTES

API = f"/api/v1/assessments/{ARDEN}"
WISH = {"token_name": "Staff register", "scope": "read", "days": "90"}
BODY = {"state": "answered", "value": 3, "revision": 0}


def make(person: Actor, **changes: str) -> dict[str, str]:
    """The header of a token that was just made on the page of the account."""
    page = person.browser.post("/account/tokens", data=person.form(**WISH | changes)).text
    (token,) = re.findall(r'class="secret">([\w-]+)<', page)
    return {"authorization": f"Bearer {token}"}


def newest(database: Database) -> ApiToken:
    with database.reading() as db:
        token: ApiToken = db.execute(select(ApiToken).order_by(col(ApiToken.created_at).desc()).limit(1)).scalar_one()
        return token


def test_a_token_is_made_with_name_scope_and_last_day_and_shown_once(alice: Actor, database: Database) -> None:
    call = make(alice)

    kept = newest(database)
    page = alice.browser.get("/account").text
    assert (kept.name, kept.scope, kept.person_id) == ("Staff register", "read", "alice")
    assert kept.expires_at - kept.created_at == timedelta(days=90)
    assert "Staff register" in words(page)
    assert call["authorization"].removeprefix("Bearer ") not in page
    assert alice.browser.get(f"{API}/answers", headers=call).status_code == 200
    with database.reading() as db:
        assert [mail.person_id for mail in db.execute(select(Mail)).scalars()] == ["alice"]


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_api and route.method != "GET"], ids=str)
def test_a_token_that_reads_writes_nowhere(route: object, alice: Actor, database: Database) -> None:
    call = make(alice)
    method, path = str(route).split(" ", 1)

    address = path.format(assessment_id=ARDEN, indicator="RC-01", table="WT1a", row="G1", column="staff.W")
    answer = alice.browser.request(method, address, json=BODY, headers=call)

    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert "This token can only read" in answer.json()["title"]
    assert "create a token that can read and write" in answer.json()["detail"]


def test_a_token_that_writes_does(alice: Actor) -> None:
    assert alice.browser.put(f"{API}/answers/RC-01", json=BODY, headers=make(alice, scope="write")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"token_name": " "}, "Enter what the token is for."),
        ({"token_name": "a" * 201}, "This has 201 characters. Shorten it to 200 or fewer."),
        ({"scope": "everything"}, "Choose what the program can do"),
        ({"days": "3660"}, "Choose how long the token works."),
        ({"days": ""}, "Choose how long the token works."),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(wrong: dict[str, str], said: str, alice: Actor) -> None:
    answer = alice.browser.post("/account/tokens", data=alice.form(**WISH | wrong))

    assert (answer.status_code, said in words(answer.text)) == (422, True)


def test_a_refused_wish_stays_in_its_form(alice: Actor) -> None:
    typed = {"token_name": "a" * 201, "scope": "write", "days": "90"}

    page = alice.browser.post("/account/tokens", data=alice.form(**typed)).text

    shown = form(page, "/account/tokens")
    assert {name: shown.value(name) for name in typed} == typed


def test_nobody_has_tokens_without_end(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.features.accounts.tokens.MOST_TOKENS", 2)
    make(alice)

    answer = alice.browser.post("/account/tokens", data=alice.form(**WISH))

    assert (answer.status_code, "You have 2 tokens." in words(answer.text)) == (422, True)


def test_making_one_asks_for_a_proof_that_is_not_old(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(SignInSession).values(started_at=utc_now() - timedelta(minutes=11)))

    answer = alice.browser.post("/account/tokens", data=alice.form(**WISH))

    assert answer.headers["location"] == "/account#confirmation"


def test_a_token_is_revoked_by_its_owner_and_by_nobody_else(alice: Actor, charlie: Actor, database: Database) -> None:
    call = make(alice)
    own = {"token": newest(database).id}

    charlie.browser.post("/account/tokens/revocation", data=charlie.form(**own))
    assert alice.browser.get(API, headers=call).status_code == 200

    answer = alice.browser.post("/account/tokens/revocation", data=alice.form(**own))
    assert "The token was revoked." in words(alice.browser.get(answer.headers["location"]).text)
    assert alice.browser.get(API, headers=call).status_code == 401
    assert alice.browser.get(API, headers=alice.api).status_code == 200, "the other one still works"


def test_signing_out_everywhere_ends_every_token_of_mine(alice: Actor, connie: Actor) -> None:
    call = make(alice)

    alice.browser.post("/account/sign-out", data=alice.form())

    answers = [alice.browser.get(API, headers=headers) for headers in (call, alice.api, connie.api)]
    assert [answer.status_code for answer in answers] == [401, 401, 200]


def test_signing_out_in_one_place_ends_no_token(alice: Actor) -> None:
    alice.browser.post("/account/sign-out", data=alice.form(session="session-alice"))

    assert alice.browser.get(API, headers=alice.api).status_code == 200


@pytest.fixture
def used_long_ago(database: Database) -> None:
    with database.writing() as db:
        db.execute(update(ApiToken).values(used_at=utc_now() - timedelta(hours=2)))


def last_used(database: Database, token: str) -> object:
    with database.reading() as db:
        return db.execute(select(col(ApiToken.used_at)).where(col(ApiToken.token_hash) == hashed(token))).scalar_one()


@pytest.mark.usefixtures("used_long_ago")
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_the_last_use_is_noted_once_an_hour(method: str, alice: Actor, database: Database) -> None:
    body = BODY if method == "PUT" else None
    address = f"{API}/answers/RC-01" if method == "PUT" else f"{API}/answers"
    before = last_used(database, alice.token)

    alice.browser.request(method, address, json=body, headers=alice.api)
    noted = last_used(database, alice.token)
    alice.browser.get(f"{API}/answers", headers=alice.api)

    assert noted != before
    assert last_used(database, alice.token) == noted


def test_the_log_names_no_token(app: FastAPI, alice: Actor, database: Database) -> None:
    call = make(alice)

    with database.reading() as db:
        kept = str([(entry.action, entry.details) for entry in db.execute(select(AuditEntry)).scalars()])
    assert "token created" in kept
    assert "Staff register" not in kept
    assert call["authorization"].removeprefix("Bearer ") not in kept
    assert newest(database).token_hash not in kept
