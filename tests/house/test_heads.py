"""HEAD answers wherever GET does: the same status, no body, nothing drawn, and no row anywhere."""

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from app.jobs.worker_pool import WorkerPool
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, Actor
from tests.house.conftest import Tries
from tests.house.contents import contents
from tests.house.routes import READING, Route
from tests.states import put_in_state

STREAMED = (".zip", ".jsonl")
REGISTERS = ("audit", "audit_head", "download", "session")


@pytest.mark.usefixtures("undrawn")
def test_head_answers_as_get_does_without_a_body_and_leaves_no_trace(
    database: Database, tries: Tries, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {str(route): said for route in READING if (said := differences(route, database, tries, monkeypatch))}

    assert wrong == {}


def differences(route: Route, database: Database, tries: Tries, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of the answer to HEAD from the one to GET; and what HEAD left behind."""
    person = tries.who_may(route)
    before, headers = contents(database), person.api if route.is_api else {}
    with monkeypatch.context() as nothing:
        nothing.setattr(WorkerPool, "_hand_in", None)
        head = person.browser.request("HEAD", route.address(), headers=headers)
    left = contents(database) != before
    got = person.browser.get(route.address(), headers=headers)
    has_length = "content-length" in head.headers and "content-encoding" not in got.headers
    length = int(head.headers["content-length"]) if has_length else len(got.content)
    said = {
        "rows": left,
        "a body": head.content != b"",
        "the status": head.status_code != got.status_code,
        "guessing": head.headers["x-content-type-options"] != "nosniff",
        "the length": abs(length - len(got.content)) > SECRETS_DIFFER,
        "the type": head.headers.get("content-type", got.headers.get("content-type"))
        != got.headers.get("content-type"),
    }
    return [what for what, differs in said.items() if differs]


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
