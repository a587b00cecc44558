"""The reads of the review pages: who reviews an assessment, what is disputed, and who could review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.assessments.reads import OneAssessment
from app.db.tables.people import Administration, Person
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


def people_of_the_secretariat(db: Session) -> dict[str, str]:
    """Id -> name of all who may be given a review, by name."""
    statement = select(col(Person.id), col(Person.name)).where(
        col(Person.office).in_(("lead", "reviewer")), col(Person.is_active)
    )
    return {row.id: row.name for row in db.connection().execute(statement.order_by(col(Person.name)))}


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
