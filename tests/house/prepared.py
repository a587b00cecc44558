"""Databases that take a while to prepare: made once for the tests of a module, each of which gets a copy."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.postgres import new_database


class Prepared:
    def __init__(self, request: pytest.FixtureRequest, folder: Path, until_the_end: ExitStack) -> None:
        self._request, self._folder, self._until_the_end = request, folder, until_the_end
        self._made: dict[tuple[str, bool], str] = {}

    def copy_to(self, url: str, name: str, prepare: Callable[[str], None]) -> None:
        """Into a fresh database. `prepare` brings an empty one of the same engine to what `name` says."""
        is_sqlite = url.startswith("sqlite")
        if (name, is_sqlite) not in self._made:
            made = self._new(is_sqlite)
            prepare(made)
            self._made[name, is_sqlite] = made
        copy = _copy_of_file if is_sqlite else self._copy_on_server
        copy(self._made[name, is_sqlite], url)

    def _new(self, is_sqlite: bool) -> str:
        if is_sqlite:
            return f"sqlite:///{self._folder / f'{len(self._made)}.db'}"
        return self._until_the_end.enter_context(new_database(self._server))

    def _copy_on_server(self, made: str, url: str) -> None:
        made_name, name = make_url(made).database, make_url(url).database
        with create_engine(self._server, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}"'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{made_name}"'))

    @property
    def _server(self) -> str:
        return str(self._request.getfixturevalue("postgres_url"))


def _copy_of_file(made: str, url: str) -> None:
    copyfile(str(make_url(made).database), str(make_url(url).database))
