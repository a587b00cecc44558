"""The second factor, with a real authenticator app (pyotp): asked for, used once, required of offices that need it."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlmodel import col

from app.access.guards import COOKIE
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import RecoveryCode, SecondFactor, SignInSession
from tests.app.accounts.steps import CODE, code_of, new_browser, secret_on, set_up_app, sign_in
from tests.app.browser import words
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

pytestmark = pytest.mark.usefixtures("quick_passwords")
STEP = "/sign-in/second-factor"
ENROLMENT = "/sign-in/enrolment"
WRONG = "This code does not work."


def test_with_an_app_the_password_alone_opens_nothing(browser: TestClient, alice: Actor) -> None:
    set_up_app(alice)

    assert sign_in(browser, "alice", next=f"/assessments/{ARDEN}").headers["location"] == (
        f"{STEP}?next=/assessments/{ARDEN}"
    )
    for address in ("/", "/account", f"/assessments/{ARDEN}"):
        assert browser.get(address).headers["location"].startswith("/sign-in")
    assert browser.get("/sign-in").headers["location"] == STEP


@ON_BOTH
def test_the_code_of_the_app_signs_in_with_a_new_token(browser: TestClient, alice: Actor) -> None:
    secret, _ = set_up_app(alice)
    sign_in(browser, "alice")
    half = browser.cookies[COOKIE]

    answer = browser.post(STEP, data={"code": code_of(secret, 1), "next": f"/assessments/{ARDEN}"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/assessments/{ARDEN}")
    assert browser.cookies[COOKIE] != half
    assert browser.get("/").status_code == 200
    assert TestClient(browser.app, cookies={COOKIE: half}).get(STEP, follow_redirects=False).status_code == 303


@ON_BOTH
def test_no_code_works_twice_nor_one_that_is_older_than_the_last(browser: TestClient, alice: Actor) -> None:
    secret, _ = set_up_app(alice)
    sign_in(browser, "alice")
    used, older = code_of(secret, 1), code_of(secret)
    browser.post(STEP, data={"code": used})
    sign_in(browser, "alice")

    for code in (used, older):
        answer = browser.post(STEP, data={"code": code})
        assert (answer.status_code, WRONG in words(answer.text)) == (422, True)


@pytest.mark.parametrize("later", [-3, 3])
def test_a_code_of_another_minute_does_not_work(later: int, browser: TestClient, alice: Actor) -> None:
    secret, _ = set_up_app(alice)
    sign_in(browser, "alice")

    assert browser.post(STEP, data={"code": code_of(secret, later)}).status_code == 422


@pytest.mark.parametrize("code", ["", "000 000", "abcdef", "\0", "١٢٣٤٥٦", "1" * 5000, "é"])
def test_anything_else_is_refused_with_a_sentence(code: str, browser: TestClient, alice: Actor) -> None:
    set_up_app(alice)
    sign_in(browser, "alice")

    answer = browser.post(STEP, data={"code": code})

    assert (answer.status_code, WRONG in words(answer.text)) == (422, True)


def test_after_five_wrong_codes_even_the_right_one_waits(browser: TestClient, alice: Actor) -> None:
    secret, _ = set_up_app(alice)
    sign_in(browser, "alice")
    tries = [browser.post(STEP, data={"code": "000000"}).status_code for _ in range(5)]

    answer = browser.post(STEP, data={"code": code_of(secret, 1)})

    assert (tries, answer.status_code) == ([422] * 5, 429)
    assert "There were too many attempts." in words(answer.text)
    assert "retry-after" in answer.headers


def test_codes_that_somebody_else_tried_do_not_slow_a_known_browser_down(
    app: FastAPI, browser: TestClient, alice: Actor
) -> None:
    secret, codes = set_up_app(alice)
    sign_in(browser, "alice")
    browser.post(STEP, data={"code": codes[0]})
    thief = new_browser(app)
    sign_in(thief, "alice")
    for _ in range(6):
        thief.post(STEP, data={"code": "000000"})

    sign_in(browser, "alice")
    assert browser.post(STEP, data={"code": code_of(secret, 1)}).status_code == 303


def test_signing_in_again_does_not_let_go_of_the_brake_on_codes(browser: TestClient, alice: Actor) -> None:
    secret, _ = set_up_app(alice)
    for _ in range(5):
        sign_in(browser, "alice")
        browser.post(STEP, data={"code": "000000"})

    assert browser.post(STEP, data={"code": code_of(secret, 1)}).status_code == 429


@ON_BOTH
def test_each_recovery_code_works_once_however_it_is_typed(browser: TestClient, alice: Actor) -> None:
    _, codes = set_up_app(alice)
    assert len(set(codes)) == 10

    for expected in (303, 422):
        sign_in(browser, "alice")
        assert browser.post(STEP, data={"code": f" {codes[0].upper().replace('-', ' ')} "}).status_code == expected
    assert browser.post(STEP, data={"code": codes[1]}).status_code == 303


def test_codes_are_read_from_every_keyboard(browser: TestClient, alice: Actor) -> None:
    secret, codes = set_up_app(alice)
    arabic = code_of(secret, 1).translate({ord("0") + digit: 0x660 + digit for digit in range(10)})
    wide = codes[0].upper().translate({code: 0xFEE0 + code for code in range(0x21, 0x7F)})

    for typed in (f"\u200f{arabic[:3]}\u00a0{arabic[3:]}", wide):
        sign_in(browser, "alice")
        assert browser.post(STEP, data={"code": typed}).status_code == 303


def test_a_recovery_code_of_another_person_does_not_work(browser: TestClient, alice: Actor, charlie: Actor) -> None:
    set_up_app(alice)
    _, codes = set_up_app(charlie)
    sign_in(browser, "alice")

    assert browser.post(STEP, data={"code": codes[0]}).status_code == 422


@ON_BOTH
def test_new_recovery_codes_end_the_old_ones(browser: TestClient, alice: Actor) -> None:
    _, old = set_up_app(alice)
    new = CODE.findall(alice.browser.post("/account/recovery-codes", data=alice.form()).text)
    sign_in(browser, "alice")

    assert browser.post(STEP, data={"code": old[0]}).status_code == 422
    assert browser.post(STEP, data={"code": new[0]}).status_code == 303


def test_the_database_holds_neither_secret_nor_code(alice: Actor, database: Database) -> None:
    secret, codes = set_up_app(alice)

    with database.reading() as db:
        kept = str(db.execute(select(col(SecondFactor.secret))).all()) + str(
            db.execute(select(col(RecoveryCode.code_hash))).all()
        )
    assert not any(text in kept for text in (secret, *codes, *(code.replace("-", "") for code in codes)))


def test_an_app_whose_code_was_never_typed_is_asked_of_nobody(browser: TestClient, alice: Actor) -> None:
    alice.browser.post("/account/authenticator", data=alice.form())
    wrong = alice.browser.post("/account/authenticator/confirmation", data=alice.form(code="000000"))

    assert wrong.status_code == 422
    assert sign_in(browser, "alice").headers["location"] == "/"


def test_an_app_is_set_up_on_one_page_and_a_wrong_code_changes_nothing_of_it(alice: Actor) -> None:
    confirm = "/account/authenticator/confirmation"
    alice.browser.post("/account/authenticator", data=alice.form())
    first = alice.browser.get("/account/authenticator").text
    wrong = alice.browser.post(confirm, data=alice.form(code="123")).text
    secret = secret_on(first)

    done = alice.browser.post(confirm, data=alice.form(code=code_of(secret))).text

    assert secret_on(wrong) == secret
    for page, steps_done, codes in ((first, 0, 0), (wrong, 0, 0), (done, 2, 10)):
        assert "<h1>Set up two-step verification</h1>" in page
        assert (words(page).count("Done"), len(CODE.findall(page))) == (steps_done, codes)
    assert secret not in done


def test_the_picture_holds_the_key_and_needs_no_other_server(alice: Actor) -> None:
    alice.browser.post("/account/authenticator", data=alice.form())

    page = alice.browser.get("/account/authenticator").text

    assert 'src="data:image/svg+xml' in page
    assert len(secret_on(page)) == 32


def test_the_secret_is_not_shown_again_once_it_is_confirmed(alice: Actor) -> None:
    set_up_app(alice)
    alice.browser.post("/account/authenticator", data=alice.form())

    assert alice.browser.get("/account/authenticator").headers["location"] == "/account"


@ON_BOTH
def test_without_the_app_the_password_is_enough_again(browser: TestClient, alice: Actor, database: Database) -> None:
    set_up_app(alice)
    alice.browser.post("/account/authenticator/removal", data=alice.form())

    assert sign_in(browser, "alice").headers["location"] == "/"
    with database.reading() as db:
        assert db.execute(select(RecoveryCode)).first() is None


def test_a_half_session_is_over_after_half_an_hour(browser: TestClient, alice: Actor, database: Database) -> None:
    secret, _ = set_up_app(alice)
    sign_in(browser, "alice")
    with database.writing() as db:
        db.execute(update(SignInSession).values(started_at=utc_now() - timedelta(minutes=31)))

    assert browser.post(STEP, data={"code": code_of(secret, 1)}).headers["location"] == "/sign-in"
    assert browser.get("/sign-in").status_code == 200


def test_another_account_can_be_meant(browser: TestClient, alice: Actor) -> None:
    set_up_app(alice)
    sign_in(browser, "alice")

    browser.post("/sign-in/restart")

    assert browser.get("/sign-in").status_code == 200
