"""A block that is pasted without script stands in the fields of the page: nothing is stored until Save is pressed."""

from httpx2 import Response

from app.assessments.workforce.cells import values_of
from app.db.session import Database
from questionnaires.workforce.definition import CellId
from tests.app.browser import form, words
from tests.app.workforce.conftest import HOME, field, fill_in, send, typed_in
from tests.cast import ARDEN, Actor


def paste(person: Actor, table: str, text: str, **typed: str) -> Response:
    page = person.browser.get(f"{HOME}/{table}").text
    fields = form(page, f"{HOME}/{table}").data(block=text, **typed)
    return person.browser.post(f"{HOME}/{table}/block", data=fields)


def test_what_is_pasted_is_stored_by_the_next_save(alice: Actor, on_2027: Database) -> None:
    answer = paste(alice, "WT3b", "Eligible\nManagers (grades 1 to 3)\t11\t12\nApplied\nManagers (grades 1 to 3)\t5\t6")

    assert answer.status_code == 200
    assert "4 numbers were put into the table. Check them, then save: nothing is saved yet." in words(answer.text)
    assert typed_in(answer.text, "WT3b", "GA/applied.M") == "6"
    with on_2027.reading() as db:
        assert values_of(db, ARDEN) == {}
    assert send(alice, "WT3b", answer.text, {}).status_code == 303
    with on_2027.reading() as db:
        assert values_of(db, ARDEN)[CellId("WT3b", "GA", "applied", "M")] == 6


def test_what_was_typed_beside_it_is_not_lost(alice: Actor, on_2027: Database) -> None:
    answer = paste(alice, "WT1a", "1\t2", **{field("WT1a", "G7/staff.W"): "80"})

    assert [typed_in(answer.text, "WT1a", place) for place in ("G1/staff.W", "G1/staff.M", "G7/staff.W")] == [
        "1",
        "2",
        "80",
    ]


def test_a_cell_that_is_no_number_is_told_and_keeps_its_text(alice: Actor, on_2027: Database) -> None:
    answer = paste(alice, "WT1a", "1\tmany\n3\t4")

    assert answer.status_code == 422
    assert typed_in(answer.text, "WT1a", "G1/staff.M") == "many"
    assert typed_in(answer.text, "WT1a", "G2/staff.M") == "4"
    assert "“many” is not a number. Enter one, or leave this empty if it is not known." in words(answer.text)


def test_a_block_that_does_not_fit_stays_in_its_field(alice: Actor, on_2027: Database) -> None:
    text = "\n".join(["1\t2"] * 9)
    answer = paste(alice, "WT1a", text, **{field("WT1a", "G7/staff.W"): "80"})

    assert answer.status_code == 422
    assert "Nothing was put into the table." in words(answer.text)
    assert form(answer.text, f"{HOME}/WT1a").value("block").replace("\r", "") == text
    assert typed_in(answer.text, "WT1a", "G7/staff.W") == "80"


def test_a_colleagues_save_in_between_is_asked_about_and_not_overwritten(
    alice: Actor, connie: Actor, on_2027: Database
) -> None:
    page = alice.browser.get(f"{HOME}/WT1a").text
    fill_in(connie, "WT1a", {"G1/staff.W": 7})
    fields = form(page, f"{HOME}/WT1a").data(block="1\t2")
    pasted = alice.browser.post(f"{HOME}/WT1a/block", data=fields)

    answer = send(alice, "WT1a", pasted.text, {})

    assert answer.status_code == 409
    assert "Theirs: 7. Mine: 1." in words(answer.text)


def test_only_those_who_fill_in_may_paste(vera: Actor, alice: Actor, on_2027: Database) -> None:
    assert vera.browser.post(f"{HOME}/WT1a/block", data=vera.form(block="1\t2")).status_code in (403, 404)
