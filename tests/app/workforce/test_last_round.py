"""Where the last round ended, this one begins; and every change of a number stays readable."""

from app.assessments.workforce.cells import saved_cells
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import CellId
from tests.app.browser import form, words
from tests.app.workforce.conftest import GRADES, HOME, fill_in, last_round_ended_with, send
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

STOCK = f"{HOME}/WT3c"
CLOSED_WITH = {
    "WT1a/G1/staff.W": 1,
    "WT1a/G2/staff.W": 12,
    "WT1a/G3/staff.W": 44,
    "WT1a/G1/staff.M": 8,
    "WT1a/G2/staff.M": 34,
    "WT1a/G3/staff.M": 86,
    "WT1a/G6/staff.W": 356,
}
USE = "Use last round's numbers"


def opening(database: Database) -> dict[tuple[str, str], tuple[int | None, str]]:
    with database.reading() as db:
        saved = saved_cells(db, ARDEN, "WT3c")
    return {
        (cell.row, cell.sex): (each.value, each.source) for cell, each in saved.items() if cell.measure == "opening"
    }


@ON_BOTH
def test_one_click_takes_last_years_closing_into_cells_that_are_empty(
    alice: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    last_round_ended_with(on_2027, catalogue, CLOSED_WITH)
    fill_in(alice, "WT3c", {"GA/opening.W": 60})
    page = alice.browser.get(STOCK).text
    assert USE in page
    assert "The last round, 2025, has 1 number with which this year begins." in words(page)

    typed = form(page, STOCK).data(**{"WT3c-GA-resigned.W": "3"})
    assert alice.browser.post(f"{STOCK}/opening", data=typed).status_code == 303

    now = opening(on_2027)
    assert now["GA", "W"] == (60, "page")
    assert now["GA", "M"] == (128, "last round")
    assert ("GC", "W") not in now, "grade 7 is not known, so their sum is not"
    assert USE not in alice.browser.get(STOCK).text
    with on_2027.reading() as db:
        assert saved_cells(db, ARDEN)[CellId("WT3c", "GA", "resigned", "W")].value == 3, "what was typed is saved too"


def test_there_is_no_such_button_where_no_round_was_before(alice: Actor, on_2027: Database) -> None:
    assert USE not in alice.browser.get(STOCK).text


def test_what_is_no_number_stops_it_and_is_not_lost(alice: Actor, on_2027: Database, catalogue: Catalogue) -> None:
    last_round_ended_with(on_2027, catalogue, CLOSED_WITH)
    typed = form(alice.browser.get(STOCK).text, STOCK).data(**{"WT3c-GA-resigned.W": "three"})

    answer = alice.browser.post(f"{STOCK}/opening", data=typed)

    assert answer.status_code == 422
    assert form(answer.text, STOCK).value("WT3c-GA-resigned.W") == "three"
    assert opening(on_2027) == {}


@ON_BOTH
def test_the_history_says_who_saved_which_number_when_and_how(
    alice: Actor, connie: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    last_round_ended_with(on_2027, catalogue, CLOSED_WITH)
    fill_in(alice, "WT1a", {"G1/staff.W": 3})
    fill_in(connie, "WT1a", {"G1/staff.W": ""})
    send(alice, "WT3c", alice.browser.get(STOCK).text, {})
    alice.browser.post(f"{STOCK}/opening", data=alice.form())

    said = words(alice.browser.get(f"{GRADES}/history").text)
    board = "1 Executive: head, deputies, top board, Staff, Women"
    assert said.index(f"{board} 3 not known Connie") < said.index(f"{board} not known 3 Alice")
    assert "taken from the last round" in words(alice.browser.get(f"{STOCK}/history").text)
    assert "Nothing has been saved here yet" in words(alice.browser.get(f"{HOME}/WT2/history").text)


def test_the_history_is_for_those_who_see_the_numbers(bob: Actor, alice: Actor, on_2027: Database) -> None:
    fill_in(alice, "WT1a", {"G1/staff.W": 3})

    assert bob.browser.get(f"{GRADES}/history").status_code in (403, 404)
