"""The only writer of an assessment's state: each transition with who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlmodel import Session

from app.assessments.lifecycle import State, Transition, after
from app.assessments.reads import OneAssessment, content_of
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.settled_notices import settle
from app.db.tables.columns import table_of
from app.db.tables.rounds import Assessment, Move, SignatureRequest
from app.validation.mail_kinds import Kind

ASSESSMENT = table_of(Assessment)
MOVE = table_of(Move)
REQUEST = table_of(SignatureRequest)
DATE = update(ASSESSMENT).where(ASSESSMENT.c.id == bindparam("of_assessment"))
"""Built once, so that SQLAlchemy finds it compiled."""


TO_SIGN = (Kind.OPENED, Kind.DUE_SOON, Kind.LATE, Kind.EXTENDED, Kind.READY_TO_SIGN, Kind.RETURNED, Kind.ASSIGNED)
SETTLES: Mapping[Transition, tuple[Kind, ...]] = {
    Transition.SIGN: (*TO_SIGN, Kind.WITHDRAWN),
    Transition.SIGN_AGAIN: TO_SIGN,
    Transition.WITHDRAW: (Kind.SUBMITTED,),
    Transition.BEGIN_REVIEW: (Kind.SUBMITTED,),
    Transition.RETURN: (Kind.SUBMITTED,),
    Transition.FINISH_REVIEW: (Kind.SUBMITTED,),
    Transition.PUBLISH: (Kind.REVIEW_ASSIGNED, Kind.DISAGREED),
    Transition.ALLOW_CORRECTION: (Kind.CORRECTION_ASKED,),
    Transition.REFUSE_CORRECTION: (Kind.CORRECTION_ASKED,),
}
"""Transition -> the notices that asked for it, or for what it makes needless. A review that is finished can be opened
again, so that only its publication settles who was given it."""


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
    if kinds := SETTLES.get(transition):
        settle(db, assessment.id, kinds, at=cause.at)
    details = {"verb": transition, "to": state}
    audit_log.record(
        db, "assessment moved", by=cause.by, at=cause.at, assessment_id=assessment.id, details=details, contents=now
    )
    return state


def note_work(db: Session, assessment: OneAssessment, cause: Cause) -> Contents:
    """Evidence and numbers are work on the assessment, as an answer is: they open and date it. No figure hangs on
    them."""
    if assessment.state is State.NOT_OPENED:
        apply(db, assessment, Transition.OPEN, cause, changed_at=cause.at)
        return {}
    db.connection().execute(DATE, {"of_assessment": assessment.id, "changed_at": cause.at})
    return fingerprints.of_part("assessment", content_of(assessment, changed_at=cause.at))


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
