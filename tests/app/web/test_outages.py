"""The database or the disk is away: whoever asks is told to wait, and what was typed can be sent again."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import InternalError, NoSuchTableError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

from app.access.guards import COOKIE
from app.db import audit_log, outages
from app.db.outages import is_outage, problem_of_folder
from app.db.session import Database
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.cast import ARDEN, PASSWORD, Actor, actor
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

HTMX = {"hx-request": "true"}
TYPED = "Typed while the database was away"
COMMENTS = f"/assessments/{ARDEN}/answers/RC-01/comments/team"


@pytest.fixture
def impatient(database: Database) -> Iterator[Database]:
    with waiting(database, 0.3):
        yield database


@contextmanager
def waiting(database: Database, seconds: float) -> Iterator[None]:
    """So long do writers wait, in place of ten seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.db.session.PATIENCE", seconds)
        database.engine.dispose()
        yield
    database.engine.dispose()


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another process holds the turn to write."""
    with Database(database.url.render_as_string(hide_password=False)) as other, other.writing() as db:
        audit_log.take_turn(db)
        yield


def comment(alice: Actor, headers: dict[str, str] | None = None) -> tuple[int, str, str]:
    answer = alice.browser.post(COMMENTS, data=alice.form(text=TYPED), headers=headers)
    return answer.status_code, answer.headers.get("retry-after", ""), answer.text


def test_a_page_says_to_wait_and_holds_what_was_typed_to_send_it_again(alice: Actor, impatient: Database) -> None:
    with locked(impatient):
        status, after, page = comment(alice)

    assert (status, after) == (503, "30")
    assert "secretariat" not in words(page)
    assert "Wait a minute, then send it again." in words(page)
    again = form(page, COMMENTS)
    assert alice.browser.post(again.action, data=again.data()).status_code == 303
    assert TYPED in alice.browser.get(f"/assessments/{ARDEN}/answers/RC-01/comments").text


def test_htmx_and_programs_are_told_to_wait_too(alice: Actor, impatient: Database) -> None:
    body = {"state": "unknown", "revision": 0}
    with locked(impatient):
        status, after, fragment = comment(alice, headers=HTMX)
        told = alice.browser.put(f"/api/v1/assessments/{ARDEN}/answers/RC-01", json=body, headers=alice.api)

    assert (status, after) == (503, "30")
    assert "Wait a minute" in fragment
    assert "<html" not in fragment
    assert (told.status_code, told.headers["retry-after"]) == (503, "30")
    assert told.headers["content-type"] == "application/problem+json"
    assert "Wait a minute" in told.json()["detail"]


def test_a_password_is_not_shown_again_while_the_database_is_away(app: FastAPI, impatient: Database) -> None:
    with locked(impatient):
        answer = TestClient(app).post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})

    assert answer.status_code == 503
    assert PASSWORD not in answer.text


def test_who_signs_in_while_the_database_is_away_has_the_form_to_do_it_again(app: FastAPI, impatient: Database) -> None:
    with locked(impatient):
        answer = TestClient(app).post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})

    again = form(answer.text, "/sign-in")
    assert (answer.headers["retry-after"], "Wait a minute" in words(answer.text)) == ("30", True)
    right = again.data(password=PASSWORD)
    assert TestClient(app, follow_redirects=False).post("/sign-in", data=right).status_code == 303


def test_waits_of_writers_do_not_add_up(app: FastAPI, database: Database) -> None:
    """Each has one deadline: who waited for the turn in the queue does not wait for the lock as long once more. Two
    seconds are enough for all three to begin before the first one gives up."""
    granted: list[int] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        for begin in ("PRAGMA busy_timeout=", "SET LOCAL lock_timeout = '"):
            if statement.startswith(begin):
                granted.append(int(statement.removeprefix(begin).removesuffix("ms'")))

    event.listen(database.engine, "before_cursor_execute", note)
    people = [actor(app, name) for name in ("alice", "connie", "hugo")]
    with waiting(database, 2), locked(database), ThreadPoolExecutor(3) as pool:
        told = [future.result()[0] for future in [pool.submit(comment, person) for person in people]]
    event.remove(database.engine, "before_cursor_execute", note)

    assert told == [503, 503, 503]
    assert granted, "whoever queued has waited already"
    assert max(granted) < 2000


@pytest.mark.parametrize(("left", "waits"), [(7.25, 7.3), (0.3, 0.3), (-1, 0.1), (30, 10)])
def test_a_writer_waits_for_the_lock_as_long_as_there_is_time_left(
    left: float, waits: float, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In steps of a tenth of a second, of which one is always left, and never longer than anybody."""
    monkeypatch.setattr("app.db.session.monotonic", lambda: 100.0)
    asked = "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"
    if database.url.get_backend_name() == "sqlite":
        asked = "PRAGMA busy_timeout"

    with database.writing(left) as db:
        assert int(db.execute(text(asked)).scalar_one()) == 1000 * waits


def test_a_visit_is_not_held_up_by_the_mark_that_it_was_here(
    alice: Actor, impatient: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with impatient.writing() as db:
        db.execute(text("UPDATE session SET seen_at = :at"), {"at": "2000-01-01 00:00:00+00:00"})
    monkeypatch.setattr("app.access.identity.is_alive", lambda *_: True)

    with locked(impatient):
        assert alice.browser.get("/").status_code == 200


def test_a_database_without_connections_left_is_an_outage(alice: Actor, impatient: Database) -> None:
    engine, taken = impatient.engine, list[Connection]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.pool, "_timeout", 0)
        patch.setattr(engine.pool, "_max_overflow", 0)
        while len(taken) < engine.pool.size():  # type: ignore[attr-defined]  # of a pool with a queue
            taken.append(engine.connect())
        answer = alice.browser.get("/")
        for connection in taken:
            connection.close()

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


@pytest.mark.parametrize("url", ["postgresql+psycopg://nobody@127.0.0.1:9/nothing", "sqlite:////nowhere/at/all.db"])
@pytest.mark.parametrize("path", ["/", "/api/v1/assessments"])
def test_a_database_out_of_reach_is_an_outage(url: str, path: str, catalogue: Catalogue, tmp_path: Path) -> None:
    headers = {"authorization": "Bearer anything"}
    with TestClient(create_app(Settings(data_dir=tmp_path, database_url=url), catalogue)) as anybody:
        anybody.cookies.set(COOKIE, "anything")
        answer = anybody.get(path, headers=headers)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


def test_a_full_disk_is_an_outage(catalogue: Catalogue, migrated_file: Path, tmp_path: Path) -> None:
    """SQLite is told that no page more fits, which it reports as it reports a full disk."""
    with sqlite3.connect(migrated_file) as from_, sqlite3.connect(tmp_path / "parity.db") as to:
        from_.backup(to)
    database = Database(f"sqlite:///{tmp_path / 'parity.db'}")
    with database.reading() as db:
        pages = db.execute(text("PRAGMA page_count")).scalar_one()
    event.listen(database.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))
    database.engine.dispose()

    with pytest.raises(OperationalError) as full, database.writing() as db:
        db.execute(text("CREATE TABLE large AS SELECT randomblob(1000000) AS content"))
    database.close()

    assert is_outage(full.value)


class Refused(psycopg.Error):
    """An error of PostgreSQL with this code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("refused")
        self.sqlstate = sqlstate


@pytest.mark.parametrize("state", ["53100", "53300", "55P03", "57P01", "57P03", "08006", "40001"])
def test_what_postgresql_says_of_an_outage_is_one(state: str) -> None:
    assert is_outage(OperationalError("", None, Refused(state)))


def test_a_postgresql_that_only_reads_is_an_outage() -> None:
    assert is_outage(InternalError("", None, Refused("25006")))


def test_no_connection_left_is_an_outage_and_a_mistake_is_none() -> None:
    assert is_outage(NoConnection())
    assert is_outage(OSError(28, "No space left on device"))
    assert not is_outage(ProgrammingError("", None, Refused("42P01")))
    assert not is_outage(NoSuchTableError())
    assert not is_outage(FileNotFoundError(2, "No such file"))
    assert not is_outage(ValueError())


def test_a_folder_with_room_has_no_problem_and_one_without_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert problem_of_folder(tmp_path, "the data folder", least=0) == ""
    assert "MB are free in the data folder" in problem_of_folder(tmp_path, "the data folder", least=1 << 62)
    assert "Nothing can be written in the data folder" in problem_of_folder(Path("/proc"), "the data folder", 0)


def test_it_is_not_ready_while_the_disk_is_full(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages.problem_of_folder, "__defaults__", (1 << 62,))

    answer = TestClient(app).get("/readyz")

    assert answer.status_code == 503
    assert "MB are free in the data folder" in answer.json()["disk"]
    assert str(app.state.settings.data_dir) not in answer.text


def test_a_fault_of_ours_hangs_up_in_the_open(app: FastAPI, alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.features.reports.routes.result_on_screen", lambda *_: dict[str, str]()["nothing"])
    outside = replace(
        alice, browser=TestClient(app, raise_server_exceptions=False, cookies=dict(alice.browser.cookies))
    )

    answer = outside.browser.get(f"/assessments/{ARDEN}/scorecard")

    assert (answer.status_code, answer.headers["connection"]) == (500, "close")
    assert answer.text.endswith("</html>")
    assert len(answer.content) == int(answer.headers["content-length"])
