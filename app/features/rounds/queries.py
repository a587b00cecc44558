"""Reads of rounds: the list, what can be opened, and the overview of one. Each is one query, whatever the size."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access.loaders import REVIEWS_SECOND, NotYours
from app.assessments.last_round import latest_before
from app.assessments.lifecycle import State
from app.assessments.reads import DUE_ON, ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.reported import STORED
from app.db import audit_log
from app.db.tables.people import Administration, Person
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.calendar import Plan
from questionnaires.catalogue import Catalogue

FEW_STAFF = 100
"""Below it the short form is suggested, as `questionnaire-rules` 1.3 has it: most of them have no one to spare."""
PREVIOUS = aliased(Assessment)
BEFORE = latest_before(col(Assessment.administration_id), col(Round.due_on)).correlate(Assessment, Round)

# Built once, so that SQLAlchemy finds them compiled
ROUNDS = select(Round).order_by(col(Round.name).desc())
COUNTS = select(col(Assessment.round_id), col(Assessment.state), func.count()).group_by(
    col(Assessment.round_id), col(Assessment.state)
)
FOLLOWED = (
    select(
        col(Assessment.id),
        col(Administration.name).label("administration"),
        col(Administration.region),
        col(Assessment.state),
        col(Assessment.edition),
        col(Assessment.form),
        col(Assessment.questionnaire),
        DUE_ON.label("due_on"),
        col(Assessment.extended_to),
        col(Assessment.asked),
        col(Assessment.done),
        col(Assessment.progress),
        *STORED,
        col(PREVIOUS.form).label("last_form"),
        col(PREVIOUS.questionnaire).label("last_questionnaire"),
        col(PREVIOUS.validated).label("last_validated"),
        col(PREVIOUS.published).label("last_published"),
        REVIEWS_SECOND.label("reviews_second"),
        col(Person.id).label("reviewer_id"),
        col(Person.name).label("reviewer"),
    )
    .join_from(Assessment, Administration)
    .join(Round)
    .outerjoin(PREVIOUS, col(PREVIOUS.id) == BEFORE.scalar_subquery())
    .outerjoin(ReviewTask, and_(col(ReviewTask.assessment_id) == col(Assessment.id), col(ReviewTask.part) == "first"))
    .outerjoin(Person, col(Person.id) == col(ReviewTask.reviewer_id))
    .where(col(Assessment.round_id) == bindparam("round"))
)
NEWEST_PROFILE = (
    select(
        col(Assessment.administration_id),
        col(Assessment.profile),
        col(Assessment.form),
        col(Round.name),
    )
    .join_from(Assessment, Round)
    .where(col(Round.id) != bindparam("round"), col(Assessment.profile_revision) > 0)
    .order_by(col(Round.name))
)
ALL_OF_ROUND = ONE_ASSESSMENT.where(col(Assessment.round_id) == bindparam("round"))
IN_ROUND = select(col(Assessment.administration_id)).where(col(Assessment.round_id) == bindparam("round"))
NEWEST_CHANGES = (
    select(col(Assessment.administration_id), func.max(audit_log.ENTRIES.c.id))
    .join_from(Assessment, audit_log.ENTRIES, audit_log.ENTRIES.c.assessment_id == col(Assessment.id))
    .where(audit_log.IS_CHANGE, col(Assessment.administration_id).in_(IN_ROUND))
    .group_by(col(Assessment.administration_id))
)
"""A report may show the rounds before too, so what counts is the newest change of any of them."""


def rounds_of(db: Session) -> list[Round]:
    """Every round, the newest first."""
    return list(db.execute(ROUNDS).scalars())


def plan_of(one: Round) -> Plan:
    return Plan(one.name, one.opens_on, one.due_on, one.review_until, one.publish_on)


def round_to_change(db: Session, round_id: str) -> Round:
    """Locked, so that two who open it at once take turns. Raises NotYours where there is no such round."""
    found = None if "\0" in round_id else db.get(Round, round_id, with_for_update=True)
    if found is None:
        raise NotYours
    return found


def among(rounds: list[Round], round_id: str) -> Round:
    """Raises NotYours where there is no such round."""
    for one in rounds:
        if one.id == round_id:
            return one
    raise NotYours


def counts_of(db: Session) -> dict[str, dict[State, int]]:
    """Round id -> state -> how many assessments."""
    found: dict[str, dict[State, int]] = {}
    for round_id, state, count in db.connection().execute(COUNTS):
        found.setdefault(round_id, {})[State(state)] = count
    return found


def followed(db: Session, round_id: str, visitor_id: str) -> list[Any]:
    """A row of FOLLOWED for each assessment of the round, with that of the round before."""
    return list(db.connection().execute(FOLLOWED, {"round": round_id, "visitor": visitor_id}))


def assessments_of(db: Session, catalogue: Catalogue, round_id: str) -> list[OneAssessment]:
    return [one_assessment(row, catalogue) for row in db.connection().execute(ALL_OF_ROUND, {"round": round_id})]


def newest_changes(db: Session, round_id: str) -> dict[str, int]:
    """Administration -> the id of the newest row of the log after which a report of this round may be otherwise."""
    rows = db.connection().execute(NEWEST_CHANGES, {"round": round_id})
    return {administration: id_ for administration, id_ in rows}


@dataclass(frozen=True)
class Candidate:
    """An administration that can be opened: `staff` and `year` as its newest profile says, None where none does."""

    id: str
    name: str
    region: str
    is_opened: bool
    staff: int | None = None
    year: str = ""

    @property
    def suggests_short(self) -> bool:
        return self.staff is not None and self.staff < FEW_STAFF


def candidates(db: Session, round_id: str) -> list[Candidate]:
    """Every administration by name; those that are opened in this round already come last."""
    opened = set(
        db.connection()
        .execute(select(col(Assessment.administration_id)).where(col(Assessment.round_id) == round_id))
        .scalars()
    )
    newest = {row.administration_id: row for row in db.connection().execute(NEWEST_PROFILE, {"round": round_id})}
    administrations = select(col(Administration.id), col(Administration.name), col(Administration.region))
    found = [
        Candidate(id_, name, region, id_ in opened, *_staff(newest.get(id_)))
        for id_, name, region in db.connection().execute(administrations)
    ]
    return sorted(found, key=lambda one: (one.is_opened, one.name.casefold()))


def _staff(row: Any) -> tuple[int | None, str]:
    staff = row.profile.get("profile.staff_total") if row else None
    return (staff, row.name) if isinstance(staff, int) else (None, "")
