"""What cannot be taken is named first, with what to do; the rest is taken."""

import csv
import io

import pytest
from httpx2 import Response
from openpyxl import load_workbook

from app.assessments.lifecycle import State
from app.assessments.reads import Saved, saved_answers
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.workbooks.sending import HOME, Formula, confirm, downloaded, filled, send, take_over
from tests.cast import ARDEN, Actor
from tests.states import put_in_state

LEFT_OUT = f"{HOME}/imports/left-out"
THREE = {("RC-01", "answer"): "3 Applied", ("RC-01", "comment"): "=Since May", ("RC-02", "answer"): "DK"}


def stored(database: Database) -> dict[str, Saved]:
    with database.reading() as db:
        return saved_answers(db, ARDEN)


def test_cells_that_are_refused_are_named_and_the_rest_is_taken(
    alice: Actor, genuine: bytes, database: Database
) -> None:
    cells = THREE | {("RC-02", "answer"): "<b>perhaps</b>", ("EQ-01", "comment"): Formula("=1+1")}
    answer = send(alice, filled(genuine, cells))

    shown = words(answer.text)
    assert "1 changed" in shown
    assert "<b>perhaps" not in answer.text
    assert "1 changed 0 conflicting 90 unchanged 2 not imported 2 rows could not be imported." in shown
    assert shown.index("sheet P1 Recognise and commit, cell F5") < shown.index("Changed in the workbooks")
    assert "“<b>perhaps</b>” is not a valid answer here." in shown
    confirmed = confirm(alice, answer)
    after = words(confirmed.text)
    assert (confirmed.status_code, "1 answer was saved." in after) == (200, True)
    assert "2 rows could not be imported." in after
    assert "cell F5 RC-02 <b>perhaps</b> “<b>perhaps</b>” is not a valid answer here." in after
    assert "EQ-01 =1+1 This cell contains a formula." in after
    assert set(stored(database)) == {"RC-01"}


def test_a_file_that_was_not_read_is_still_named_after_the_others_are_stored(alice: Actor, genuine: bytes) -> None:
    confirmed = take_over(alice, b"%PDF-1.7", filled(genuine, THREE))

    assert (confirmed.status_code, "2 answers were saved." in words(confirmed.text)) == (200, True)
    assert "1 workbook could not be read." in words(confirmed.text)
    assert "copy 1.xlsx" in words(confirmed.text)


def refused(person: Actor) -> Response:
    """The page after the rest was stored."""
    cells = THREE | {("RC-02", "answer"): "@SUM(1)", ("EQ-01", "answer"): "Maybe\nlater"}
    return take_over(person, filled(downloaded(person), cells))


def left_out(person: Actor, page: Response, kind: str) -> Response:
    fields = form(page.text, LEFT_OUT).data(**{"form_token": person.form()["form_token"], "kind": kind})
    return person.browser.post(LEFT_OUT, data=fields)


def test_what_was_refused_leaves_as_files_in_which_nothing_runs(alice: Actor) -> None:
    page = refused(alice)
    as_csv, as_excel = left_out(alice, page, "csv"), left_out(alice, page, "xlsx")

    rows = list(csv.DictReader(io.StringIO(as_csv.content.decode("utf-8-sig"), newline="")))
    assert [(row["Question or field"], row["Value entered"]) for row in rows] == [
        ("RC-02", "'@SUM(1)"),
        ("EQ-01", "Maybe\nlater"),
    ]
    assert "is not a valid answer here. Enter one of: 0 Absent" in rows[0]["Why it was not imported, and what to do"]
    (sheet,) = load_workbook(io.BytesIO(as_excel.content)).worksheets
    assert [(cell.value, cell.data_type) for cell in sheet["E"][1:3]] == [("@SUM(1)", "s"), ("Maybe\nlater", "s")]
    assert 'filename="not-imported-Arden-Customs-2026-downloaded-20' in as_csv.headers["content-disposition"]


def test_the_page_may_be_loaded_again_and_stores_nothing_twice(
    alice: Actor, genuine: bytes, database: Database
) -> None:
    preview = send(alice, filled(genuine, THREE | {("EQ-01", "answer"): "Maybe"}))
    first, again = confirm(alice, preview), confirm(alice, preview)

    assert "Nothing was saved twice" in words(again.text)
    assert "EQ-01 Maybe “Maybe” is not a valid answer here." in words(again.text)
    assert left_out(alice, first, "csv").content == left_out(alice, preview, "csv").content
    assert {saved.revision for saved in stored(database).values()} == {1}


def test_what_was_refused_can_still_be_taken_away_when_the_assessment_was_signed_meanwhile(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    page = refused(alice)
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)

    assert left_out(alice, page, "xlsx").status_code == 200


def test_nobody_elses_list_and_no_list_of_ones_own_making_is_drawn(alice: Actor, connie: Actor) -> None:
    page = refused(alice)
    forged = alice.browser.post(LEFT_OUT, data=alice.form(left_out="AAAA", kind="csv"))

    assert left_out(connie, page, "csv").status_code == 422
    assert (forged.status_code, "This preview has expired." in words(forged.text)) == (422, True)
    assert "content-disposition" not in forged.headers


@pytest.mark.parametrize("number", ["-1", "x", "9" * 5000])
def test_numbers_that_are_none_are_not_shown(number: str, alice: Actor) -> None:
    answer = alice.browser.get(HOME, params={"said": "imported", "stored": number})

    assert answer.status_code < 500
    assert f"{number} answer" not in answer.text


def test_the_printed_version_sent_back_is_known_as_such(alice: Actor) -> None:
    answer = send(alice, downloaded(alice, paper="yes"))

    assert answer.status_code == 422
    assert "This is the printable questionnaire, which cannot be imported." in words(answer.text)


def test_a_formula_in_the_cell_of_an_answer_is_refused(alice: Actor, genuine: bytes) -> None:
    shown = words(send(alice, filled(genuine, {("RC-01", "answer"): Formula("=1+2")})).text)

    assert "1 not imported" in shown
    assert "This cell contains a formula." in shown


def test_rows_and_workbooks_that_were_not_taken_are_counted_in_two_sentences(alice: Actor, genuine: bytes) -> None:
    two_in_a_row = {("RC-02", "answer"): "perhaps", ("RC-02", "target"): "high", ("EQ-01", "answer"): 2}

    preview = words(send(alice, filled(genuine, two_in_a_row), b"no workbook").text)

    assert "2 not imported 1 row could not be imported. 1 workbook could not be read." in preview


def test_of_a_long_text_the_page_shows_the_beginning_and_the_file_more(alice: Actor, genuine: bytes) -> None:
    cells = THREE | {("RC-02", "comment"): "long " * 3_000}

    page = send(alice, filled(genuine, cells))

    assert page.text.count("long long") < 100
    assert left_out(alice, page, "csv").text.count("long") >= 200
