"""What the pages of signing off read: signatures, publications, moves and disagreements, with the names of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.assessments import OneAssessment
from app.lifecycle import Verb
from app.moves import moves_of
from app.tables.answers import ValidatedLevel
from app.tables.people import Person
from app.tables.reviews import Disagreement
from app.tables.rounds import Move, Publication, Signature

SIGNATURE = Signature.__table__  # type: ignore[attr-defined]  # SQLModel does not declare its tables
PUBLICATION = Publication.__table__  # type: ignore[attr-defined]
VALIDATED = ValidatedLevel.__table__  # type: ignore[attr-defined]
DISAGREEMENT = Disagreement.__table__  # type: ignore[attr-defined]
MOVE = Move.__table__  # type: ignore[attr-defined]
OF_CORRECTIONS = (Verb.ASK_CORRECTION, Verb.REFUSE_CORRECTION, Verb.ALLOW_CORRECTION)
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
    found = select(col(Person.id), col(Person.name), col(Person.office)).where(col(Person.id).in_(set(people)))
    return {row.id: Somebody(row.name, row.office) for row in db.connection().execute(found)}


def happened(db: Session, assessment_id: str) -> dict[str, Any]:
    """Every move, signature and publication, the oldest first, and who is who in them."""
    moves = moves_of(db, assessment_id)
    signatures = signatures_of(db, assessment_id)
    publications = publications_of(db, assessment_id)
    everything: list[Any] = [*moves, *signatures, *publications]
    people = names_of(db, (one.by for one in everything))
    return {"moves": moves, "signatures": signatures, "publications": publications, "people": people}


def signatures_of(db: Session, assessment_id: str) -> list[Row[Any]]:
    """Without what was signed, which is long."""
    found = SIGNATURES.where(SIGNATURE.c.assessment_id == assessment_id).order_by(SIGNATURE.c.number)
    return list(db.connection().execute(found))


def publications_of(db: Session, assessment_id: str) -> list[Row[Any]]:
    found = PUBLICATIONS.where(PUBLICATION.c.assessment_id == assessment_id).order_by(PUBLICATION.c.edition)
    return list(db.connection().execute(found))


def signature_of(db: Session, assessment_id: str, number: int) -> Row[Any] | None:
    found = select(SIGNATURE).where(SIGNATURE.c.assessment_id == assessment_id, SIGNATURE.c.number == number)
    return db.connection().execute(found).first()


def validated_levels(db: Session, assessment_id: str) -> dict[str, Row[Any]]:
    """The levels that the head changed before signing, by indicator."""
    found = select(VALIDATED).where(VALIDATED.c.assessment_id == assessment_id)
    return {row.indicator: row for row in db.connection().execute(found)}


def disagreements_of(db: Session, assessment: OneAssessment) -> dict[str, Row[Any]]:
    found = select(DISAGREEMENT).where(
        DISAGREEMENT.c.assessment_id == assessment.id, DISAGREEMENT.c.edition == assessment.edition
    )
    return {row.indicator: row for row in db.connection().execute(found)}


def is_correction_asked(db: Session, assessment_id: str) -> bool:
    """Whether a request for a correction waits for its decision."""
    return correction_asked(db, assessment_id) is not None


def correction_asked(db: Session, assessment_id: str) -> Row[Any] | None:
    """The request that waits, with its reason."""
    found = select(MOVE).where(MOVE.c.assessment_id == assessment_id, MOVE.c.verb.in_(OF_CORRECTIONS))
    last = db.connection().execute(found.order_by(MOVE.c.number.desc()).limit(1)).first()
    return last if last and last.verb == Verb.ASK_CORRECTION else None
