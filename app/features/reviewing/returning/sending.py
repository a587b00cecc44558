"""The return itself: questions and their letter go to the administration, and the drafts are gone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from app.assessments import transitions
from app.assessments.lifecycle import Transition
from app.assessments.stored_figures import store_moderated
from app.assessments.to_sign import LETTERS, RETURNED, store_figures
from app.assessments.transitions import Cause
from app.db import fingerprints
from app.features.reviewing.actions import drop_drafts, tell_leaders
from app.features.reviewing.review import Review
from app.jobs.outbox import Kind


def send_back(db: Session, review: Review, texts: Mapping[str, str], letter: str, *, by: str, at: datetime) -> None:
    """Only the questions in `texts` are unlocked. The administration sees the values that were decided so far."""
    assessment = review.assessment
    shared = {"assessment_id": assessment.id, "number": assessment.signature, "by": by, "at": at}
    rows = [shared | {"indicator": id_, "text": text} for id_, text in texts.items()]
    touched = fingerprints.written(db, insert(RETURNED), rows)
    touched |= fingerprints.written(db, insert(LETTERS), [shared | {"text": letter}])
    touched |= drop_drafts(db, assessment.id)
    store_moderated(db, assessment.id, review.figures)
    state = transitions.apply(db, assessment, Transition.RETURN, Cause(by, at), touched=touched)
    store_figures(db, replace(assessment, state=state))
    tell_leaders(db, Kind.RETURNED, assessment, f"/assessments/{assessment.id}", at=at, count=len(texts))
