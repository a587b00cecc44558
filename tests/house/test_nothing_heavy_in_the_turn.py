"""Nothing is parsed, drawn or hashed slowly while somebody holds the turn to write: every act of every page is tried.

What counts as heavy are the doors to it: the processes that read and draw, the hash of passwords, files that are
received or unpacked. Each of them looks whether a transaction that writes is open anywhere, and tells if so.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import Connection, event

from app.access import passwords, sealing
from app.db.session import READ_ONLY, Database
from app.features.evidence import receiving
from app.jobs.worker_pool import WorkerPool
from exports.reading import apart
from questionnaires.catalogue import Catalogue
from tests.app.directory.files import CAIRN, as_csv, confirm, upload
from tests.cast import QUICK, Actor, actor
from tests.engines import ON_BOTH
from tests.house.routes import ROUTES
from tests.house.trees import tree_of
from tests.stage import Stage
from tests.states import put_in_state

ROOT = Path(__file__).parents[2]
HEAVY: dict[str, tuple[Any, str]] = {
    "a password hashed": (PasswordHasher, "hash"),
    "a password checked": (PasswordHasher, "verify"),
    "a file read": (apart, "_answer"),
    "a workbook drawn": (WorkerPool, "draw"),
    "a file of evidence looked at": (receiving, "look_at"),
    "a preview unpacked": (sealing, "unseal_document"),
}
PARSERS = {"openpyxl", "defusedxml", "xml", "lxml"}


class Watch:
    """What was done, and what of it while somebody could write nothing."""

    def __init__(self) -> None:
        self.open_turns = 0
        self.seen: set[str] = set()
        self.in_the_turn: list[str] = []

    def began(self, connection: Connection) -> None:
        self.open_turns += not (READ_ONLY.items() <= connection.get_execution_options().items())

    def ended(self, connection: Connection) -> None:
        self.open_turns -= not (READ_ONLY.items() <= connection.get_execution_options().items())

    def over(self, what: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*words: Any, **named: Any) -> Any:
            self.seen.add(what)
            if self.open_turns:
                self.in_the_turn.append(what)
            return act(*words, **named)

        return watched


@pytest.fixture
def watch(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    observer = Watch()
    monkeypatch.setattr("app.access.passwords.PASSWORDS", QUICK)
    for what, (owner, name) in HEAVY.items():
        monkeypatch.setattr(owner, name, observer.over(what, getattr(owner, name)))
    listeners = (("begin", observer.began), ("commit", observer.ended), ("rollback", observer.ended))
    for moment, listener in listeners:
        event.listen(database.engine, moment, listener)
    yield observer
    for moment, listener in listeners:
        event.remove(database.engine, moment, listener)


@ON_BOTH
def test_no_act_of_any_page_does_heavy_work_in_the_turn_to_write(
    app: FastAPI, staged: Stage, database: Database, catalogue: Catalogue, watch: Watch
) -> None:
    wrong = {}
    for route in ROUTES:
        if not route.writes:
            continue
        name, state = route.allowed
        staged.set()
        with database.writing() as db:
            put_in_state(db, catalogue, state)
        route.ask(actor(app, name))
        assert watch.open_turns == 0, route
        if watch.in_the_turn:
            wrong[str(route)] = sorted(set(watch.in_the_turn))
            watch.in_the_turn.clear()

    assert wrong == {}
    assert watch.seen == HEAVY.keys() - {"a workbook drawn"}, "each door was passed, or this looks at nothing"


def test_a_list_is_read_compared_and_confirmed_before_the_turn(sofia: Actor, watch: Watch) -> None:
    _, page = upload(sofia, as_csv(CAIRN))
    answer = confirm(sofia, page)

    assert answer.status_code == 303
    assert watch.seen == {"a file read", "a preview unpacked"}
    assert watch.in_the_turn == []


def test_heavy_work_in_the_turn_would_be_noticed(database: Database, watch: Watch) -> None:
    with database.writing() as db:
        db.connection()
        passwords.hash_password("a long password")

    assert watch.in_the_turn == ["a password hashed"]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return {name.partition(".")[0] for name in names}


def test_the_serving_process_parses_no_file_of_anybody_itself() -> None:
    """Workbooks and lists are taken to pieces in `exports.reading`, behind `apart`."""
    paths = {str(path.relative_to(ROOT)) for path in (ROOT / "app").rglob("*.py") if imported(path) & PARSERS}

    assert paths == set()


def test_every_csv_leaves_by_one_door() -> None:
    calls = {
        str(path.relative_to(ROOT))
        for room in ("app", "exports", "scoring", "questionnaires")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("csv.writer", "csv.DictWriter", "writer")
    }

    assert calls == {"app/web/downloads.py"}
