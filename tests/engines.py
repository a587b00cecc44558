"""On which databases a test runs: on SQLite, and on PostgreSQL too where its module or it itself says ON_BOTH.

That is where the engine can matter: locks and turns, concurrency, migrations, JSON, sorting, letters and NUL, unique
and NULL, transactions, backup. `tests/statements.py` finds whatever SQLite was asked and PostgreSQL never was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres import new_database

BACKENDS = ("sqlite", "postgres")
ON_BOTH = pytest.mark.on_both
CHOOSING = ("staged_app", "fresh_url", "full_url")
"""The fixtures that take the name of a database."""


def choose_databases(metafunc: pytest.Metafunc) -> None:
    said = {name for mark in metafunc.definition.iter_markers("parametrize") for name in _names(mark.args[0])}
    databases = BACKENDS if metafunc.definition.get_closest_marker("on_both") else BACKENDS[:1]
    for name in CHOOSING:
        if name in metafunc.fixturenames and name not in said:
            metafunc.parametrize(name, databases, indirect=True)


def _names(said: str | tuple[str, ...] | list[str]) -> list[str]:
    return [name.strip() for name in said.split(",")] if isinstance(said, str) else list(said)


@contextmanager
def fresh_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a database with nothing in it, not even tables, on the engine that the fixture is asked for."""
    if request.param == "postgres":
        with new_database(request.getfixturevalue("postgres_url")) as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'fresh.db'}"
