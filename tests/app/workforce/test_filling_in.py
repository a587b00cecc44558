"""The team fills in the workforce tables: what is saved, what is not, and what is said of it."""

from bs4 import BeautifulSoup
from sqlmodel import select

from app.assessments.workforce.cells import values_of
from app.db.session import Database
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Assessment
from app.db.tables.workforce import WorkforceHistoryEntry
from questionnaires.workforce.definition import CellId
from tests.app.browser import form, words
from tests.app.workforce.conftest import GRADES, HOME, field, fill_in, send, set_profile, typed_in
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

STAFF = {"G1/staff.W": 1, "G1/staff.M": 8, "G2/staff.W": 12, "G2/staff.M": 34}


@ON_BOTH
def test_numbers_are_saved_with_their_history_and_a_row_of_the_log(alice: Actor, on_2027: Database) -> None:
    assert fill_in(alice, "WT1a", STAFF).status_code == 303
    assert fill_in(alice, "WT1a", {"G1/staff.W": 2}).status_code == 303

    with on_2027.reading() as db:
        values = values_of(db, ARDEN)
        history = db.exec(select(WorkforceHistoryEntry).where(WorkforceHistoryEntry.column_id == "staff.W")).all()
        actions = [row.action for row in db.exec(select(AuditEntry))]
        state = db.get_one(Assessment, ARDEN).state
    assert values[CellId("WT1a", "G1", "staff", "W")] == 2
    assert sorted((row.row_id, row.revision, row.value) for row in history) == [
        ("G1", 1, 1),
        ("G1", 2, 2),
        ("G2", 1, 12),
    ]
    assert actions.count("workforce numbers saved") == 2
    assert state == "in progress"


def test_the_same_numbers_sent_again_are_stored_once(alice: Actor, on_2027: Database) -> None:
    page = alice.browser.get(GRADES).text
    for _ in range(2):
        assert send(alice, "WT1a", page, STAFF).status_code == 303

    with on_2027.reading() as db:
        assert {row.revision for row in db.exec(select(WorkforceHistoryEntry))} == {1}


def test_no_hash_in_the_log_can_be_tried_out(alice: Actor, on_2027: Database) -> None:
    """Two saves of the same small number leave different hashes: each has a salt of its own."""
    for number in (3, 4, 3):
        fill_in(alice, "WT1a", {"G1/staff.W": number})

    with on_2027.reading() as db:
        rows = [row for row in db.exec(select(AuditEntry)) if row.action == "workforce numbers saved"]
        salts = {row.salt for row in db.exec(select(WorkforceHistoryEntry))}
    place = f"workforce_cell {ARDEN}/WT1a/G1/staff.W"
    assert len({(row.contents or {})[place] for row in rows}) == 3
    assert len(salts) == 3
    assert all(len(salt) >= 32 for salt in salts)
    assert all(row.details == {"cells": ["WT1a/G1/staff.W"], "source": "page"} for row in rows)


def test_empty_is_not_known_and_not_0(alice: Actor, on_2027: Database) -> None:
    fill_in(alice, "WT1a", {"G1/staff.W": 0, "G1/staff.M": ""})

    page = alice.browser.get(GRADES).text
    assert typed_in(page, "WT1a", "G1/staff.W") == "0"
    assert typed_in(page, "WT1a", "G1/staff.M") == ""
    with on_2027.reading() as db:
        assert values_of(db, ARDEN) == {CellId("WT1a", "G1", "staff", "W"): 0}


def test_of_a_form_with_a_mistake_the_good_numbers_are_saved_and_nothing_typed_is_lost(
    alice: Actor, on_2027: Database
) -> None:
    answer = fill_in(alice, "WT1a", {"G1/staff.W": "two", "G1/staff.M": "8", "G2/staff.M": "-3"})

    assert answer.status_code == 422
    assert typed_in(answer.text, "WT1a", "G1/staff.W") == "two"
    assert "top board, Staff, Women “two” is not a number. Enter one, or leave this empty" in words(answer.text)
    invalid = BeautifulSoup(answer.text, "html.parser").select("[aria-invalid=true]")
    assert [str(each["name"]) for each in invalid] == [field("WT1a", "G1/staff.W"), field("WT1a", "G2/staff.M")]
    with on_2027.reading() as db:
        assert values_of(db, ARDEN) == {CellId("WT1a", "G1", "staff", "M"): 8}


@ON_BOTH
def test_two_people_who_change_the_same_number_decide_which_stands(
    alice: Actor, connie: Actor, on_2027: Database
) -> None:
    pages = [person.browser.get(GRADES).text for person in (alice, connie)]
    assert send(alice, "WT1a", pages[0], {"G1/staff.W": 3}).status_code == 303

    answer = send(connie, "WT1a", pages[1], {"G1/staff.W": 5, "G2/staff.W": 7})

    assert answer.status_code == 409
    assert "Theirs: 3. Mine: 5." in words(answer.text)
    assert typed_in(answer.text, "WT1a", "G2/staff.W") == "7"
    kept = form(answer.text, f"{HOME}/WT1a")
    (button,) = [value for name, value in kept.buttons if name == "revision"]
    mine = kept.data()
    mine["revision"] = [*kept.values("revision"), button]
    assert connie.browser.post(GRADES, data=mine).status_code == 303
    with on_2027.reading() as db:
        values = values_of(db, ARDEN)
    assert values[CellId("WT1a", "G1", "staff", "W")] == 5
    assert values[CellId("WT1a", "G2", "staff", "W")] == 7


def test_two_people_who_change_different_numbers_do_not_meet(alice: Actor, connie: Actor, on_2027: Database) -> None:
    pages = [person.browser.get(GRADES).text for person in (alice, connie)]
    assert send(alice, "WT1a", pages[0], {"G1/staff.W": 3}).status_code == 303
    kept = send(connie, "WT1a", pages[1], {"G1/staff.M": 9})

    assert kept.status_code == 303
    with on_2027.reading() as db:
        assert sorted(values_of(db, ARDEN).values(), key=str) == [3, 9]


def test_what_a_colleague_saved_meanwhile_comes_onto_the_screen(alice: Actor, connie: Actor, on_2027: Database) -> None:
    """Else the next save would send the old text back as if it were meant."""
    page = connie.browser.get(GRADES).text
    fill_in(alice, "WT1a", {"G1/staff.W": 3})

    answer = send(connie, "WT1a", page, {"G1/staff.M": 9}, by_script=True)

    (number,) = BeautifulSoup(answer.text, "html.parser").select("input[hx-swap-oob]:not([type=hidden])")
    assert (number["name"], number["value"]) == (field("WT1a", "G1/staff.W"), "3")


def test_a_save_by_script_brings_totals_checks_and_the_new_revisions(alice: Actor, on_2027: Database) -> None:
    set_profile(on_2027, staff_total=420)
    grades = {f"G{number}/staff.{sex}": 10 for number in range(1, 8) for sex in "WM"}
    functions = {f"F{number}/staff.{sex}": 10 for number in range(1, 12) for sex in "WM"}
    fill_in(alice, "WT1b", functions)

    answer = fill_in(alice, "WT1a", grades, by_script=True)

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert page.select_one("#sum-staff").get_text() == "140"  # type: ignore[union-attr]
    assert page.select_one("#revisions")["value"].split()[:2] == ["1", "1"]  # type: ignore[union-attr, index]
    said = page.select_one("#checks").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Fix before signing Staff by grade, staff by function and the number of staff in the profile" in said
    assert page.select_one(f"#mark-{field('WT1a', 'G1/staff.W')} .mark-error".replace(".W", r"\.W"))


def test_pay_has_decimals_in_the_form_of_any_country(alice: Actor, on_2027: Database) -> None:
    set_profile(on_2027, pay_data_available="yes")
    fill_in(alice, "WT4a", {"G5/mean_pay.W": "19,6", "G5/mean_pay.M": "20.05"})

    page = alice.browser.get(f"{HOME}/WT4a").text
    assert typed_in(page, "WT4a", "G5/mean_pay.W") == "19.60"
    assert typed_in(page, "WT4a", "G5/mean_pay.M") == "20.05"


def test_the_third_column_is_there_for_those_who_keep_it(alice: Actor, on_2027: Database) -> None:
    assert "Other or not stated" not in words(alice.browser.get(GRADES).text)

    set_profile(on_2027, sex_categories="women_men_other")

    assert "Other or not stated" in words(alice.browser.get(GRADES).text)


def test_tables_that_the_profile_takes_away_are_not_there(alice: Actor, on_2027: Database) -> None:
    set_profile(on_2027, pay_data_available="forbidden")

    assert alice.browser.get(f"{HOME}/WT4a").status_code == 404
    assert "Pay by grade" not in words(alice.browser.get(HOME).text)
    assert alice.browser.get(f"{HOME}/WT99").status_code == 404


def test_a_version_without_tables_has_no_such_place(alice: Actor) -> None:
    assert alice.browser.get(HOME).status_code == 404
    assert "Workforce" not in words(alice.browser.get(f"/assessments/{ARDEN}").text)
