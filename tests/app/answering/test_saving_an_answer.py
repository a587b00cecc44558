"""Saving one answer from the page: what is stored, and who may."""

from sqlmodel import Session, select

from app.db.session import Database
from app.db.tables.answers import HistoryEntry
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Assessment
from tests.cast import ARDEN, Actor

HTMX = {"hx-request": "true"}


def address(indicator: str = "RC-01", assessment: str = ARDEN) -> str:
    return f"/assessments/{assessment}/answers/{indicator}"


def test_a_saved_answer_is_there_when_the_page_is_loaded_again(alice: Actor) -> None:
    alice.browser.post(address(), data=alice.form(revision=0, choice="3", comment="Signed in May"))

    page = alice.browser.get(f"/assessments/{ARDEN}/elements/E1.1").text
    assert "Signed in May" in page
    assert 'name="revision" value="1"' in page


def test_without_script_the_browser_is_sent_back_to_the_question(alice: Actor) -> None:
    answer = alice.browser.post(address(), data=alice.form(revision=0, choice="3"))

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/assessments/{ARDEN}/elements/E1.1#RC-01"


def test_htmx_gets_the_state_of_the_question_and_its_new_revision(alice: Actor) -> None:
    answer = alice.browser.put(address(), data=alice.form(revision=0, choice="3"), headers=HTMX)

    assert answer.status_code == 200
    assert "Saved" in answer.text
    assert 'id="revision-RC-01" name="revision" value="1" hx-swap-oob="true"' in answer.text


def test_each_save_writes_one_history_row_and_one_audit_row(alice: Actor, database: Database) -> None:
    alice.browser.put(address(), data=alice.form(revision=0, choice="3"), headers=HTMX)

    with database.reading() as db:
        history = db.exec(select(HistoryEntry)).all()
        audit = db.exec(select(AuditEntry)).all()
    assert [(entry.subject, entry.revision, entry.saved_by) for entry in history] == [("RC-01", 1, "alice")]
    assert [(entry.action, entry.by, entry.assessment_id) for entry in audit] == [("answer saved", "alice", ARDEN)]


def stored(db: Session) -> Assessment:
    return db.exec(select(Assessment).where(Assessment.id == ARDEN)).one()


def test_the_first_save_opens_the_assessment_and_stores_its_progress(alice: Actor, database: Database) -> None:
    alice.browser.put(address(), data=alice.form(revision=0, choice="3"), headers=HTMX)

    with database.reading() as db:
        assessment = stored(db)
    assert (assessment.state, assessment.done, assessment.asked) == ("in progress", 1, 93)
    assert assessment.progress["P1"] == [1, 20, 1]
