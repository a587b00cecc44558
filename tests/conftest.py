"""What the tests of `app` stand on: both databases, migrated once, and the cast on a clean stage for each test."""

import multiprocessing
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from time import monotonic
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from xdist.remote import Producer

from app.access.throttle import Throttle
from app.cli.demo.loading import load_demo
from app.db.migrations import migrate
from app.db.session import Database
from app.files.evidence_store import EvidenceFiles
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import HOME, Catalogue, load
from tests.app_state import change_state
from tests.cast import KEPT_FILE, PORTALS, QUICK, Actor, actor
from tests.engines import choose_databases, fresh_database
from tests.postgres import new_database, server
from tests.run_folder import made_once, make_folder, remove_folder
from tests.sampling import SEED, choose_seed, keep_a_sample
from tests.scheduling import FilesTogether, sort_slow_first
from tests.stage import Stage
from tests.statements import asked, gather, is_whole, note_statements, on_sqlite_alone

SECOND_VERSIONS = Path(__file__).parent / "data" / "questionnaires"
DEMO_DAY = date(2025, 12, 31)
"""On which the shared demo is loaded: its rounds are 2025 and 2024 for ever."""
STAGE_LASTS = 60
"""Seconds until the sessions on it are made anew."""
WORKERS_IMPORT = ("app.jobs.report_job", "app.features.rounds.consolidated.gathering", "exports.gap.workbook")
UNMARKED = timedelta(minutes=5)
"""How long visits leave their session as it is: longer than the slowest test takes on a busy machine."""
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


UMASK = os.umask(0)
os.umask(UMASK)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="all cases of tests that take long, no sample")


def pytest_configure(config: pytest.Config) -> None:
    note_statements()
    if not hasattr(config, "workerinput"):
        choose_seed()
        make_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        remove_folder()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    keep_a_sample(config, items)
    sort_slow_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesTogether:
    return FilesTogether(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker of xdist ended: its report comes to the process that began the run."""
    gather(getattr(node, "workeroutput", {}).get("asked", {}))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["asked"] = {database: sorted(places) for database, places in asked.items()}
    elif is_whole(config) and on_sqlite_alone():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    terminalreporter.write_line(f"{SEED}={os.environ[SEED]}")
    if is_whole(config) and on_sqlite_alone():
        terminalreporter.section("asked of SQLite and never of PostgreSQL (tests/statements.py)")
        terminalreporter.write_line("\n".join(on_sqlite_alone()))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    choose_databases(metafunc)


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """A command changes it for its whole process, which here goes on with other tests."""
    yield
    os.umask(UMASK)


@pytest.fixture(scope="session", autouse=True)
def forked_workers() -> Iterator[None]:
    """Processes of worker pools come from one that has imported what they need, which takes each of them a second.

    Tasks and results are pickled all the same. Servers that tests start as programs (tests/journeys) keep the way of
    the product.
    """
    multiprocessing.set_forkserver_preload(["__main__", *WORKERS_IMPORT])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.jobs.worker_pool.START_METHOD", "forkserver")
        yield


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's versions and a small second one."""
    return load(HOME, SECOND_VERSIONS)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Gone after the test."""
    with fresh_database(request, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with tables and nothing in them, to be copied: all migrations take a quarter of a second."""
    path = tmp_path_factory.mktemp("migrated") / "parity.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def demo_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the demo in it, to be copied: it takes some seconds to play two years."""
    with made_once("demo.db") as path:
        if not path.exists():
            copyfile(demo_of(DEMO_DAY, migrated_file, tmp_path_factory.mktemp("demo")), path)
    return path


def demo_of(day: date, migrated: Path, folder: Path) -> Path:
    """As `parity demo` leaves it on this day."""
    path = folder / "parity.db"
    copyfile(migrated, path)
    with Database(f"sqlite:///{path}") as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.access.passwords.PASSWORDS", QUICK)
        load_demo(database, load(), day)
    return path


@dataclass(frozen=True)
class StagedApp:
    app: FastAPI
    stage: Stage


@pytest.fixture(scope="session")
def on_sqlite(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StagedApp]:
    folder = tmp_path_factory.mktemp("sqlite")
    with running_app(f"sqlite:///{folder / 'parity.db'}", catalogue, folder / "data") as running:
        yield running


@pytest.fixture(scope="session")
def on_postgres(
    postgres_url: str, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StagedApp]:
    with (
        new_database(postgres_url) as url,
        running_app(url, catalogue, tmp_path_factory.mktemp("postgres") / "data") as running,
    ):
        yield running


@contextmanager
def running_app(url: str, catalogue: Catalogue, data_dir: Path) -> Iterator[StagedApp]:
    """On the migrated tables. The offices of the cast sign in by their password alone."""
    migrate(url)
    made = create_app(Settings(data_dir=data_dir, database_url=url, second_factor_for=""), catalogue)
    EvidenceFiles(data_dir).store(BytesIO(KEPT_FILE))
    event.listen(made.state.database.engine, "connect", never_wait_for_the_disk)
    with pytest.MonkeyPatch.context() as patch, TestClient(made) as client:
        patch.setattr("app.access.identity.SEEN_EVERY", UNMARKED)
        PORTALS[made] = client.portal
        stage = Stage(made.state.database, catalogue)
        event.listen(made.state.database.engine, "commit", stage.spoil)
        yield StagedApp(made, stage)


@pytest.fixture
def staged_app(request: pytest.FixtureRequest) -> StagedApp:
    """One for each database (tests/engines.py), from the first test that needs it to the last one."""
    running: StagedApp = request.getfixturevalue(f"on_{request.param}")
    return running


@pytest.fixture
def app(staged_app: StagedApp) -> FastAPI:
    return staged_app.app


@pytest.fixture
def staged(staged_app: StagedApp) -> Stage:
    return staged_app.stage


def never_wait_for_the_disk(connection: Any, _record: object) -> None:
    """What kills a server has a database of its own."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def database(app: FastAPI, staged: Stage) -> Database:
    """With the cast on a clean stage; it is set anew if something was committed since, or the sessions grew old.

    No report is kept: tests write what no act of the product does, without a row in the log."""
    database: Database = app.state.database
    change_state(app, throttle=Throttle())
    app.state.kept_reports.empty()
    if staged.set_at is None or monotonic() - staged.set_at > STAGE_LASTS:
        staged.set()
    return database


@pytest.fixture
def alice(app: FastAPI, database: Database) -> Actor:
    return actor(app, "alice")


@pytest.fixture
def bob(app: FastAPI, database: Database) -> Actor:
    return actor(app, "bob")


@pytest.fixture
def charlie(app: FastAPI, database: Database) -> Actor:
    return actor(app, "charlie")


@pytest.fixture
def sofia(app: FastAPI, database: Database) -> Actor:
    return actor(app, "sofia")


@pytest.fixture
def connie(app: FastAPI, database: Database) -> Actor:
    return actor(app, "connie")


@pytest.fixture
def hugo(app: FastAPI, database: Database) -> Actor:
    return actor(app, "hugo")


@pytest.fixture
def vera(app: FastAPI, database: Database) -> Actor:
    return actor(app, "vera")


@pytest.fixture
def rita(app: FastAPI, database: Database) -> Actor:
    return actor(app, "rita")


@pytest.fixture
def tessa(app: FastAPI, database: Database) -> Actor:
    return actor(app, "tessa")
