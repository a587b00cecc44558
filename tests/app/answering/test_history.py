"""The history of an answer and of the profile, and restoring: always a new entry, never a rewrite."""

import pytest
from sqlmodel import col, select

from app.db.session import Database
from app.db.tables.answers import HistoryEntry
from app.web.answer_fields import FieldChange, differences
from tests.app.browser import form, without_message, words
from tests.cast import ARDEN, Actor
from tests.house.contents import contents

HOME = f"/assessments/{ARDEN}"
ANSWER, PROFILE = f"{HOME}/answers/RC-01", f"{HOME}/profile"


def save(person: Actor, revision: int, **fields: object) -> None:
    data = person.form(revision=revision, **fields)
    assert person.browser.post(ANSWER, data=data).status_code == 303


@pytest.fixture
def saved(alice: Actor, connie: Actor) -> Actor:
    """Two revisions: Alice's 3 with a comment, then Connie's 1 with evidence."""
    save(alice, 0, choice="3", comment="Signed in May")
    save(connie, 1, choice="1", evidence="Decree 7")
    return alice


def test_it_tells_who_when_before_and_after_the_newest_first(saved: Actor, sofia: Actor) -> None:
    for person in (saved, sofia):
        page = words(person.browser.get(f"{ANSWER}/history").text)
        assert page.index("Saved by Connie") < page.index("Saved by Alice")
        assert "Answer Before: 3 Applied After: 1 Initial" in page
        assert "Evidence Before: empty After: Decree 7" in page
        assert "Comment Before: Signed in May After: empty" in page


def test_the_question_leads_to_its_history(saved: Actor) -> None:
    assert f'href="{ANSWER}/history"' in saved.browser.get(f"{HOME}/elements/E1.1").text


def test_restoring_is_a_new_entry_with_the_old_content(saved: Actor, database: Database) -> None:
    with database.reading() as db:
        before = [entry.content for entry in db.exec(select(HistoryEntry).order_by(col(HistoryEntry.revision)))]

    answer = saved.browser.post(f"{ANSWER}/history", data=saved.form(restore=1, revision=2))

    assert without_message(answer.headers["location"]) == f"{HOME}/elements/E1.1#RC-01"
    with database.reading() as db:
        rows = list(db.exec(select(HistoryEntry).order_by(col(HistoryEntry.revision))))
    assert [entry.content for entry in rows] == [*before, before[0]]
    assert (rows[-1].revision, rows[-1].saved_by) == (3, "alice")


def test_a_restore_meets_somebody_newer_and_shows_both(saved: Actor, connie: Actor, database: Database) -> None:
    save(connie, 2, choice="2", comment="Newer than your page")
    before = contents(database)

    answer = saved.browser.post(f"{ANSWER}/history", data=saved.form(restore=1, revision=2))

    assert answer.status_code == 409
    page = words(answer.text)
    assert "Version to restore Answer 3 Applied Comment Signed in May" in page
    assert "Saved now, by Connie Answer 2 Formalised Comment Newer than your page" in page
    assert contents(database) == before

    decided = form(answer.text.replace('class="row" method', 'id="decide" method'), "decide")
    assert saved.browser.post(decided.action, data=decided.data(**dict(decided.buttons))).status_code == 303
    assert "Signed in May" in saved.browser.get(f"{HOME}/elements/E1.1").text


@pytest.mark.parametrize("restore", ["9", "-1", "", "x"])
def test_a_revision_that_never_was_is_404(restore: str, saved: Actor, database: Database) -> None:
    before = contents(database)

    answer = saved.browser.post(f"{ANSWER}/history", data=saved.form(restore=restore, revision=2))

    assert answer.status_code == 404
    assert contents(database) == before


@pytest.mark.parametrize("name", ["vera", "sofia"])
def test_who_may_not_answer_may_not_restore(name: str, saved: Actor, request: pytest.FixtureRequest) -> None:
    reader = request.getfixturevalue(name)

    assert "Restore this version" not in reader.browser.get(f"{ANSWER}/history").text
    answer = reader.browser.post(f"{ANSWER}/history", data=reader.form(restore=1, revision=2))
    assert answer.status_code == 403


def test_the_profile_has_its_history_too(alice: Actor) -> None:
    for revision, given in enumerate(("yes", "no")):
        alice.browser.post(PROFILE, data=alice.form(revision=revision, **{"profile.land_border": given}))
    page = words(alice.browser.get(f"{PROFILE}/history").text)
    assert "Before: Yes After: No" in page

    alice.browser.post(f"{PROFILE}/history", data=alice.form(restore=1, revision=2))

    shown = form(alice.browser.get(PROFILE).text, PROFILE)
    assert (shown.value("profile.land_border"), shown.value("revision")) == ("yes", "3")


def test_a_stale_restore_of_the_profile_shows_both(alice: Actor) -> None:
    for revision, given in enumerate(("yes", "no")):
        alice.browser.post(PROFILE, data=alice.form(revision=revision, **{"profile.land_border": given}))

    answer = alice.browser.post(f"{PROFILE}/history", data=alice.form(restore=1, revision=1))

    assert answer.status_code == 409
    assert "Someone saved a newer version" in words(answer.text)


@pytest.mark.parametrize("address", [f"{ANSWER}/history", f"{PROFILE}/history"])
def test_before_the_first_save_there_is_nothing(address: str, alice: Actor) -> None:
    assert "Nothing has been saved here yet " in words(alice.browser.get(address).text)


def test_fields_that_only_one_side_has_are_empty_in_the_other() -> None:
    changes = differences({"a": 1, "b": 2}, {"b": 3, "c": 4})

    assert changes == (FieldChange("a", 1, ""), FieldChange("b", 2, 3), FieldChange("c", "", 4))
