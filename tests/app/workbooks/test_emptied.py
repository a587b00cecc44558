"""Cells that came back empty though there is something here: told, and taken away only where a person says so."""

from app.db.session import Database
from questionnaires.answers import Answer
from tests.app.browser import words
from tests.app.workbooks.sending import confirm, downloaded, filled, save, send
from tests.app.workbooks.test_importing import stored
from tests.cast import Actor

EMPTIED = {("RC-01", "answer"): None, ("RC-02", "evidence"): None, ("RC-03", "comment"): "  "}


def test_what_is_empty_in_the_workbook_goes_only_where_a_person_says_so(alice: Actor, database: Database) -> None:
    for id_, _ in EMPTIED:
        save(alice, id_, 0, "3", evidence="Decree 7", comment="Ask Dora")
    before = stored(database)

    preview = send(alice, filled(downloaded(alice), EMPTIED | {("RC-04", "answer"): 2}))

    shown = words(preview.text)
    assert "1 changed 0 conflicting 3 to be cleared 89 unchanged" in shown
    assert "Empty in the workbooks, answered here" in shown
    assert "Before: 3 Applied After: Not answered" in shown
    assert "Before: Decree 7 After: empty" in shown
    confirm(alice, preview)
    assert {id_: saved for id_, saved in stored(database).items() if id_ != "RC-04"} == before
    again = send(alice, filled(downloaded(alice), EMPTIED))
    confirm(alice, again, RC_01="0", RC_02="0", RC_03="0")
    assert {id_: saved.answer for id_, saved in stored(database).items()} == {
        "RC-01": Answer("not_answered", None, evidence=("Decree 7",), comment="Ask Dora"),
        "RC-02": Answer("answered", 3, comment="Ask Dora"),
        "RC-03": Answer("answered", 3, evidence=("Decree 7",)),
        "RC-04": Answer("answered", 2),
    }
