"""One administration's evidence has an end: in megabytes, in items, over all its rounds, withdrawn items included."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import col

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.answers import Evidence
from app.files.evidence_store import EvidenceFiles
from app.settings import Settings
from tests.app.browser import words
from tests.app.evidence.conftest import HOME, Send, items
from tests.app.evidence.office import PDF
from tests.app_state import change_state
from tests.cast import ARDEN, BRINK, ITEM, Actor, actor
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

FULL = "Your administration has used"
TOO_MANY = "Your administration has 2 items of evidence, including withdrawn ones. The limit is 2."


@pytest.fixture
def limited(app: FastAPI, database: Database) -> Iterator[Any]:
    """With other settings for as long as the test takes."""
    before: Settings = app.state.settings

    def limit(**changed: object) -> None:
        change_state(app, settings=before.model_copy(update=changed))

    yield limit
    change_state(app, settings=before)


def grow(database: Database, size: int, assessment: str = ARDEN) -> None:
    """The item of the stage as if it were so large."""
    with database.writing() as db:
        changed = {"size": size, "assessment_id": assessment}
        db.execute(update(Evidence).where(col(Evidence.id) == ITEM).values(changed))


def link(person: Actor, number: int) -> Any:
    return person.browser.post(
        f"{HOME}/links", data=person.form(title=f"Plan {number}", address=f"https://plan.example/{number}")
    )


def test_a_file_that_no_longer_fits_is_refused_with_what_to_do_and_leaves_nothing(
    send: Send, database: Database, files: EvidenceFiles
) -> None:
    grow(database, 1_000_000_000 - len(PDF) + 1)
    before = list(files.folder.rglob("*"))

    answer = send(title="Order", page="4")

    assert answer.status_code == 422
    assert f"{FULL} 1,000.0 of 1,000 MB for evidence files, including withdrawn ones" in words(answer.text)
    assert "record it without uploading it." in words(answer.text)
    assert 'value="Order"' in answer.text
    assert items(database) == []
    assert list(files.folder.rglob("*")) == before
    grow(database, 1_000_000_000 - len(PDF))
    assert send(title="Order", page="4").status_code == 303


def test_links_take_no_room_for_files(alice: Actor, database: Database) -> None:
    grow(database, 1_000_000_000)

    assert link(alice, 1).status_code == 303


def test_items_are_counted_and_what_is_there_already_is_not_counted_twice(
    limited: Any, send: Send, alice: Actor, database: Database
) -> None:
    limited(evidence_all_items=2)
    assert link(alice, 1).status_code == 303
    assert link(alice, 1).status_code == 303, "the same form sent twice"

    refused = [link(alice, 2), send()]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert all(TOO_MANY in words(answer.text) for answer in refused)
    assert len(items(database)) == 1


def test_withdrawn_items_count_since_they_are_kept(limited: Any, alice: Actor, database: Database) -> None:
    limited(evidence_all_items=2)
    link(alice, 1)
    alice.browser.post(f"{HOME}/{ITEM}/withdrawal", data=alice.form())

    assert link(alice, 2).status_code == 422


def test_others_have_room_of_their_own(limited: Any, alice: Actor, charlie: Actor, database: Database) -> None:
    limited(evidence_all_items=1)

    assert link(alice, 1).status_code == 422
    form = charlie.form(title="Plan", address="https://plan.example")
    assert charlie.browser.post(f"/assessments/{BRINK}/evidence/links", data=form).status_code == 303


def test_of_two_at_once_the_second_sees_the_first(limited: Any, app: FastAPI, database: Database) -> None:
    limited(evidence_all_items=2)

    def sending(number: int) -> int:
        alice = actor(app, "alice")
        file = {"file": (f"{number}.txt", f"text {number}".encode())}
        return alice.browser.post(f"{HOME}/files", data=alice.form(), files=file).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(sending, range(4))) == [303, 422, 422, 422]

    assert len(items(database)) == 1


@pytest.mark.parametrize("page", [HOME, f"{HOME}/files", f"{HOME}/links"])
def test_the_pages_say_how_much_is_used_only_when_it_becomes_scarce(
    page: str, alice: Actor, vera: Actor, database: Database
) -> None:
    said = "Your administration has used 800.0 of 1,000 MB and 1 of 500 items of evidence, including withdrawn ones."
    assert FULL not in words(alice.browser.get(page).text)

    grow(database, 800_000_000)

    assert said in words(alice.browser.get(page).text)
    assert FULL not in words(vera.browser.get(HOME).text), "who adds nothing is not told"


def test_evidence_of_other_rounds_counts(limited: Any, alice: Actor, database: Database) -> None:
    limited(evidence_all_items=2)
    with database.writing() as db:
        for number in range(1):
            named: dict[str, Any] = {"kind": "link", "title": "Plan", "address": f"https://plan.example/{number}"}
            db.add(Evidence(id=f"x{number}", assessment_id=ARDEN, **named, added_by="alice", added_at=utc_now()))

    assert link(alice, 7).status_code == 422


def test_of_several_files_in_a_question_those_that_no_longer_fit_are_named(
    limited: Any, alice: Actor, database: Database
) -> None:
    limited(evidence_all_items=2)
    data = alice.form(indicator="RC-01", back="RC-01")
    several = [("file", ("one.txt", b"1")), ("file", ("two.txt", b"2"))]

    answer = alice.browser.post(f"{HOME}/files", data=data, files=several)

    assert [item.title for item in items(database)] == ["one.txt"]
    assert f"two.txt : {TOO_MANY}" in words(answer.text)
