"""Whole rounds of all administrations for the bench of exports: the newest one reviewed, those before it published.

Written straight into the tables, since through the actions it would take an hour; a few sets of answers are dealt out.
"""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel

from app.access.guards import COOKIE
from app.access.identity import hashed, new_token, server_key, utc_now
from app.assessments.answer_sets import content_hash
from app.assessments.lifecycle import State
from app.assessments.reads import columns_of, results_of
from app.assessments.to_sign import figures_from
from app.db.audit_log import BEGINNING
from app.db.migrations import migrate
from app.db.session import Database
from app.db.tables.answers import StoredAnswer
from app.db.tables.people import Administration, Person, SignInSession
from app.db.tables.records import AuditEntry, AuditHead
from app.db.tables.rounds import Assessment, Publication, Round, Signature
from app.settings import Settings
from questionnaires.answers import Document
from questionnaires.catalogue import Catalogue
from questionnaires.documents import as_document
from scoring.score import score
from scoring.scorecard import as_document as scorecard_document
from tests.bench.size import Size
from tests.bench.staging import REGIONS, VERSION, Browser, add_coordinator, full_document, invented_answers

NEWEST = 2026
ROUND = f"round-{NEWEST}"
SETS = 8
SAVERS = 4
AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
Rows = list[dict[str, Any]]


class Played:
    """One set of answers with all that an assessment keeps of it."""

    def __init__(self, catalogue: Catalogue, document: Document) -> None:
        questionnaire = catalogue[VERSION]
        self.answers = document.answers
        card = score(questionnaire, document.profile, document.answers)
        self.figures = figures_from(questionnaire, document.profile, document.answers, "full")
        self.moderated = results_of(card)
        answers = {id_: as_document(answer) for id_, answer in document.answers.items()}
        self.signed = {"profile": dict(document.profile), "answers": answers, "validated": {}}
        cards = {kind: scorecard_document(card) for kind in ("self", "validated", "moderated")}
        self.published = {**self.signed, "moderated": {}, "not_agreed": [], "scorecards": cards}
        self.hash = content_hash(self.published)


class Rounds(NamedTuple):
    """`cookie` is of somebody who leads the secretariat, `savers` are people with an assessment each."""

    settings: Settings
    cookie: str
    savers: list[tuple[str, Browser]]


def stage_rounds(folder: Path, catalogue: Catalogue, size: Size) -> Rounds:
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'rounds.db'}", second_factor_for="")
    migrate(settings.database)
    full, chance = full_document(catalogue), random.Random(VERSION)
    invented = [invented_answers(catalogue[VERSION], chance) for _ in range(SETS - 1)]
    sets = [Played(catalogue, full)] + [
        Played(catalogue, Document(full.profile, answers, "full")) for answers in invented
    ]
    with Database(settings.database) as database, database.writing() as db:
        cookie = _lead(db)
        _put(db, Administration, [_administration(number) for number in range(size.administrations)])
        for year in range(NEWEST - size.years + 1, NEWEST + 1):
            dates = {"opens_on": f"{year}-03-01", "due_on": f"{year}-12-18"}
            db.add(Round(id=f"round-{year}", name=str(year), questionnaire=VERSION, **dates))
            db.flush()
            _add_round(db, catalogue, year, sets, size)
        savers = _add_savers(db, catalogue, server_key(folder))
        db.execute(update(AuditHead).values(entries=size.years * size.administrations * size.logged))
    return Rounds(settings, cookie, savers)


def _lead(db: Session) -> str:
    now, token = utc_now(), new_token()
    db.add(Person(id="sofia", email="sofia@bench.example", name="Sofia", office="lead", password_hash="none"))
    db.flush()
    db.add(SignInSession(token_hash=hashed(token), id="session", person_id="sofia", started_at=now, seen_at=now))
    db.flush()
    return f"{COOKIE}={token}"


def _add_savers(db: Session, catalogue: Catalogue, key: bytes) -> list[tuple[str, Browser]]:
    """In a round and administrations of their own: what they save changes no report of the others."""
    due_on, number_of_savers = f"{NEWEST + 1}-12-18", range(SAVERS)
    db.add(Round(id="round-next", name=str(NEWEST + 1), questionnaire=VERSION, due_on=due_on))
    db.flush()
    _put(
        db,
        Administration,
        [_administration(number) | {"id": f"s{number}", "code": f"S{number}"} for number in number_of_savers],
    )
    version = catalogue[VERSION]
    known = {"round_id": "round-next", "questionnaire": VERSION, "fingerprint": version.fingerprint}
    new = {**known, "state": State.NOT_OPENED, **figures_from(version, {}, {}, "full")}
    _put(
        db, Assessment, [{"id": f"s{number}", "administration_id": f"s{number}", **new} for number in number_of_savers]
    )
    return [(f"s{number}", add_coordinator(db, f"ana-{number}", f"s{number}", key)) for number in number_of_savers]


def _administration(number: int) -> dict[str, Any]:
    name, region = f"Customs of Province {number:03}", REGIONS[number % len(REGIONS)]
    return {"id": f"c{number}", "code": f"X{number}", "name": name, "country": "", "region": region, "language": "en"}


def _add_round(db: Session, catalogue: Catalogue, year: int, sets: list[Played], size: Size) -> None:
    is_past = year < NEWEST
    dealt = {f"a{number}-{year}": sets[(number + year) % SETS] for number in range(size.administrations)}
    state = State.PUBLISHED if is_past else State.REVIEWED
    _put(db, Assessment, [_assessment(catalogue, id_, year, state, played) for id_, played in dealt.items()])
    _put(db, Signature, [_signature(id_, played) for id_, played in dealt.items()])
    if is_past:
        _put(db, Publication, [_publication(catalogue, id_, played) for id_, played in dealt.items()])
    else:
        saved = {"revision": 1, "saved_by": "sofia", "saved_at": AT}
        _put(
            db,
            StoredAnswer,
            [
                {"assessment_id": id_, "indicator": indicator, **columns_of(answer), **saved}
                for id_, played in dealt.items()
                for indicator, answer in played.answers.items()
            ],
        )
    first = (year - NEWEST + size.years - 1) * size.administrations * size.logged
    entry = {"at": AT, "by": "sofia", "action": "answer saved", "details": {}, "hash": BEGINNING}
    ids = [id_ for id_ in dealt for _ in range(size.logged)]
    _put(db, AuditEntry, [entry | {"id": first + at, "assessment_id": id_} for at, id_ in enumerate(ids, 1)])


def _assessment(catalogue: Catalogue, id_: str, year: int, state: State, played: Played) -> dict[str, Any]:
    known = {"round_id": f"round-{year}", "questionnaire": VERSION, "fingerprint": catalogue[VERSION].fingerprint}
    own = {"state": state, "signature": 1, "edition": 1, "changed_at": AT}
    own |= {"validated": played.moderated, "moderated": played.moderated}
    own |= {"published": played.moderated if state is State.PUBLISHED else {}}
    return {"id": id_, "administration_id": f"c{id_.split('-')[0][1:]}", **known, **own, **played.figures}


def _signature(id_: str, played: Played) -> dict[str, Any]:
    by = {"number": 1, "edition": 1, "name": "Ana", "title": "Head", "by": "sofia", "at": AT}
    return by | {"assessment_id": id_, "content": played.signed, "hash": played.hash, "audit_head": BEGINNING}


def _publication(catalogue: Catalogue, id_: str, played: Played) -> dict[str, Any]:
    known = {"questionnaire": VERSION, "fingerprint": catalogue[VERSION].fingerprint, "form": "full"}
    made = {"edition": 1, "signature": 1, "content": played.published, "hash": played.hash, "by": "sofia", "at": AT}
    return {"assessment_id": id_, **known, **made}


def _put(db: Session, table: type[SQLModel], rows: Rows) -> None:
    db.connection().execute(insert(table), rows)
