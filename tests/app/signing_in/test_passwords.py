"""The password decides, checked in earnest; whoever guesses learns nothing from the answer or from its time."""

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update
from sqlmodel import col

from app.database import Database
from app.passwords import PASSWORDS
from app.tables.people import Person, SignInSession
from tests.app.browser import form, words
from tests.cast import PASSWORD

WRONG = "The e-mail address or the password is wrong. Check both and try again."


@pytest.fixture
def browser(app: FastAPI, database: Database) -> TestClient:
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def earnest(database: Database) -> None:
    """Alice's password hashed as accounts have it, at its full cost."""
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(password_hash=PASSWORDS.hash(PASSWORD)))


def number_of_sessions(database: Database) -> int:
    with database.reading() as db:
        return int(db.execute(select(func.count()).select_from(SignInSession)).scalar_one())


@pytest.mark.parametrize("email", ["alice@example.org", " Alice@Example.ORG "])
@pytest.mark.usefixtures("earnest")
def test_the_right_password_opens_the_work_of_the_person(email: str, browser: TestClient) -> None:
    answer = browser.post("/sign-in", data={"email": email, "password": PASSWORD})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Arden Customs" in browser.get("/").text


@pytest.mark.usefixtures("quick_passwords")
@pytest.mark.parametrize(
    "typed",
    [
        {"email": "alice@example.org", "password": "another password"},
        {"email": "alice@example.org", "password": PASSWORD + " "},
        {"email": "alice@example.org", "password": ""},
        {"email": "alice@example.org"},
        {"email": "nobody@example.org", "password": PASSWORD},
        {"email": "", "password": PASSWORD},
        {"email": "nobody\0@example.org", "password": "\0"},
        {"email": "%", "password": PASSWORD},
        {},
    ],
)
def test_anything_else_gets_the_very_same_answer(
    typed: dict[str, str], browser: TestClient, database: Database
) -> None:
    before = number_of_sessions(database)

    answer = browser.post("/sign-in", data=typed)

    assert answer.status_code == 422
    assert WRONG in words(answer.text)
    assert "set-cookie" not in answer.headers
    assert number_of_sessions(database) == before


def test_the_address_typed_stays_and_the_password_does_not(browser: TestClient) -> None:
    page = browser.post("/sign-in", data={"email": "alice@example.org", "password": "another password"}).text

    assert form(page, "/sign-in").value("email") == "alice@example.org"
    assert "another password" not in page


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
@pytest.mark.usefixtures("earnest")
def test_an_unknown_account_takes_the_same_work_as_a_known_one(
    email: str, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | bytes] = []
    verify = type(PASSWORDS).verify

    def counted(hasher: PasswordHasher, stored: str | bytes, given: str | bytes) -> bool:
        checked.append(stored)
        return verify(hasher, stored, given)

    monkeypatch.setattr(type(PASSWORDS), "verify", counted)

    browser.post("/sign-in", data={"email": email, "password": "another password"})

    assert [PASSWORDS.check_needs_rehash(one) for one in checked] == [False]
