"""The password decides, checked in earnest; whoever guesses learns nothing from the answer or from its time."""

from contextlib import AbstractContextManager
from time import process_time
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update
from sqlmodel import Session, col

from app.access.passwords import PASSWORDS, hash_password, is_right, problem_of, renewed_hash
from app.db.session import Database
from app.db.tables.people import Person, SignInSession
from tests.app.browser import form, words
from tests.cast import PASSWORD, QUICK
from tests.engines import ON_BOTH

WRONG = "The email address or the password is wrong. Check both and try again."


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


@pytest.mark.parametrize("kept", ["josé@bücher.example", "alice@xn--bcher-kva.example"])
def test_an_address_opens_the_account_in_whichever_letters_it_is_typed(
    kept: str, browser: TestClient, database: Database
) -> None:
    """The second was kept before accounts had letters of all scripts."""
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "alice").values(email=kept))
    name = kept.partition("@")[0]
    typed = (name.upper(), normalize("NFD", name), f"Alice <{name}")
    domains = ("Bücher.example", normalize("NFD", "bücher.example"), "xn--bcher-kva.EXAMPLE>")

    for email in map("@".join, zip(typed, domains, strict=True)):
        assert browser.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303, email


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

    assert [PASSWORDS.check_needs_rehash(hash_) for hash_ in checked] == [False]


COMPOSED, DECOMPOSED = "caf\u00e9 au lait bleu", "cafe\u0301 au lait bleu"
FULL_WIDTH = "\uff43\uff41\uff46\u00e9\u3000au lait bleu"
"""As a keyboard for Japanese may type the first letters, and the blank."""


@pytest.mark.parametrize(
    "common",
    [
        "password123",
        "equality-2026",
        "PASSWORD123",
        "P@ssw0rd1234",
        "1234567890",
        "qwertyuiop",
        "iloveyou123",
        "passwordpassword",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44123",
        "parity-2026",
        "ardencustoms1",
        "Arden2026!",
        "alicemarin1",
        "a" * 999,
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(common: str) -> None:
    problem = problem_of(common, "Alice Marin", "alice@valdoria.example", "Arden Customs")

    assert problem
    assert "easy to guess" in problem.text()


@pytest.mark.parametrize(
    "good",
    [
        COMPOSED,
        "three words in a row",
        PASSWORD,
        "x9Kq2#vLp0wz",
        "\u5c71\u9ad8\u6c34\u957f\u98ce\u6e05\u6708\u660e\u82b1\u5f00",
    ],
)
def test_others_are_taken(good: str) -> None:
    assert problem_of(good, "Alice Marin", "alice@valdoria.example", "Arden Customs") is None


def test_a_password_of_the_longest_kind_is_judged_at_once() -> None:
    began = process_time()

    problem_of("4@8({[<369&#!1/|0$5+7%2" * 40)  # in place of letters, each of these may be several
    problem_of("a" + "\u0301\u0323" * 500_000)  # to put these marks in order would take minutes

    assert process_time() - began < 1.5


@pytest.mark.usefixtures("quick_passwords")
@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED, FULL_WIDTH])
def test_a_password_is_the_same_on_every_keyboard(typed: str) -> None:
    assert is_right(hash_password(COMPOSED), typed)
    assert is_right(hash_password(FULL_WIDTH), typed)


@pytest.mark.usefixtures("quick_passwords")
@ON_BOTH
def test_a_hash_of_before_passwords_were_normalised_still_signs_in_and_is_made_anew(
    browser: TestClient, database: Database
) -> None:
    with database.writing() as db:
        old = update(Person).where(col(Person.id) == "alice")
        db.execute(old.values(password_hash=QUICK.hash(DECOMPOSED)))

    answers = [
        browser.post("/sign-in", data={"email": "alice@example.org", "password": typed}).status_code
        for typed in (COMPOSED, DECOMPOSED, COMPOSED)
    ]

    assert answers == [422, 303, 303]


@pytest.mark.usefixtures("quick_passwords")
def test_a_hash_that_is_good_stays() -> None:
    assert renewed_hash(QUICK.hash(PASSWORD), PASSWORD) == ""
    assert renewed_hash(hash_password(COMPOSED), DECOMPOSED) == ""


@pytest.mark.usefixtures("quick_passwords")
def test_a_new_hash_is_made_before_the_turn_to_write(
    browser: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as db:
        old = update(Person).where(col(Person.id) == "alice")
        db.execute(old.values(password_hash=QUICK.hash(DECOMPOSED)))
    happened: list[str] = []
    writing, made = type(database).writing, renewed_hash

    def noted_writing(self: Database) -> AbstractContextManager[Session]:
        happened.append("writing")
        return writing(self)

    def noted_hash(password_hash: str, password: str) -> str:
        happened.append("hashing")
        return made(password_hash, password)

    monkeypatch.setattr(type(database), "writing", noted_writing)
    monkeypatch.setattr("app.access.passwords.renewed_hash", noted_hash)
    browser.post("/sign-in", data={"email": "alice@example.org", "password": DECOMPOSED})

    assert happened == ["hashing", "writing"]
