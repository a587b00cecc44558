"""The demo: two rounds of invented administrations with accounts of every role, in every state."""

import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session

from app.access.identity import Visitor
from app.access.passwords import hash_password
from app.assessments.lifecycle import State
from app.assessments.rights import ROLE_NAMES, TEAM, Role
from app.assessments.to_sign import figures_from
from app.cli.demo.calendar import Calendar, current, moved_to, year_before
from app.cli.demo.cast import INVENTED, OFFICES, PASSWORD, Invented, Player
from app.cli.demo.year import Stage, play, varied
from app.db import audit_log, fingerprints
from app.db.installation import is_demo
from app.db.session import Database
from app.db.tables.people import Administration, Person
from app.db.tables.rounds import Assessment, Round
from app.features.directory.people.people import NewPerson, add_person
from questionnaires.answers import Document, read_document
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from questionnaires.profiles import given_of

LAST_YEAR, THIS_YEAR = "2026.1", "2027.1"
"""The questionnaires of the two rounds."""
ANSWERS = Path(__file__).parent / "answers"
BY = "demo"
A_YEAR_AGO = 90
"""Added to the seed, so that last year's answers differ."""

Cast = dict[Role, Visitor]


def load_demo(database: Database, catalogue: Catalogue, day: date, this_year: str = THIS_YEAR) -> list[tuple[str, str]]:
    """The accounts with what each is. Loads only into an empty installation; elsewhere than in a demo returns [].

    On the `day` the current round is open, on the questionnaire of `this_year`, and everything that the demo tells of
    lies before it.
    """
    with database.writing() as db:
        if not any(
            db.execute(select(func.count()).select_from(table)).scalar_one() for table in (Administration, Person)
        ):
            _load(db, catalogue, current(day), this_year, hash_password(PASSWORD))
        elif not is_demo(db):
            return []
    return accounts()


def accounts() -> list[tuple[str, str]]:
    """Whom to be in the demo: the first administration's whole team, and of each other one the coordinator and head."""
    teams = [(player, invented.name) for invented in INVENTED for player in invented.players]
    shown = [(player.email, f"{ROLE_NAMES[player.role]}, {place}") for player, place in teams]
    return [(player.email, ROLE_NAMES[player.role]) for player in OFFICES] + shown


def _load(db: Session, catalogue: Catalogue, now: Calendar, this_year: str, password_hash: str) -> None:
    then, asked_then, asked_now = year_before(now), catalogue[LAST_YEAR], catalogue[this_year]
    for calendar, questionnaire in ((then, asked_then), (now, asked_now)):
        added = Round(id=calendar.round_id, name=calendar.name, questionnaire=questionnaire.version, **calendar.days())
        db.add(added)
        details = {"round": calendar.round_id, "questionnaire": questionnaire.version}
        audit_log.record(
            db, "round set up", by=BY, at=calendar.opened_at, details=details, contents=fingerprints.of(added)
        )
    offices: Cast = {}
    for player in OFFICES:
        offices.setdefault(player.role, _add_person(db, player, "", password_hash, then.opened_at))
    for number, invented in enumerate(INVENTED, 1):
        cast = offices | _add_administration(db, invented, password_hash, then)
        if invented.was_there_last_year:
            document = varied(answers_of(asked_then, invented, then), invented.seed + A_YEAR_AGO, by=-1)
            last = replace(invented, state=State.PUBLISHED, form="full")
            id_ = _open_assessment(db, asked_then, last, number, then)
            play(db, Stage(catalogue, id_, then.opened_at, cast, kind=invented.kind), last, document)
        id_ = _open_assessment(db, asked_now, invented, number, now)
        if invented.answers:
            document = varied(answers_of(asked_now, invented, now), invented.seed)
            play(db, Stage(catalogue, id_, now.opened_at, cast, kind=invented.kind), invented, document)


def _add_administration(db: Session, invented: Invented, password_hash: str, then: Calendar) -> Cast:
    """The administration with its team."""
    head = next(player for player in invented.players if player.role is Role.HEAD)
    coordinator = invented.players[0]
    added = Administration(
        id=f"demo-{invented.code}",
        code=invented.code,
        name=invented.name,
        country="",
        region=invented.region,
        kind=invented.kind,
        language="en",
        time_zone=invented.zone,
        contact_name=coordinator.name,
        contact_email=coordinator.email,
        champion=head.name,
        champion_since=f"{then.told_of - 1}-03-08",
        disclosure=invented.disclosure,
    )
    db.add(added)
    db.flush()
    details, at = {"administration": added.id, "code": added.code}, then.opened_at
    audit_log.record(db, "administration added", by=BY, at=at, details=details, contents=fingerprints.of(added))
    return {player.role: _add_person(db, player, invented.code, password_hash, at) for player in invented.players}


def _add_person(db: Session, player: Player, code: str, password_hash: str, at: datetime) -> Visitor:
    new = NewPerson(player.email, player.name, PASSWORD, player.role, code)
    id_ = add_person(db, new, password_hash, by=BY, at=at)
    return Visitor(id_, player.name, player.email, "en", "" if player.role in TEAM else player.role)


def answers_of(questionnaire: Questionnaire, invented: Invented, calendar: Calendar) -> Document:
    """Those of its file, in its own names and at the time of the calendar; `varied` makes them its own."""
    raw = json.loads(
        moved_to(re.sub(r"\w+(?=\.example)", _domain(invented), _file_of(questionnaire, invented)), calendar)
    )
    document, problems = read_document(questionnaire, raw)
    if problems:
        raise ValueError(f"The demo's answers have problems: {problems[0]}")
    return replace(document, profile={**document.profile, "profile.region": invented.region or None})


def _file_of(questionnaire: Questionnaire, invented: Invented) -> str:
    text = (ANSWERS / questionnaire.version / f"{invented.answers}.json").read_text(encoding="utf-8")
    return text.replace(INVENTED[0].name, invented.name)


def _domain(invented: Invented) -> str:
    """Several administrations share a file of answers; each names its own documents in it."""
    return invented.players[0].email.partition("@")[2].removesuffix(".example")


def _open_assessment(
    db: Session, questionnaire: Questionnaire, invented: Invented, number: int, calendar: Calendar
) -> str:
    """Its id."""
    given = given_of(questionnaire, invented.kind, invented.region)
    new = Assessment(
        id=f"{calendar.round_id}-{number}",
        administration_id=f"demo-{invented.code}",
        round_id=calendar.round_id,
        questionnaire=questionnaire.version,
        fingerprint=questionnaire.fingerprint,
        form=invented.form,
        state=State.NOT_OPENED,
        profile=dict(given),
        **figures_from(questionnaire, given, {}, invented.form),
    )
    db.add(new)
    db.flush()
    details, at = {"round": calendar.round_id, invented.form: [new.administration_id]}, calendar.opened_at
    audit_log.record(db, "round opened", by=BY, at=at, details=details, contents=fingerprints.of(new))
    return new.id
