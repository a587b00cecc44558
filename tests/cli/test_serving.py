"""What `parity serve` and `parity migrate` refuse, each in one line that says what to do."""

import gc
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from app.cli.bootstrap import open_catalogue, open_settings
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Round
from tests.cli.conftest import Run


def test_a_taken_port_is_told_with_another_to_take(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = run("serve", "--port", port)

    assert result.exit_code == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in result.stderr
    assert f"make run PORT={port + 1}" in result.stderr


def test_a_data_folder_that_is_a_file_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "var").write_text("in the way", encoding="utf-8")

    result = run("migrate")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert "PARITY_DATA_DIR" in result.stderr


def test_a_database_out_of_reach_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")

    result = run("migrate")

    assert result.exit_code == 1
    assert "The database cannot be used" in result.stderr
    assert "Check PARITY_DATABASE_URL." in result.stderr


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would be served; nothing listens."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: calls.append(options))
    return calls


def test_serving_without_tables_says_to_migrate_first(run: Run, served: list[dict[str, Any]]) -> None:
    result = run("serve", "--port", 0)

    assert result.exit_code == 1
    assert "Run `parity migrate` first." in result.stderr
    assert served == []


def test_serving_after_migrating_listens_where_it_was_told(run: Run, served: list[dict[str, Any]]) -> None:
    run("serve", "--migrate", "--host", "127.0.0.1", "--port", 8765)

    assert [(options["host"], options["port"]) for options in served] == [("127.0.0.1", 8765)]


def test_what_is_large_and_seldom_used_is_not_loaded_before_it_is_asked_for() -> None:
    program = "import sys, app.cli.main; print(*sorted(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert {"alembic", "authlib", "httpx2", "joserfc", "webauthn", "zxcvbn", "pypdf", "rich"}.isdisjoint(loaded)


@pytest.mark.usefixtures("served")
def test_what_the_server_is_made_of_is_never_looked_through_for_garbage(run: Run) -> None:
    gc.unfreeze()

    run("serve", "--migrate")

    assert gc.get_freeze_count() > 10_000


@pytest.mark.usefixtures("smallest_demo")
def test_start_counts_on_from_the_steps_before_and_tells_the_accounts(run: Run, served: list[dict[str, Any]]) -> None:
    result = run("start", "--steps-before", 3)

    assert "step 4 of 6: database" in result.stdout
    assert "step 6 of 6: server: http://127.0.0.1:8000" in result.stdout
    assert "alice@valdoria.example" in result.stdout
    assert len(served) == 1


@pytest.mark.usefixtures("demo")
def test_the_reloading_server_watches_every_file_that_the_application_is_made_of(
    run: Run, served: list[dict[str, Any]]
) -> None:
    run("start", "--reload")

    kinds = set(served[0]["reload_includes"])
    files = [path for folder in served[0]["reload_dirs"] for path in Path(folder).rglob("*.*") if path.is_file()]
    unwatched = {f"*{path.suffix}" for path in files if "__pycache__" not in path.parts} - kinds
    assert unwatched <= {"*.pot", "*.cfg", "*.mako", "*.lock", "*.md"}  # read by tools only


def test_it_refuses_to_start_where_an_assessments_questionnaire_has_changed(
    run: Run, served: list[dict[str, Any]]
) -> None:
    run("migrate")
    database = Database(open_settings().database)
    with database.writing() as db:
        db.add(Administration(id="a", code="A", name="Arden", country="", region="EUR", language="en"))
        db.add(Round(id="r", name="2026", questionnaire="2026.1", due_on="2026-12-18"))
        db.flush()
        db.add(
            Assessment(
                id="x",
                administration_id="a",
                round_id="r",
                questionnaire="2026.1",
                fingerprint="other",
                state="not opened",
                asked=93,
            )
        )
    database.close()

    result = run("serve")

    assert result.exit_code == 1
    assert "started with questionnaire 2026.1 as published (fingerprint other)" in result.stderr
    assert open_catalogue()["2026.1"].fingerprint != "other"
