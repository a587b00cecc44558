"""Arden under review: four answers of different kinds are signed, Rita has the first review, Sam may have a second."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import Session, col, select

from app.access.identity import hashed, utc_now
from app.access.loaders import ANY_ONE
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment, one_assessment
from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from app.db.tables.people import Person, SignInSession
from app.db.tables.records import AuditEntry, Mail
from app.db.tables.reviews import Moderation, ReviewTask
from app.db.tables.rounds import Assessment
from app.features.signing.actions import Signatory, sign
from app.features.signing.drafts import draft_of
from questionnaires.catalogue import Catalogue
from tests.app.answers import NOT_APPLICABLE, PROFILE, store
from tests.cast import ARDEN, PASSWORD_HASH, Actor, actor
from tests.states import put_in_state

HTMX = {"hx-request": "true"}
REVIEW = f"/assessments/{ARDEN}/review"
PUBLICATION = f"/assessments/{ARDEN}/publication"
NONE_NEEDED = "It follows from the other ones"
WHY = "The team has no more time this year"
DOCUMENT: dict[str, Any] = {
    "profile": PROFILE,
    "answers": {
        "RC-01": {"state": "answered", "value": 3, "comment": "Signed in May", "evidence": ["Decree 7, page 12"]},
        "RC-02": {"state": "answered", "value": 2},
        "RC-03": {"state": "unknown"},
        "RC-04": NOT_APPLICABLE,
        "RC-07": {"state": "answered", "value": "yes", "outside_control": {"authority": "Ministry", "raised": False}},
    },
}
"""RC-01, RC-02 and RC-03 stand in E1.1 or near; RC-02 and RC-07 name no evidence."""


@dataclass
class Stage:
    """What a test sees of the database."""

    database: Database
    catalogue: Catalogue

    def put(self, state: State) -> None:
        with self.database.writing() as db:
            put_in_state(db, self.catalogue, state)

    def second(self, person: str = "sam") -> None:
        with self.database.writing() as db:
            db.add(ReviewTask(assessment_id=ARDEN, part="second", reviewer_id=person, by="sofia", at=utc_now()))

    def assessment(self) -> OneAssessment:
        with self.database.reading() as db:
            return one_assessment(db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one(), self.catalogue)

    def row(self) -> Assessment:
        with self.database.reading() as db:
            return db.exec(select(Assessment).where(Assessment.id == ARDEN)).one()

    def decision(self, indicator: str = "RC-01", part: str = "first") -> Moderation | None:
        with self.database.reading() as db:
            return db.get(Moderation, (ARDEN, part, indicator))

    def actions(self) -> list[str]:
        with self.database.reading() as db:
            return [entry.action for entry in db.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]

    def mails(self) -> set[tuple[str, str]]:
        with self.database.reading() as db:
            return {(mail.kind, mail.person_id) for mail in db.exec(select(Mail))}

    def read(self) -> Any:
        return self.database.reading()


@pytest.fixture
def arden(database: Database, catalogue: Catalogue) -> Stage:
    """Under review, with the answers of DOCUMENT signed."""
    store(database, catalogue, DOCUMENT)
    with database.writing() as db:
        add_sam(db)
    stage = Stage(database, catalogue)
    stage.put(State.UNDER_REVIEW)
    return stage


def add_sam(db: Session) -> None:
    now = utc_now()
    db.add(Person(id="sam", email="sam@example.org", name="Sam", office="reviewer", password_hash=PASSWORD_HASH))
    db.flush()
    token = hashed("session of sam")
    db.add(SignInSession(token_hash=token, id="session-sam", person_id="sam", started_at=now, seen_at=now))


@pytest.fixture
def sam(app: FastAPI, arden: Stage) -> Actor:
    """Another reviewer, who has no task unless the test gives one."""
    return actor(app, "sam")


def decide(person: Actor, indicator: str = "RC-01", based_on: str = "1.0", **fields: object) -> Response:
    """As htmx sends it."""
    form = {"revision": based_on, "choice": "accepted", "reason": "", "note": "", **fields}
    return person.browser.put(f"{REVIEW}/decisions/{indicator}", data=person.form(**form), headers=HTMX)


def answer_and_sign_again(arden: Stage, **columns: Any) -> None:
    """RC-01 was sent back; Arden answers it otherwise and signs once more."""
    with arden.database.writing() as db:
        answer = db.get(StoredAnswer, (ARDEN, "RC-01"))
        assert answer
        for name, value in (columns or {"value": "1", "comment": "We looked again"}).items():
            setattr(answer, name, value)
        db.flush()
        assessment = arden.assessment()
        draft, signatory = draft_of(db, assessment), Signatory("hugo", "Hugo Hale", "Director General")
        sign(db, assessment, draft, signatory, at=utc_now())


def get(person: Actor, address: str = REVIEW) -> Response:
    return person.browser.get(address)


def finish(person: Actor, why: str = WHY) -> Response:
    """Without examining what is left, where something is."""
    page = get(person, f"{REVIEW}/completion").text
    ticks = dict(re.findall(r'name="(unexamined|unadvised)" value="(\d+)"', page))
    fields = ticks | {"why": why, "why_none": NONE_NEEDED}
    return post(person, f"{REVIEW}/completion", signature=1, **fields)


def shown(person: Actor, address: str = PUBLICATION) -> list[str]:
    """The marks of what a page says would be published."""
    return re.findall(r'name="(?:shown|mark)" value="([^"]+)"', get(person, address).text)


def publish(person: Actor) -> Response:
    """After having looked at what would be published."""
    return post(person, PUBLICATION, shown=shown(person))


def post(person: Actor, address: str, **fields: object) -> Response:
    return person.browser.post(address, data=person.form(**fields))
