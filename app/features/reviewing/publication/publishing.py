"""Publishing: freezes a result with its hash. A later change of the code, or of any answer, does not move it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import AssessmentAccess, open_assessment
from app.assessments.answer_sets import DISAGREEMENT, content_hash, moderations_of, validated_values
from app.assessments.lifecycle import State, Transition
from app.assessments.reads import OneAssessment
from app.assessments.report.outcome import content_to_publish
from app.assessments.report.protection import Protected, numbers_to_publish
from app.assessments.rights import Permission
from app.assessments.stored_figures import moderated_figures, published_figures, store_moderated
from app.assessments.to_sign import store_figures_of_others
from app.assessments.transitions import Cause, apply
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.tables.people import Administration
from app.db.tables.rounds import Assessment, Publication
from app.features.reviewing.actions import tell_leaders
from app.jobs.outbox import Kind
from questionnaires.catalogue import Catalogue


def publish(
    db: Session,
    catalogue: Catalogue,
    assessment: OneAssessment,
    *,
    by: str,
    at: datetime,
    ready: Protected | None = None,
) -> None:
    """Disagreement that is still open lasts, and is published as such. `ready` says which of the numbers are shown,
    where there are any. Raises NotProtected."""
    touched = _settle(db, assessment)
    content = content_to_publish(db, assessment) | numbers_to_publish(db, assessment, ready)
    digest = content_hash(content)
    published = Publication(
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
    db.add(published)
    decisions = moderations_of(db, assessment)
    figures = moderated_figures(assessment, content["profile"], validated_values(content), decisions)
    store_moderated(db, assessment.id, figures)
    shown = published_figures(assessment.questionnaire, content)
    apply(db, assessment, Transition.PUBLISH, Cause(by, at), published=shown)
    details = {"edition": assessment.edition, "sha256": digest}
    touched |= fingerprints.of(published)
    audit_log.record(
        db, "result published", by=by, at=at, assessment_id=assessment.id, details=details, contents=touched
    )
    store_figures_of_others(db, catalogue, assessment)
    tell_leaders(db, Kind.PUBLISHED, assessment, f"/assessments/{assessment.id}/scorecard", at=at)


@dataclass(frozen=True)
class ToPublish:
    """Reviewed assessments of a round: all of them, or those of these ids."""

    round_id: str
    ids: tuple[str, ...] | None = None


def opened_for_publication(
    db: Session, catalogue: Catalogue, wanted: ToPublish, visitor: Visitor, *, to_write: bool = False
) -> list[AssessmentAccess]:
    """Locked in the order of the ids, so that nobody waits in a ring."""
    reviewed = select(col(Assessment.id)).where(
        col(Assessment.round_id) == wanted.round_id, col(Assessment.state) == State.REVIEWED
    )
    if wanted.ids is not None:
        reviewed = reviewed.where(col(Assessment.id).in_(wanted.ids))
    ids = db.connection().execute(reviewed.order_by(col(Assessment.id))).scalars().all()
    return [open_assessment(db, catalogue, visitor, id_, Permission.PUBLISH, to_write=to_write) for id_ in ids]


def _settle(db: Session, assessment: OneAssessment) -> Contents:
    """Nobody agreed until now, so nobody will."""
    open_ones = update(DISAGREEMENT).where(
        DISAGREEMENT.c.assessment_id == assessment.id,
        DISAGREEMENT.c.edition == assessment.edition,
        DISAGREEMENT.c.settled == "",
    )
    return fingerprints.written(db, open_ones.values(settled="not agreed"))


def publish_all(
    db: Session,
    catalogue: Catalogue,
    assessments: Iterable[OneAssessment],
    *,
    by: str,
    at: datetime,
    ready: Mapping[str, Protected],
) -> None:
    """Raises NotProtected."""
    for assessment in assessments:
        publish(db, catalogue, assessment, by=by, at=at, ready=ready.get(assessment.id))


def states_of(db: Session, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Name and kind of the organisation and state of these assessments, by id."""
    statement = select(
        col(Assessment.id), col(Administration.name), col(Administration.kind), col(Assessment.state)
    ).join_from(Assessment, Administration)
    rows: list[Row[Any]] = list(db.connection().execute(statement.where(col(Assessment.id).in_(ids))))
    return {row.id: row for row in rows}
