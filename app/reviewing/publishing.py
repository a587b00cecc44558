"""Publishing: freezes a result with its hash. A later change of the code, or of any answer, does not move it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, update
from sqlmodel import Session, col

from app import audit
from app.access import open_assessment
from app.assessments import OneAssessment
from app.identity import Visitor
from app.lifecycle import State, Verb
from app.moderated import moderated_figures, published_figures, store_moderated
from app.moves import move
from app.outbox import Kind
from app.reviewing.actions import tell_leaders
from app.rights import Permission
from app.tables.people import Administration
from app.tables.rounds import Assessment, Publication
from app.values import DISAGREEMENT, hash_of, moderations_of, snapshot_of, validated_values
from questionnaires.catalogue import Catalogue


def publish(db: Session, assessment: OneAssessment, *, by: str, at: datetime) -> None:
    """Disagreement that is still open lasts, and is published as such."""
    open_ones = update(DISAGREEMENT).where(
        DISAGREEMENT.c.assessment_id == assessment.id,
        DISAGREEMENT.c.edition == assessment.edition,
        DISAGREEMENT.c.settled == "",
    )
    db.connection().execute(open_ones.values(settled="not agreed"))
    content = snapshot_of(db, assessment)
    digest = hash_of(content)
    db.add(
        Publication(
            assessment_id=assessment.id,
            edition=assessment.edition,
            signature=assessment.signature,
            questionnaire=assessment.questionnaire.version,
            fingerprint=assessment.questionnaire.fingerprint,
            form=assessment.form,
            content=content,
            hash=digest,
            by=by,
            at=at,
        )
    )
    decisions = moderations_of(db, assessment)
    figures = moderated_figures(assessment, content["profile"], validated_values(content), decisions)
    store_moderated(db, assessment.id, figures)
    move(db, assessment, Verb.PUBLISH, by=by, at=at, published=published_figures(content))
    details = {"edition": assessment.edition, "sha256": digest}
    audit.remember(db, "result published", by=by, at=at, assessment_id=assessment.id, details=details)
    tell_leaders(db, Kind.PUBLISHED, assessment, f"/assessments/{assessment.id}/scorecard", at=at)


def publish_round(db: Session, catalogue: Catalogue, round_id: str, visitor: Visitor, *, at: datetime) -> int:
    """Every reviewed assessment of the round; how many. Those that are published already are left as they are."""
    ids = sorted(row.id for row in reviewed_of(db, round_id))  # all locked first, in one order: nobody waits in a ring
    opened = [open_assessment(db, catalogue, visitor, id_, Permission.PUBLISH, to_write=True) for id_ in ids]
    for one in opened:
        publish(db, one.assessment, by=visitor.id, at=at)
    return len(opened)


def reviewed_of(db: Session, round_id: str) -> list[Row[Any]]:
    """The assessments that can be published: id, name of the administration, and how many values are disputed."""
    disputed = and_(
        DISAGREEMENT.c.assessment_id == col(Assessment.id),
        DISAGREEMENT.c.edition == col(Assessment.edition),
        DISAGREEMENT.c.settled == "",
    )
    found = (
        select(col(Assessment.id), col(Administration.name), func.count(DISAGREEMENT.c.indicator).label("disputed"))
        .join_from(Assessment, Administration)
        .outerjoin(DISAGREEMENT, disputed)
        .where(col(Assessment.round_id) == round_id, col(Assessment.state) == State.REVIEWED)
        .group_by(col(Assessment.id), col(Administration.name))
        .order_by(col(Administration.name))
    )
    return list(db.connection().execute(found))
