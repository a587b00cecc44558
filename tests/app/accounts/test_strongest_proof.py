"""What signs a person in is changed by the strongest proof that they have; other sessions end, and a mail tells it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlmodel import col

from app.access import passwords, sessions
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Passkey, SignInSession
from app.db.tables.records import Mail
from app.jobs.outbox import Kind
from tests.app.accounts.steps import code_of, new_browser, secret_on, set_up_app, sign_in
from tests.app.browser import form, words
from tests.cast import PASSWORD, Actor
from tests.engines import ON_BOTH
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("quick_passwords")
NEW = "three words in a row"


def grown_old(database: Database) -> None:
    with database.writing() as db:
        db.execute(update(SignInSession).values(started_at=utc_now() - timedelta(minutes=11)))


def change_password(person: Actor) -> int:
    fields = person.form(current=PASSWORD, password=NEW, again=NEW)
    return person.browser.post("/account/password", data=fields).status_code


@ON_BOTH
def test_with_a_second_factor_the_password_alone_proves_nothing_any_more(alice: Actor, database: Database) -> None:
    secret, _ = set_up_app(alice)
    grown_old(database)
    assert "Code from your app" in words(alice.browser.get("/account").text)

    by_password = alice.browser.post("/account/confirmation", data=alice.form(current=PASSWORD))
    still_old = alice.browser.post("/account/authenticator/removal", data=alice.form())
    by_code = alice.browser.post("/account/confirmation", data=alice.form(code=code_of(secret, 1)))

    assert (by_password.status_code, "This code does not work." in words(by_password.text)) == (422, True)
    assert still_old.headers["location"] == "/account#confirmation"
    assert (by_code.status_code, by_code.headers["location"]) == (303, "/account")
    assert alice.browser.post("/account/authenticator/removal", data=alice.form()).status_code == 303


def test_guessing_the_code_is_braked(alice: Actor, database: Database) -> None:
    secret, _ = set_up_app(alice)
    grown_old(database)
    for _ in range(5):
        alice.browser.post("/account/confirmation", data=alice.form(code="000000"))

    answer = alice.browser.post("/account/confirmation", data=alice.form(code=code_of(secret, 1)))

    assert (answer.status_code, "There were too many attempts." in words(answer.text)) == (429, True)
    assert int(answer.headers["retry-after"]) > 0


def test_a_passkey_that_answers_nothing_proves_nothing(alice: Actor, database: Database) -> None:
    set_up_app(alice)
    grown_old(database)

    answer = alice.browser.post("/account/confirmation/passkey", data=alice.form(credential="{}", sealed="x"))

    assert (answer.status_code, "The passkey was not accepted." in words(answer.text)) == (422, True)


def test_with_a_second_factor_a_new_password_needs_it_too(app: FastAPI, alice: Actor, database: Database) -> None:
    secret, _ = set_up_app(alice)
    grown_old(database)

    assert change_password(alice) == 303
    assert sign_in(new_browser(app), "alice", NEW).status_code == 422, "nothing was changed"

    alice.browser.post("/account/confirmation", data=alice.form(code=code_of(secret, 1)))
    assert change_password(alice) == 303
    assert sign_in(new_browser(app), "alice", NEW).status_code == 303


def remove_app(person: Actor) -> None:
    person.browser.post("/account/authenticator/removal", data=person.form())


def make_codes(person: Actor) -> None:
    person.browser.post("/account/recovery-codes", data=person.form())


def remove_passkey(person: Actor) -> None:
    person.browser.post("/account/passkeys/removal", data=person.form(passkey="key"))


CHANGES: dict[str, Callable[[Actor], object]] = {
    "Your password was changed.": change_password,
    "The authenticator app was removed from your account.": remove_app,
    "New recovery codes were created for your account.": make_codes,
    "A passkey was removed from your account.": remove_passkey,
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_renews_the_session_ends_the_others_and_is_told_by_mail(
    what: str, app: FastAPI, alice: Actor, bob: Actor, database: Database
) -> None:
    secret, _ = set_up_app(alice)
    other = new_browser(app)
    sign_in(other, "alice")
    other.post("/sign-in/second-factor", data={"code": code_of(secret, 1)})
    with database.writing() as db:
        key: dict[str, Any] = {"id": "key", "person_id": "alice", "public_key": "", "sign_count": 0, "name": "Laptop"}
        db.add(Passkey(**key, created_at=utc_now()))
    before, old_form = alice.session, alice.form(name="Mallory", language="en")
    stolen = new_browser(app)
    stolen.cookies.set("parity", before)

    CHANGES[what](alice)

    assert alice.session != before
    clients = (alice.browser, other, stolen, bob.browser)
    assert [client.get("/account").status_code for client in clients] == [200, 303, 303, 200]
    assert alice.browser.post("/account", data=old_form).status_code == 403, "a form ends with its session"
    with database.reading() as db:
        mails = db.execute(select(Mail).order_by(col(Mail.created_at))).scalars().all()
    assert {(mail.person_id, mail.kind) for mail in mails} == {("alice", Kind.SIGN_IN_CHANGED)}
    assert [mail.names["what"] for mail in mails] == ["An authenticator app was added to your account.", what]


def test_the_page_with_the_recovery_codes_has_forms_of_the_renewed_session(alice: Actor) -> None:
    alice.browser.post("/account/authenticator", data=alice.form())
    secret = secret_on(alice.browser.get("/account/authenticator").text)

    page = alice.browser.post("/account/authenticator/confirmation", data=alice.form(code=code_of(secret)))
    (token,) = [value for name, value in _fields(page.text) if name == "form_token"]

    assert alice.browser.post("/account", data={"form_token": token, "name": "Alice A"}).status_code == 303


def _fields(page: str) -> list[tuple[str, str]]:
    return form(page, "/sign-out").fields


@pytest.mark.parametrize("path", ["/account/password", "/account/confirmation"])
@ON_BOTH
def test_a_session_that_ends_while_its_password_is_checked_changes_nothing_any_more(
    path: str, alice: Actor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked, is_right = Event(), passwords.is_right

    def told(*given: str) -> bool:
        answer = is_right(*given)
        checked.set()
        return answer

    monkeypatch.setattr(passwords, "is_right", told)
    fields = alice.form(current=PASSWORD, password=NEW, again=NEW)
    with ThreadPoolExecutor(1) as elsewhere, database.writing() as db:
        sessions.end_all(db, "alice")
        answer = elsewhere.submit(alice.browser.post, path, data=fields)
        assert checked.wait(PATIENCE)

    assert answer.result().headers["location"].startswith("/sign-in")
    with database.reading() as reading_db:
        own = select(SignInSession).where(col(SignInSession.person_id) == "alice")
        assert reading_db.execute(own).scalars().all() == []
