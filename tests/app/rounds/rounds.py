"""A round with many administrations in every state, and rounds before it, written straight into the database."""

from csv import DictReader
from random import Random
from typing import Any
from uuid import UUID

from app.access.identity import utc_now
from app.assessments.lifecycle import REVIEW_BEGUN, SUBMITTED, State
from app.assessments.to_sign import figures_from
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from app.features.directory.members import SHIPPED
from questionnaires.answers import read_document
from questionnaires.catalogue import Catalogue
from tests.app.answers import random_document

REGIONS = ("AP", "EUR", "AMS", "MENA", "WCA", "ESA")
Stored = dict[str, Any]
FIGURES = ("level", "levels", "scores")
DIFFERENT = 60
"""Sets of figures that are dealt out: equal ones would be compressed too well."""


def crowd(database: Database, catalogue: Catalogue, count: int, *, past: int = 1) -> None:
    """`count` administrations in the round of the cast, and all of them published in the rounds before it."""
    chance = Random(count)
    results = [_figures(chance, catalogue) for _ in range(8)]
    with database.writing() as db:
        for number in range(count):
            names = {"name": f"Administration {number:03}", "country": "", "language": "en"}
            db.add(Administration(id=f"x{number}", code=f"X{number}", region=REGIONS[number % 6], **names))
        for year in range(2026 - past, 2026):
            db.add(Round(id=f"round-{year}", name=str(year), questionnaire="2026.1", due_on=f"{year}-12-18"))
        db.flush()
        for year in range(2026 - past, 2027):
            for number in range(count):
                state = State.PUBLISHED if year < 2026 else state_of(number)
                db.add(_assessment(number, year, state, catalogue, *chance.sample(results, 2)))
        db.flush()
        for number in range(0, count, 3):
            if state_of(number) in SUBMITTED:
                task: dict[str, Any] = {"reviewer_id": "rita", "by": "sofia", "at": utc_now()}
                db.add(ReviewTask(assessment_id=f"x{number}-2026", part="first", **task))


def members(database: Database, catalogue: Catalogue, round_id: str) -> None:
    """As many as the WCO has members, with their codes, and with ids as the application makes them."""
    chance = Random(187)
    results = [_figures(chance, catalogue) for _ in range(DIFFERENT)]
    with SHIPPED.open(encoding="utf-8") as file, database.writing() as db:
        db.add(Round(id=round_id, name="2025", questionnaire="2026.1", due_on="2025-12-18"))
        db.flush()
        for number, row in enumerate(DictReader(file)):
            name = f"Administration {number:03}"
            texts = {"code": row["code"], "region": row["wco_region"], "country": row["name"], "language": "en"}
            db.add(Administration(id=f"x{number}", name=name, **texts))
            db.flush()
            assessment = _assessment(number, 2026, state_of(number), catalogue, *chance.sample(results, 2))
            assessment.id, assessment.round_id = _uuid(chance), round_id
            db.add(assessment)


def _uuid(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def state_of(number: int) -> State:
    return list(State)[number % len(State)]


def _assessment(
    number: int, year: int, state: State, catalogue: Catalogue, own: Stored, moderated: Stored
) -> Assessment:
    version, is_opened = catalogue["2026.1"], state is not State.NOT_OPENED
    return Assessment(
        id=f"x{number}-{year}",
        administration_id=f"x{number}",
        round_id="round" if year == 2026 else f"round-{year}",
        questionnaire="2026.1",
        fingerprint=version.fingerprint,
        state=state,
        signature=int(state in SUBMITTED),
        changed_at=utc_now() if is_opened else None,
        validated=_only_figures(moderated if number % 5 == 2 else own) if state in SUBMITTED else {},
        moderated=_only_figures(moderated) if state in REVIEW_BEGUN else {},
        published=_only_figures(moderated) if state is State.PUBLISHED else {},
        **(own if is_opened else figures_from(version, {}, {}, "full")),
    )


def _only_figures(stored: Stored) -> Stored:
    return {name: stored[name] for name in FIGURES}


def _figures(chance: Random, catalogue: Catalogue) -> Stored:
    version = catalogue["2026.1"]
    document, _ = read_document(version, random_document(chance, catalogue))
    return figures_from(version, document.profile, document.answers, "full")
