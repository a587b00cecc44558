"""Every parameter of every address takes any text: a page, a sentence or 404, but never a fault of ours."""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.db.session import Database
from app.features.audit.queries import Sought
from app.features.directory.people.queries import Wanted
from app.features.evidence.forms import CompareForm
from app.features.reviewing.forms import DrawForm
from app.features.rounds.overview import View
from app.main import ROUTERS
from app.web.messages import FIELD
from app.web.pages import APP
from tests.app.browser import words
from tests.cast import Actor, actor
from tests.engines import ON_BOTH
from tests.house.routes import READING, ROUTES, Route, found_below
from tests.sampling import chance

HOSTILE = {
    "more digits than Python reads": "9" * (sys.get_int_max_str_digits() + 1),
    "minus": "-1",
    "a sign": "+1",
    "not ASCII": "٣٤",
    "superscript": "²",
    "NUL": "\0",
    "half a number": "1e9",
    "no date": "2026-02-30",
    "date of ten thousand": "10000-01-01",
    "first date": "0001-01-01",
    "last date": "9999-12-31",
    "half a pair": "%ED%A0%80",
    "percent": "%",
    "long": "a" * 3000,
    "larger than a database counts": str(2**63),
}
LONGEST_QUERY = 60_000
IN_SAMPLE = 5
"""Texts that each route is asked with in a run of the suite."""
IN_PATHS = ("more digits than Python reads", "not ASCII", "superscript", "NUL", "larger than a database counts")
OF_THE_ENGINE = ("NUL", "half a pair", "larger than a database counts", "first date", "last date")
"""What PostgreSQL may take differently; all the others are tried on SQLite alone."""
ENDLESS = (".zip", ".jsonl", ".xlsx", "consolidated.csv")
"""What is drawn for seconds, and says nothing more of its query then."""


def asked_of(dependant: Dependant) -> Iterator[str]:
    """The names in the query of what FastAPI hands to a function."""
    yield from (field.alias for field in dependant.query_params)
    for dependency in dependant.dependencies:
        yield from asked_of(dependency)


def read_by_hand() -> Iterator[str]:
    for path in sorted(APP.rglob("*.py")):
        yield from re.findall(r'query_params\.get\("(\w+)"', path.read_text(encoding="utf-8"))
    for read in (Sought, Wanted, View):
        yield from read.__dataclass_fields__
    for form in (CompareForm, DrawForm):
        yield from form().fields


OURS = [route for room in ROUTERS for route in found_below(room.router.routes) if isinstance(route, APIRoute)]
BY_HAND = {FIELD, "next", *read_by_hand()}


def test_the_names_of_parameters_are_found() -> None:
    declared = {name for route in OURS for name in asked_of(route.dependant)}
    assert {"before", "since", "stored", "from", "sha256", "region", "choose"} <= BY_HAND | declared


def names_it_may_read(route: Route) -> list[str]:
    """What stands behind the question mark and the route declares, or a function of its module looks for; else none."""
    (api_route,) = (own for own in OURS if own.path == route.path and route.method in (own.methods or ()))
    declared = {*asked_of(api_route.dependant)}
    looks_itself = "query_params" in inspect.getsource(inspect.getmodule(api_route.endpoint) or re)
    return sorted({*declared, *BY_HAND}) if declared or looks_itself else []


@ON_BOTH
@pytest.mark.long(keep=1)
def test_no_text_in_a_query_is_a_fault_of_ours(app: FastAPI, database: Database, pytestconfig: pytest.Config) -> None:
    asked = {route: names for route in READING if (names := names_it_may_read(route))}
    assert len(asked) > 50
    texts = tried_on(database, HOSTILE)
    few = len(texts) if pytestconfig.option.long else IN_SAMPLE

    faults = {}
    for route, names in asked.items():
        drawn = chance(str(route)).sample([*texts.items()], few)
        if faults_of_route := faults_by_query(route, names, app, dict(drawn)):
            faults[str(route)] = faults_of_route

    assert faults == {}


def faults_by_query(route: Route, its_names: list[str], app: FastAPI, texts: dict[str, str]) -> dict[object, int]:
    name, _ = route.allowed
    person, faults = actor(app, name), dict[object, int]()
    headers, method = person.api if route.is_api else {}, "HEAD" if route.path.endswith(ENDLESS) else "GET"
    for kind, value in texts.items():
        sent = value if value.startswith("%") else quote(value)
        for names in batched(its_names, max(1, LONGEST_QUERY // len(sent))):
            query = "&".join(f"{key}={sent}" for key in names)
            status = person.browser.request(method, f"{route.address()}?{query}", headers=headers).status_code
            if status >= 500:
                faults[kind, names] = status
    return faults


def tried_on(database: Database, kinds: Iterable[str]) -> dict[str, str]:
    is_sqlite = database.engine.dialect.name == "sqlite"
    return {kind: HOSTILE[kind] for kind in kinds if is_sqlite or kind in OF_THE_ENGINE}


def batched(names: list[str], size: int) -> Iterator[tuple[str, ...]]:
    for at in range(0, len(names), size):
        yield tuple(names[at : at + size])


@ON_BOTH
def test_no_text_in_a_path_is_a_fault_of_ours(app: FastAPI, database: Database) -> None:
    faults = {}
    for route in ROUTES:
        if "{" in route.path:
            person = actor(app, route.allowed[0])
            for path, kind in hostile_paths(route, tried_on(database, IN_PATHS)):
                if (status := sent(person, route, path)) >= 500:
                    faults[f"{path[:80]}: {kind}"] = status

    assert faults == {}


def hostile_paths(route: Route, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each parameter in turn, the others as they should be."""
    good = route.address().split("/")
    for place, step in enumerate(route.path.split("/")):
        for kind, value in kinds.items() if "{" in step else ():
            odd = value if value.startswith("%") else quote(value)
            changed = step[: step.index("{")] + odd + step[step.index("}") + 1 :]
            yield "/".join([*good[:place], changed, *good[place + 1 :]]), kind


def sent(person: Actor, route: Route, path: str) -> int:
    headers = person.api if route.is_api else {}
    body: dict[str, Any] = {"json": {}} if route.is_api else {"data": person.form()}
    options = body if route.writes else {}
    return int(person.browser.request(route.method, path, headers=headers, **options).status_code)


def test_a_place_in_the_log_that_is_none_is_told_beside_the_newest_rows(bob: Actor, database: Database) -> None:
    page = words(bob.browser.get("/audit", params={"before": "9" * 5000, "since": "tomorrow"}).text)

    assert "“tomorrow” is neither a date nor a row of the log, so it was ignored." in page
    assert "999..." in page
