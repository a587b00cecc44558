"""A text that was stored before the rule for texts was is the same for people: nobody changed it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from app.access.identity import utc_now
from app.assessments.reads import Saved, saved_answer
from app.assessments.report.gap_report import assessment_for_command
from app.assessments.saving import NewAnswer, save_answer
from app.db.session import Database
from app.db.tables.answers import HistoryEntry
from app.features.workbooks.merging import merge
from questionnaires.answers import Answer, OutsideControl, is_same_answer
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.workbooks.rows import book, row
from tests.app.workbooks.sending import confirm, downloaded, filled, send
from tests.cast import ARDEN, Actor

ANSWER = f"/assessments/{ARDEN}/answers/RC-01"
OLD = Answer(
    "answered",
    3,
    evidence=("Décret\u00a07\u2028article 2", "Note\ufeff"),
    comment="Signed\u00a0in\u2029May\u200b",
    outside_control=OutsideControl("Minist\u00adry", None),
)
NOW = Answer(
    "answered",
    3,
    evidence=("Décret 7\narticle 2", "Note"),
    comment="Signed in\nMay",
    outside_control=OutsideControl("Ministry", None),
)
FIELDS = {"choice": "3", "evidence": list(OLD.evidence), "comment": OLD.comment, "outside": "1"}
FIELDS |= {"authority": "Minist\u00adry", "raised": "not_said"}


@pytest.fixture
def old(database: Database, catalogue: Catalogue) -> Database:
    with database.writing() as db:
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        save_answer(
            db, assessment, assessment.questionnaire.indicators["RC-01"], NewAnswer(OLD, 0, "connie", utc_now())
        )
    return database


def stored(database: Database) -> Saved:
    with database.reading() as db:
        return saved_answer(db, ARDEN, "RC-01")


def test_an_older_answer_and_the_same_one_of_today_are_the_same_for_people() -> None:
    assert is_same_answer(OLD, NOW)
    assert not is_same_answer(OLD, replace(NOW, comment="Signed in May"))


def test_what_a_page_sends_back_as_it_was_is_not_stored_again(alice: Actor, old: Database) -> None:
    assert alice.browser.post(ANSWER, data=alice.form(revision=1, **FIELDS)).status_code == 303
    assert (stored(old).revision, stored(old).answer, stored(old).by) == (1, OLD, "connie")


def test_a_change_is_stored_by_the_rule_and_the_history_shows_that_change_alone(alice: Actor, old: Database) -> None:
    answer = alice.browser.post(ANSWER, data=alice.form(revision=1, **(FIELDS | {"choice": "4"})))

    assert (answer.status_code, stored(old).answer) == (303, replace(NOW, value=4))
    page = words(alice.browser.get(f"{ANSWER}/history").text)
    newest = page[page.index("Saved by Alice") : page.index("Saved by Connie")]
    assert "Answer Before: 3 Applied After: 4" in newest
    assert newest.count("Before:") == 1


def test_a_workbook_that_nobody_touched_comes_back_unchanged(alice: Actor, old: Database) -> None:
    workbook = downloaded(alice)
    untouched = send(alice, filled(workbook, {}))
    changed = send(alice, filled(workbook, {("RC-01", "answer"): "4 Sustained", ("RC-01", "comment"): "Signed\tnow"}))

    assert words(untouched.text).count("RC-01") == 1, "it stands among the unchanged only"
    confirm(alice, changed)
    assert stored(old).answer == replace(NOW, value=4, comment="Signed now")
    with old.reading() as db:
        assert len(db.exec(select(HistoryEntry).where(col(HistoryEntry.subject) == "RC-01")).all()) == 2


def test_a_row_that_another_program_wrote_by_the_rule_changes_nothing(catalogue: Catalogue) -> None:
    old = replace(OLD, evidence=("Décret\u00a07", "Note\ufeff"))
    texts: dict[str, Any] = {
        "evidence": "Décret 7\nNote",
        "comment": NOW.comment,
        "authority": "Ministry",
        "raised": "not_said",
    }
    came = book("a.xlsx", row("RC-01", 1, answer="3", **texts))

    result = merge(
        catalogue["2026.1"], [came], {"RC-01": Saved(old, 1)}, {("RC-01", 1): old}, open_now=frozenset({"RC-01"})
    )

    assert result.unchanged == ("RC-01",)
