"""From the download to what is stored: nothing before it is confirmed, everything at once, nothing twice."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app.assessments.lifecycle import State
from app.assessments.reads import Saved, saved_answers
from app.db.session import Database
from app.db.tables.answers import HistoryEntry, WorkbookImport
from app.db.tables.people import Person
from app.db.tables.records import AuditEntry, Download
from app.db.tables.rounds import Assessment
from questionnaires.answers import Answer, OutsideControl
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.once import Once
from tests.app.workbooks.sending import CONFIRMATION, HOME, confirm, downloaded, filled, preview_form, send, take_over
from tests.cast import ARDEN, PAST_IMPORT, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents
from tests.states import put_in_state

THREE = {("RC-01", "answer"): "3 Applied", ("RC-01", "comment"): "=Since May", ("RC-02", "answer"): "DK"}


@pytest.fixture
def workbook(alice: Actor, database: Database, once: Once[bytes]) -> bytes:
    """Of Alice, with these cells."""
    return once.of(database, lambda: filled(downloaded(alice), THREE))


def stored(database: Database) -> dict[str, Saved]:
    with database.reading() as db:
        return saved_answers(db, ARDEN)


def imports(database: Database) -> list[WorkbookImport]:
    with database.reading() as db:
        return [row for row in db.exec(select(WorkbookImport)) if row.id != PAST_IMPORT]


def log(database: Database) -> list[AuditEntry]:
    with database.reading() as db:
        return list(db.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def test_a_download_is_entered_in_the_register(vera: Actor, database: Database) -> None:
    content = downloaded(vera)

    with database.reading() as db:
        (entry,) = db.exec(select(Download))
    assert (entry.what, entry.by, entry.size) == ("answer workbook", "vera", len(content))
    assert entry.file_name.startswith("answers-Arden-Customs-2026-Vera-")


def test_each_persons_workbook_has_their_name_in_a_plain_form(alice: Actor, connie: Actor, database: Database) -> None:
    with database.writing() as db:
        db.get_one(Person, "alice").name = "Alice O'Neil / Ünal"
    work = alice.form(element="E1.1", person="connie", due_on="")
    alice.browser.post(f"/assessments/{ARDEN}/work", data=work)

    downloaded(alice)
    downloaded(connie, elements="mine")
    downloaded(connie, paper="yes")

    with database.reading() as db:
        own, part, paper = sorted(download.file_name for download in db.exec(select(Download)))
    assert own.startswith("answers-Arden-Customs-2026-Alice-O-Neil-Ünal-downloaded-20")
    assert part.startswith("answers-Arden-Customs-2026-Connie-part-downloaded-20")
    assert "Connie" not in paper


def test_only_the_parts_in_hand_can_be_downloaded(alice: Actor, connie: Actor) -> None:
    work = alice.form(element="E1.1", person="connie", due_on="")
    assert alice.browser.post(f"/assessments/{ARDEN}/work", data=work).status_code == 303

    page = words(connie.browser.get(HOME).text)
    assert "Download my assigned parts" in page
    with pytest.raises(AssertionError):
        filled(downloaded(connie, elements="mine"), {("EQ-01", "answer"): 3})
    assert filled(downloaded(connie, elements="mine"), {("RC-01", "answer"): 3})


def test_the_preview_stores_nothing(alice: Actor, workbook: bytes, database: Database) -> None:
    before = contents(database)

    answer = send(alice, workbook)

    assert answer.status_code == 200
    shown = words(answer.text)
    assert "2 changed 0 conflicting 91 unchanged 0 not imported" in shown
    assert "Before: Not answered After: 3 Applied" in shown
    assert contents(database) == before


def test_what_is_confirmed_is_stored_with_history_and_audit(alice: Actor, workbook: bytes, database: Database) -> None:
    answer = take_over(alice, workbook)

    assert answer.headers["location"] == f"{HOME}?said=imported&stored=2"
    assert "2 answers were saved. You can undo this import" in words(alice.browser.get(answer.headers["location"]).text)
    now = stored(database)
    assert now["RC-01"].answer == Answer("answered", 3, comment="=Since May")
    assert (now["RC-02"].answer, now["RC-02"].by) == (Answer("unknown"), "alice")
    (row,) = imports(database)
    assert (row.rows, row.by) == ({"RC-01": [0, 1], "RC-02": [0, 1]}, "alice")
    newest = log(database)[-1]
    assert (newest.action, newest.details) == ("workbook imported", {"import": row.id, "rows": row.rows})
    with database.reading() as db:
        assert db.get_one(Assessment, ARDEN).state == State.IN_PROGRESS
        assert len(db.exec(select(HistoryEntry)).all()) == 2


def test_every_kind_of_answer_comes_back_as_it_was_written(alice: Actor, database: Database) -> None:
    cells = {
        ("RC-01", "answer"): 4,
        ("RC-01", "evidence"): "Decree 7, page 12\n\nOrder 3",
        ("RC-01", "target"): 4,
        ("RC-03", "answer"): "NA1",
        ("RC-03", "reason"): "No such function",
        ("RC-07", "answer"): "partly",
        ("RC-07", "authority"): "Ministry",
        ("RC-07", "raised"): "no",
        ("RC-08", "comment"): " Two\nlines with é中 ",
    }

    assert take_over(alice, filled(downloaded(alice), cells)).status_code == 303

    assert {id_: saved.answer for id_, saved in stored(database).items()} == {
        "RC-01": Answer("answered", 4, evidence=("Decree 7, page 12", "Order 3"), target=4),
        "RC-03": Answer("not_applicable", reason_code="NA1", reason="No such function"),
        "RC-07": Answer("answered", "partly", outside_control=OutsideControl("Ministry", False)),
        "RC-08": Answer(comment=" Two\nlines with é中 "),
    }


def test_the_same_form_sent_twice_stores_once_and_says_so(alice: Actor, workbook: bytes, database: Database) -> None:
    preview = send(alice, workbook)
    confirm(alice, preview)
    before = contents(database)

    again = confirm(alice, preview)

    assert again.headers["location"] == f"{HOME}?said=there"
    assert "Nothing was saved twice" in words(alice.browser.get(again.headers["location"]).text)
    assert contents(database) == before


def test_the_same_workbook_sent_again_changes_nothing(alice: Actor, workbook: bytes, connie: Actor) -> None:
    take_over(alice, workbook)

    assert "There are no changes to save." in words(send(connie, workbook).text)


def test_a_change_that_is_not_ticked_is_left_out(alice: Actor, workbook: bytes, database: Database) -> None:
    preview = send(alice, workbook)
    data = preview_form(preview).data()
    del data["choice-RC-02"]

    assert alice.browser.post(CONFIRMATION, data=data).status_code == 303

    assert set(stored(database)) == {"RC-01"}


def test_workbooks_of_several_people_give_the_same_in_every_order(
    alice: Actor, connie: Actor, hugo: Actor, database: Database
) -> None:
    empty = downloaded(alice)
    copies = [filled(empty, {(id_, "answer"): value}) for id_, value in (("RC-01", 3), ("RC-02", 1), ("EQ-01", 2))]
    copies[2] = filled(copies[2], {("RC-01", "answer"): 3})

    preview, other = send(alice, *copies), send(alice, *reversed(copies))
    for person, copy in zip((hugo, connie, alice), reversed(copies), strict=True):
        take_over(person, copy)

    assert preview_form(preview).values("choice-RC-01") == preview_form(other).values("choice-RC-01") == ["0"]
    assert {id_: saved.answer.value for id_, saved in stored(database).items()} == {"RC-01": 3, "RC-02": 1, "EQ-01": 2}
    assert "There are no changes to save." in words(send(connie, *copies).text)


@pytest.mark.parametrize("sent", ["", "rubbish", "é", "AAAA" * 20])
def test_a_preview_that_is_not_ours_is_refused_in_words(sent: str, alice: Actor, database: Database) -> None:
    before = contents(database)

    answer = alice.browser.post(CONFIRMATION, data=alice.form(carried=sent))

    assert answer.status_code == 422
    assert "This preview has expired." in words(answer.text)
    assert contents(database) == before


def test_the_preview_of_a_colleague_is_not_mine(
    alice: Actor, workbook: bytes, connie: Actor, database: Database
) -> None:
    theirs = preview_form(send(alice, workbook)).data()

    answer = connie.browser.post(CONFIRMATION, data=theirs | connie.form())

    assert answer.status_code == 422
    assert stored(database) == {}


def test_no_file_and_too_many_files_are_refused_in_words(alice: Actor) -> None:
    assert "Choose at least one workbook." in words(send(alice).text)
    many = send(alice, *[b"PK"] * 11)
    assert (many.status_code, "You can upload up to 10 workbooks" in words(many.text)) == (422, True)


@ON_BOTH
def test_only_what_was_sent_back_can_be_taken_over(
    alice: Actor, workbook: bytes, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    preview = send(alice, workbook)

    assert "1 changed" in words(preview.text)
    assert "1 cannot be changed now" in words(preview.text)
    left = words(confirm(alice, preview).text)
    assert "Only the questions that the secretariat returned can be answered now." in left
    assert set(stored(database)) == {"RC-01"}


def test_questions_that_closed_since_the_preview_are_shown_before_anything_is_stored(
    alice: Actor, workbook: bytes, database: Database, catalogue: Catalogue
) -> None:
    preview = send(alice, workbook)
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    answer = confirm(alice, preview)

    assert answer.status_code == 409
    assert "Some questions can no longer be answered." in words(answer.text)
    assert stored(database) == {}
    assert "Only the questions that the secretariat" in words(confirm(alice, answer).text)
    assert set(stored(database)) == {"RC-01"}


def test_long_texts_in_every_row_pass(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    """Random letters, which no compression makes small: more than one field of a form, or one body, else holds."""
    ids = [indicator.id for indicator in catalogue["2026.1"].structure.indicators if indicator.is_scored]
    texts: dict[tuple[str, str], Any] = {(id_, "comment"): long_text(id_) for id_ in ids}

    preview = send(alice, filled(downloaded(alice), texts))

    assert "93 changed" in words(preview.text)
    assert confirm(alice, preview).status_code == 303
    now = stored(database)
    assert {id_: now[id_].answer.comment for id_ in ids} == {id_: texts[id_, "comment"] for id_ in ids}


def test_more_text_than_an_import_can_hold_is_refused_before_it_is_shown(
    alice: Actor, workbook: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.access.sealing.seal_document", lambda *_: 10_000_001 * "x")

    answer = send(alice, workbook)

    assert answer.status_code == 422
    assert "Upload fewer at once." in words(answer.text)


def test_an_ended_session_costs_no_choice(app: FastAPI, alice: Actor, workbook: bytes, database: Database) -> None:
    """The page that asks to sign in again holds the whole form and can send it once more."""
    preview = send(alice, workbook)
    data = preview_form(preview).data()

    ended = TestClient(app).post(CONFIRMATION, data=data)

    assert ended.status_code == 401
    again = form(ended.text, CONFIRMATION).data()
    assert alice.browser.post(CONFIRMATION, data=again).status_code == 303
    assert set(stored(database)) == {"RC-01", "RC-02"}


def long_text(seed: str) -> str:
    return "".join(chr(0x4E00 + hash((seed, at)) % 20_000) for at in range(10_000))
