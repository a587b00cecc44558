"""What was handed out and does not come back is told before anything is stored, and stays as it is."""

import csv
import io
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from app.db.session import Database
from tests.app.browser import form, words
from tests.app.workbooks.sending import HOME, confirm, downloaded, filled, save, send
from tests.app.workbooks.test_importing import stored
from tests.cast import BRINK, Actor
from tests.house.contents import contents

LEFT_OUT = f"{HOME}/imports/left-out"


def changed(workbook: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(BytesIO(workbook))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def without(workbook: bytes, *pillars: str) -> bytes:
    def remove(book: Workbook) -> None:
        for sheet in [worksheet for worksheet in book if worksheet.title.startswith(pillars)]:
            book.remove(sheet)

    return changed(workbook, remove)


def test_questions_that_did_not_come_back_are_named_before_and_after_the_others_are_stored(
    alice: Actor, database: Database
) -> None:
    save(alice, "RC-02", 0, "3")
    whole = filled(downloaded(alice), {("EQ-01", "answer"): 2})
    before = contents(database)

    preview = send(alice, without(whole, "P1"))

    shown = words(preview.text)
    assert "1 changed 0 conflicting 72 unchanged 20 missing 0 not imported" in shown
    named = "20 questions are missing from the workbooks."
    assert shown.index(named) < shown.index("Changed in the workbooks")
    line = "copy 1.xlsx , sheet P1 Recognise and commit RC-01, RC-02, RC-03"
    assert line in shown
    assert "The whole sheet is missing. Questions: 20. Their answers here stay as they are." in shown
    assert contents(database) == before
    after = confirm(alice, preview)
    assert all(sentence in words(after.text) for sentence in ("1 answer was saved.", named, line))
    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-02": 3, "EQ-01": 2}


def test_the_list_of_what_did_not_come_back_leaves_as_a_file(alice: Actor) -> None:
    def note(book: Workbook) -> None:
        book.worksheets[2]["A4"].comment = Comment("Ask Dora", "Alice")

    page = send(alice, changed(without(downloaded(alice), "P1"), note))

    fields = form(page.text, LEFT_OUT).data(**{"form_token": alice.form()["form_token"], "kind": "csv"})
    rows = list(csv.DictReader(io.StringIO(alice.browser.post(LEFT_OUT, data=fields).content.decode("utf-8-sig"))))
    assert [(row["Sheet"], row["Cell"], row["Value entered"]) for row in rows] == [
        ("P1 Recognise and commit", "", ""),
        ("P3 Promote women's leadership", "A4", "Ask Dora"),
    ]
    assert rows[0]["Question or field"].startswith("RC-01, RC-02, ")


def test_of_a_workbook_that_was_divided_nothing_is_missed_once_all_parts_are_there(alice: Actor) -> None:
    whole = downloaded(alice)
    parts = [without(whole, "P1", "P2"), without(whole, "P3", "P4", "P5")]

    alone, together = words(send(alice, parts[0]).text), words(send(alice, *parts).text)

    assert "53 missing" in alone
    assert "53 missing" not in together
    assert "Questions that are not in this workbook, but in another one uploaded with it: 53." in together


def test_what_a_workbook_of_others_lost_is_told_too(alice: Actor, charlie: Actor) -> None:
    theirs = without(filled(downloaded(charlie, BRINK), {("EQ-01", "answer"): 4}), "P1")

    own = words(send(alice, downloaded(alice), theirs).text)

    assert "20 missing" in own
    assert "copy 2.xlsx , sheet P1 Recognise and commit" in own


def test_what_was_not_taken_and_what_did_not_come_back_stand_in_one_heading_afterwards(alice: Actor) -> None:
    cells = {("EQ-01", "answer"): 2, ("EQ-02", "answer"): "perhaps"}

    after = words(confirm(alice, send(alice, without(filled(downloaded(alice), cells), "P1"))).text)

    assert "1 row could not be imported. 20 questions are missing from the workbooks." in after
