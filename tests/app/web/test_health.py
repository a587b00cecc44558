"""Whether the process lives, and whether it can do its work."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.migrations import newest
from app.db.session import Database
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.engines import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def anybody(app: FastAPI, database: Database) -> TestClient:
    return TestClient(app)


def test_the_process_says_that_it_lives(anybody: TestClient) -> None:
    answer = anybody.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_ready_with_database_migrations_and_questionnaires(anybody: TestClient) -> None:
    answer = anybody.get("/readyz")

    assert answer.status_code == 200
    assert set(answer.json().items()) == {
        ("status", "ok"), ("database", "ok"), ("migrations", "ok"), ("questionnaires", "ok"), ("disk", "ok"),
    }  # fmt: skip


@pytest.mark.parametrize("there", ["000", "999"])
def test_it_is_not_ready_on_other_migrations(there: str, anybody: TestClient, database: Database) -> None:
    with database.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :there"), {"there": there})
    answer = anybody.get("/readyz")
    with database.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest()})

    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert int(answer.headers["retry-after"]) > 0
    assert f"The database is at {there}, the program at {newest()}." in answer.json()["migrations"]


def test_it_is_not_ready_when_a_questionnaire_is_not_the_one_that_was_answered(
    anybody: TestClient, database: Database
) -> None:
    with database.writing() as db:
        db.execute(text("UPDATE assessment SET fingerprint = 'another'"))

    answer = anybody.get("/readyz")

    assert answer.status_code == 503
    assert "2026.1" in answer.json()["questionnaires"]


@pytest.mark.parametrize("url", ["postgresql+psycopg://nobody@127.0.0.1:9/nothing", "sqlite:////nowhere/at/all.db"])
def test_it_lives_and_is_not_ready_without_its_database(url: str, catalogue: Catalogue, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data_dir=tmp_path, database_url=url), catalogue)) as anybody:
        answer = anybody.get("/readyz")
        alive = anybody.get("/healthz")

    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert "cannot be reached" in answer.json()["database"]
    assert alive.status_code == 200
