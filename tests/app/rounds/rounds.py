"""A round with many administrations in every state, and rounds before it, written straight into the database."""

from random import Random
from typing import Any

from app.access.identity import utc_now
from app.assessments.lifecycle import REVIEW_BEGUN, SUBMITTED, State
from app.assessments.to_sign import figures_from
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from questionnaires.answers import read_document
from questionnaires.catalogue import Catalogue
from tests.app.answers import random_document

REGIONS = ("AP", "EUR", "AMS", "MENA", "WCA", "ESA")
Stored = dict[str, Any]
FIGURES = ("level", "levels", "scores")


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
