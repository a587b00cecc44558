"""One click takes an import back, as long as nobody changed its answers since."""

import re

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import HistoryEntry
from questionnaires.answers import NOT_ANSWERED
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.once import Once
from tests.app.workbooks.sending import HOME, downloaded, filled, save, take_over
from tests.app.workbooks.test_importing import imports, log, stored
from tests.cast import Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents
from tests.states import put_in_state

pytestmark = ON_BOTH

CELLS = {("RC-01", "answer"): 4, ("RC-02", "answer"): 1}


@pytest.fixture
def address(alice: Actor, database: Database, once: Once[str]) -> str:
    """Of an import of RC-01, which was answered before, and RC-02, which was not."""

    def imported() -> str:
        save(alice, "RC-01", 0, "2", comment="As before")
        assert take_over(alice, filled(downloaded(alice), CELLS)).status_code == 303
        (kept,) = imports(database)
        return f"{HOME}/imports/{kept.id}/undo"

    return once.of(database, imported)


def test_what_stood_there_before_stands_there_again(alice: Actor, address: str, database: Database) -> None:
    answer = alice.browser.post(address, data=alice.form())

    assert answer.headers["location"] == f"{HOME}?said=undone"
    now = stored(database)
    assert (now["RC-01"].answer.value, now["RC-01"].answer.comment, now["RC-01"].revision) == (2, "As before", 3)
    assert (now["RC-02"].answer, now["RC-02"].revision) == (NOT_ANSWERED, 2)
    assert log(database)[-1].action == "import taken back"
    (row,) = imports(database)
    assert (row.undone_by, row.undone_at is not None) == ("alice", True)
    with database.reading() as db:
        assert db.get_one(HistoryEntry, ("arden-2026", "RC-01", 2)).content["value"] == 4, "history is kept"


def test_the_page_offers_it_and_says_afterwards_who_did_it(alice: Actor, hugo: Actor, address: str) -> None:
    page = hugo.browser.get(HOME)
    assert re.search(rf'action="{address}"', page.text)
    assert "2 answers, Alice" in re.sub(" ,", ",", words(page.text))

    page = alice.browser.get(hugo.browser.post(address, data=hugo.form()).headers["location"])

    assert address not in page.text
    assert "The import was undone." in words(page.text)
    assert "Undone by Hugo" in words(page.text)


def test_a_double_click_does_no_harm(alice: Actor, address: str, database: Database) -> None:
    alice.browser.post(address, data=alice.form())
    before = contents(database)

    assert alice.browser.post(address, data=alice.form()).headers["location"] == f"{HOME}?said=undone"
    assert contents(database) == before


def test_after_a_change_it_stays_and_the_questions_are_named(
    alice: Actor, connie: Actor, address: str, database: Database
) -> None:
    save(connie, "RC-02", 1, "3")
    before = contents(database)

    answer = alice.browser.post(address, data=alice.form())

    assert answer.status_code == 409
    assert "This import can no longer be undone" in words(answer.text)
    assert '/answers/RC-02/history">RC-02</a>' in answer.text
    assert "Changed since, so it cannot be undone: RC-02" in words(answer.text)
    assert f'action="{address}"' not in answer.text
    assert contents(database) == before


def test_an_older_import_stays_until_the_newer_one_is_taken_back(
    alice: Actor, address: str, database: Database
) -> None:
    take_over(alice, filled(downloaded(alice), {("RC-02", "answer"): 3}))
    newer = next(f"{HOME}/imports/{row.id}/undo" for row in imports(database) if row.id not in address)

    assert alice.browser.post(address, data=alice.form()).status_code == 409
    assert alice.browser.post(newer, data=alice.form()).status_code == 303
    assert stored(database)["RC-02"].answer.value == 1


def test_after_signing_it_cannot_be_taken_back(
    alice: Actor, address: str, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)

    assert address not in alice.browser.get(HOME).text
    assert alice.browser.post(address, data=alice.form()).status_code == 409


@pytest.mark.parametrize("id_", ["none", "%00"])
def test_an_import_that_is_not_there_is_not_found(id_: str, alice: Actor) -> None:
    assert alice.browser.post(f"{HOME}/imports/{id_}/undo", data=alice.form()).status_code == 404


def test_an_import_of_another_administration_is_not_found(charlie: Actor, address: str) -> None:
    theirs = address.replace("arden", "brink")

    assert charlie.browser.post(theirs, data=charlie.form()).status_code == 404
