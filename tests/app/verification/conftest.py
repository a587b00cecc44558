"""A stranger's browser, and a signed report of Arden."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.assessments.lifecycle import State
from app.db.session import Database
from exports.reading import apart
from questionnaires.catalogue import Catalogue
from tests.app.once import Once
from tests.app.verification.checking import REPORT
from tests.cast import Actor
from tests.states import put_in_state


@pytest.fixture
def nobody(app: FastAPI, database: Database) -> TestClient:
    return TestClient(app)


@pytest.fixture
def report(alice: Actor, database: Database, catalogue: Catalogue, once: Once[bytes]) -> bytes:
    """Of Arden, signed and not yet reviewed; the database is as it was when the report had left."""

    def drawn() -> bytes:
        with database.writing() as db:
            put_in_state(db, catalogue, State.SIGNED)
        return alice.browser.get(REPORT).content

    return once.of(database, drawn)


Answers = Callable[[str, bytes], dict[str, Any]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    return cache(apart._answer)


@pytest.fixture
def each_file_is_read_once(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process that reads a file said of it is remembered, for tests of what is told to whom."""
    monkeypatch.setattr(apart, "_answer", answers)
