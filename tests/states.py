"""Brings an assessment into any state, with the rows that such a state has in real life."""

from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.answer_sets import content_hash, signature_content, snapshot_of
from app.assessments.lifecycle import SUBMITTED, State
from app.assessments.reads import OneAssessment, one_assessment
from app.assessments.report.protection import numbers_to_publish, protected, to_protect
from app.assessments.stored_figures import figures_of_signed, published_figures
from app.assessments.to_sign import figures_from
from app.assessments.workforce.signed import freeze
from app.db.tables.reviews import ReturnedQuestion, ReturnLetter
from app.db.tables.rounds import Assessment, Publication, Signature
from app.db.tables.workforce import SignedWorkforce
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN

RETURNED = "RC-01"
"""The indicator that stands returned in the state of that name; E1.1 is its element."""


def put_in_state(db: Session, catalogue: Catalogue, state: State, assessment_id: str = ARDEN) -> None:
    """From whatever it was; answers stay as they are and are what is signed."""
    now = utc_now()
    _forget(db, assessment_id)
    opened = None if state is State.NOT_OPENED else now
    signature = int(state in SUBMITTED)
    _set(db, assessment_id, state=state, changed_at=opened, signature=signature)
    assessment = _assessment(db, catalogue, assessment_id)
    if signature:
        _sign(db, assessment)
    if state is State.RETURNED:
        question: dict[str, Any] = {"text": "Which page of the policy says so?", "by": "rita", "at": now}
        db.add(ReturnedQuestion(assessment_id=assessment_id, number=1, indicator=RETURNED, **question))
    if state is State.PUBLISHED:
        _publish(db, assessment)
    db.flush()


def publish_next(db: Session, catalogue: Catalogue, assessment_id: str) -> None:
    """What stands there now as the next edition, the first one if there is none yet; earlier ones stay."""
    before = _assessment(db, catalogue, assessment_id)
    number = before.signature + 1
    _set(db, assessment_id, state=State.PUBLISHED, changed_at=utc_now(), signature=number, edition=number)
    assessment = _assessment(db, catalogue, assessment_id)
    _sign(db, assessment)
    _publish(db, assessment)
    db.flush()


def _assessment(db: Session, catalogue: Catalogue, assessment_id: str) -> OneAssessment:
    return one_assessment(db.connection().execute(ANY_ONE, {"assessment": assessment_id}).one(), catalogue)


def _sign(db: Session, assessment: OneAssessment) -> None:
    content, number = signature_content(db, assessment), assessment.signature
    signed: dict[str, Any] = {"name": "Hugo Hale", "title": "Director General", "content": content}
    signed |= {"hash": content_hash(content), "audit_head": "0" * 64, "by": "hugo", "at": utc_now()}
    db.add(Signature(assessment_id=assessment.id, number=number, edition=assessment.edition, **signed))
    freeze(db, assessment, number, content)
    _set(db, assessment.id, **figures_of_signed(db, assessment, content))
    db.flush()


def put_on_version(db: Session, catalogue: Catalogue, version: str, assessment_id: str = ARDEN) -> None:
    """With nothing answered; the version may be a draft that no round can be opened on."""
    definition = catalogue[version]
    figures = figures_from(definition, {}, {}, "full")
    _set(db, assessment_id, questionnaire=version, fingerprint=definition.fingerprint, **figures)


def _publish(db: Session, assessment: OneAssessment) -> None:
    version, wanted = assessment.questionnaire, to_protect(db, assessment)
    ready = protected(assessment.catalogue, wanted) if wanted else None
    content = snapshot_of(db, assessment) | numbers_to_publish(db, assessment, ready)
    _set(db, assessment.id, published=published_figures(version, content))
    db.add(
        Publication(
            assessment_id=assessment.id,
            edition=assessment.edition,
            signature=assessment.signature,
            questionnaire=version.version,
            fingerprint=version.fingerprint,
            form=assessment.form,
            content=content,
            hash=content_hash(content),
            by="sofia",
            at=utc_now(),
        )
    )


def _forget(db: Session, assessment_id: str) -> None:
    nothing: dict[str, Any] = {"validated": {}, "moderated": {}, "published": {}}
    _set(db, assessment_id, state=State.IN_PROGRESS, changed_at=utc_now(), signature=0, **nothing)
    for table in (ReturnedQuestion, ReturnLetter, Publication, Signature, SignedWorkforce):
        db.execute(delete(table).where(col(table.assessment_id) == assessment_id))


def _set(db: Session, assessment_id: str, **columns: Any) -> None:
    db.execute(update(Assessment).where(col(Assessment.id) == assessment_id).values(**columns))
