"""What happened to an assessment: every transition, signature and publication, with the names of people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session, col

from app.assessments.lifecycle import State
from app.assessments.reads import ANSWERS, OF_ASSESSMENT, OneAssessment
from app.assessments.rights import FROM_OUTSIDE, OFFICES, ROLE_NAMES, SECRETARIAT
from app.assessments.saving import PROFILE
from app.assessments.transitions import transitions_of
from app.db.tables.answers import HistoryEntry
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.rounds import Move, Publication, Signature
from questionnaires.problems import N_
from questionnaires.small_offices import has_small_texts, is_small

SIGNATURE = table_of(Signature)
PUBLICATION = table_of(Publication)
HISTORY = table_of(HistoryEntry)
SIGNATURES = select(
    *(SIGNATURE.c[name] for name in ("number", "edition", "name", "title", "hash", "audit_head", "by", "at"))
)
PROFILES = (
    select(HISTORY.c.content, HISTORY.c.saved_at)
    .where(HISTORY.c.assessment_id == bindparam("assessment"), HISTORY.c.subject == PROFILE)
    .order_by(HISTORY.c.revision.desc())
)
ANSWERED = select(ANSWERS.c.indicator, ANSWERS.c.saved_at).where(OF_ASSESSMENT, ANSWERS.c.state == "answered")
PUBLICATIONS = select(*(PUBLICATION.c[name] for name in ("edition", "signature", "hash", "by", "at")))
OFFICES_SAID = (
    dict.fromkeys(map(str, OFFICES), N_("Other office"))
    | dict.fromkeys(map(str, SECRETARIAT), N_("Secretariat"))
    | {str(role): ROLE_NAMES[role] for role in FROM_OUTSIDE}
)
"""What stands behind the name of somebody of an office: which one of the secretariat it is concerns nobody."""


@dataclass(frozen=True)
class Somebody:
    """A person as a list of what happened names them; `office` is "" for people of an administration."""

    name: str
    office: str


def names_of(db: Session, people: Iterable[str]) -> Mapping[str, Somebody]:
    statement = select(col(Person.id), col(Person.name), col(Person.office)).where(col(Person.id).in_(set(people)))
    return {row.id: Somebody(row.name, row.office) for row in db.connection().execute(statement)}


@dataclass(frozen=True)
class History:
    """All that happened, each kind with the oldest first, and who is who in it."""

    transitions: list[Move]
    signatures: list[Row[Any]]
    publications: list[Row[Any]]
    people: Mapping[str, Somebody]


def history_of(db: Session, assessment_id: str) -> History:
    transitions = transitions_of(db, assessment_id)
    signatures = signatures_of(db, assessment_id)
    publications = publications_of(db, assessment_id)
    everything: list[Any] = [*transitions, *signatures, *publications]
    return History(transitions, signatures, publications, names_of(db, (row.by for row in everything)))


def signatures_of(db: Session, assessment_id: str) -> list[Row[Any]]:
    """Without what was signed, which is long."""
    statement = SIGNATURES.where(SIGNATURE.c.assessment_id == assessment_id).order_by(SIGNATURE.c.number)
    return list(db.connection().execute(statement))


def publications_of(db: Session, assessment_id: str) -> list[Row[Any]]:
    statement = PUBLICATIONS.where(PUBLICATION.c.assessment_id == assessment_id).order_by(PUBLICATION.c.edition)
    return list(db.connection().execute(statement))


def answered_to_other_texts(db: Session, assessment: OneAssessment) -> frozenset[str]:
    """The indicators that were answered before the number of staff gave their levels another text, that for small
    offices or the usual one. None where it is not known what the profile said then, and none once it is signed: then
    they stand for what the head read."""
    questionnaire = assessment.questionnaire
    worded_twice = {i.id for i in questionnaire.structure.indicators if has_small_texts(questionnaire, i)}
    small_now = is_small(assessment.profile)
    never_small = assessment.profile_revision <= 1 and not small_now  # so that most pages ask nothing
    if not worded_twice or never_small or assessment.state is not State.IN_PROGRESS:
        return frozenset()
    of_assessment = {"assessment": assessment.id}
    profiles = db.connection().execute(PROFILES, of_assessment).all()
    if not any(is_small(profile.content) for profile in profiles):
        return frozenset()
    return frozenset(
        row.indicator
        for row in db.connection().execute(ANSWERED, of_assessment)
        if row.indicator in worded_twice and _was_small(profiles, row.saved_at) != small_now
    )


def _was_small(profiles: Sequence[Any], at: datetime) -> bool:
    """`profiles` with the newest first; before the first of them nobody had said how many staff there are."""
    return is_small(next((profile.content for profile in profiles if profile.saved_at <= at), {}))
