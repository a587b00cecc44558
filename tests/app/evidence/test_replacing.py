"""A newer file takes the place of an older one, which stays in the register as withdrawn."""

import pytest
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import Evidence
from app.db.tables.records import AuditEntry
from questionnaires.catalogue import Catalogue
from tests.app.browser import without_message, words
from tests.app.evidence.conftest import HOME, Send, items, uses
from tests.cast import ITEM, KEPT_FILE, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

NEWER = ("Order 13.txt", b"Order 13/2026")


def support(person: Actor, *indicators: str) -> None:
    person.browser.post(f"{HOME}/{ITEM}/uses", data=person.form(indicator=list(indicators)))


def replace(person: Actor, file: tuple[str, bytes] | None = NEWER, item: str = ITEM) -> tuple[int, str, str]:
    """Status, words of the page and where it leads."""
    sent = {"file": file} if file else {"other": ("", b"")}
    answer = person.browser.post(f"{HOME}/{item}/replacement", data=person.form(), files=sent)
    return answer.status_code, words(answer.text), without_message(answer.headers.get("location", ""))


@ON_BOTH
def test_the_newer_file_takes_over_title_holder_and_questions(alice: Actor, database: Database) -> None:
    support(alice, "RC-01", "RC-02")

    status, _, leads_to = replace(alice)

    (newer,) = items(database)
    assert (status, leads_to) == (303, f"{HOME}/{newer.id}")
    assert (newer.title, newer.file_name) == ("Order 12/2024", "Order 13.txt")
    assert uses(database) == {newer.id: ["RC-01", "RC-02"]}
    with database.reading() as db:
        older = db.get_one(Evidence, ITEM)
        withdrawn = db.exec(select(AuditEntry).where(AuditEntry.action == "evidence withdrawn")).one()
    assert (older.withdrawn_by, older.holder) == ("alice", newer.holder)
    assert withdrawn.details == {"evidence": ITEM, "replaced_by": newer.id}


def test_the_older_file_can_still_be_fetched(alice: Actor, database: Database) -> None:
    replace(alice)

    assert alice.browser.get(f"{HOME}/{ITEM}/file").content == KEPT_FILE


def test_a_title_that_was_the_name_of_the_file_becomes_that_of_the_newer(
    alice: Actor, send: Send, database: Database
) -> None:
    send("May.txt", b"May")
    (may,) = items(database)

    replace(alice, ("June.txt", b"June"), may.id)

    assert [item.title for item in items(database)] == ["May.txt", "June.txt"]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "Choose a file."),
        (("Order 12.pdf", KEPT_FILE), "This is the same file as before."),
        (("evil.pdf", b"MZ" + bytes(50)), "is not the type of file that its name says"),
    ],
    ids=["none", "the same", "a bad one"],
)
def test_what_is_no_newer_file_changes_nothing(
    file: tuple[str, bytes] | None, says: str, alice: Actor, database: Database
) -> None:
    support(alice, "RC-01")

    status, page, _ = replace(alice, file)

    assert status == 422
    assert says in page
    assert (items(database), uses(database)) == ([], {ITEM: ["RC-01"]})


def test_what_was_withdrawn_or_is_no_file_has_no_newer_one(alice: Actor, database: Database) -> None:
    link = {"title": "Plan", "address": "https://customs.example.org/plan"}
    alice.browser.post(f"{HOME}/links", data=alice.form(**link))
    (plan,) = items(database)
    assert replace(alice, item=plan.id)[0] == 404
    alice.browser.post(f"{HOME}/{ITEM}/withdrawal", data=alice.form())

    assert replace(alice)[::2] == (303, f"{HOME}/{ITEM}")
    assert [item.kind for item in items(database)] == ["link"]
    for item in (plan.id, ITEM):
        assert alice.browser.get(f"{HOME}/{item}/replacement").headers["location"] == f"{HOME}/{item}"


def test_after_a_return_a_file_of_a_question_that_was_not_sent_back_stays(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    support(alice, "RC-01", "RC-02")
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    assert "Replace by a newer file" not in words(alice.browser.get(f"{HOME}/{ITEM}").text)
    assert replace(alice)[0] == 409
    assert uses(database) == {ITEM: ["RC-01", "RC-02"]}
