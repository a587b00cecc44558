"""The writes of a review: a decision, its beginning, its end and its reopening.

The caller holds the assessment's row locked (`access.loaders` does so for every write), so two saves never cross.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, col

from app.assessments import transitions
from app.assessments.answer_sets import MODERATION
from app.assessments.lifecycle import Transition
from app.assessments.reads import OneAssessment
from app.assessments.stored_figures import ASSESSMENT, store_moderated
from app.assessments.transitions import Cause
from app.db import audit_log, fingerprints
from app.db.fingerprints import Contents
from app.db.tables.columns import table_of
from app.db.tables.people import Person
from app.db.tables.reviews import DraftedQuestion, ReviewTask
from app.features.reviewing.decisions import Decision, without_examination
from app.features.reviewing.outcome.asking import without_recommendation
from app.features.reviewing.outcome.recommending import copied_from_last_edition, decline
from app.features.reviewing.outcome.versions import keep_version, send_version_back
from app.features.reviewing.review import FIRST, Review
from app.jobs import outbox
from app.jobs.outbox import Kind
from questionnaires.texts import as_kept

TASK = table_of(ReviewTask)
DRAFTS = table_of(DraftedQuestion)

# Built once, so that SQLAlchemy finds them compiled
INSERT_DECISION = insert(MODERATION)
UPDATE_DECISION = update(MODERATION).where(
    MODERATION.c.assessment_id == bindparam("of_assessment"),
    MODERATION.c.part == bindparam("of_part"),
    MODERATION.c.indicator == bindparam("of_indicator"),
)


@dataclass(frozen=True)
class StoredDecision:
    """A decision as it is kept, with the columns of its row."""

    decision: str
    value: str
    reason: str
    note: str
    revision: int
    signature: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Conflict:
    """Somebody decided otherwise meanwhile. Nothing was written; a person chooses."""

    stored: Any
    by_name: str


@dataclass(frozen=True)
class MadeDecision:
    """What a reviewer sends; `revision` is the one that it was based on."""

    indicator: str
    decision: Decision
    revision: int


def decision_of(row: Any) -> Decision:
    return Decision(row.decision, row.value, row.reason, row.note)


def is_same(decision: Decision, other: Decision) -> bool:
    """Whether people see the same: a note may have been stored before the rule for texts was."""
    return replace(decision, note=as_kept(decision.note)) == replace(other, note=as_kept(other.note))


def save_decision(
    db: Session, review: Review, made_decision: MadeDecision, *, by: str, at: datetime
) -> Review | Conflict:
    """The review as it now is. Sent twice a decision is stored once."""
    row = review.decisions.get(made_decision.indicator)
    if (
        row is not None
        and row.signature == review.assessment.signature
        and is_same(decision_of(row), made_decision.decision)
    ):
        return review
    if row is not None and row.revision != made_decision.revision:
        return Conflict(row, _name_of(db, row.by))
    changed = decide(db, review, made_decision.indicator, made_decision.decision, by=by, at=at)
    if review.part == FIRST:
        store_moderated(db, review.assessment.id, changed.figures)
    return changed


def decide(db: Session, review: Review, id_: str, decision: Decision, *, by: str, at: datetime) -> Review:
    row = review.decisions.get(id_)
    number = row.revision + 1 if row is not None else 1
    stored = StoredDecision(**vars(decision), revision=number, signature=review.assessment.signature, by=by, at=at)
    touched = _store(db, review, id_, stored)
    details = {"indicator": id_, "part": review.part, "revision": stored.revision}
    details |= {"before": decision_of(row).codes if row is not None else "", "after": decision.codes}
    audit_log.record(
        db, "decision saved", by=by, at=at, assessment_id=review.assessment.id, details=details, contents=touched
    )
    return _with(review, id_, stored)


def _store(db: Session, review: Review, indicator: str, stored: StoredDecision) -> Contents:
    keys = (review.assessment.id, review.part, indicator)
    row = dict(zip(("assessment_id", "part", "indicator"), keys, strict=True)) | vars(stored)
    if stored.revision == 1:
        db.connection().execute(INSERT_DECISION, row)
    else:
        own = dict(zip(("of_assessment", "of_part", "of_indicator"), keys, strict=True))
        db.connection().execute(UPDATE_DECISION, own | vars(stored))
    return fingerprints.of_values(MODERATION, row)


def _with(review: Review, indicator: str, stored: StoredDecision) -> Review:
    return replace(review, decisions={**review.decisions, indicator: stored})


def drop_drafts(db: Session, assessment_id: str) -> Contents:
    """Of questions of a return: they were sent, or the review begins anew."""
    return fingerprints.written(db, delete(DRAFTS).where(DRAFTS.c.assessment_id == assessment_id))


def begin(db: Session, assessment: OneAssessment, *, by: str, at: datetime) -> None:
    """Nothing is decided yet: the moderated figures begin as those that were signed. Drafts of the last edition go."""
    touched, figures = copied_from_last_edition(db, assessment), ASSESSMENT.c.validated
    touched |= drop_drafts(db, assessment.id)
    transitions.apply(db, assessment, Transition.BEGIN_REVIEW, Cause(by, at), touched=touched, moderated=figures)


class Unexamined(Exception):
    """The review cannot be finished: answers are left that nobody examined, and nobody took it on themselves."""


class Unadvised(Exception):
    """The review cannot be finished: questions ask for a recommendation, and nobody said why none is needed."""


def finish(db: Session, review: Review, *, why_unexamined: str = "", why_none: str = "", by: str, at: datetime) -> None:
    """The first reviewer's end is the review's; a second one ends alone. Raises Unexamined or Unadvised.

    With a reason whoever finishes accepts as signed all that is left, those too that were so accepted earlier. With
    `why_none` no recommendation is needed on what asks for one and has none.
    """
    assessment, left = review.assessment, review.examined.left
    if left and not why_unexamined.strip():
        raise Unexamined
    for id_ in left:
        review = decide(db, review, id_, without_examination(why_unexamined), by=by, at=at)
    ended = _end_task(db, assessment.id, review.part, at)
    if review.part != FIRST:
        audit_log.record(db, "second review finished", by=by, at=at, assessment_id=assessment.id, contents=ended)
        return
    if unadvised := without_recommendation(review):
        if not why_none.strip():
            raise Unadvised
        decline(db, review, unadvised, why_none, by=by, at=at)
    store_moderated(db, assessment.id, review.figures)
    why = why_unexamined if left else ""
    transitions.apply(db, assessment, Transition.FINISH_REVIEW, Cause(by, at, why), touched=ended)
    keep_version(db, review, by=by, at=at)
    tell_leaders(db, Kind.REVIEWED, assessment, f"/assessments/{assessment.id}/scorecard", at=at, **review.outcome)


def reopen(db: Session, assessment: OneAssessment, why: str, *, by: str, at: datetime) -> None:
    """The lead sends the finished version back: the reviewer reads why beside it, and so does the administration."""
    touched = {**_end_task(db, assessment.id, FIRST, None), **send_version_back(db, assessment, why)}
    transitions.apply(db, assessment, Transition.REOPEN_REVIEW, Cause(by, at, why), touched=touched)


def _end_task(db: Session, assessment_id: str, part: str, at: datetime | None) -> Contents:
    own = (TASK.c.assessment_id == assessment_id, TASK.c.part == part)
    return fingerprints.written(db, update(TASK).where(*own).values(finished_at=at))


def tell_leaders(db: Session, kind: Kind, assessment: OneAssessment, path: str, *, at: datetime, **names: Any) -> None:
    """A mail to each coordinator and head of the administration."""
    names |= {"place": assessment.administration, "round": assessment.round}
    for person in outbox.team_of(db, assessment.administration_id, "coordinator", "head"):
        outbox.post(db, kind, person, path, at=at, assessment_id=assessment.id, **names)


def _name_of(db: Session, person_id: str) -> str:
    return db.execute(select(col(Person.name)).where(col(Person.id) == person_id)).scalar_one_or_none() or ""
