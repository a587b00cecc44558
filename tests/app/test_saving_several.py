"""Several answers in one step: all or none."""

from collections.abc import Mapping

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.assessments.lifecycle import NotNow, State
from app.assessments.reads import OneAssessment, saved_answers
from app.assessments.report.gap_report import assessment_for_command
from app.assessments.saving import ChangedMeanwhile, NewAnswer, save_answer, save_answers
from app.db.session import Database
from app.db.tables.answers import HistoryEntry
from app.db.tables.records import AuditEntry
from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN
from tests.engines import ON_BOTH
from tests.states import RETURNED, put_in_state

pytestmark = ON_BOTH

THREE, TWO = Answer("answered", 3), Answer("answered", 2)


def arden(db: Session, catalogue: Catalogue) -> OneAssessment:
    assessment = assessment_for_command(db, catalogue, ARDEN)
    assert assessment
    return assessment


def test_all_are_stored_with_history_and_log(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        wanted = {"RC-01": THREE, "RC-02": TWO}
        stored = save_answers(db, arden(db, catalogue), wanted, {}, by="alice", at=utc_now())

    assert isinstance(stored, Mapping)
    assert {id_: saved.revision for id_, saved in stored.items()} == {"RC-01": 1, "RC-02": 1}
    with database.reading() as db:
        assert {id_: saved.answer for id_, saved in saved_answers(db, ARDEN).items()} == wanted
        assert db.execute(select(func.count()).select_from(HistoryEntry)).scalar_one() == 2
        logged = select(func.count()).where(col(AuditEntry.action) == "answer saved")
        assert db.execute(logged).scalar_one() == 2
        assert arden(db, catalogue).done == 2


def test_what_is_there_already_is_not_stored_again(database: Database, catalogue: Catalogue) -> None:
    for expected in (1, 0):
        with database.writing() as db:
            stored = save_answers(db, arden(db, catalogue), {"RC-01": THREE}, {}, by="alice", at=utc_now())
        assert isinstance(stored, Mapping)
        assert len(stored) == expected


def test_if_one_was_changed_meanwhile_none_is_stored(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        assessment = arden(db, catalogue)
        save_answer(
            db, assessment, assessment.questionnaire.indicators["RC-01"], NewAnswer(TWO, 0, "connie", utc_now())
        )
    with database.writing() as db:
        wanted = {"RC-01": THREE, "RC-02": THREE}
        outcome = save_answers(db, arden(db, catalogue), wanted, {}, by="alice", at=utc_now())

    assert outcome == ChangedMeanwhile(frozenset({"RC-01"}))
    with database.reading() as db:
        assert {id_: saved.answer for id_, saved in saved_answers(db, ARDEN).items()} == {"RC-01": TWO}


def test_while_questions_are_returned_no_other_is_taken(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.RETURNED)
    with database.writing() as db:
        assessment = arden(db, catalogue)
        with pytest.raises(NotNow):
            save_answers(db, assessment, {RETURNED: TWO, "RC-02": TWO}, {}, by="alice", at=utc_now())
        assert save_answers(db, assessment, {RETURNED: TWO}, {}, by="alice", at=utc_now())
