"""The writes of signing off: checking levels, signing, withdrawing, correcting, disagreeing.

The caller holds the assessment's row locked (`access.loaders` does so for every write), so two of them never cross.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, insert, select, update
from sqlmodel import Session

from app.assessments import transitions
from app.assessments.answer_sets import moderations_of, newest_signature, validated_values
from app.assessments.examined import asked_to_review
from app.assessments.lifecycle import Transition
from app.assessments.reads import OneAssessment
from app.assessments.stored_figures import moderated_figures, validated_figures
from app.assessments.to_sign import store_figures
from app.assessments.transitions import Cause
from app.assessments.workforce.signed import freeze
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.tables.answers import ValidatedLevel
from app.db.tables.columns import table_of
from app.db.tables.reviews import Disagreement, Moderation, ReviewTask
from app.db.tables.rounds import Signature
from app.features.signing import mailing
from app.features.signing.drafts import Draft
from app.features.signing.queries import is_correction_asked
from questionnaires.answers import NOT_ANSWERED, Answer, is_same_answer

SIGNATURE = table_of(Signature)
MODERATION = table_of(Moderation)
TASK = table_of(ReviewTask)
VALIDATED = table_of(ValidatedLevel)
DISAGREEMENT = table_of(Disagreement)


@dataclass(frozen=True)
class ChangedLevel:
    """The head's value in place of the team's."""

    indicator: str
    value: int | str
    reason: str


@dataclass(frozen=True)
class Signatory:
    """Whoever signs, under the name and the title that they wrote."""

    id: str
    name: str
    title: str


def validate(db: Session, assessment: OneAssessment, changed: ChangedLevel, *, by: str, at: datetime) -> None:
    """In place of what the head said before. The team's own answer stays as it is. The same twice changes nothing."""
    row = {"assessment_id": assessment.id} | vars(changed) | {"value": str(changed.value)}
    if _stands(db, VALIDATED, row):
        return
    before = _forget_validated(db, assessment.id, changed.indicator)
    now = before | fingerprints.written(db, insert(VALIDATED), [row | {"by": by, "at": at}])
    details = {"indicator": changed.indicator, "value": changed.value}
    _remember(db, "level validated", assessment, now, by=by, at=at, **details)
    store_figures(db, assessment)


def undo_validation(db: Session, assessment: OneAssessment, indicator: str, *, by: str, at: datetime) -> None:
    """Back to the team's own level; where nothing was changed, nothing happens."""
    if gone := _forget_validated(db, assessment.id, indicator):
        _remember(db, "validated level undone", assessment, gone, by=by, at=at, indicator=indicator)
        store_figures(db, assessment)


def _forget_validated(db: Session, assessment_id: str, indicator: str) -> Contents:
    of_one = delete(VALIDATED).where(VALIDATED.c.assessment_id == assessment_id, VALIDATED.c.indicator == indicator)
    return fingerprints.written(db, of_one)


def _stands(db: Session, table: Table, row: Mapping[str, Any]) -> bool:
    same = select(table).where(*(table.c[name] == value for name, value in row.items()))
    return db.connection().execute(same).first() is not None


def sign(db: Session, assessment: OneAssessment, draft: Draft, signatory: Signatory, *, at: datetime) -> None:
    """`audit_head` is taken last, so that it stands for the signature too. Raises NotNow."""
    before = newest_signature(db, assessment)
    validated = validated_figures(assessment, assessment.profile, draft.answers)
    columns: dict[str, Any] = {"signature": draft.number, "validated": validated}
    touched: Contents = {}
    if before is not None:
        touched, columns["moderated"] = _carry_moderations(db, assessment, before, draft)
    verb = Transition.SIGN if before is None else Transition.SIGN_AGAIN
    by, name, title = signatory.id, signatory.name, signatory.title
    state = transitions.apply(db, assessment, verb, Cause(by, at), touched=touched, **columns)
    store_figures(db, replace(assessment, state=state, signature=draft.number))
    row = {"assessment_id": assessment.id, "number": draft.number, "edition": assessment.edition}
    row |= {"name": name, "title": title, "content": dict(draft.content), "hash": draft.hash, "by": by, "at": at}
    now = fingerprints.of_values(SIGNATURE, row) | freeze(db, assessment, draft.number, draft.content)
    _remember(db, "assessment signed", assessment, now, by=by, at=at, signature=draft.number, hash=draft.hash)
    receipt = {"name": name, "title": title, "hash": draft.hash, "audit_head": audit_log.head_of(db)}
    db.connection().execute(insert(SIGNATURE), row | receipt)
    mailing.tell_signed(db, assessment, receipt, at=at)


def _carry_moderations(
    db: Session, assessment: OneAssessment, before: Row[Any], draft: Draft
) -> tuple[Contents, dict[str, Any]]:
    """Decisions on what is signed unchanged, and still asked, stand for the new signature too. Returns them with the
    figures that follow."""
    changed = _changed(validated_values(before.content), draft.answers)
    asked = asked_to_review(assessment.questionnaire, assessment.profile, draft.answers, assessment.form)
    standing = set(asked).difference(changed)
    statement = (
        update(MODERATION)
        .where(MODERATION.c.assessment_id == assessment.id, MODERATION.c.signature == before.number)
        .where(MODERATION.c.indicator.in_(sorted(standing)))
        .values(signature=draft.number)
    )
    touched = fingerprints.written(db, statement)
    decisions = moderations_of(db, replace(assessment, signature=draft.number))
    return touched, moderated_figures(assessment, assessment.profile, draft.answers, decisions)


def _changed(before: Mapping[str, Answer], now: Mapping[str, Answer]) -> list[str]:
    ids = sorted(before.keys() | now.keys())
    return [id_ for id_ in ids if not is_same_answer(before.get(id_, NOT_ANSWERED), now.get(id_, NOT_ANSWERED))]


def withdraw(db: Session, assessment: OneAssessment, why: str, *, by: str, by_name: str, at: datetime) -> None:
    state = transitions.apply(db, assessment, Transition.WITHDRAW, Cause(by, at, why), validated={})
    store_figures(db, replace(assessment, state=state))
    mailing.tell_withdrawn(db, assessment, by=by, by_name=by_name, at=at)


def ask_correction(db: Session, assessment: OneAssessment, why: str, *, by: str, at: datetime) -> None:
    """Asking twice is asking once."""
    if not is_correction_asked(db, assessment.id):
        transitions.apply(db, assessment, Transition.ASK_CORRECTION, Cause(by, at, why))
        mailing.tell_correction_asked(db, assessment, at=at)


def allow_correction(db: Session, assessment: OneAssessment, why: str, *, by: str, at: datetime) -> None:
    """Begins the next edition; the published one stays as it is."""
    touched = fingerprints.written(db, delete(VALIDATED).where(VALIDATED.c.assessment_id == assessment.id))
    touched |= fingerprints.written(
        db, update(TASK).where(TASK.c.assessment_id == assessment.id).values(finished_at=None)
    )
    columns = {"edition": assessment.edition + 1, "validated": {}, "moderated": {}}
    state = transitions.apply(
        db, assessment, Transition.ALLOW_CORRECTION, Cause(by, at, why), touched=touched, **columns
    )
    store_figures(db, replace(assessment, state=state, edition=assessment.edition + 1))
    mailing.tell_correction_decided(db, assessment, at=at)


def refuse_correction(db: Session, assessment: OneAssessment, why: str, *, by: str, at: datetime) -> None:
    transitions.apply(db, assessment, Transition.REFUSE_CORRECTION, Cause(by, at, why))
    mailing.tell_correction_decided(db, assessment, at=at)


def disagree(db: Session, assessment: OneAssessment, indicator: str, text: str, *, by: str, at: datetime) -> None:
    """Asks for a second opinion on a moderated level; asking again puts the new text in place of the old one.

    The same sent twice is asked once.
    """
    row: dict[str, Any] = {"assessment_id": assessment.id, "edition": assessment.edition, "indicator": indicator}
    row |= {"text": text, "settled": ""}
    if _stands(db, DISAGREEMENT, row):
        return
    _forget_disagreement(db, assessment, indicator)
    now = fingerprints.written(db, insert(DISAGREEMENT), [row | {"by": by, "at": at}])
    _remember(db, "disagreement stated", assessment, now, by=by, at=at, indicator=indicator)
    mailing.tell_disagreed(db, assessment, indicator, at=at)


def agree(db: Session, assessment: OneAssessment, indicator: str, *, by: str, at: datetime) -> None:
    """Takes the disagreement back; its text stays."""
    settled = update(DISAGREEMENT).where(*_of(assessment, indicator), DISAGREEMENT.c.settled != "agreed")
    if now := fingerprints.written(db, settled.values(settled="agreed")):
        _remember(db, "disagreement settled", assessment, now, by=by, at=at, indicator=indicator)


def _forget_disagreement(db: Session, assessment: OneAssessment, indicator: str) -> None:
    db.connection().execute(delete(DISAGREEMENT).where(*_of(assessment, indicator)))


def _of(assessment: OneAssessment, indicator: str) -> tuple[Any, ...]:
    return (
        DISAGREEMENT.c.assessment_id == assessment.id,
        DISAGREEMENT.c.edition == assessment.edition,
        DISAGREEMENT.c.indicator == indicator,
    )


def _remember(
    db: Session, action: str, assessment: OneAssessment, now: Contents, *, by: str, at: datetime, **details: object
) -> None:
    audit_log.record(db, action, by=by, at=at, assessment_id=assessment.id, details=details, contents=now)
