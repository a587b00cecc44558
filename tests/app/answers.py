"""Answers of every kind by the dozen, and their way into an assessment through the very actions of the pages."""

from random import Random
from typing import Any

from app.answering.actions import save_answer, save_profile
from app.database import Database
from app.identity import utc_now
from app.reporting.report import assessment_for_command
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
    level = {"state": "answered", "value": value}
    others = [{"state": "unknown"}, {"state": "not_answered"}]
    return random.choice([level] * 6 + others) | random.choice(MORE) if random.random() < 0.9 else NOT_APPLICABLE


def random_document(random: Random, catalogue: Catalogue, version: str = "2026.1") -> dict[str, Any]:
    """A file of answers, as `parity score` reads it."""
    asked = [one for one in catalogue[version].structure.indicators if one.is_scored and random.random() < 0.8]
    return {"profile": PROFILE, "answers": {one.id: random_answer(random, one) for one in asked}}


def store(database: Database, catalogue: Catalogue, document: dict[str, Any], by: str = "alice") -> None:
    """Everything in one transaction, into Arden's assessment, where nothing is answered yet."""
    version = catalogue["2026.1"]
    found, problems = read_document(version, document)
    assert not problems, problems[0]
    with database.writing() as db:
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        save_profile(db, assessment, found.profile, revision=0, by=by, at=utc_now())
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        for id_, answer in found.answers.items():
            save_answer(db, assessment, version.indicators[id_], answer, revision=0, by=by, at=utc_now())
