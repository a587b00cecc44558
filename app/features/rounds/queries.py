"""Reads of rounds: the list, what can be opened, and the overview of one. Each is one query, whatever the size."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.access.loaders import REVIEWS_SECOND, NotYours
from app.assessments.last_round import latest_before
from app.assessments.lifecycle import State
from app.assessments.reads import DUE_ON, ONE_ASSESSMENT, OneAssessment, one_assessment
from app.db import audit_log
from app.db.tables.people import COUNTS, Administration, Person
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.calendar import Plan
from app.features.rounds.standings import Followed
from questionnaires.catalogue import Catalogue

FEW_STAFF = 100
"""Below it the short form is suggested, as `questionnaire-rules` 1.3 has it: most of them have no one to spare."""
PREVIOUS = aliased(Assessment)
BEFORE = latest_before(col(Assessment.administration_id), col(Round.due_on)).correlate(Assessment, Round)
JSON_FIGURES = (
    col(Assessment.progress),
    col(Assessment.levels),
    col(Assessment.scores),
    col(Assessment.validated),
    col(Assessment.moderated),
)


def as_text(figures: Any) -> ColumnElement[str]:
    """A column of JSON as the database holds it: `standings` reads each text once, and not at every look."""
    return cast(figures, Text)


ANY_REVIEW = aliased(ReviewTask)
REVIEW_DUE = (
    select(func.min(col(ANY_REVIEW.due_on)))
    .where(col(ANY_REVIEW.assessment_id) == col(Assessment.id), col(ANY_REVIEW.due_on) != "")
    .where(col(ANY_REVIEW.finished_at).is_(None))
    .correlate(Assessment)
    .scalar_subquery()
)
"""The first day of its reviews that are not finished."""
# Built once, so that SQLAlchemy finds them compiled
ROUNDS = select(Round).order_by(col(Round.name).desc())
OF_STATES = (
    select(col(Assessment.round_id), col(Assessment.state), func.count())
    .join_from(Assessment, Administration)
    .where(COUNTS)
    .group_by(col(Assessment.round_id), col(Assessment.state))
)
FOLLOWED = (
    select(
        col(Assessment.id),
        col(Administration.code),
        col(Administration.name),
        col(Administration.region),
        col(Administration.kind),
        col(Administration.time_zone),
        col(Assessment.edition),
        col(Assessment.form),
        col(Assessment.questionnaire),
        DUE_ON,
        col(Assessment.extended_to),
        col(Assessment.asked),
        col(Assessment.done),
        col(Assessment.state),
        col(Assessment.level),
        *map(as_text, JSON_FIGURES),
        col(PREVIOUS.form),
        col(PREVIOUS.questionnaire),
        as_text(col(PREVIOUS.validated)),
        as_text(col(PREVIOUS.published)),
        REVIEWS_SECOND,
        REVIEW_DUE,
        col(Person.id),
        col(Person.name),
    )
    .join_from(Assessment, Administration)
    .join(Round)
    .outerjoin(PREVIOUS, col(PREVIOUS.id) == BEFORE.scalar_subquery())
    .outerjoin(ReviewTask, and_(col(ReviewTask.assessment_id) == col(Assessment.id), col(ReviewTask.part) == "first"))
    .outerjoin(Person, col(Person.id) == col(ReviewTask.reviewer_id))
    .where(col(Assessment.round_id) == bindparam("round"))
)
"""Columns in the order of `Followed`."""
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
ONE_IN_ROUND = (
    select(col(Assessment.id))
    .join_from(Assessment, Administration)
    .where(col(Assessment.round_id) == bindparam("round"), col(Administration.code) == bindparam("code"))
)
IN_ROUND = select(col(Assessment.administration_id)).where(col(Assessment.round_id) == bindparam("round"))
NEWEST_CHANGES = (
    select(col(Assessment.administration_id), func.max(audit_log.newest_change(col(Assessment.id))))
    .where(col(Assessment.administration_id).in_(IN_ROUND))
    .group_by(col(Assessment.administration_id))
)
"""A report may show the rounds before too, so what counts is the newest change of any of them."""


def rounds_of(db: Session) -> list[Round]:
    """Every round, the newest first."""
    return list(db.execute(ROUNDS).scalars())


def plan_of(round_: Round) -> Plan:
    return Plan(round_.name, round_.opens_on, round_.due_on, round_.review_until, round_.publish_on)


def round_to_change(db: Session, round_id: str) -> Round:
    """Locked, so that two who open it at once take turns. Raises NotYours where there is no such round."""
    round_ = None if "\0" in round_id else db.get(Round, round_id, with_for_update=True)
    if round_ is None:
        raise NotYours
    return round_


def among(rounds: list[Round], round_id: str) -> Round:
    """Raises NotYours where there is no such round."""
    for round_ in rounds:
        if round_.id == round_id:
            return round_
    raise NotYours


def counts_of(db: Session) -> dict[str, dict[State, int]]:
    """Round id -> state -> how many assessments of those that stand in figures."""
    counts: dict[str, dict[State, int]] = {}
    for round_id, state, count in db.connection().execute(OF_STATES):
        counts.setdefault(round_id, {})[State(state)] = count
    return counts


def followed(db: Session, round_id: str, visitor_id: str) -> list[Followed]:
    """Each assessment of the round, with that of the round before."""
    rows = db.connection().execute(FOLLOWED, {"round": round_id, "visitor": visitor_id}).all()
    return [*map(Followed._make, rows)]


def assessments_of(db: Session, catalogue: Catalogue, round_id: str) -> list[OneAssessment]:
    return [one_assessment(row, catalogue) for row in db.connection().execute(ALL_OF_ROUND, {"round": round_id})]


def assessment_in(db: Session, round_id: str, code: str) -> str:
    """The id of the assessment of the administration with this code. Raises NotYours where there is none."""
    given = {"round": round_id, "code": code}
    id_ = None if "\0" in round_id + code else db.connection().execute(ONE_IN_ROUND, given).scalar_one_or_none()
    if id_ is None:
        raise NotYours
    return str(id_)


def newest_changes(db: Session, round_id: str) -> dict[str, int]:
    """Administration -> the id of the newest row of the log after which a report of this round may be otherwise."""
    rows = db.connection().execute(NEWEST_CHANGES, {"round": round_id})
    return {administration: id_ for administration, id_ in rows if id_}


@dataclass(frozen=True)
class Candidate:
    """An administration that can be opened: `staff` and `year` as its newest profile says, None where none does."""

    id: str
    name: str
    region: str
    kind: str
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
    columns = (col(Administration.id), col(Administration.name), col(Administration.region), col(Administration.kind))
    rows = [
        Candidate(*row, row.id in opened, *_staff(newest.get(row.id)))
        for row in db.connection().execute(select(*columns))
    ]
    return sorted(rows, key=lambda candidate: (candidate.is_opened, candidate.name.casefold()))


def _staff(row: Any) -> tuple[int | None, str]:
    staff = row.profile.get("profile.staff_total") if row else None
    return (staff, row.name) if isinstance(staff, int) else (None, "")
