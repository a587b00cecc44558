"""The stage of the bench: a migrated database in a temporary folder, with invented administrations.

Some of them have every answer of the demo's full set and two coordinators each, whose saves are measured; as many
others are under review by two people each, whose decisions are.
"""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from app.access.guards import COOKIE
from app.access.identity import form_token, hashed, new_token, server_key, utc_now
from app.assessments.answer_sets import content_hash, signature_content
from app.assessments.lifecycle import REVIEW_BEGUN, SUBMITTED, State
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.saving import NewAnswer, save_answer, save_profile
from app.assessments.to_sign import figures_from
from app.cli.demo.loading import ANSWERS, THIS_YEAR
from app.db.migrations import migrate
from app.db.session import Database
from app.db.tables.people import Administration, Membership, Person, SignInSession
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round, Signature
from app.settings import Settings
from questionnaires.answers import Answer, Document, read_document
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from tests.bench.size import Size

VERSION = THIS_YEAR
YEAR = 2026
ROUND = f"bench-{YEAR}"
REVIEWERS = ("rita", "rob", "rune")
LATER_STATES = tuple(state for state in State if state is not State.NOT_OPENED)
REGIONS = ("AP", "EUR", "AMS", "MENA", "WCA", "ESA")
BEGINNINGS = ("Val", "Nor", "Esk", "Tar", "Mir", "Ond", "Bel", "Kor", "Lun", "Sav", "Dra", "Pel", "Hal")
ENDINGS = (
    "doria",
    "mark",
    "ania",
    "stan Isles",
    "vonne",
    "heim",
    "qara",
    "landia",
    "tova",
    "mere",
    "ruba",
    "zine",
    "ova",
)
KINDS = ("Customs and Border Service", "Revenue Authority", "Customs Administration", "Directorate of Customs")
OPENED_AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Browser:
    """Somebody signed in: the header of the session, and a token for forms."""

    cookie: str
    form_token: str


@dataclass(frozen=True)
class Stage:
    """What the measurements need to know of the database."""

    size: Size
    settings: Settings
    document: Document
    coordinators: tuple[tuple[str, Browser], ...]
    """(assessment, somebody who may answer it): two for each answered assessment."""
    secretariat: Browser
    reviewers: tuple[tuple[str, Browser], ...]
    """(assessment under review, somebody who may decide on it): two for each."""


def stage(folder: Path, catalogue: Catalogue, size: Size) -> Stage:
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'parity.db'}", second_factor_for="")
    migrate(settings.database)
    database, key = Database(settings.database), server_key(folder)
    document = full_document(catalogue)
    with database.writing() as db:
        _add_administrations(db, size.administrations)
        secretariat = _add_person(db, "sofia", "lead", key)
        for reviewer in REVIEWERS:
            _add_person(db, reviewer, "reviewer", key)
        results = _results(catalogue[VERSION])
        for year in range(YEAR - size.past_rounds, YEAR + 1):
            _add_round(db, catalogue[VERSION], year, results, size)
        coordinators = [
            (f"a{number}", add_coordinator(db, name, f"c{number}", key))
            for number in range(size.answered)
            for name in (f"ana-{number}", f"ben-{number}")
        ]
        for number in range(size.answered):
            _answer(db, catalogue, f"a{number}", document, f"ana-{number}")
        reviewers = [
            (_under_review(db, catalogue, document, f"a{number}"), _add_person(db, f"{name}-{number}", "lead", key))
            for number in range(size.answered, 2 * size.answered)
            for name in ("lea", "leo")
        ]
    database.close()
    return Stage(size, settings, document, tuple(coordinators), secretariat, tuple(reviewers))


def full_document(catalogue: Catalogue) -> Document:
    """The demo's full set of answers."""
    raw = json.loads((ANSWERS / VERSION / "full.json").read_text("utf-8"))
    document, problems = read_document(catalogue[VERSION], raw)
    assert not problems
    return document


def invented_answers(questionnaire: Questionnaire, chance: random.Random) -> dict[str, Answer]:
    """Every scored indicator, mostly answered, as a real administration might."""
    answers = {}
    for indicator in questionnaire.structure.indicators:
        if not indicator.is_scored:
            continue
        value = chance.randrange(5) if indicator.kind == "maturity" else chance.choice(("yes", "partly", "no"))
        evidence = ("Policy 12/2025, page 4",) if chance.random() < 0.7 else ()
        state = chance.choices(("answered", "unknown", "not_applicable"), (90, 6, 4))[0]
        answers[indicator.id] = {
            "answered": Answer("answered", value, evidence=evidence),
            "unknown": Answer("unknown"),
            "not_applicable": Answer("not_applicable", reason_code="NA1", reason="Done by another agency"),
        }[state]
    return answers


def _add_administrations(db: Session, count: int) -> None:
    names = [beginning + ending for beginning in BEGINNINGS for ending in ENDINGS]
    names += [f"{name} East" for name in names]
    for number in range(count):
        name = f"{names[number]} {KINDS[number % len(KINDS)]}"
        region = REGIONS[number % len(REGIONS)]
        db.add(Administration(id=f"c{number}", code=f"X{number}", name=name, country="", region=region, language="en"))
    db.flush()


def _add_round(db: Session, questionnaire: Questionnaire, year: int, results: list[dict[str, Any]], size: Size) -> None:
    """Past rounds are published; the newest one has every state, and the first administrations are not opened yet."""
    chance, is_past = random.Random(year), year < YEAR
    dates = {"opens_on": f"{year}-03-01", "due_on": f"{year}-06-30"}
    dates |= {"review_until": f"{year}-10-31", "publish_on": f"{year}-12-15"}
    round_ = ROUND if year == YEAR else f"bench-{year}"
    db.add(Round(id=round_, name=str(year), questionnaire=VERSION, **dates))
    db.flush()
    for number in range(size.administrations):
        is_answered = not is_past and number < 2 * size.answered
        state: State = State.PUBLISHED if is_past else LATER_STATES[number % len(LATER_STATES)]
        if is_answered:
            state = State.NOT_OPENED
        id_ = f"a{number}" if is_answered else str(UUID(int=chance.getrandbits(128), version=4))
        figures = chance.sample(results, 2)
        db.add(_assessment(id_, number, round_, questionnaire, state, *figures))
        if state in SUBMITTED:
            db.flush()
            task: dict[str, Any] = {"reviewer_id": REVIEWERS[number % len(REVIEWERS)], "by": "sofia", "at": OPENED_AT}
            db.add(ReviewTask(assessment_id=id_, part="first", **task))
    db.flush()


def _results(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """The figures of some invented sets of answers, to be dealt out."""
    chance = random.Random(YEAR)
    sets = (invented_answers(questionnaire, chance) for _ in range(60))
    return [figures_from(questionnaire, {}, answers, "full") for answers in sets]


def _assessment(
    id_: str,
    number: int,
    round_: str,
    questionnaire: Questionnaire,
    state: State,
    own: dict[str, Any],
    moderated: dict[str, Any],
) -> Assessment:
    is_opened = state is not State.NOT_OPENED
    return Assessment(
        id=id_,
        administration_id=f"c{number}",
        round_id=round_,
        questionnaire=VERSION,
        fingerprint=questionnaire.fingerprint,
        state=state,
        signature=int(state in SUBMITTED),
        changed_at=OPENED_AT if is_opened else None,
        validated=_only_figures(own) if state in SUBMITTED else {},
        moderated=_only_figures(moderated) if state in REVIEW_BEGUN else {},
        published=_only_figures(moderated) if state is State.PUBLISHED else {},
        **(own if is_opened else figures_from(questionnaire, {}, {}, "full")),
    )


def _only_figures(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: stored[name] for name in ("level", "levels", "scores")}


def add_coordinator(db: Session, id_: str, administration: str, key: bytes) -> Browser:
    person = _add_person(db, id_, "", key)
    db.add(Membership(person_id=id_, administration_id=administration, role="coordinator"))
    db.flush()
    return person


def _add_person(db: Session, id_: str, office: str, key: bytes) -> Browser:
    now, token = utc_now(), new_token()
    db.add(Person(id=id_, email=f"{id_}@bench.example", name=id_.title(), office=office, password_hash="none"))
    db.flush()
    db.add(SignInSession(token_hash=hashed(token), id=f"session-{id_}", person_id=id_, started_at=now, seen_at=now))
    db.flush()
    return Browser(f"{COOKIE}={token}", form_token(key, id_, token))


def _answer(db: Session, catalogue: Catalogue, assessment_id: str, document: Document, by: str) -> None:
    """Through the very actions of the pages, so that history, audit and stored figures are as in real life."""
    save_profile(db, _opened(db, catalogue, assessment_id), document.profile, revision=0, by=by, at=OPENED_AT)
    assessment = _opened(db, catalogue, assessment_id)
    for id_, answer in document.answers.items():
        indicator = catalogue[VERSION].indicators[id_]
        save_answer(db, assessment, indicator, NewAnswer(answer, 0, by, OPENED_AT))


def _under_review(db: Session, catalogue: Catalogue, document: Document, assessment_id: str) -> str:
    """With the same answers, signed."""
    if db.get(Signature, (assessment_id, 1)) is None:
        _answer(db, catalogue, assessment_id, document, "ana-0")
        content = signature_content(db, _opened(db, catalogue, assessment_id))
        signed: dict[str, Any] = {
            "name": "Head",
            "title": "Head",
            "content": content,
            "hash": content_hash(content),
            "audit_head": "0" * 64,
        }
        db.add(Signature(assessment_id=assessment_id, number=1, edition=1, by="ana-0", at=OPENED_AT, **signed))
        of_one = update(Assessment).where(col(Assessment.id) == assessment_id)
        figures = _only_figures(db.get_one(Assessment, assessment_id).model_dump())
        db.execute(of_one.values(state=State.UNDER_REVIEW, signature=1, validated=figures, moderated=figures))
        db.flush()
    return assessment_id


def _opened(db: Session, catalogue: Catalogue, assessment_id: str) -> OneAssessment:
    row = db.connection().execute(ONE_ASSESSMENT.where(col(Assessment.id) == assessment_id)).one()
    return one_assessment(row, catalogue)
