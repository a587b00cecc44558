"""The writes of the lead: setting up a round, its dates, opening it, and more time for one administration."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.assessments.rights import LEADERS
from app.assessments.to_sign import figures_from
from app.db import audit_log, fingerprints
from app.db.tables.columns import table_of
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.calendar import DATES, Plan
from app.features.rounds.queries import plan_of
from app.jobs import outbox
from app.jobs.outbox import Kind, Message
from questionnaires.answers import Form
from questionnaires.definition import Questionnaire
from questionnaires.profiles import given_of

ASSESSMENT = table_of(Assessment)
ADMINISTRATION = table_of(Administration)
FORMS: tuple[Form, ...] = ("full", "short")


def set_up_round(db: Session, plan: Plan, version: str, *, by: str, at: datetime) -> str:
    """Returns the id of the new round."""
    id_ = str(uuid4())
    new = Round(id=id_, questionnaire=version, **asdict(plan))
    db.add(new)
    details = {"round": id_, "questionnaire": version} | asdict(plan)
    audit_log.record(db, "round set up", by=by, at=at, details=details, contents=fingerprints.of(new))
    return id_


def change_dates(db: Session, round_: Round, plan: Plan, *, by: str, at: datetime) -> None:
    """Nothing happens where nothing changed."""
    before = asdict(plan_of(round_))
    changed = {name: [before[name], day] for name in DATES if (day := getattr(plan, name)) != before[name]}
    if not changed:
        return
    for name, (_, day) in changed.items():
        setattr(round_, name, day)
    details = {"round": round_.id, "changed": changed}
    audit_log.record(db, "round dates changed", by=by, at=at, details=details, contents=fingerprints.of(round_))


def open_round(
    db: Session,
    round_: Round,
    questionnaire: Questionnaire,
    forms: dict[str, Form],
    *,
    by: str,
    at: datetime,
) -> int:
    """Administration id -> form, of those chosen. Opens those that are not opened yet and returns how many."""
    in_round = select(ASSESSMENT.c.administration_id).where(ASSESSMENT.c.round_id == round_.id)
    columns = (ADMINISTRATION.c.id, ADMINISTRATION.c.kind, ADMINISTRATION.c.region)
    known = db.connection().execute(select(*columns).where(ADMINISTRATION.c.id.not_in(in_round)))
    given = {row.id: given_of(questionnaire, row.kind, row.region) for row in known if row.id in forms}
    missing = sorted(given)
    if not missing:
        return 0
    rows = [_new_row(round_, questionnaire, id_, forms[id_]) | {"profile": given[id_]} for id_ in missing]
    for row, figures in zip(rows, _figures_of_new(questionnaire, rows), strict=True):
        row.update(figures)
    new = [Assessment(**row) for row in rows]
    db.add_all(new)
    db.flush()
    _tell_the_teams(db, round_, {row["administration_id"]: row["id"] for row in rows}, at=at)
    by_form = {form: [id_ for id_ in missing if forms[id_] == form] for form in FORMS}
    details = {"round": round_.id} | by_form
    audit_log.record(db, "round opened", by=by, at=at, details=details, contents=fingerprints.of(*new))
    return len(missing)


def _new_row(round_: Round, questionnaire: Questionnaire, administration_id: str, form: Form) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "administration_id": administration_id,
        "round_id": round_.id,
        "questionnaire": questionnaire.version,
        "fingerprint": questionnaire.fingerprint,
        "form": form,
        "state": State.NOT_OPENED,
    }


def _figures_of_new(questionnaire: Questionnaire, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Those that begin alike are scored once."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        alike = row["form"], *row["profile"].items()
        if alike not in known:
            known[alike] = figures_from(questionnaire, row["profile"], {}, row["form"])
        yield known[alike]


def _tell_the_teams(db: Session, round_: Round, opened: dict[str, str], *, at: datetime) -> None:
    """One query for everybody: `outbox.team_of` would ask for each administration."""
    leaders = (
        select(col(Membership.person_id), col(Membership.administration_id), col(Administration.name))
        .join_from(Membership, Administration)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Person.is_active), col(Membership.role).in_(LEADERS))
        .order_by(col(Administration.name), col(Person.id))
    )
    messages = [
        Message(
            person,
            f"/assessments/{opened[administration]}",
            opened[administration],
            {"round": round_.name, "place": place, "due": round_.due_on},
        )
        for person, administration, place in db.connection().execute(leaders)
        if administration in opened
    ]
    outbox.post_all(db, Kind.OPENED, messages, at=at)


def extend(db: Session, assessment: OneAssessment, day: str, why: str, *, by: str, at: datetime) -> None:
    """More time for one administration, which reads the reason. The same twice is told once."""
    if (day, why) == (assessment.extended_to, assessment.extended_why):
        return
    values = {"extended_to": day, "extended_why": why}
    extended = fingerprints.written(db, update(ASSESSMENT).where(ASSESSMENT.c.id == assessment.id).values(values))
    details = {"before": assessment.due_on, "due_on": day}
    audit_log.record(
        db, "deadline extended", by=by, at=at, assessment_id=assessment.id, details=details, contents=extended
    )
    names = {"round": assessment.round, "place": assessment.administration, "due": day}
    for person in outbox.team_of(db, assessment.administration_id, *LEADERS):
        path = f"/assessments/{assessment.id}"
        outbox.post(db, Kind.EXTENDED, person, path, at=at, assessment_id=assessment.id, **names)
