"""The only writer of an assessment's state: each transition with who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from app.assessments.lifecycle import State, Transition, after
from app.assessments.reads import OneAssessment
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.tables.columns import table_of
from app.db.tables.rounds import Assessment, Move, SignatureRequest

ASSESSMENT = table_of(Assessment)
MOVE = table_of(Move)
REQUEST = table_of(SignatureRequest)


@dataclass(frozen=True)
class Cause:
    """Who makes a transition, when, and with which words."""

    by: str
    at: datetime
    why: str = ""


def apply(
    db: Session,
    assessment: OneAssessment,
    transition: Transition,
    cause: Cause,
    *,
    touched: Mapping[str, str] = audit_log.NOTHING,
    **columns: Any,
) -> State:
    """Makes the transition and returns the new state; `columns` of the assessment change with it. Raises NotNow.

    Whoever asked for the signature asked for it in the state before. `touched` are the contents of other rows that were
    written for it: they stand in the same row of the log.

    The caller holds the assessment's row locked (`access.loaders` does so for every write), so two never cross.
    """
    state = after(transition, assessment.state)
    changed = update(ASSESSMENT).where(ASSESSMENT.c.id == assessment.id).values(state=state, **columns)
    now = {**touched, **fingerprints.written(db, changed)}
    now |= fingerprints.written(db, delete(REQUEST).where(REQUEST.c.assessment_id == assessment.id))
    now |= record_transition(db, assessment, transition, cause)
    details = {"verb": transition, "to": state}
    audit_log.record(
        db, "assessment moved", by=cause.by, at=cause.at, assessment_id=assessment.id, details=details, contents=now
    )
    return state


def record_transition(db: Session, assessment: OneAssessment, transition: Transition, cause: Cause) -> Contents:
    """The row in the list of what happened; saving the first answer opens an assessment without more ado."""
    counted = select(func.count()).where(MOVE.c.assessment_id == assessment.id)
    number = db.connection().execute(counted).scalar_one() + 1
    row = {"id": str(uuid4()), "assessment_id": assessment.id, "number": number, "verb": transition}
    row |= {"from_state": assessment.state, "to_state": after(transition, assessment.state)}
    row |= {"by": cause.by, "at": cause.at, "why": cause.why}
    db.connection().execute(insert(MOVE), row)
    return fingerprints.of_values(MOVE, row)


def transitions_of(db: Session, assessment_id: str) -> list[Move]:
    """The oldest first."""
    in_order = select(Move).where(MOVE.c.assessment_id == assessment_id).order_by(MOVE.c.number)
    return list(db.execute(in_order).scalars())
