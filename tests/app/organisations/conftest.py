"""The secretariat assesses itself: Arden is the secretariat. Alice and Hugo are of its team; Xenia may review it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, update
from sqlmodel import col

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.assessments.to_sign import figures_from
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from questionnaires.profiles import given_of
from tests.app.answers import store
from tests.app.reviewing.conftest import DOCUMENT
from tests.cast import ARDEN, Actor, actor
from tests.states import put_in_state

Put = Callable[[State], None]


@dataclass(frozen=True)
class Secretariat:
    """What a test sees of the database."""

    database: Database
    catalogue: Catalogue

    def put(self, state: State) -> None:
        with self.database.writing() as db:
            put_in_state(db, self.catalogue, state)

    def reviewed_by(self, *people: str) -> None:
        """The first of them has the first review, and the next the second."""
        with self.database.writing() as db:
            db.execute(delete(ReviewTask).where(col(ReviewTask.assessment_id) == ARDEN))
            for part, person in zip(("first", "second"), people, strict=False):
                task: dict[str, Any] = {"reviewer_id": person, "by": "sofia", "at": utc_now()}
                db.add(ReviewTask(assessment_id=ARDEN, part=part, **task))

    def state(self) -> str:
        with self.database.reading() as db:
            return db.get_one(Assessment, ARDEN).state

    def reviewer(self) -> str | None:
        with self.database.reading() as db:
            task = db.get(ReviewTask, (ARDEN, "first"))
            return task.reviewer_id if task else None


@pytest.fixture
def own(database: Database, catalogue: Catalogue) -> Secretariat:
    """Signed, and nobody has its review."""
    store(database, catalogue, DOCUMENT)
    with database.writing() as db:
        become(db, "secretariat")
    secretariat = Secretariat(database, catalogue)
    secretariat.put(State.SIGNED)
    secretariat.reviewed_by()
    return secretariat


def become(db: Any, kind: str, code: str = "arden") -> None:
    region = {"region": ""} if kind == "secretariat" else {}
    db.execute(update(Administration).where(col(Administration.id) == code).values(kind=kind, **region))


@pytest.fixture
def xenia(app: FastAPI, database: Database) -> Actor:
    return actor(app, "xenia")


@pytest.fixture
def newer(database: Database, catalogue: Catalogue) -> Database:
    """Arden and Brink answer 2027.1, of which Arden is the secretariat."""
    version = catalogue["2027.1"]
    with database.writing() as db:
        become(db, "secretariat")
        for code, kind, region in (("arden", "secretariat", ""), ("brink", "administration", "EUR")):
            assessment = db.get_one(Assessment, f"{code}-2026")
            assessment.questionnaire, assessment.fingerprint = version.version, version.fingerprint
            given = given_of(version, kind, region)
            assessment.profile = dict(given)
            for name, figure in figures_from(version, given, {}, "full").items():
                setattr(assessment, name, figure)
    return database
