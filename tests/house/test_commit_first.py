"""Nobody is told "saved" before the database has said so: the commit comes before the response leaves."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.params import Depends
from fastapi.testclient import TestClient

from app.access.guards import COOKIE
from app.db.session import Database, Writing, writing
from tests.cast import PASSWORD, Actor, actor
from tests.engines import ON_BOTH
from tests.house.bodies import NOT_ON_THE_STAGE
from tests.house.conftest import Tries
from tests.house.contents import contents
from tests.house.routes import WRITING_ASSESSMENTS

HTMX = {"hx-request": "true"}


class DiskIsFull(Exception):
    """What the database says in place of committing."""


def refuse(_connection: object) -> None:
    raise DiskIsFull


@pytest.fixture
def full_disk(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Everything works but the commit."""
    monkeypatch.setattr(database.engine.dialect, "do_commit", refuse)
    return database


def outside(app: FastAPI, name: str) -> Actor:
    """Somebody whose browser sees what the server answers where the tests would see the exception."""
    cookies = {COOKIE: f"session of {name}"}
    browser, inside = (
        TestClient(app, raise_server_exceptions=False, follow_redirects=False, cookies=cookies),
        actor(app, name),
    )
    browser.portal = inside.browser.portal
    return replace(inside, browser=browser)


@pytest.fixture
def alice_outside(app: FastAPI, alice: Actor) -> Actor:
    return outside(app, alice.id)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_save_whose_commit_fails_is_a_500_and_never_a_success(
    headers: dict[str, str], app: FastAPI, database: Database, tries: Tries, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {}
    for route in WRITING_ASSESSMENTS:
        if route.path in NOT_ON_THE_STAGE:
            continue
        person = outside(app, tries.who_may(route).id)
        before = contents(database)
        with monkeypatch.context() as disk:
            disk.setattr(database.engine.dialect, "do_commit", refuse)
            answer = route.ask(person, headers=headers)
        if answer.status_code != 500 or "Saved" in answer.text or contents(database) != before:
            wrong[str(route)] = answer.status_code

    assert wrong == {}


@ON_BOTH
def test_a_sign_in_whose_commit_fails_sets_no_cookie(alice_outside: Actor, full_disk: Database) -> None:
    form = {"email": "alice@example.org", "password": PASSWORD}

    answer = alice_outside.browser.post("/sign-in", data=form)

    assert answer.status_code == 500
    assert "set-cookie" not in answer.headers


@ON_BOTH
def test_after_a_commit_that_failed_the_next_save_succeeds(
    alice_outside: Actor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection goes back to the pool; were its transaction still open, nobody could write any more."""
    save = WRITING_ASSESSMENTS[0]
    with monkeypatch.context() as patch:
        patch.setattr(database.engine.dialect, "do_commit", refuse)
        assert save.ask(alice_outside).status_code == 500

    assert save.ask(alice_outside).status_code in (200, 303)


def dependency_of(annotated: Any) -> Depends:
    (dependency,) = annotated.__metadata__
    assert isinstance(dependency, Depends)
    return dependency


def test_writing_ends_with_the_function_and_takes_one_turn_at_a_time() -> None:
    """With FastAPI's own scope, "request", the commit would come after the response (architecture, 6.5)."""
    dependency = dependency_of(Writing)

    assert (dependency.dependency, dependency.scope, dependency.max_concurrency) == (writing, "function", 1)
