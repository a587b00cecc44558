"""A stranger's browser, and a signed report of Arden."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.verification.checking import REPORT
from tests.cast import Actor
from tests.states import put_in_state


@pytest.fixture
def nobody(app: FastAPI, database: Database) -> TestClient:
    return TestClient(app)


@pytest.fixture
def report(alice: Actor, database: Database, catalogue: Catalogue) -> bytes:
    """Of Arden, signed and not yet reviewed."""
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    return alice.browser.get(REPORT).content
