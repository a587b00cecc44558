"""Arden over two rounds: the last one, with one version of the questionnaire, and this one with perhaps another."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment, columns_of
from app.assessments.to_sign import figures_from, store_figures
from app.db.session import Database
from app.db.tables.answers import HistoryEntry, StoredAnswer
from app.db.tables.rounds import Assessment, Round
from questionnaires.answers import read_document
from questionnaires.catalogue import Catalogue
from tests.app.signing.signing import arden, full_profile
from tests.app.test_changes import LAST
from tests.cast import ARDEN
from tests.states import put_in_state

Given = dict[str, int | str]
"""Question -> its level, or yes, partly, no."""


@dataclass(frozen=True)
class Rounds:
    database: Database
    catalogue: Catalogue

    def put(self, state: State) -> None:
        with self.database.writing() as db:
            put_in_state(db, self.catalogue, state)

    def assessment(self, db: Session) -> OneAssessment:
        return arden(db, self.catalogue)


def put_last(rounds: Rounds, version: str, given: Given, state: State = State.PUBLISHED) -> None:
    """Alice gave the answers before Hugo signed."""
    with rounds.database.writing() as db:
        db.add(Round(id="last", name="2025", questionnaire=version, due_on="2025-12-18"))
        db.flush()
        keys: dict[str, Any] = {"id": LAST, "administration_id": "arden", "round_id": "last"}
        fingerprint = rounds.catalogue[version].fingerprint
        more = figures_from(rounds.catalogue[version], {}, {}, "full")
        db.add(Assessment(state=State.NOT_OPENED, questionnaire=version, fingerprint=fingerprint, **keys, **more))
        db.flush()
        _answer(db, rounds, version, LAST, given)
        for id_ in given:
            saved: dict[str, Any] = {"saved_by": "alice", "saved_at": utc_now(), "content": {}}
            db.add(HistoryEntry(assessment_id=LAST, subject=id_, revision=1, **saved))
        db.flush()
        put_in_state(db, rounds.catalogue, state, LAST)


def answer_now(rounds: Rounds, version: str, given: Given) -> None:
    """This round uses the version; nothing but what the answers need stops signing."""
    questionnaire = rounds.catalogue[version]
    profile = full_profile(rounds.catalogue, version)
    with rounds.database.writing() as db:
        db.execute(update(Round).where(col(Round.id) == "round").values(questionnaire=version))
        about: dict[str, Any] = {"questionnaire": version, "fingerprint": questionnaire.fingerprint}
        about |= {"profile": profile, "profile_revision": 1, "state": State.IN_PROGRESS, "changed_at": utc_now()}
        db.execute(update(Assessment).where(col(Assessment.id) == ARDEN).values(**about))
        _answer(db, rounds, version, ARDEN, given)
        db.flush()
        store_figures(db, arden(db, rounds.catalogue))


def _answer(db: Session, rounds: Rounds, version: str, assessment_id: str, given: Given) -> None:
    raw = {id_: {"state": "answered", "value": value, "evidence": ["Decree 7"]} for id_, value in given.items()}
    document, problems = read_document(rounds.catalogue[version], {"profile": {}, "answers": raw})
    assert not problems, problems[0]
    for id_, answer in document.answers.items():
        columns = columns_of(answer) | {"revision": 1, "saved_by": "alice", "saved_at": utc_now()}
        db.add(StoredAnswer(assessment_id=assessment_id, indicator=id_, **columns))
