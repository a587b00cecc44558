"""HEAD answers wherever GET does: the same status, no body, nothing drawn, and no row anywhere."""

import pytest
from fastapi import FastAPI

from app.assessments.lifecycle import State
from app.db.session import Database
from app.jobs.worker_pool import WorkerPool
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_SQLITE_ALONE
from tests.house.contents import contents
from tests.house.routes import READING, Route
from tests.states import put_in_state

STREAMED = (".zip", ".jsonl")
REGISTERS = ("audit", "audit_head", "download", "session")


@ON_SQLITE_ALONE
@pytest.mark.parametrize("route", READING, ids=str)
def test_head_answers_as_get_does_without_a_body_and_leaves_no_trace(
    route: Route, app: FastAPI, database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, state = route.allowed
    if state is not State.IN_PROGRESS:
        with database.writing() as db:
            put_in_state(db, catalogue, state)
    person, before = actor(app, name), contents(database)
    headers = person.api if route.is_api else {}
    with monkeypatch.context() as nothing:
        nothing.setattr(WorkerPool, "_hand_in", None)
        head = person.browser.request("HEAD", route.address(), headers=headers)
    assert contents(database) == before
    got = person.browser.get(route.address(), headers=headers)

    assert head.content == b""
    assert head.status_code == got.status_code
    assert head.headers["x-content-type-options"] == "nosniff"
    if "content-length" in head.headers and "content-encoding" not in got.headers:
        assert abs(int(head.headers["content-length"]) - len(got.content)) <= SECRETS_DIFFER
    if "content-type" in head.headers:
        assert head.headers["content-type"] == got.headers["content-type"]


SECRETS_DIFFER = 40
"""Bytes: two pages of the same thing may tell different times."""


def test_head_tells_a_stranger_nothing(charlie: Actor) -> None:
    assert charlie.browser.head(f"/assessments/{ARDEN}/gap-report.xlsx").status_code == 404


def test_head_of_what_is_only_posted_says_what_is_allowed(alice: Actor) -> None:
    answer = alice.browser.head("/sign-out")

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_a_reading_of_an_outsider_by_head_is_no_reading(bob: Actor, database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    before = contents(database)

    assert bob.browser.head(f"/assessments/{ARDEN}").status_code == 200
    assert contents(database) == before
    assert bob.browser.get(f"/assessments/{ARDEN}").status_code == 200
    assert contents(database) != before
