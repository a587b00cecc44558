"""The writes of signing off: checking levels, signing, withdrawing, correcting, disagreeing.

The caller holds the assessment's row locked (`access` does so for every write), so two of them never cross.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, update
from sqlmodel import Session

from app import audit, moves
from app.assessments import OneAssessment
from app.lifecycle import Verb
from app.moderated import moderated_figures, validated_figures
from app.signing_off import mailing
from app.signing_off.drafts import Draft
from app.signing_off.queries import is_correction_asked
from app.tables.answers import ValidatedLevel
from app.tables.reviews import Disagreement, Moderation, ReviewTask
from app.tables.rounds import Signature
from app.values import moderations_of, newest_signature, validated_values
from questionnaires.answers import NOT_ANSWERED, Answer

SIGNATURE = Signature.__table__  # type: ignore[attr-defined]  # SQLModel does not declare its tables
MODERATION = Moderation.__table__  # type: ignore[attr-defined]
TASK = ReviewTask.__table__  # type: ignore[attr-defined]
VALIDATED = ValidatedLevel.__table__  # type: ignore[attr-defined]
DISAGREEMENT = Disagreement.__table__  # type: ignore[attr-defined]


def validate(
    db: Session, assessment: OneAssessment, indicator: str, value: int | str, reason: str, *, by: str, at: datetime
) -> None:
    """The head's level in place of the team's, whose own answer stays as it is."""
    _forget_validated(db, assessment.id, indicator)
    row = {"assessment_id": assessment.id, "indicator": indicator, "value": str(value), "reason": reason}
    db.connection().execute(insert(VALIDATED), row | {"by": by, "at": at})
    _remember(db, "level validated", assessment, by=by, at=at, indicator=indicator, value=value)


def undo_validation(db: Session, assessment: OneAssessment, indicator: str, *, by: str, at: datetime) -> None:
    """Back to the team's own level; where nothing was changed, nothing happens."""
    if _forget_validated(db, assessment.id, indicator):
        _remember(db, "validated level undone", assessment, by=by, at=at, indicator=indicator)


def _forget_validated(db: Session, assessment_id: str, indicator: str) -> bool:
    of_one = delete(VALIDATED).where(VALIDATED.c.assessment_id == assessment_id, VALIDATED.c.indicator == indicator)
    return db.connection().execute(of_one).rowcount > 0


def sign(db: Session, assessment: OneAssessment, draft: Draft, *, name: str, title: str, by: str, at: datetime) -> None:
    """`audit_head` is taken last, so that it stands for the signature too. Raises NotNow."""
    before = newest_signature(db, assessment)
    validated = validated_figures(assessment, assessment.profile, draft.answers)
    columns: dict[str, Any] = {"signature": draft.number, "validated": validated}
    if before is not None:
        columns["moderated"] = _carry_moderations(db, assessment, before, draft)
    verb = Verb.SIGN if before is None else Verb.SIGN_AGAIN
    moves.move(db, assessment, verb, by=by, at=at, **columns)
    _remember(db, "assessment signed", assessment, by=by, at=at, signature=draft.number, hash=draft.hash)
    signature = {"name": name, "title": title, "hash": draft.hash, "audit_head": audit.head_of(db)}
    row = {"assessment_id": assessment.id, "number": draft.number, "edition": assessment.edition}
    db.connection().execute(insert(SIGNATURE), row | signature | {"content": dict(draft.content), "by": by, "at": at})
    mailing.tell_signed(db, assessment, signature, at=at)


def _carry_moderations(db: Session, assessment: OneAssessment, before: Row[Any], draft: Draft) -> dict[str, Any]:
    """Decisions on what is signed unchanged stand for the new signature too. Returns the figures that follow."""
    changed = _changed(validated_values(before.content), draft.answers)
    db.connection().execute(
        update(MODERATION)
        .where(MODERATION.c.assessment_id == assessment.id, MODERATION.c.signature == before.number)
        .where(MODERATION.c.indicator.not_in(changed))
        .values(signature=draft.number)
    )
    decisions = moderations_of(db, replace(assessment, signature=draft.number))
    return moderated_figures(assessment, assessment.profile, draft.answers, decisions)


def _changed(before: Mapping[str, Answer], now: Mapping[str, Answer]) -> list[str]:
    ids = sorted(before.keys() | now.keys())
    return [id_ for id_ in ids if before.get(id_, NOT_ANSWERED) != now.get(id_, NOT_ANSWERED)]


def withdraw(db: Session, assessment: OneAssessment, why: str, *, by: str, by_name: str, at: datetime) -> None:
    moves.move(db, assessment, Verb.WITHDRAW, by=by, at=at, why=why, validated={})
    mailing.tell_withdrawn(db, assessment, by=by, by_name=by_name, at=at)


def ask_correction(db: Session, assessment: OneAssessment, why: str, *, by: str, at: datetime) -> None:
    """Asking twice is asking once."""
    if not is_correction_asked(db, assessment.id):
        moves.move(db, assessment, Verb.ASK_CORRECTION, by=by, at=at, why=why)
        mailing.tell_correction_asked(db, assessment, at=at)


def allow_correction(db: Session, assessment: OneAssessment, why: str, *, by: str, at: datetime) -> None:
    """Begins the next edition; the published one stays as it is. Where nobody asked, nothing happens."""
    if not is_correction_asked(db, assessment.id):
        return
    columns = {"edition": assessment.edition + 1, "validated": {}, "moderated": {}}
    moves.move(db, assessment, Verb.ALLOW_CORRECTION, by=by, at=at, why=why, **columns)
    db.connection().execute(delete(VALIDATED).where(VALIDATED.c.assessment_id == assessment.id))
    db.connection().execute(update(TASK).where(TASK.c.assessment_id == assessment.id).values(finished_at=None))
    mailing.tell_correction_decided(db, assessment, at=at)


def refuse_correction(db: Session, assessment: OneAssessment, why: str, *, by: str, at: datetime) -> None:
    if is_correction_asked(db, assessment.id):
        moves.move(db, assessment, Verb.REFUSE_CORRECTION, by=by, at=at, why=why)
        mailing.tell_correction_decided(db, assessment, at=at)


def disagree(db: Session, assessment: OneAssessment, indicator: str, text: str, *, by: str, at: datetime) -> None:
    """Asks for a second opinion on a moderated level; asking again puts the new text in place of the old one."""
    _forget_disagreement(db, assessment, indicator)
    row = {"assessment_id": assessment.id, "edition": assessment.edition, "indicator": indicator, "text": text}
    db.connection().execute(insert(DISAGREEMENT), row | {"settled": "", "by": by, "at": at})
    _remember(db, "disagreement stated", assessment, by=by, at=at, indicator=indicator)
    mailing.tell_disagreed(db, assessment, indicator, at=at)


def agree(db: Session, assessment: OneAssessment, indicator: str, *, by: str, at: datetime) -> None:
    """Takes the disagreement back; its text stays."""
    settled = update(DISAGREEMENT).where(*_of(assessment, indicator), DISAGREEMENT.c.settled != "agreed")
    if db.connection().execute(settled.values(settled="agreed")).rowcount:
        _remember(db, "disagreement settled", assessment, by=by, at=at, indicator=indicator)


def _forget_disagreement(db: Session, assessment: OneAssessment, indicator: str) -> None:
    db.connection().execute(delete(DISAGREEMENT).where(*_of(assessment, indicator)))


def _of(assessment: OneAssessment, indicator: str) -> tuple[Any, ...]:
    return (
        DISAGREEMENT.c.assessment_id == assessment.id,
        DISAGREEMENT.c.edition == assessment.edition,
        DISAGREEMENT.c.indicator == indicator,
    )


def _remember(db: Session, action: str, assessment: OneAssessment, *, by: str, at: datetime, **details: object) -> None:
    audit.remember(db, action, by=by, at=at, assessment_id=assessment.id, details=details)
