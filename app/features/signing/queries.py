"""What the pages of signing off read: signatures, changed levels, disagreements and corrections."""

from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session, col

from app.assessments.lifecycle import Transition
from app.assessments.reads import OneAssessment
from app.db.tables.answers import ValidatedLevel
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.reviews import Disagreement
from app.db.tables.rounds import Move, Signature, SignatureRequest

SIGNATURE = table_of(Signature)
VALIDATED = table_of(ValidatedLevel)
DISAGREEMENT = table_of(Disagreement)
MOVE = table_of(Move)
OF_CORRECTIONS = (Transition.ASK_CORRECTION, Transition.REFUSE_CORRECTION, Transition.ALLOW_CORRECTION)


def signature_of(db: Session, assessment_id: str, number: int) -> Row[Any] | None:
    statement = select(SIGNATURE).where(SIGNATURE.c.assessment_id == assessment_id, SIGNATURE.c.number == number)
    return db.connection().execute(statement).first()


def validated_levels(db: Session, assessment_id: str) -> dict[str, Row[Any]]:
    """The levels that the head changed before signing, by indicator."""
    statement = select(VALIDATED).where(VALIDATED.c.assessment_id == assessment_id)
    return {row.indicator: row for row in db.connection().execute(statement)}


def disagreements_of(db: Session, assessment: OneAssessment) -> dict[str, Row[Any]]:
    statement = select(DISAGREEMENT).where(
        DISAGREEMENT.c.assessment_id == assessment.id, DISAGREEMENT.c.edition == assessment.edition
    )
    return {row.indicator: row for row in db.connection().execute(statement)}


def is_correction_asked(db: Session, assessment_id: str) -> bool:
    """Whether a request for a correction waits for its decision."""
    return correction_asked(db, assessment_id) is not None


def correction_asked(db: Session, assessment_id: str) -> Row[Any] | None:
    """The request that waits, with its reason."""
    statement = select(MOVE).where(MOVE.c.assessment_id == assessment_id, MOVE.c.verb.in_(OF_CORRECTIONS))
    last = db.connection().execute(statement.order_by(MOVE.c.number.desc()).limit(1)).first()
    return last if last and last.verb == Transition.ASK_CORRECTION else None


def request_of(db: Session, assessment_id: str) -> Row[Any] | None:
    """Who asks the head to sign, and since when."""
    statement: Select[*tuple[Any, ...]] = select(col(Person.name), col(SignatureRequest.at))
    statement = statement.join_from(SignatureRequest, Person).where(
        col(SignatureRequest.assessment_id) == assessment_id
    )
    return db.connection().execute(statement).first()


def last_title(db: Session, person_id: str) -> str:
    """The title under which a person signed last; "" before the first time."""
    titles = select(SIGNATURE.c.title).where(SIGNATURE.c.by == person_id)
    return db.connection().execute(titles.order_by(SIGNATURE.c.at.desc()).limit(1)).scalar_one_or_none() or ""
