"""Answers of every kind by the dozen, and their way into an assessment through the very actions of the pages."""

from random import Random
from typing import Any

from sqlmodel import Session

from app.access.identity import utc_now
from app.assessments.reads import OneAssessment, columns_of
from app.assessments.report.gap_report import assessment_for_command
from app.assessments.saving import NewAnswer, save_answer, save_profile
from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from questionnaires.answers import read_document
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Indicator
from tests.cast import ARDEN

PROFILE = {"profile.land_border": "yes", "profile.staff_total": 420, "profile.uniformed_or_armed": "no"}
NOT_APPLICABLE = {"state": "not_applicable", "reason_code": "NA1", "reason": "No such function"}
MORE: list[dict[str, Any]] = [
    {},
    {"evidence": ["Decree 7, page 12"]},
    {"target": 4},
    {"outside_control": {"authority": "Ministry", "raised": False}},
]


def random_answer(random: Random, indicator: Indicator) -> dict[str, Any]:
    """Mostly levels; at times unknown, not applicable or not answered."""
    value = random.randrange(5) if indicator.kind == "maturity" else random.choice(["yes", "partly", "no"])
    level: dict[str, Any] = {"state": "answered", "value": value}
    others: list[dict[str, Any]] = [{"state": "unknown"}, {"state": "not_answered"}]
    return random.choice([level] * 6 + others) | random.choice(MORE) if random.random() < 0.9 else NOT_APPLICABLE


def random_document(random: Random, catalogue: Catalogue, version: str = "2026.1") -> dict[str, Any]:
    """A file of answers, as `parity score` reads it."""
    asked = [
        indicator
        for indicator in catalogue[version].structure.indicators
        if indicator.is_scored and random.random() < 0.8
    ]
    return {"profile": PROFILE, "answers": {indicator.id: random_answer(random, indicator) for indicator in asked}}


def store(database: Database, catalogue: Catalogue, document: dict[str, Any], *, each: bool = False) -> None:
    """Into Arden's assessment, where nothing is answered yet, in one transaction.

    The last answer passes the action of the pages, which stores the figures; the others only if `each` is said.
    """
    with database.reading() as db:
        version, now = _arden(db, catalogue).questionnaire, utc_now()
    contents, problems = read_document(version, document)
    assert not problems, problems[0]
    actions = dict(list(contents.answers.items())[0 if each else -1 :])
    with database.writing() as db:
        save_profile(db, _arden(db, catalogue), contents.profile, revision=0, by="alice", at=now)
        for id_ in contents.answers.keys() - actions.keys():
            columns = columns_of(contents.answers[id_]) | {"revision": 1, "saved_by": "alice", "saved_at": now}
            db.add(StoredAnswer(assessment_id=ARDEN, indicator=id_, **columns))
        db.flush()
        assessment = _arden(db, catalogue)
        for id_, answer in actions.items():
            save_answer(db, assessment, version.indicators[id_], NewAnswer(answer, 0, "alice", now))


def _arden(db: Session, catalogue: Catalogue) -> OneAssessment:
    assessment = assessment_for_command(db, catalogue, ARDEN)
    assert assessment
    return assessment
