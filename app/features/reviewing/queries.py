"""The reads of the review pages: who reviews an assessment, what is disputed, and who could review."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.assessments.reads import OneAssessment
from app.assessments.rights import REVIEWERS, SECRETARIAT, Role, reviews_itself
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.reviews import Disagreement, ReviewTask
from app.db.tables.rounds import Assessment


@dataclass(frozen=True)
class Reviewer:
    """Who has which part of a review, until when, and when it was finished."""

    part: str
    person_id: str
    name: str
    due_on: str
    finished_at: datetime | None


def reviewers_of(db: Session, assessment_id: str) -> dict[str, Reviewer]:
    """By part."""
    statement = (
        select(
            col(ReviewTask.part),
            col(Person.id),
            col(Person.name),
            col(ReviewTask.due_on),
            col(ReviewTask.finished_at),
        )
        .join_from(ReviewTask, Person, col(Person.id) == col(ReviewTask.reviewer_id))
        .where(col(ReviewTask.assessment_id) == assessment_id)
    )
    return {row.part: Reviewer(*row) for row in db.connection().execute(statement)}


@dataclass(frozen=True)
class Reviewers:
    """All who may be given a review, id -> name, by name."""

    of_the_secretariat: dict[str, str]
    from_outside: dict[str, str]

    @property
    def all(self) -> dict[str, str]:
        return self.of_the_secretariat | self.from_outside

    def for_kinds(self, kinds: Collection[str]) -> dict[str, str]:
        """Whom to offer for organisations of these kinds: nobody of the secretariat reviews the secretariat itself, and
        people from outside review nothing else."""
        are_own = {reviews_itself(kind, Role.REVIEWER) for kind in kinds}
        if len(are_own) == 2:
            return self.all
        return self.from_outside if True in are_own else self.of_the_secretariat


def people_who_review(db: Session) -> Reviewers:
    statement = select(col(Person.id), col(Person.name), col(Person.office)).where(
        col(Person.office).in_(REVIEWERS), col(Person.is_active)
    )
    rows = db.connection().execute(statement.order_by(col(Person.name))).all()
    return Reviewers(
        {row.id: row.name for row in rows if row.office in SECRETARIAT},
        {row.id: row.name for row in rows if row.office not in SECRETARIAT},
    )


def own_organisations(db: Session, person_id: str) -> set[str]:
    """The administrations that a person belongs to."""
    own = select(col(Membership.administration_id)).where(col(Membership.person_id) == person_id)
    return set(db.execute(own).scalars())


def chosen_in(db: Session, round_id: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The assessments of the administrations with these codes, in a round."""
    known = [code for code in codes if "\0" not in code]
    statement = select(col(Assessment.id)).join_from(Assessment, Administration)
    statement = statement.where(col(Assessment.round_id) == round_id, col(Administration.code).in_(known))
    return tuple(db.connection().execute(statement).scalars())


def disagreements_of(db: Session, assessment: OneAssessment) -> list[Row[Any]]:
    statement = select(col(Disagreement.indicator), col(Disagreement.text), col(Disagreement.settled)).where(
        col(Disagreement.assessment_id) == assessment.id, col(Disagreement.edition) == assessment.edition
    )
    return list(db.connection().execute(statement.order_by(col(Disagreement.at), col(Disagreement.indicator))))
