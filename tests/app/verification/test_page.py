"""The page that says whether a file is genuine: to everybody, and a little more to those who may know more."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from app.access.fair_queue import FairQueue
from app.assessments.lifecycle import State
from app.db.session import Database
from app.features.reports.verification import routes
from app.web import middleware
from exports.proving_child import MOST_LISTED
from exports.reading import container
from exports.reading.apart import Turn
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.verification.checking import NEWEST, changed, check, put, rows
from tests.cast import ARDEN, Actor
from tests.house.contents import contents
from tests.states import put_in_state

READ_ONCE = pytest.mark.usefixtures("each_file_is_read_once")


def test_everybody_finds_the_page(nobody: TestClient, alice: Actor, bob: Actor) -> None:
    assert nobody.get("/verify").status_code == 200
    assert 'href="/verify"' in alice.browser.get("/").text
    assert bob.browser.get("/desk").text.count('href="/verify"') == 2


def test_an_untouched_file_is_genuine_and_says_what_it_is(nobody: TestClient, report: bytes) -> None:
    answer = check(nobody, report)

    said = words(answer.text)
    assert answer.status_code == 200
    assert "Genuine and unchanged Every cell contains" in said
    assert all(text in said for text in ("Arden Customs", "2026.1", "Signed, not reviewed", "Edition 1", "Signature 1"))
    assert rows(answer) == []


def test_a_changed_file_lists_its_changes_and_escapes_them(nobody: TestClient, report: bytes) -> None:
    answer = check(nobody, changed(report, put("B2", "<script>alert(1)</script>")))

    assert "Genuine, but changed" in words(answer.text)
    assert len(rows(answer)) == 1
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_cells_that_people_fill_in_are_no_alarm(nobody: TestClient, report: bytes) -> None:
    plan = load_workbook(BytesIO(report), read_only=True)["Action plan"]
    column = next(
        get_column_letter(at)
        for at, cell in enumerate(next(plan.iter_rows(min_row=5)), 1)
        if "responsible" in str(cell.value).lower()
    )

    answer = check(nobody, changed(report, put(f"{column}6", "Alice", "Action plan")))

    assert "Genuine; filled in" in words(answer.text)
    assert "1 cell filled in" in words(answer.text)


def test_only_so_many_changes_are_shown_and_long_texts_are_cut(nobody: TestClient, report: bytes) -> None:
    def fill_below(book: Any) -> None:
        for row in range(400, 400 + routes.MOST_SHOWN + 3):
            book["Answers"][f"A{row}"] = "long " * 1_000

    answer = check(nobody, changed(report, fill_below))

    assert len(rows(answer)) == routes.MOST_SHOWN
    assert "3 more are not shown here." in words(answer.text)
    assert len(answer.text) < 200_000


def test_a_file_without_a_seal_is_not_ours(nobody: TestClient) -> None:
    book = BytesIO()
    Workbook().save(book)

    said = words(check(nobody, book.getvalue()).text)

    assert "Not ours The file has no seal" in said
    assert NEWEST not in said


def test_an_answer_workbook_is_told_where_to_go(
    nobody: TestClient, alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.IN_PROGRESS)
    workbook = alice.browser.get(f"/assessments/{ARDEN}/workbook.xlsx").content

    said = words(check(nobody, workbook).text)

    assert "An answer workbook This is an answer workbook of Arden Customs" in said
    assert "Not ours" not in said


@pytest.mark.parametrize("beside", [0, container.MOST_BYTES])
def test_the_zip_of_a_round_is_told_how_to_be_checked(nobody: TestClient, report: bytes, beside: int) -> None:
    zipped = BytesIO()
    with ZipFile(zipped, "w") as archive:
        archive.writestr("README.txt", "Gap reports")
        archive.writestr("one.xlsx", report)
        archive.writestr("two.xlsx", bytes(beside))
        archive.writestr("manifest.json", b"{}")

    answer = check(nobody, zipped.getvalue(), "round.zip")

    assert answer.status_code == 422
    assert "This is the ZIP of a whole round." in words(answer.text)


def test_results_that_follow_stand_in_a_list_of_their_own(nobody: TestClient, report: bytes) -> None:
    forged = BytesIO()
    with ZipFile(BytesIO(report)) as old, ZipFile(forged, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"<v>Matches</v>", b"<v>Differs</v>", 1))

    answer = check(nobody, forged.getvalue())

    assert "result changed as a consequence" in words(answer.text) or "results changed as a consequence" in words(
        answer.text
    )
    assert all(row.endswith("Matches Differs") for row in rows(answer) if "Check" in row)
    assert any("Check" in row for row in rows(answer))


def test_a_seal_that_was_tampered_with_is_not_ours(nobody: TestClient, report: bytes) -> None:
    answer = check(nobody, changed(report, put("A3", "AAAA", "Seal")))

    assert "Not ours The seal names one of our keys" in words(answer.text)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "Choose a file."),
        (b"%PDF-1.7", "This is not an Excel workbook"),
        (b"PK\x03\x04", "The workbook is damaged or incomplete."),
        (b"PK" + bytes(container.MOST_BYTES), "The workbook is larger than 10 MB."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(nobody: TestClient, file: bytes, said: str) -> None:
    answer = check(nobody, file)

    assert answer.status_code == 422
    assert said in words(answer.text)


def test_a_far_too_large_upload_is_cut_off_with_a_page(nobody: TestClient) -> None:
    answer = check(nobody, bytes(container.MOST_BYTES + middleware.MOST_BYTES))

    assert answer.status_code == 413
    assert "This file is too large" in words(answer.text)
    assert middleware.MOST_WORKBOOK == container.MOST_BYTES


def test_a_text_in_place_of_the_file_is_refused(nobody: TestClient) -> None:
    assert nobody.post("/verify", data={"file": "report.xlsx"}).status_code == 422


@READ_ONCE
def test_the_name_of_a_file_is_escaped(nobody: TestClient, report: bytes) -> None:
    assert "<b>bold</b>" not in check(nobody, report, "<b>bold</b>.xlsx").text


def test_nothing_of_the_file_is_kept(nobody: TestClient, bob: Actor, report: bytes, database: Database) -> None:
    before, file = contents(database), changed(report, put("B2", "x"))

    for browser in (nobody, bob.browser):
        check(browser, file)

    assert contents(database) == before


@READ_ONCE
def test_whoever_finds_no_seat_is_told_to_send_the_file_again(
    nobody: TestClient, alice: Actor, report: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "STRANGERS", FairQueue(0, most_waiting=0))

    answer = check(nobody, report)

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert "Wait a few seconds, then send it again." in words(answer.text)
    assert 'href="/verify">Try again' in answer.text
    assert "Genuine and unchanged" in words(check(alice.browser, report, **alice.form()).text)


def test_several_at_once_are_served_one_after_the_other(app: FastAPI, report: bytes) -> None:
    with ThreadPoolExecutor(3) as people:
        strangers = [TestClient(app, client=(f"203.0.113.{number}", 50000)) for number in range(3)]
        answers = list(people.map(lambda stranger: check(stranger, report), strangers))

    assert [answer.status_code for answer in answers] == [200] * 3


def test_strangers_cannot_take_the_turns_of_those_who_signed_in(
    nobody: TestClient, alice: Actor, report: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "TURN_OF_STRANGERS", Turn(BoundedSemaphore(0), 0))

    assert "The server is reading several workbooks." in words(check(nobody, report).text)
    assert "Genuine and unchanged" in words(check(alice.browser, report, **alice.form()).text)


def test_what_was_counted_only_is_counted_on_the_page(nobody: TestClient, report: bytes) -> None:
    def fill_below(book: Any) -> None:
        for row in range(400, 400 + MOST_LISTED + 7):
            book["Answers"][f"A{row}"] = row

    said = words(check(nobody, changed(report, fill_below)).text)

    assert f"{MOST_LISTED + 7} changes" in said
    assert f"{MOST_LISTED + 7 - routes.MOST_SHOWN} more are not shown here." in said


@READ_ONCE
def test_the_name_of_a_file_looks_like_what_it_is(nobody: TestClient, report: bytes) -> None:
    said = words(check(nobody, report, name="folder\\report \u202exslx.exe").text)

    assert "report _xslx.exe" in said
    assert "\u202e" not in said
