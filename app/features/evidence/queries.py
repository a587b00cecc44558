"""Reads of the register of evidence: two queries whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session

from app.access.loaders import NotYours
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.db.tables.answers import Evidence, EvidenceUse
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.reviews import ReturnedQuestion

EVIDENCE = table_of(Evidence)
USES = table_of(EvidenceUse)
RETURNED = table_of(ReturnedQuestion)
ADDER = table_of(Person).alias("adder")
WITHDRAWER = table_of(Person).alias("withdrawer")
ITEMS = (
    select(EVIDENCE, ADDER.c.name.label("adder"), WITHDRAWER.c.name.label("withdrawer"))
    .join(ADDER, ADDER.c.id == EVIDENCE.c.added_by)
    .outerjoin(WITHDRAWER, WITHDRAWER.c.id == EVIDENCE.c.withdrawn_by)
    .order_by(EVIDENCE.c.added_at, EVIDENCE.c.id)
)


@dataclass(frozen=True)
class Item:
    """A row of the register with the names of people, and the questions that it serves in the order of their ids."""

    row: Row[Any]
    indicators: tuple[str, ...]

    @property
    def is_withdrawn(self) -> bool:
        return self.row.withdrawn_at is not None


def register(db: Session, assessment: OneAssessment) -> list[Item]:
    rows = db.connection().execute(ITEMS.where(EVIDENCE.c.assessment_id == assessment.id)).all()
    uses = db.connection().execute(select(USES).where(USES.c.assessment_id == assessment.id)).all()
    return [_item(row, uses, assessment) for row in rows]


def one_item(db: Session, assessment: OneAssessment, id_: str) -> Item:
    """Raises NotYours for an item of another assessment as for none."""
    if "\0" in id_:  # PostgreSQL refuses even to look for it
        raise NotYours
    wanted = and_(EVIDENCE.c.id == id_, EVIDENCE.c.assessment_id == assessment.id)
    row = db.connection().execute(ITEMS.where(wanted)).first()
    if row is None:
        raise NotYours
    uses = db.connection().execute(select(USES).where(USES.c.evidence_id == id_)).all()
    return _item(row, uses, assessment)


def _item(row: Row[Any], uses: Sequence[Row[Any]], assessment: OneAssessment) -> Item:
    served = {use.indicator for use in uses if use.evidence_id == row.id}
    return Item(row, tuple(id_ for id_ in assessment.questionnaire.indicators if id_ in served))


def may_change(db: Session, assessment: OneAssessment) -> frozenset[str]:
    """The questions whose evidence may change: after a return, only those that were sent back."""
    if assessment.state is not State.RETURNED:
        return frozenset(assessment.questionnaire.indicators)
    statement = select(RETURNED.c.indicator).where(
        RETURNED.c.assessment_id == assessment.id, RETURNED.c.number == assessment.signature
    )
    return frozenset(db.connection().execute(statement).scalars())
