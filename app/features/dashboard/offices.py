"""What waits for the secretariat, counted in one query; the start page of the offices shows nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, literal, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access.identity import Visitor
from app.access.loaders import office_of
from app.assessments.lifecycle import SUBMITTED, State, Transition
from app.assessments.rights import Permission, may_ever
from app.db.tables.people import COUNTS, Administration
from app.db.tables.reviews import Disagreement, ReviewTask
from app.db.tables.rounds import Assessment, Move, Round
from questionnaires.problems import N_

LATER = aliased(Move)
WITH_THE_SECRETARIAT = (State.SIGNED, State.UNDER_REVIEW)


@dataclass(frozen=True)
class Waiting:
    """How many wait for the same thing, and where it is done."""

    title: str
    address: str
    count: int


@dataclass(frozen=True)
class RoundLine:
    id: str
    name: str
    due_on: str
    opened: int
    submitted: int
    published: int


@dataclass(frozen=True)
class Way:
    """A page where an office works, and what is there."""

    address: str
    title: str
    sentence: str
    permission: Permission


WAYS = (
    Way("/accounts", N_("Accounts"), N_("Invite people, change offices, disable accounts"), Permission.KEEP_ACCOUNTS),
    Way("/mails/waiting", N_("Unsent emails"), N_("What could not be sent, and why"), Permission.KEEP_ACCOUNTS),
)
"""For an office for which no decision waits."""
KINDS = {
    "unassigned": (N_("Signed, no reviewer yet"), "/reviews"),
    "overdue": (N_("Overdue reviews"), "/reviews"),
    "disagreements": (N_("Second opinions requested"), "/reviews"),
    "corrections": (N_("Corrections requested"), "/reviews"),
}
"""What a lead decides."""


def waiting_for(db: Session, visitor: Visitor, today: str) -> list[Waiting]:
    """What waits for this visitor: all that the lead decides, or a reviewer's own reviews."""
    office = office_of(visitor)
    if office is None or not may_ever(Permission.SEE_REVIEWS, office):
        return []
    if not may_ever(Permission.ASSIGN_REVIEW, office):
        mine = select(func.count()).select_from(ReviewTask).join(Assessment)
        mine = mine.where(col(ReviewTask.reviewer_id) == visitor.id, col(ReviewTask.finished_at).is_(None))
        count = db.execute(mine.where(col(Assessment.state).in_(WITH_THE_SECRETARIAT))).scalar_one()
        return [Waiting(N_("My reviews"), "/reviews", count)]
    counts = {kind: count for kind, count in db.connection().execute(union_all(*_counts(today)))}
    return [Waiting(*KINDS[kind], counts[kind]) for kind in KINDS]


def _counts(today: str) -> Iterator[Select[str, int]]:
    """A SELECT of (kind, how many) for each of KINDS."""
    is_assigned = exists().where(col(ReviewTask.assessment_id) == col(Assessment.id), col(ReviewTask.part) == "first")
    yield _count("unassigned").where(col(Assessment.state) == State.SIGNED, ~is_assigned)
    late = _count("overdue").join(ReviewTask).where(col(ReviewTask.finished_at).is_(None))
    late = late.where(col(Assessment.state).in_(WITH_THE_SECRETARIAT))
    yield late.where(col(ReviewTask.due_on) != "", col(ReviewTask.due_on) < today)
    open_now = _count("disagreements").join(Disagreement).where(col(Disagreement.settled) == "")
    yield open_now.where(col(Disagreement.edition) == col(Assessment.edition))
    corrections = _count("corrections").join(Move).where(col(Move.verb) == Transition.ASK_CORRECTION)
    later = exists().where(col(LATER.assessment_id) == col(Move.assessment_id), col(LATER.number) > col(Move.number))
    yield corrections.where(col(Assessment.state) == State.PUBLISHED, ~later)


def _count(kind: str) -> Select[str, int]:
    return select(literal(kind), func.count()).select_from(Assessment)


def rounds_to_follow(db: Session) -> list[RoundLine]:
    """Each round with how far it is, the newest first."""
    everybody, state = func.count(col(Assessment.id)), col(Assessment.state)
    counted = (
        select(
            col(Round.id),
            col(Round.name),
            col(Round.due_on),
            everybody.filter(COUNTS),
            everybody.filter(COUNTS, state.in_(SUBMITTED)),
            everybody.filter(COUNTS, state == State.PUBLISHED),
        )
        .join_from(Round, Assessment, isouter=True)
        .join(Administration, col(Administration.id) == col(Assessment.administration_id), isouter=True)
        .group_by(col(Round.id), col(Round.name), col(Round.due_on))
        .order_by(col(Round.name).desc())
    )
    return [RoundLine(*row) for row in db.connection().execute(counted)]
