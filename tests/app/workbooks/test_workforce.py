"""The workforce tables in the workbook: for the team alone, through the same preview, and taken back like answers."""

from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from openpyxl import load_workbook

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.assessments.workforce.cells import saved_cells
from app.db.session import Database
from app.db.tables.reviews import ReturnedQuestion
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.workbooks.sending import (
    CONFIRMATION,
    HOME,
    confirm,
    downloaded,
    filled,
    preview_form,
    save,
    send,
)
from tests.app.workforce.conftest import fill_in, last_round_ended_with
from tests.cast import ARDEN, Actor, actor
from tests.engines import ON_BOTH
from tests.house.contents import contents
from tests.states import put_in_state

HEADS = "1 Executive: head, deputies, top board, Staff"


def with_numbers(workbook: bytes, numbers: dict[str, Any]) -> bytes:
    """By "table/row/column"; None empties a cell."""
    book = load_workbook(BytesIO(workbook))
    sheet = book["Workforce"]
    codes = {str(cell.value): cell.column or 0 for cell in sheet[1]}
    rows = {str(cell.value): cell.row for cell in sheet["A"]}
    for key, value in numbers.items():
        place, _, sex = key.partition(".")
        sheet.cell(rows[place], codes[sex or "total"]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def numbers_of(database: Database) -> dict[str, tuple[int | None, int, str]]:
    with database.reading() as db:
        saved = saved_cells(db, ARDEN)
    return {
        f"{cell.table}/{cell.row}/{cell.column}": (each.value, each.revision, each.source)
        for cell, each in saved.items()
    }


def choose(person: Actor, preview: Response, **choices: str) -> Response:
    """With numbers by the name of their cell."""
    fields = preview_form(preview).data(**{f"number-{key}": value for key, value in choices.items()})
    return person.browser.post(CONFIRMATION, data=fields)


def sheets(workbook: bytes) -> list[str]:
    return list(load_workbook(BytesIO(workbook)).sheetnames)


@ON_BOTH
def test_numbers_come_back_with_answers_in_one_step_and_are_taken_back(
    alice: Actor,
    on_2027: Database,
) -> None:
    fill_in(alice, "WT1a", {"G1/staff.W": 3, "G1/staff.M": 8})
    workbook = with_numbers(downloaded(alice), {"WT1a/G1/staff.W": 4, "WT1a/G2/staff.M": "1 234", "WT4b/Q1/paid.W": 5})
    preview = send(alice, filled(workbook, {("RC-01", "answer"): 2}))

    assert preview.status_code == 200
    said = words(preview.text)
    assert "3 workforce numbers changed" in said
    assert f"{HEADS}, Women: Before: 3 After: 4" in said
    before = contents(on_2027)
    stored = confirm(alice, preview)
    assert stored.headers["location"] == f"{HOME}?said=imported&stored=1&numbers=3"
    assert numbers_of(on_2027) == {
        "WT1a/G1/staff.W": (4, 2, "workbook"),
        "WT1a/G1/staff.M": (8, 1, "page"),
        "WT1a/G2/staff.M": (1234, 1, "workbook"),
        "WT4b/Q1/paid.W": (5, 1, "workbook"),
    }
    assert before != contents(on_2027)
    page = alice.browser.get(stored.headers["location"]).text
    assert "3 workforce numbers were saved." in words(page)
    assert "1 answer, 3 workforce numbers" in words(page)
    undo = next(part for part in page.split('"') if part.endswith("/undo"))

    assert alice.browser.post(undo, data=alice.form()).headers["location"] == f"{HOME}?said=undone"
    assert numbers_of(on_2027)["WT1a/G1/staff.W"] == (3, 3, "workbook")
    assert numbers_of(on_2027)["WT1a/G2/staff.M"] == (None, 2, "workbook")


def test_after_a_change_of_a_number_the_import_stays_and_the_table_is_named(
    alice: Actor,
    connie: Actor,
    on_2027: Database,
) -> None:
    page = confirm(alice, send(alice, with_numbers(downloaded(alice), {"WT1a/G1/staff.W": 4}))).headers["location"]
    undo = next(part for part in alice.browser.get(page).text.split('"') if part.endswith("/undo"))
    fill_in(connie, "WT1a", {"G1/staff.W": 9})

    answer = alice.browser.post(undo, data=alice.form())

    assert answer.status_code == 409
    assert "Changed since, so it cannot be undone: WT1a" in words(answer.text)
    assert f'href="/assessments/{ARDEN}/workforce/WT1a/history"' in answer.text
    assert numbers_of(on_2027)["WT1a/G1/staff.W"][0] == 9


def test_what_two_changed_a_person_decides(alice: Actor, connie: Actor, on_2027: Database) -> None:
    workbook = with_numbers(downloaded(alice), {"WT1a/G1/staff.W": 4, "WT1a/G1/staff.M": 7})
    fill_in(connie, "WT1a", {"G1/staff.W": 9})

    preview = send(alice, workbook)
    assert "Keep the number here: 9" in words(preview.text)
    waiting = confirm(alice, preview)
    assert waiting.status_code == 422
    assert "WT1a/G1/staff.M" not in numbers_of(on_2027), "nothing is stored while a choice is missing"

    assert choose(alice, waiting, **{"WT1a/G1/staff.W": "0"}).status_code == 303
    assert numbers_of(on_2027)["WT1a/G1/staff.W"] == (4, 2, "workbook")
    assert numbers_of(on_2027)["WT1a/G1/staff.M"][0] == 7


@ON_BOTH
def test_a_number_saved_between_preview_and_confirmation_stops_the_answers_too(
    alice: Actor,
    connie: Actor,
    on_2027: Database,
) -> None:
    workbook = with_numbers(downloaded(alice), {"WT1a/G1/staff.W": 4})
    preview = send(alice, filled(workbook, {("RC-01", "answer"): 2}))
    fill_in(connie, "WT1a", {"G1/staff.W": 9})
    before = contents(on_2027)

    again = confirm(alice, preview)

    assert again.status_code == 409
    assert "Keep the number here: 9" in words(again.text)
    assert contents(on_2027) == before
    assert choose(alice, again, **{"WT1a/G1/staff.W": "here"}).status_code == 303
    assert numbers_of(on_2027)["WT1a/G1/staff.W"][0] == 9


def test_an_answer_saved_between_them_stops_the_numbers_too(
    alice: Actor,
    connie: Actor,
    on_2027: Database,
) -> None:
    workbook = with_numbers(downloaded(alice), {"WT1a/G1/staff.W": 4})
    preview = send(alice, filled(workbook, {("RC-01", "answer"): 2}))
    save(connie, "RC-01", 0, "1")

    assert confirm(alice, preview).status_code == 409
    assert numbers_of(on_2027) == {}


def test_emptied_cells_are_not_taken_unless_somebody_ticks_them(alice: Actor, on_2027: Database) -> None:
    fill_in(alice, "WT1a", {"G1/staff.W": 3})
    preview = send(alice, with_numbers(downloaded(alice), {"WT1a/G1/staff.W": None}))

    assert f"{HEADS}, Women: Before: 3 After: not known" in words(preview.text)
    assert confirm(alice, preview).headers["location"] == f"{HOME}?said=kept"
    assert choose(alice, preview, **{"WT1a/G1/staff.W": "0"}).status_code == 303
    assert numbers_of(on_2027)["WT1a/G1/staff.W"][:2] == (None, 2)


def test_what_is_no_number_is_told_with_its_cell_and_the_rest_is_taken(
    alice: Actor,
    on_2027: Database,
) -> None:
    workbook = with_numbers(downloaded(alice), {"WT1a/G1/staff.W": "two", "WT1a/G1/staff.M": 8, "WT1a/G2/staff.W": 1.5})
    preview = send(alice, workbook)

    assert "“two” is not a number." in words(preview.text)
    assert "“1.5” is not a whole number." in words(preview.text)
    assert "sheet Workforce, cell C8" in words(preview.text)
    assert confirm(alice, preview).status_code == 200
    assert set(numbers_of(on_2027)) == {"WT1a/G1/staff.M"}


def test_while_some_is_returned_only_the_returned_table_is_taken(
    alice: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    workbook = with_numbers(downloaded(alice), {"WT1a/G1/staff.W": 4, "WT2/fixed_full/staff.W": 5})
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)
        db.add(ReturnedQuestion(assessment_id=ARDEN, number=1, indicator="WT1a", text="All?", by="rita", at=utc_now()))

    preview = send(alice, workbook)

    assert "This workforce table cannot be changed now, so the number was not imported." in words(preview.text)
    assert "1 workforce number changed" in words(preview.text)
    assert confirm(alice, preview).status_code == 200
    assert set(numbers_of(on_2027)) == {"WT1a/G1/staff.W"}


def test_a_table_that_is_closed_before_the_confirmation_is_not_taken(
    alice: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    preview = send(alice, with_numbers(downloaded(alice), {"WT1a/G1/staff.W": 4}))
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)

    answer = confirm(alice, preview)

    assert answer.status_code == 409
    assert numbers_of(on_2027) == {}


def test_numbers_of_another_assessment_are_never_taken(
    alice: Actor,
    on_2027: Database,
    catalogue: Catalogue,
) -> None:
    last_round_ended_with(on_2027, catalogue, {"WT1a/G1/staff.W": 5})
    preview = send(alice, downloaded(alice, "arden-2025"))

    assert "The workforce numbers of another assessment are never imported." in words(preview.text)
    assert "workforce numbers changed" not in words(preview.text)


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.UNDER_REVIEW, State.PUBLISHED])
def test_the_sheet_is_for_the_team_alone(
    app: FastAPI,
    alice: Actor,
    on_2027: Database,
    catalogue: Catalogue,
    state: State,
) -> None:
    fill_in(alice, "WT1a", {"G1/staff.W": 7654321})
    with on_2027.writing() as db:
        put_in_state(db, catalogue, state)
    has_sheet = {}
    for name in ("alice", "vera", "sofia", "rita", "bob"):
        answer = actor(app, name).browser.get(f"{HOME}.xlsx")
        if answer.status_code == 200:
            has_sheet[name] = "Workforce" in sheets(answer.content)
            assert has_sheet[name] or b"7654321" not in answer.content
    assert {name for name, has in has_sheet.items() if has} == {"alice", "vera"}


def test_neither_the_paper_nor_the_part_of_a_colleague_has_the_sheet(alice: Actor, on_2027: Database) -> None:
    mine = {"element": "E1.1", "person": "alice", "due_on": "2026-12-01"}
    assert alice.browser.post(f"/assessments/{ARDEN}/work", data=alice.form(**mine)).status_code == 303

    assert "Workforce" in sheets(downloaded(alice))
    assert "Workforce" not in sheets(downloaded(alice, elements="mine"))
    assert "Workforce" not in sheets(downloaded(alice, paper="yes"))


def test_a_version_without_tables_has_no_such_sheet(alice: Actor) -> None:
    assert "Workforce" not in sheets(downloaded(alice))
