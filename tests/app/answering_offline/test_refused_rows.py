"""What cannot be taken is named first, with what to do; the rest is taken."""

import pytest

from app.assessments import Saved, saved_answers
from app.database import Database
from tests.app.answering_offline.sending import (
    HOME,
    Formula,
    confirm,
    downloaded,
    filled,
    send,
    take_over,
)
from tests.app.browser import words
from tests.cast import ARDEN, Actor

THREE = {("RC-01", "answer"): "3 Applied", ("RC-01", "comment"): "=Since May", ("RC-02", "answer"): "DK"}


def stored(database: Database) -> dict[str, Saved]:
    with database.reading() as db:
        return saved_answers(db, ARDEN)


def test_cells_that_are_refused_are_named_and_the_rest_is_taken(alice: Actor, database: Database) -> None:
    cells = THREE | {("RC-02", "answer"): "<b>perhaps</b>", ("EQ-01", "comment"): Formula("=1+1")}
    answer = send(alice, filled(downloaded(alice), cells))

    shown = words(answer.text)
    assert "1 changed" in shown
    assert "<b>perhaps" not in answer.text
    assert "1 changed 0 conflicting 90 as they are here 2 refused 2 rows were not taken." in shown
    assert shown.index("sheet P1 Recognise and commit, cell F5") < shown.index("Changed in the workbooks")
    assert "“<b>perhaps</b>” is no answer here." in shown
    confirmed = confirm(alice, answer)
    assert confirmed.headers["location"] == f"{HOME}?said=imported&stored=1&rows=2"
    after = words(alice.browser.get(confirmed.headers["location"]).text)
    assert "1 answer is stored." in after
    assert "2 rows were not taken. Send the workbooks again" in after
    assert set(stored(database)) == {"RC-01"}


def test_a_file_that_was_not_read_is_still_named_after_the_others_are_stored(alice: Actor) -> None:
    confirmed = take_over(alice, b"%PDF-1.7", filled(downloaded(alice), THREE))

    assert confirmed.headers["location"] == f"{HOME}?said=imported&stored=2&files=1"
    assert "1 workbook was not read." in words(alice.browser.get(confirmed.headers["location"]).text)


@pytest.mark.parametrize("number", ["-1", "x", "9" * 5000])
def test_numbers_that_are_none_are_not_shown(number: str, alice: Actor) -> None:
    answer = alice.browser.get(HOME, params={"said": "imported", "stored": number})

    assert answer.status_code < 500
    assert f"{number} answer" not in answer.text


def test_the_printed_version_sent_back_is_known_as_such(alice: Actor) -> None:
    answer = send(alice, downloaded(alice, paper="yes"))

    assert answer.status_code == 422
    assert "This is the version to print, which cannot be read back." in words(answer.text)


def test_a_formula_in_the_cell_of_an_answer_is_refused(alice: Actor) -> None:
    shown = words(send(alice, filled(downloaded(alice), {("RC-01", "answer"): Formula("=1+2")})).text)

    assert "1 refused" in shown
    assert "This cell holds a formula." in shown
