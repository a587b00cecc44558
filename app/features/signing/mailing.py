"""Who is told what when something is signed, withdrawn, corrected or disputed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment
from app.assessments.rights import Role, reviews_itself
from app.db.tables.reviews import ReviewTask
from app.jobs.outbox import Kind, office_of, post, team_of

LEADERS = ("head", "coordinator")


def tell_signed(db: Session, assessment: OneAssessment, signature: Mapping[str, str], *, at: datetime) -> None:
    """The receipt goes to the team; the secretariat learns that it is there, the reviewer too if it came back."""
    names = {"name": signature["name"], "title": signature["title"], "when": at.isoformat()}
    names |= {"hash": signature["hash"], "head": signature["audit_head"]}
    _tell(db, Kind.RECEIPT, _leaders(db, assessment), assessment, "signature", at=at, **names)
    secretariat = set(office_of(db, "lead"))
    if assessment.state is State.RETURNED:
        secretariat |= set(_reviewers(db, assessment.id))
    _tell(db, Kind.SUBMITTED, secretariat, assessment, "review", at=at)


def tell_withdrawn(db: Session, assessment: OneAssessment, *, by: str, by_name: str, at: datetime) -> None:
    people = {*_leaders(db, assessment), *office_of(db, "lead")} - {by}
    _tell(db, Kind.WITHDRAWN, people, assessment, "signature", at=at, by=by_name)


def tell_correction_asked(db: Session, assessment: OneAssessment, *, at: datetime) -> None:
    _tell(db, Kind.CORRECTION_ASKED, office_of(db, "lead"), assessment, "signature", at=at)


def tell_correction_decided(db: Session, assessment: OneAssessment, *, at: datetime) -> None:
    _tell(db, Kind.CORRECTION_DECIDED, _leaders(db, assessment), assessment, "signature", at=at)


def tell_disagreed(db: Session, assessment: OneAssessment, indicator: str, *, at: datetime) -> None:
    """Whoever can open the review again."""
    told = set(office_of(db, "lead"))
    if reviews_itself(assessment.kind, Role.LEAD):
        told |= set(_reviewers(db, assessment.id))
    _tell(db, Kind.DISAGREED, told, assessment, "disagreements", at=at, indicator=indicator)


def _leaders(db: Session, assessment: OneAssessment) -> list[str]:
    return team_of(db, assessment.administration_id, *LEADERS)


def _reviewers(db: Session, assessment_id: str) -> list[str]:
    statement = select(col(ReviewTask.reviewer_id)).where(col(ReviewTask.assessment_id) == assessment_id)
    return list(db.execute(statement).scalars())


def _tell(
    db: Session, kind: Kind, people: Iterable[str], assessment: OneAssessment, page: str, *, at: datetime, **names: str
) -> None:
    names |= {"place": assessment.administration, "round": assessment.round}
    for person in sorted(people):
        post(db, kind, person, f"/assessments/{assessment.id}/{page}", at=at, assessment_id=assessment.id, **names)
