"""Where in the code each database was asked something, so that nothing is left for SQLite alone.

Most tests run on SQLite. What `app` asks it there, some test asks PostgreSQL too: a whole run (`make test`) fails with
the list of the places in `app` from which SQLite ran a statement and PostgreSQL never did.
"""

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Engine, event

ROOT = Path(__file__).parents[1]
APP, TESTS, SESSION = f"{ROOT / 'app'}/", f"{ROOT / 'tests'}/", f"{ROOT / 'app' / 'db' / 'session.py'}"
OF_SQLITE = ("PRAGMA", "BEGIN")
"""PostgreSQL knows no such statement, or begins by itself."""
UNREADABLE_ROWS = ("app/db/audit_chain.py _page", "app/db/fingerprints.py _one_by_one")
"""Functions that read around a row which somebody changed into what is no date or no JSON: PostgreSQL holds no such."""
Places = dict[str, set[str]]
asked: Places = {"sqlite": set(), "postgresql": set()}


def note_statements() -> None:
    event.listen(Engine, "before_cursor_execute", _note)


def _note(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
    if not statement.startswith(OF_SQLITE) and (place := _place(sys._getframe(1))):
        asked[connection.dialect.name].add(place)


def _place(frame: FrameType | None) -> str:
    """The innermost line of `app`, but for the session, which runs what others gave it; none where a test asks."""
    while frame and not frame.f_code.co_filename.startswith(TESTS):
        name = frame.f_code.co_filename
        if name.startswith(APP) and name != SESSION:
            return f"{name.removeprefix(f'{ROOT}/')} {frame.f_code.co_name} (line {frame.f_lineno})"
        frame = frame.f_back
    return ""


def gather(others: dict[str, list[str]]) -> None:
    """What a worker of xdist saw."""
    for database, places in others.items():
        asked[database].update(places)


def on_sqlite_alone() -> list[str]:
    return sorted(place for place in asked["sqlite"] - asked["postgresql"] if not place.startswith(UNREADABLE_ROWS))


def is_whole(config: pytest.Config) -> bool:
    """Nothing was chosen on the command line, so that all places were passed."""
    chosen = (config.option.markexpr, config.option.keyword, config.option.deselect, config.option.ignore)
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not any(chosen)
