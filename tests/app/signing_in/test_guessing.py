"""The brake on guessing passwords: by account and by network address, for a quarter of an hour."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update
from sqlmodel import col

from app.database import Database
from app.identity import utc_now
from app.signing_in.brake import MOST_FAILURES
from app.tables.people import SignInFailure
from tests.app.browser import words
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("quick_passwords")
ALICE, CHARLIE = "alice@example.org", "charlie@example.org"
TOO_MANY = "There were too many tries. Wait 15 minutes, then try again."


@pytest.fixture
def browser(app: FastAPI, database: Database) -> TestClient:
    return TestClient(app, follow_redirects=False)


def tries(browser: TestClient, emails: Iterable[str], password: str = "wrong") -> list[int]:
    return [browser.post("/sign-in", data={"email": one, "password": password}).status_code for one in emails]


def test_after_five_failures_even_the_right_password_is_refused(browser: TestClient) -> None:
    assert tries(browser, [ALICE] * 6) == [422] * 5 + [429]

    answer = browser.post("/sign-in", data={"email": ALICE, "password": PASSWORD})
    assert (answer.status_code, TOO_MANY in words(answer.text)) == (429, True)
    assert "set-cookie" not in answer.headers


def test_an_account_that_does_not_exist_is_braked_in_the_same_way(browser: TestClient) -> None:
    assert tries(browser, ["nobody@example.org"] * 6) == [422] * 5 + [429]


def test_a_stranger_elsewhere_does_not_lock_the_person_out(app: FastAPI, browser: TestClient) -> None:
    stranger = TestClient(app, follow_redirects=False, client=("203.0.113.7", 50000))
    tries(stranger, [ALICE] * 6)

    assert tries(browser, [ALICE], PASSWORD) == [303]


def test_many_strangers_together_are_braked(app: FastAPI, browser: TestClient) -> None:
    for number in range(MOST_FAILURES["account"] // 5):
        tries(TestClient(app, client=(f"203.0.113.{number}", 50000)), [ALICE] * 5)

    assert tries(browser, [ALICE], PASSWORD) == [429]


def test_writing_the_address_differently_does_not_help(browser: TestClient) -> None:
    spellings = [ALICE, "Alice@example.org", " alice@example.org", "ALICE@EXAMPLE.ORG", "alice@example.org ", ALICE]

    assert tries(browser, spellings)[-1] == 429


def test_another_account_is_not_braked(browser: TestClient) -> None:
    tries(browser, [ALICE] * 6)

    assert tries(browser, [CHARLIE], PASSWORD) == [303]


def test_a_success_forgets_the_failures_of_its_account(browser: TestClient) -> None:
    tries(browser, [ALICE] * 4)
    assert tries(browser, [ALICE], PASSWORD) == [303]

    assert tries(browser, [ALICE] * 5) == [422] * 5


def test_one_network_address_cannot_try_account_after_account(browser: TestClient) -> None:
    most = MOST_FAILURES["address"]

    assert tries(browser, (f"person{n}@example.org" for n in range(most + 1))) == [422] * most + [429]


@pytest.mark.parametrize(("minutes", "expected"), [(14, 429), (16, 303)])
def test_the_brake_lets_go_after_a_quarter_of_an_hour(
    minutes: int, expected: int, browser: TestClient, database: Database
) -> None:
    tries(browser, [ALICE] * 5)
    with database.writing() as db:
        db.execute(update(SignInFailure).values(at=utc_now() - timedelta(minutes=minutes)))

    assert tries(browser, [ALICE], PASSWORD) == [expected]


def test_failures_are_not_kept_longer_than_they_count(browser: TestClient, database: Database) -> None:
    tries(browser, [ALICE] * 3)
    with database.writing() as db:
        db.execute(update(SignInFailure).values(at=utc_now() - timedelta(minutes=16)))

    tries(browser, [CHARLIE])

    with database.reading() as db:
        assert db.execute(select(func.count()).select_from(SignInFailure)).scalar_one() == 3


def test_a_braked_try_does_not_lengthen_the_wait(browser: TestClient, database: Database) -> None:
    tries(browser, [ALICE] * 9)

    with database.reading() as db:
        of_account = select(func.count()).where(col(SignInFailure.subject).startswith("account:"))
        assert db.execute(of_account).scalar_one() == 5
