"""The demo: two rounds of invented administrations with accounts of every role, in every state."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session

from app import audit, contents
from app.administering.members import DEMO_ROUND
from app.administering.people import NewPerson, add_person
from app.commands.demo_cast import INVENTED, OFFICES, PASSWORD, Invented, Player
from app.commands.demo_year import Stage, play, varied
from app.database import Database
from app.identity import Visitor
from app.lifecycle import State
from app.passwords import hash_of
from app.rights import ROLE_NAMES, TEAM, Role
from app.tables.people import Administration, Person
from app.tables.rounds import Assessment, Round
from app.to_sign import figures_from
from questionnaires.answers import Document, read_document
from questionnaires.catalogue import Catalogue

VERSION = "2026.1"
ANSWERS = Path(__file__).parent / "demo_answers"
LAST_ROUND = "demo-2025"
ROUNDS = (
    Round(
        id=LAST_ROUND,
        name="2025",
        questionnaire=VERSION,
        opens_on="2025-09-01",
        due_on="2025-12-19",
        review_until="2026-02-27",
        publish_on="2026-03-31",
    ),
    Round(
        id=DEMO_ROUND,
        name="2026",
        questionnaire=VERSION,
        opens_on="2026-09-01",
        due_on="2026-12-18",
        review_until="2027-02-26",
        publish_on="2027-03-31",
    ),
)
OPENED_AT = {
    LAST_ROUND: datetime(2025, 9, 1, 8, 0, tzinfo=UTC),
    DEMO_ROUND: datetime(2026, 9, 1, 8, 0, tzinfo=UTC),
}
BY = "demo"
A_YEAR_AGO = 90
"""Added to the seed, so that last year's answers differ."""

Cast = dict[Role, Visitor]


def load_demo(database: Database, catalogue: Catalogue) -> list[tuple[str, str]]:
    """The accounts with what each is. Loads only into an empty installation; elsewhere than in a demo returns []."""
    with database.writing() as db:
        if not any(
            db.execute(select(func.count()).select_from(table)).scalar_one() for table in (Administration, Person)
        ):
            _load(db, catalogue, hash_of(PASSWORD))
        elif db.get(Round, DEMO_ROUND) is None:
            return []
    return accounts()


def accounts() -> list[tuple[str, str]]:
    """Whom to be in the demo: the first administration's whole team, and of each other one the coordinator and head."""
    teams = [(player, one.name) for one in INVENTED for player in one.players]
    shown = [(player.email, f"{ROLE_NAMES[player.role]}, {place}") for player, place in teams]
    return [(player.email, ROLE_NAMES[player.role]) for player in OFFICES] + shown


def _load(db: Session, catalogue: Catalogue, password_hash: str) -> None:
    for each in ROUNDS:
        one_round = Round(**each.model_dump())
        db.add(one_round)
        details = {"round": each.id, "questionnaire": VERSION}
        at = OPENED_AT[each.id]
        audit.remember(db, "round set up", by=BY, at=at, details=details, contents=contents.of(one_round))
    offices: Cast = {}
    for player in OFFICES:
        offices.setdefault(player.role, _add_person(db, player, "", password_hash))
    for number, one in enumerate(INVENTED, 1):
        cast = offices | _add_administration(db, one, password_hash)
        if one.was_there_last_year:
            last = replace(one, state=State.PUBLISHED, form="full")
            document = varied(_answers_of(catalogue, one), one.seed + A_YEAR_AGO, by=-1)
            _play(db, catalogue, last, f"demo-2025-{number}", LAST_ROUND, cast, document)
        now = varied(_answers_of(catalogue, one), one.seed) if one.answers else None
        _play(db, catalogue, one, f"demo-{number}", DEMO_ROUND, cast, now)


def _add_administration(db: Session, one: Invented, password_hash: str) -> Cast:
    """The administration with its team."""
    head = next(player for player in one.players if player.role is Role.HEAD)
    coordinator = one.players[0]
    added = Administration(
        id=f"demo-{one.code}",
        code=one.code,
        name=one.name,
        country="",
        region=one.region,
        language="en",
        time_zone=one.zone,
        contact_name=coordinator.name,
        contact_email=coordinator.email,
        champion=head.name,
        champion_since="2024-03-08",
        disclosure=one.disclosure,
    )
    db.add(added)
    db.flush()
    details = {"administration": added.id, "code": added.code}
    at = OPENED_AT[LAST_ROUND]
    audit.remember(db, "administration added", by=BY, at=at, details=details, contents=contents.of(added))
    return {player.role: _add_person(db, player, one.code, password_hash) for player in one.players}


def _add_person(db: Session, player: Player, code: str, password_hash: str) -> Visitor:
    new = NewPerson(player.email, player.name, PASSWORD, player.role, code)
    id_ = add_person(db, new, password_hash, by=BY, at=OPENED_AT[LAST_ROUND])
    return Visitor(id_, player.name, player.email, "en", "" if player.role in TEAM else player.role)


def _answers_of(catalogue: Catalogue, one: Invented) -> Document:
    raw = json.loads(re.sub(r"\w+(?=\.example)", _domain(one), _file_of(one)))
    document, problems = read_document(catalogue[VERSION], raw)
    if problems:
        raise ValueError(f"The demo's answers have problems: {problems[0]}")
    return replace(document, profile={**document.profile, "profile.region": one.region})


def _file_of(one: Invented) -> str:
    text = (ANSWERS / f"{one.answers}.json").read_text(encoding="utf-8")
    return text.replace(INVENTED[0].name, one.name)


def _domain(one: Invented) -> str:
    """Several administrations share a file of answers; each names its own documents in it."""
    return one.players[0].email.partition("@")[2].removesuffix(".example")


def _play(
    db: Session, catalogue: Catalogue, one: Invented, id_: str, round_id: str, cast: Cast, document: Document | None
) -> None:
    questionnaire = catalogue[VERSION]
    new = Assessment(
        id=id_,
        administration_id=f"demo-{one.code}",
        round_id=round_id,
        questionnaire=VERSION,
        fingerprint=questionnaire.fingerprint,
        form=one.form,
        state=State.NOT_OPENED,
        **figures_from(questionnaire, {}, {}, one.form),
    )
    db.add(new)
    db.flush()
    details = {"round": round_id, one.form: [new.administration_id]}
    at = OPENED_AT[round_id]
    audit.remember(db, "round opened", by=BY, at=at, details=details, contents=contents.of(new))
    if document:
        play(db, Stage(catalogue, id_, OPENED_AT[round_id], cast), one, document)
