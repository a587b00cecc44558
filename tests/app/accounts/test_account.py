"""My account: name, password, and where I am signed in; what signs me in changes only right after I proved myself."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlmodel import col

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import SignInSession
from app.features.accounts.devices import device_of
from tests.app.accounts.steps import new_browser, set_up_app, sign_in
from tests.app.browser import form, without_message, words
from tests.cast import PASSWORD, Actor
from tests.engines import ON_BOTH

pytestmark = pytest.mark.usefixtures("quick_passwords")
NEW = "three words in a row"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SENSITIVE = (
    "/account/authenticator",
    "/account/authenticator/confirmation",
    "/account/authenticator/removal",
    "/account/recovery-codes",
    "/account/passkeys",
    "/account/passkeys/removal",
    "/account/openid/removal",
    "/account/openid/way",
    "/account/tokens",
)


@pytest.fixture
def long_signed_in(alice: Actor, database: Database) -> Actor:
    alice.browser.cookies.clear()
    sign_in(alice.browser, "alice")
    with database.writing() as db:
        db.execute(update(SignInSession).values(started_at=utc_now() - timedelta(minutes=11)))
    return alice


def test_the_name_is_changed_and_shown_in_the_head_of_each_page(alice: Actor) -> None:
    alice.browser.post("/account", data=alice.form(name=" Alice  Ärdén ", language="en"))

    assert "<summary>Alice Ärdén</summary>" in alice.browser.get("/").text


def test_what_is_wrong_stands_beside_its_field_and_the_box_above_leads_there(alice: Actor) -> None:
    right = {"current": PASSWORD, "password": NEW, "again": NEW}
    wrong: dict[str, tuple[str, str, dict[str, str]]] = {
        "name": ("Your name", "/account", {"name": "see www.evil.example"}),
        "current": ("Current password", "/account/password", right | {"current": "wrong"}),
        "password": ("New password", "/account/password", right | {"password": "short"}),
        "again": ("Repeat password", "/account/password", right | {"again": "another"}),
        "token_name": ("What it is for", "/account/tokens", {"token_name": "", "scope": "read", "days": "30"}),
    }
    for place, (title, address, fields) in wrong.items():
        page = alice.browser.post(address, data=alice.form(**fields)).text

        (said,) = re.findall(f'<li><a href="#{place}">{title}: ([^<]+)</a>', page)
        beside_the_field, _, field = page.partition(f'id="{place}-problem">{said}</span>')[2].partition("<input")
        assert not beside_the_field.strip()
        assert f'id="{place}"' in field.partition(">")[0]


def test_a_refused_name_stays_in_its_field(alice: Actor) -> None:
    answer = alice.browser.post("/account", data=alice.form(name="A" * 201, language="en"))

    assert answer.status_code == 422
    assert form(answer.text, "/account").value("name") == "A" * 201


def test_a_new_password_needs_the_old_one(app: FastAPI, alice: Actor) -> None:
    fields = {"current": "wrong", "password": NEW, "again": NEW}
    wrong = alice.browser.post("/account/password", data=alice.form(**fields))
    right = alice.browser.post("/account/password", data=alice.form(**fields | {"current": PASSWORD}))

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "The password is wrong." in words(wrong.text)
    assert sign_in(new_browser(app), "alice", NEW).status_code == 303


def test_guessing_the_old_password_is_braked(alice: Actor) -> None:
    fields = {"current": "wrong", "password": NEW, "again": NEW}
    for _ in range(5):
        alice.browser.post("/account/password", data=alice.form(**fields))

    answer = alice.browser.post("/account/password", data=alice.form(**fields | {"current": PASSWORD}))

    assert (answer.status_code, "There were too many attempts." in words(answer.text)) == (429, True)
    assert int(answer.headers["retry-after"]) > 0


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(app: FastAPI, alice: Actor) -> None:
    other = new_browser(app)
    sign_in(other, "alice")

    alice.browser.post("/account/password", data=alice.form(current=PASSWORD, password=NEW, again=NEW))

    assert (alice.browser.get("/").status_code, other.get("/").status_code) == (200, 303)


def test_my_sessions_are_listed_with_device_address_and_times(app: FastAPI, alice: Actor) -> None:
    other = new_browser(app)
    other.headers["user-agent"] = FIREFOX
    sign_in(other, "alice")

    page = words(alice.browser.get("/account").text)

    assert "Firefox, Windows" in page
    assert "testclient · since" in page
    assert page.count("this device") == 1
    assert page.count("End session") == 1


@ON_BOTH
def test_one_session_is_signed_out_and_the_others_stay(app: FastAPI, alice: Actor, database: Database) -> None:
    lost, kept = new_browser(app), new_browser(app)
    sign_in(lost, "alice")
    with database.reading() as db:
        id_ = db.execute(select(col(SignInSession.id)).where(col(SignInSession.id).notlike("session-%"))).scalar_one()
    sign_in(kept, "alice")

    alice.browser.post("/account/sign-out", data=alice.form(session=id_))

    assert [client.get("/account").status_code for client in (lost, kept, alice.browser)] == [303, 200, 200]


def test_nobody_signs_another_person_out(alice: Actor, bob: Actor) -> None:
    alice.browser.post("/account/sign-out", data=alice.form(session="session-bob"))

    assert bob.browser.get("/account").status_code == 200


@ON_BOTH
def test_sign_out_everywhere_ends_all_of_mine_and_none_of_others(app: FastAPI, alice: Actor, bob: Actor) -> None:
    other = new_browser(app)
    sign_in(other, "alice")

    answer = alice.browser.post("/account/sign-out", data=alice.form())

    assert without_message(answer.headers["location"]) == "/sign-in"
    assert "You are signed out everywhere." in alice.browser.get(answer.headers["location"]).text
    assert [client.get("/account").status_code for client in (alice.browser, other, bob.browser)] == [303, 303, 200]


def test_a_new_password_ends_the_tokens_of_programs(alice: Actor) -> None:
    call = {"authorization": f"Bearer {alice.token}"}
    assert alice.browser.get("/api/v1/assessments", headers=call).status_code == 200

    new = {"current": PASSWORD, "password": "a new password", "again": "a new password"}
    alice.browser.post("/account/password", data=alice.form(**new))

    assert alice.browser.get("/api/v1/assessments", headers=call).status_code == 401


@pytest.mark.parametrize("address", SENSITIVE)
def test_after_ten_minutes_what_signs_me_in_changes_only_with_a_new_proof(
    address: str, long_signed_in: Actor, database: Database
) -> None:
    answer = long_signed_in.browser.post(address, data=long_signed_in.form())

    assert answer.headers["location"] == "/account#confirmation"


@ON_BOTH
def test_the_password_proves_it_and_brings_a_new_token(long_signed_in: Actor) -> None:
    old = long_signed_in.browser.cookies["parity"]
    wrong = long_signed_in.browser.post("/account/confirmation", data=long_signed_in.form(current="wrong"))
    right = long_signed_in.browser.post("/account/confirmation", data=long_signed_in.form(current=PASSWORD))

    assert (wrong.status_code, right.headers["location"]) == (422, "/account")
    assert long_signed_in.browser.cookies["parity"] != old
    assert len(set_up_app(long_signed_in)[1]) == 10


@ON_BOTH
def test_sessions_that_are_long_over_are_forgotten(app: FastAPI, alice: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(SignInSession).values(seen_at=utc_now() - timedelta(days=31)))

    sign_in(new_browser(app), "alice")

    with database.reading() as db:
        assert len(db.execute(select(SignInSession)).all()) == 1


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge, Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/142.0 Mobile Safari/537", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


def test_a_name_of_a_passkey_that_is_refused_is_told_as_such(alice: Actor) -> None:
    answer = alice.browser.post("/account/passkeys", data=alice.form(passkey_name="=1+1"))

    assert answer.status_code == 422
    assert "A text here cannot begin with = + - or @." in words(answer.text)


def test_where_no_passkey_can_be_added_the_page_says_why(alice: Actor) -> None:
    page = alice.browser.get("/account").text

    assert "Passkeys need a secure address (https)" in words(page)
    assert 'data-passkey="create"' not in page
