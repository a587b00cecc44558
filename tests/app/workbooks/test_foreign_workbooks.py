"""Workbooks of another assessment: refused by name, with an offer to carry over what matches."""

import pytest

from app.db.session import Database
from tests.app.browser import words
from tests.app.once import Once
from tests.app.workbooks.sending import confirm, downloaded, filled, preview_form, save, send
from tests.app.workbooks.test_importing import stored
from tests.cast import BRINK, Actor
from tests.house.contents import contents


@pytest.fixture
def theirs(charlie: Actor, database: Database, once: Once[bytes]) -> bytes:
    """Charlie's, with two answers."""
    cells = {("RC-01", "answer"): 4, ("RC-02", "answer"): 3}
    return once.of(database, lambda: filled(downloaded(charlie, BRINK), cells))


def test_it_is_refused_by_name(alice: Actor, theirs: bytes) -> None:
    shown = words(send(alice, theirs).text)

    assert (
        "This workbook is for Brink Revenue, round 2026, questionnaire 2026.1. "
        "This page is for Arden Customs, round 2026, questionnaire 2026.1." in shown
    )
    assert "0 changed 0 conflicting 2 can be copied 91 unchanged 0 not imported" in shown


def test_nothing_is_carried_over_unless_it_is_asked_for(alice: Actor, theirs: bytes, database: Database) -> None:
    save(alice, "RC-01", 0, "1")
    preview = send(alice, theirs)
    before = contents(database)
    assert preview_form(preview).values("choice-RC-01") == ["here"]
    assert preview_form(preview).values("fill") == []
    assert "“Keep the answer here” is already chosen." in words(preview.text)

    confirm(alice, preview)

    assert contents(database) == before


def test_what_nobody_answered_here_can_be_carried_over_at_once(alice: Actor, theirs: bytes, database: Database) -> None:
    save(alice, "RC-01", 0, "1")

    assert confirm(alice, send(alice, theirs), fill="yes").status_code == 303

    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-01": 1, "RC-02": 3}


def test_what_is_answered_here_is_carried_over_only_where_it_is_chosen(
    alice: Actor, theirs: bytes, database: Database
) -> None:
    save(alice, "RC-01", 0, "1")

    assert confirm(alice, send(alice, theirs), RC_01="0").status_code == 303

    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-01": 4}


def test_the_preview_tells_nothing_of_the_other_assessment_but_what_is_in_the_file(
    alice: Actor, charlie: Actor, theirs: bytes
) -> None:
    body = charlie.form(revision=0, choice="0", comment="Secret of Brink")
    assert charlie.browser.post(f"/assessments/{BRINK}/answers/RC-01", data=body).status_code == 303

    answer = send(alice, theirs)

    assert "Secret of Brink" not in answer.text
    assert "Charlie" not in answer.text


def test_own_and_foreign_workbooks_can_be_sent_together(alice: Actor, theirs: bytes, database: Database) -> None:
    own = filled(downloaded(alice), {("EQ-01", "answer"): 2})

    assert confirm(alice, send(alice, own, theirs), fill="yes").status_code == 303

    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-01": 4, "RC-02": 3, "EQ-01": 2}


def test_the_workbook_of_a_stranger_opens_no_page_of_theirs(charlie: Actor, alice: Actor) -> None:
    assert send(charlie, downloaded(alice)).status_code == 404
