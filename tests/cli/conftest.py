"""The command line as a person types it, in an installation of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import make_url
from typer.testing import CliRunner, Result

from app.access.identity import server_key
from app.cli.bootstrap import open_settings
from app.cli.demo.cast import INVENTED
from app.cli.main import cli
from app.db.migrations import migrate
from app.db.session import Database
from app.files.evidence_store import EvidenceFiles
from app.jobs.worker_pool import WorkerContext, WorkerPool
from app.settings import Settings
from questionnaires.catalogue import Catalogue, load
from tests.cast import QUICK
from tests.filled import fill
from tests.postgres import new_database

Run = Callable[..., Result]
Changed = Callable[..., Path]
Opens = Callable[..., Settings]
REPORT = "demo-1"
"""The assessment that is in progress."""
SMALLEST = (replace(INVENTED[0], was_there_last_year=False),)
FEWER = (*SMALLEST, INVENTED[1], *INVENTED[7:])
"""Administrations of the demo with whom every act of its year is played."""


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """Read once: a tenth of a second for each command adds up."""
    return load()


@pytest.fixture
def run(tmp_path: Path, shipped: Catalogue, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("score", "answers.json")` in an empty data folder; a new file of SQLite has its tables from a copy."""

    def migrate_a_copy(url: str) -> None:
        path = Path(make_url(url).database or "")
        if url.startswith("sqlite") and path.parent.is_dir() and not path.exists():
            copyfile(migrated_file, path)
        migrate(url)

    monkeypatch.setenv("PARITY_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("PARITY_DATABASE_URL", raising=False)
    monkeypatch.setattr("app.access.passwords.PASSWORDS", QUICK)
    for module in ("bootstrap", "check"):
        monkeypatch.setattr(f"app.cli.{module}.load", lambda: shipped)
    monkeypatch.setattr("app.cli.bootstrap.migrate", migrate_a_copy)
    return lambda *words: CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def backup(run: Run, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    with monkeypatch.context() as before:
        before.setenv("PARITY_DATA_DIR", str(tmp_path / "old"))
        assert run("migrate").exit_code == 0
        assert run("backup", tmp_path / "backup.zip").exit_code == 0
    return (tmp_path / "backup.zip").read_bytes()


@pytest.fixture
def demo(tmp_path: Path, demo_file: Path) -> None:
    """The data folder of `run` as `parity demo` leaves it."""
    (tmp_path / "var").mkdir()
    copyfile(demo_file, tmp_path / "var" / "parity.db")


@pytest.fixture
def smallest_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command loads as the demo has one administration, for tests that ask whether it is loaded."""
    monkeypatch.setattr("app.cli.demo.loading.INVENTED", SMALLEST)


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work that a command gives to the pool is done here: a process spends a second before it begins."""

    def in_order(pool: WorkerPool, work: Callable[[WorkerContext, Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        worker = WorkerContext(*pool._context)
        try:
            yield from (work(worker, job) for job in jobs)
        finally:
            worker.database.close()

    monkeypatch.setattr(WorkerPool, "in_order", in_order)


@pytest.fixture(scope="session")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with one report and the public keys; other tests only look at it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "var").mkdir()
    copyfile(demo_file, folder / "var" / "parity.db")
    env = {"PARITY_DATA_DIR": str(folder / "var"), "PARITY_DATABASE_URL": ""}
    for words in (
        ["export", "gap", "--assessment", REPORT, "--out", str(folder / "report.xlsx")],
        ["keys", "export", "--out", str(folder / "keys")],
    ):
        assert CliRunner().invoke(cli, words, env=env).exit_code == 0
    return folder


@pytest.fixture
def verify(office: Path, run: Run) -> Run:
    """In an installation that knows nothing but the public keys."""
    return lambda *words: run("verify", "--keys", office / "keys", *words)


@pytest.fixture
def changed(office: Path, tmp_path: Path) -> Changed:
    """The report with these cells written over: sheet, address, value."""

    def make(*changes: tuple[str, str, str | float], name: str = "changed.xlsx") -> Path:
        book = load_workbook(office / "report.xlsx")
        for sheet, address, value in changes:
            book[sheet][address] = value
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def at(run: Run, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """`at("postgres", "first")`: from now on the commands work on a new installation of this kind."""
    with ExitStack() as databases:

        def move(kind: str, name: str) -> Settings:
            monkeypatch.setenv("PARITY_DATA_DIR", str(tmp_path / name))
            monkeypatch.setenv("PARITY_DATABASE_URL", "")
            if kind == "postgres":
                url = databases.enter_context(new_database(request.getfixturevalue("postgres_url")))
                monkeypatch.setenv("PARITY_DATABASE_URL", url)
            run("migrate")
            return open_settings()

        yield move


def put_into(settings: Settings, catalogue: Catalogue) -> None:
    with Database(settings.database) as database:
        fill(database, catalogue, EvidenceFiles(settings.data_dir))
    server_key(settings.data_dir)


@pytest.fixture(scope="session")
def kept(shipped: Catalogue, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full installation on SQLite, and its backup, to be copied."""
    folder = tmp_path_factory.mktemp("kept")
    settings = Settings(data_dir=folder / "first", database_url="")
    settings.data_dir.mkdir()
    copyfile(migrated_file, settings.data_dir / "parity.db")
    put_into(settings, shipped)
    copytree(settings.data_dir, folder / "saved")
    env = {"PARITY_DATA_DIR": str(folder / "saved"), "PARITY_DATABASE_URL": ""}
    assert CliRunner().invoke(cli, ["backup", str(folder / "backup.zip")], env=env).exit_code == 0
    return folder


@pytest.fixture(scope="session")
def full_postgres(shipped: Catalogue, kept: Path, postgres_url: str) -> Iterator[str]:
    """The name of a database as that of `kept`, to be copied."""
    with new_database(postgres_url) as url:
        migrate(url)
        put_into(Settings(data_dir=kept / "first", database_url=url), shipped)
        yield str(make_url(url).database)


@pytest.fixture
def full_url(request: pytest.FixtureRequest, kept: Path, tmp_path: Path) -> Iterator[str]:
    """A database with something in every table, and the data folder of `run` with its files; empty: SQLite in there."""
    copytree(kept / "first", tmp_path / "var")
    if request.param == "postgres":
        template = request.getfixturevalue("full_postgres")
        with new_database(request.getfixturevalue("postgres_url"), template) as url:
            yield url
    else:
        yield ""


@pytest.fixture
def filled(at: Opens, kept: Path, shipped: Catalogue, tmp_path: Path) -> Opens:
    def make(kind: str = "sqlite") -> Settings:
        if kind == "sqlite":
            copytree(kept / "first", tmp_path / "first")
        settings = at(kind, "first")
        if kind == "postgres":
            put_into(settings, shipped)
        return settings

    return make


@pytest.fixture
def backup_of_all(kept: Path, tmp_path: Path) -> Path:
    return copyfile(kept / "backup.zip", tmp_path / "backup.zip")
