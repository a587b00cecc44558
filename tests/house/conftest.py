"""What tests of all routes share: many requests in one test, each on the stage that it needs."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi import FastAPI

from app.access.throttle import Throttle
from app.assessments.lifecycle import State
from app.db import head_requests
from app.db.session import Database
from app.jobs.worker_pool import WorkerPool
from questionnaires.catalogue import Catalogue
from tests.app_state import change_state
from tests.cast import Actor, actor
from tests.house.prepared import Prepared
from tests.house.routes import Route
from tests.stage import Stage
from tests.states import put_in_state

UNDRAWN = b"a workbook"


class Tries:
    """Brings Arden into a state for one route after the other."""

    def __init__(self, app: FastAPI, staged: Stage, database: Database, catalogue: Catalogue) -> None:
        self._app, self._staged, self._database, self._catalogue = app, staged, database, catalogue
        self._state: State | None = None

    def begin_anew(self) -> None:
        """For a route that writes: the stage as it was, and nobody counted."""
        self._staged.set()
        change_state(self._app, throttle=Throttle())
        self._state = None

    def put(self, state: State) -> None:
        if state is not self._state:
            with self._database.writing() as db:
                put_in_state(db, self._catalogue, state)
            self._state = state

    def who_may(self, route: Route) -> Actor:
        """Somebody of the cast, in a state in which they may."""
        name, state = route.allowed
        self.put(state)
        return actor(self._app, name)


@pytest.fixture
def tries(app: FastAPI, staged: Stage, database: Database, catalogue: Catalogue) -> Tries:
    return Tries(app, staged, database, catalogue)


@pytest.fixture(scope="module")
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with ExitStack() as until_the_end:
        yield Prepared(request, tmp_path_factory.mktemp("prepared"), until_the_end)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that look at statuses: workbooks are gathered in full, and not drawn."""

    def draw(_pool: WorkerPool, _content: Any, _drawn_by: Callable[..., bytes]) -> bytes:
        head_requests.end_here()
        return UNDRAWN

    monkeypatch.setattr(WorkerPool, "draw", draw)
