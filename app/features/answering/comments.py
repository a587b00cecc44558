"""Comments on an indicator: what is there for a reader, and the writes. Nobody outside the team sees its own thread."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from app.access.loaders import AssessmentAccess
from app.assessments.reads import TEAM_AUDIENCE, WITH_SECRETARIAT
from app.assessments.rights import FROM_OUTSIDE, SECRETARIAT, Permission
from app.db import audit_log, fingerprints
from app.db.tables.answers import Comment, ElementAssignment, Thread
from app.db.tables.people import Membership, Person
from app.db.tables.records import Notice
from app.db.tables.reviews import ReviewTask
from app.features.answering.queries import Page, audiences_of, resolved_threads, talk_about
from app.jobs import outbox
from app.jobs.outbox import Kind
from questionnaires.definition import Indicator

TOLD_ONCE_IN = timedelta(hours=1)
TO_WRITE = {TEAM_AUDIENCE: Permission.COMMENT_INSIDE, WITH_SECRETARIAT: Permission.COMMENT}


@dataclass(frozen=True)
class Talk:
    """One thread as a person sees it."""

    audience: str
    page: Page
    resolved: tuple[str, datetime] | None
    may_write: bool


def talks_of(db: Session, access: AssessmentAccess, indicator: str, before: str = "") -> list[Talk]:
    """The threads that this person may read, others are not even fetched; `before` is a comment of one of them."""
    resolved = resolved_threads(db, access.assessment.id, indicator)
    return [
        Talk(
            audience,
            talk_about(db, access.assessment.id, indicator, audience, before),
            resolved.get(audience),
            access.may(TO_WRITE[audience]),
        )
        for audience in audiences_of(access)
    ]


@dataclass(frozen=True)
class NewComment:
    """`id` comes with the form, so that a form sent twice is one comment."""

    indicator: str
    audience: str
    text: str
    id: str


def post(db: Session, access: AssessmentAccess, new: NewComment, *, at: datetime) -> None:
    """Opens a resolved thread again."""
    assessment, by = access.assessment, access.visitor
    columns = {"indicator": new.indicator, "audience": new.audience, "text": new.text}
    columns |= {"assessment_id": assessment.id, "by": by.id}
    there = db.get(Comment, _id_of(new.id))
    if there and columns.items() <= there.model_dump().items():
        return
    id_ = str(uuid4()) if there else _id_of(new.id)
    thread, comment = _thread(db, access, new.indicator, new.audience), Comment(id=id_, at=at, **columns)
    db.add(comment)
    details = {"indicator": new.indicator, "audience": new.audience, "comment": id_}
    audit_log.record(
        db,
        "comment posted",
        by=by.id,
        at=at,
        assessment_id=assessment.id,
        details=details,
        contents=fingerprints.of(thread, comment),
    )
    _tell(db, access, assessment.questionnaire.indicators[new.indicator], new.audience, at=at)


def _id_of(raw: str) -> str:
    try:
        return str(UUID(raw))
    except ValueError:
        return str(uuid4())


def _thread(db: Session, access: AssessmentAccess, indicator: str, audience: str) -> Thread:
    """Open, and there."""
    thread = db.get(Thread, (access.assessment.id, indicator, audience))
    if thread is None:
        thread = Thread(assessment_id=access.assessment.id, indicator=indicator, audience=audience)
        db.add(thread)
    else:
        thread.resolved_by, thread.resolved_at = "", None
    return thread


def resolve(
    db: Session, access: AssessmentAccess, indicator: Indicator, audience: str, *, is_resolved: bool, at: datetime
) -> None:
    """Closes the thread, or opens it again; where it stands so already, nothing happens."""
    thread = db.get(Thread, (access.assessment.id, indicator.id, audience))
    if thread is None or (thread.resolved_at is not None) is is_resolved:
        return
    thread.resolved_by, thread.resolved_at = (access.visitor.id, at) if is_resolved else ("", None)
    action = "thread resolved" if is_resolved else "thread reopened"
    details = {"indicator": indicator.id, "audience": audience}
    audit_log.record(
        db,
        action,
        by=access.visitor.id,
        at=at,
        assessment_id=access.assessment.id,
        details=details,
        contents=fingerprints.of(thread),
    )


def _tell(db: Session, access: AssessmentAccess, indicator: Indicator, audience: str, *, at: datetime) -> None:
    """Once in an hour to each who takes part, whatever the number of comments; never to the author."""
    path = f"/assessments/{access.assessment.id}/answers/{indicator.id}/comments#talk-{indicator.id}-{audience}"
    recent = select(col(Notice.person_id)).where(
        col(Notice.kind) == Kind.COMMENTED, col(Notice.path) == path, col(Notice.at) > at - TOLD_ONCE_IN
    )
    told = set(db.execute(recent).scalars())
    for person in sorted(_participants(db, access, indicator, audience) - told - {access.visitor.id}):
        outbox.post(
            db,
            Kind.COMMENTED,
            person,
            path,
            at=at,
            assessment_id=access.assessment.id,
            by=access.visitor.name,
            indicator=indicator.id,
            place=access.assessment.administration,
        )


def _participants(db: Session, access: AssessmentAccess, indicator: Indicator, audience: str) -> set[str]:
    """Who wrote there, who has the element in hand, and with the secretariat who reviews; of those, who still may."""
    id_ = access.assessment.id
    wrote = select(col(Comment.by)).where(
        col(Comment.assessment_id) == id_, col(Comment.indicator) == indicator.id, col(Comment.audience) == audience
    )
    holds = select(col(ElementAssignment.person_id)).where(
        col(ElementAssignment.assessment_id) == id_, col(ElementAssignment.element) == indicator.element
    )
    reviews = select(col(ReviewTask.reviewer_id)).where(col(ReviewTask.assessment_id) == id_)
    members = select(col(Membership.person_id)).where(
        col(Membership.administration_id) == access.assessment.administration_id
    )
    from_outside = and_(col(Person.office).in_(FROM_OUTSIDE), col(Person.id).in_(reviews))
    is_team, is_office = col(Person.id).in_(members), or_(col(Person.office).in_(SECRETARIAT), from_outside)
    takes_part = [col(Person.id).in_(wrote), col(Person.id).in_(holds)]
    if audience != TEAM_AUDIENCE:
        takes_part.append(col(Person.id).in_(reviews))
    may_read = is_team if audience == TEAM_AUDIENCE else or_(is_team, is_office)
    statement = select(col(Person.id)).where(col(Person.is_active), or_(*takes_part), may_read)
    return set(db.execute(statement).scalars())
