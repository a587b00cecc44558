"""Makes what a test wrote by hand look as if the program had written it: the log vouches for all of it."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.answer_sets import content_hash, newest_signature, signature_content
from app.assessments.lifecycle import SUBMITTED
from app.assessments.reads import OneAssessment, one_assessment
from app.db import audit_log, fingerprints
from app.db.tables.rounds import Assessment, Signature
from app.features.audit.recomputing import figures_of_all
from questionnaires.catalogue import Catalogue


def record(db: Session, catalogue: Catalogue) -> None:
    """Signatures sign what stands there, figures follow from it, and the log holds the hash of everything."""
    for id_ in db.execute(select(col(Assessment.id)).order_by(col(Assessment.id))).scalars().all():
        assessment = one_assessment(db.connection().execute(ANY_ONE, {"assessment": id_}).one(), catalogue)
        if assessment.state in SUBMITTED:
            _sign(db, assessment)
        figures = figures_of_all(db, assessment, newest_signature(db, assessment))
        db.execute(update(Assessment).where(col(Assessment.id) == id_).values(**figures))
    audit_log.record(
        db, audit_log.RECORDED, by="command line", at=utc_now(), contents=dict(fingerprints.everything(db))
    )


def _sign(db: Session, assessment: OneAssessment) -> None:
    content, number = signature_content(db, assessment), assessment.signature
    details = {"signature": number}
    audit_log.record(db, "assessment signed", by="hugo", at=utc_now(), assessment_id=assessment.id, details=details)
    own = (col(Signature.assessment_id) == assessment.id, col(Signature.number) == number)
    signed = {"content": content, "hash": content_hash(content), "audit_head": audit_log.head_of(db)}
    db.execute(update(Signature).where(*own).values(**signed))
