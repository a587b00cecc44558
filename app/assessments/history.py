"""What happened to an assessment: every transition, signature and publication, with the names of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.assessments.transitions import transitions_of
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.rounds import Move, Publication, Signature

SIGNATURE = table_of(Signature)
PUBLICATION = table_of(Publication)
SIGNATURES = select(
    *(SIGNATURE.c[name] for name in ("number", "edition", "name", "title", "hash", "audit_head", "by", "at"))
)
PUBLICATIONS = select(*(PUBLICATION.c[name] for name in ("edition", "signature", "hash", "by", "at")))


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
