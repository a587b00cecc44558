"""A list of staff without names fills the tables after a preview; no row of it is stored, logged or shown."""

from httpx2 import Response
from sqlmodel import select

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.assessments.workforce.cells import saved_cells, values_of
from app.db.session import Database
from app.db.tables.records import AuditEntry
from app.db.tables.reviews import ReturnedQuestion
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import CellId
from tests.app.browser import form, words
from tests.app.workforce.conftest import HOME, fill_in, set_profile
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents
from tests.states import put_in_state

PAGE = f"{HOME}/staff-list"
CONFIRMATION = f"{PAGE}/confirmation"
STAFF = """Grade,Function,Sex,Hired on,Left on,Reason for leaving
G2,F1,W,2011-04-01,,
G2,F1,W,2014-04-01,,
5 Professional and technical,F4,Men,2025-02-01,,
G7,,m,2003-01-01,2025-06-30,Retired
"""
SENIOR_WOMEN = CellId("WT1a", "G2", "staff", "W")


def send(person: Actor, text: str) -> Response:
    return person.browser.post(PAGE, data=person.form(), files={"file": ("staff.csv", text.encode())})


def confirm(person: Actor, preview: Response) -> Response:
    return person.browser.post(CONFIRMATION, data=form(preview.text, CONFIRMATION).data())


@ON_BOTH
def test_a_preview_stores_nothing_and_its_confirmation_stores_the_totals(alice: Actor, on_2027: Database) -> None:
    set_profile(on_2027, snapshot_date="2025-12-31")
    fill_in(alice, "WT1a", {"G2/staff.W": 7})
    before = contents(on_2027)

    preview = send(alice, STAFF)

    assert preview.status_code == 200
    said = words(preview.text)
    assert (
        "4 rows read 3 on the staff at the snapshot date 1 hired in the year before 1 left in the year before" in said
    )
    assert "2 Senior management, Staff, Women Before: 7 After: 2" in said
    assert contents(on_2027) == before

    assert confirm(alice, preview).status_code == 303
    with on_2027.reading() as db:
        saved = saved_cells(db, ARDEN)
        logged = str([(row.details, row.contents) for row in db.exec(select(AuditEntry))])
    assert (saved[SENIOR_WOMEN].value, saved[SENIOR_WOMEN].source, saved[SENIOR_WOMEN].revision) == (2, "staff list", 2)
    assert saved[CellId("WT3c", "GC", "retired", "M")].value == 1
    assert CellId("WT1a", "G2", "staff", "X") not in saved, "a column that nobody sees gets no 0"
    assert "2011-04-01" not in logged


def test_numbers_that_a_colleague_saved_meanwhile_are_shown_before_anything_is_stored(
    alice: Actor, connie: Actor, on_2027: Database
) -> None:
    set_profile(on_2027, snapshot_date="2025-12-31")
    preview = send(alice, STAFF)
    fill_in(connie, "WT1a", {"G2/staff.W": 9})

    again = confirm(alice, preview)

    assert again.status_code == 409
    assert "Someone changed these numbers in the meantime." in words(again.text)
    assert "2 Senior management, Staff, Women Before: 9 After: 2" in words(again.text)
    with on_2027.reading() as db:
        assert values_of(db, ARDEN) == {SENIOR_WOMEN: 9}
    assert confirm(alice, again).status_code == 303


def test_a_list_that_names_people_is_not_counted(alice: Actor, on_2027: Database) -> None:
    answer = send(alice, "Name,Grade,Sex\nAda Lovelace,G2,W\n")

    assert answer.status_code == 422
    assert "The list must not identify anyone" in words(answer.text)
    assert "Lovelace" not in answer.text


def test_cells_that_are_not_understood_are_told_by_column_and_row(alice: Actor, on_2027: Database) -> None:
    answer = send(alice, "Grade,Sex\nG2,W\nG9,W\nG9,M\n")

    assert answer.status_code == 422
    assert "The list was not counted" in words(answer.text)
    assert "Column A, row 3 and 1 more row:" in words(answer.text)


def test_the_template_that_is_handed_out_is_known_again(alice: Actor, on_2027: Database) -> None:
    assert f'href="{PAGE}.xlsx"' in alice.browser.get(PAGE).text
    template = alice.browser.get(f"{PAGE}.xlsx").content

    answer = alice.browser.post(PAGE, data=alice.form(), files={"file": ("staff.xlsx", template)})

    assert answer.status_code == 422
    assert "This list contains no staff. It needs one row for each person below the column titles." in words(
        answer.text
    )


def test_it_is_for_those_who_fill_in(alice: Actor, vera: Actor, on_2027: Database) -> None:
    assert "from a list of staff" in words(alice.browser.get(HOME).text)
    assert "from a list of staff" not in words(vera.browser.get(HOME).text)
    assert vera.browser.get(PAGE).status_code == 403
    assert send(vera, STAFF).status_code == 403


def test_a_preview_of_somebody_else_is_not_taken(alice: Actor, connie: Actor, on_2027: Database) -> None:
    sealed = form(send(alice, STAFF).text, CONFIRMATION).value("carried")

    answer = connie.browser.post(CONFIRMATION, data=connie.form(carried=sealed))

    assert answer.status_code == 422
    assert "This preview has expired. Choose the file again." in words(answer.text)


def test_while_a_table_is_returned_the_others_stay_as_they_were_signed(
    alice: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    set_profile(on_2027, snapshot_date="2025-12-31")
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)
        db.add(ReturnedQuestion(assessment_id=ARDEN, number=1, indicator="WT1a", text="All?", by="rita", at=utc_now()))

    assert confirm(alice, send(alice, STAFF)).status_code == 303
    with on_2027.reading() as db:
        assert {cell.table for cell in values_of(db, ARDEN)} == {"WT1a"}
