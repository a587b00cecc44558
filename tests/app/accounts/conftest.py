"""What the tests of this room share: passwords that take no time, and a real OpenID provider."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import ExternalIdentity
from app.settings import Settings
from tests.app.accounts.steps import new_browser
from tests.app_state import change_state
from tests.cast import QUICK
from tests.waiting import until

PROGRAM = Path(__file__).with_name("provider.py")
SECRET = "a secret of the tests, long enough for HS256"


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """For accounts that do not exist: those of the cast are quick anyway."""
    monkeypatch.setattr("app.access.passwords.PASSWORDS", QUICK)
    monkeypatch.setattr("app.access.passwords._NOBODY", [])


@pytest.fixture
def browser(app: FastAPI, database: Database) -> TestClient:
    """Of a person who is not signed in."""
    return new_browser(app)


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, PROGRAM, str(port), SECRET], **quiet) as process:  # type: ignore[call-overload]
        address = f"http://127.0.0.1:{port}"
        until(lambda: _answers(address), "the provider did not start")
        yield address
        process.terminate()


def _answers(address: str) -> bool:
    with suppress(httpx2.TransportError):
        httpx2.get(f"{address}/jwks")
        return True
    return False


@pytest.fixture
def settings(app: FastAPI, database: Database, issuer: str) -> Iterator[Settings]:
    own = app.state.settings
    provider = {"oidc_issuer": issuer, "oidc_client_id": "parity", "oidc_client_secret": SecretStr(SECRET)}
    change_state(app, settings=own.model_copy(update=provider | {"oidc_name": "WCO"}))
    httpx2.put(f"{issuer}/lie/nothing")
    httpx2.put(f"{issuer}/email/none")
    yield app.state.settings
    change_state(app, settings=own)


@pytest.fixture
def linked(settings: Settings, database: Database) -> None:
    """Alice is known at the provider as "al-1"."""
    with database.writing() as db:
        db.add(ExternalIdentity(issuer=settings.oidc_issuer, subject="al-1", person_id="alice", linked_at=utc_now()))
