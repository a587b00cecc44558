"""The demo round: five invented administrations and accounts of each kind. No real country has an invented score."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session

from app.administering.members import DEMO_ROUND
from app.administering.people import NewPerson, add_person
from app.answering.actions import save_answer, save_profile
from app.assessments import ONE_ASSESSMENT, OneAssessment, figures_of, one_assessment
from app.database import Database
from app.lifecycle import State
from app.passwords import hash_of
from app.tables.people import Administration, Person
from app.tables.rounds import Assessment, Round
from questionnaires.answers import read_document
from questionnaires.catalogue import Catalogue
from scoring.score import score

VERSION = "2026.1"
PASSWORD = "equality-2026"  # noqa: S105 - printed for everybody: it opens invented data only
ANSWERS = Path(__file__).parent / "demo_answers"
OPENED_AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Invented:
    """An administration of the demo; `answers` names its file, "" for one that has not begun."""

    code: str
    name: str
    region: str
    email: str
    coordinator: str
    answers: str


INVENTED = (
    Invented("XA", "Valdoria Customs and Border Service", "EUR", "alice@valdoria.example", "Alice Marin", "full"),
    Invented(
        "XB", "Port Halden Revenue Authority, Customs Division", "ESA", "ben@porthalden.example", "Ben Otieno", "half"
    ),
    Invented("XC", "Isla Corva Aduanas", "AMS", "carmen@islacorva.example", "Carmen Ruiz", "started"),
    Invented("XD", "Lagoon Islands Customs", "AP", "dora@lagoon.example", "Dora Tavake", "small"),
    Invented("XE", "Qasr Al-Noor Customs Authority", "MENA", "emad@qasralnoor.example", "Emad Haddad", ""),
)
OFFICES = (
    NewPerson("sofia@secretariat.example", "Sofia Lind", PASSWORD, "lead"),
    NewPerson("aude@audit.example", "Aude Perrin", PASSWORD, "auditor"),
)


def load_demo(database: Database, catalogue: Catalogue) -> list[tuple[str, str]]:
    """The accounts with what each is. Loads only into an empty installation; elsewhere than in a demo returns []."""
    with database.writing() as db:
        if not any(
            db.execute(select(func.count()).select_from(table)).scalar_one() for table in (Administration, Person)
        ):
            _load(db, catalogue, hash_of(PASSWORD))
        elif db.get(Round, DEMO_ROUND) is None:
            return []
    coordinators = [(one.email, f"coordinator, {one.name}") for one in INVENTED]
    return coordinators + [(one.email, one.role) for one in OFFICES]


def _load(db: Session, catalogue: Catalogue, password_hash: str) -> None:
    db.add(Round(id=DEMO_ROUND, name="2026", questionnaire=VERSION, due_on="2026-12-18"))
    for office in OFFICES:
        add_person(db, office, password_hash, by="demo", at=OPENED_AT)
    for number, one in enumerate(INVENTED, 1):
        person = _add(db, catalogue, one, f"demo-{number}", password_hash)
        if one.answers:
            _answer(db, catalogue, one, f"demo-{number}", person)


def _add(db: Session, catalogue: Catalogue, one: Invented, assessment_id: str, password_hash: str) -> str:
    """The administration with its assessment and its coordinator, whose id is returned."""
    questionnaire = catalogue[VERSION]
    db.add(
        Administration(
            id=f"demo-{one.code}", code=one.code, name=one.name, country="", region=one.region, language="en"
        )
    )
    db.flush()
    new = NewPerson(one.email, one.coordinator, PASSWORD, "coordinator", one.code)
    person = add_person(db, new, password_hash, by="demo", at=OPENED_AT)
    db.add(
        Assessment(
            id=assessment_id,
            administration_id=f"demo-{one.code}",
            round_id=DEMO_ROUND,
            questionnaire=VERSION,
            fingerprint=questionnaire.fingerprint,
            state=State.NOT_OPENED,
            **figures_of(questionnaire, score(questionnaire, {}, {})),
        )
    )
    db.flush()
    return person


def _answer(db: Session, catalogue: Catalogue, one: Invented, assessment_id: str, person: str) -> None:
    """Through the very actions of the pages, so that history, audit and stored figures are as in real life."""
    raw = json.loads((ANSWERS / f"{one.answers}.json").read_text(encoding="utf-8"))
    document, problems = read_document(catalogue[VERSION], raw)
    if problems:
        raise ValueError(f"The demo's answers have problems: {problems[0]}")
    assessment = _read(db, catalogue, assessment_id)
    save_profile(db, assessment, document.profile, revision=0, by=person, at=OPENED_AT)
    assessment = _read(db, catalogue, assessment_id)
    for minutes, (indicator, answer) in enumerate(document.answers.items()):
        at = OPENED_AT + timedelta(days=14, minutes=7 * minutes)
        save_answer(db, assessment, catalogue[VERSION].indicators[indicator], answer, revision=0, by=person, at=at)


def _read(db: Session, catalogue: Catalogue, assessment_id: str) -> OneAssessment:
    row = db.connection().execute(ONE_ASSESSMENT.where(Assessment.id == assessment_id)).one()  # type: ignore[arg-type]  # SQLModel's column
    return one_assessment(row, catalogue)
