"""The review by the secretariat: who reviews what, the moderated values, returned questions, disagreement."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel

from app.db.tables.columns import Moment, one_of

PARTS = ("first", "second")
DECISIONS = ("accepted", "unexamined", "changed", "refused")
REASONS = ("no evidence", "not shown", "wrong scope", "too old", "misread", "not applicable refused", "other")


class ReviewTask(SQLModel, table=True):
    """Who reviews an assessment. The second reviewer works blind beside the first; only the first's values count."""

    __tablename__ = "review_task"
    __table_args__ = (CheckConstraint(one_of("part", *PARTS), name="part"),)

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    part: str = Field(primary_key=True)
    reviewer_id: str = Field(foreign_key="person.id", index=True)
    due_on: str = ""
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Draw(SQLModel, table=True):
    """The assessments of a round that chance chose for a second review; share and seed let anybody draw again.

    `among` are the ids of the assessments that the draw was made from, in order, and `drawn` those that it gave.
    """

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    number: int = Field(primary_key=True)
    share: int
    seed: str
    among: list[str] = Field(sa_type=JSON)
    drawn: list[str] = Field(sa_type=JSON)
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Moderation(SQLModel, table=True):
    """A reviewer's decision on one indicator: the newest one; every earlier one stands in the audit log.

    `decision` is "accepted" (as signed), "changed" (to `value`) or "refused" (a N/A that does not hold: it counts as
    not answered); "unexamined" is accepted as signed without examination, and its note says why: it scores as accepted,
    and is no opinion of anybody's. `signature` is the number of the signature that it was made for.
    """

    __table_args__ = (
        CheckConstraint(one_of("part", *PARTS), name="part"),
        CheckConstraint(one_of("decision", *DECISIONS), name="decision"),
        CheckConstraint("(decision = 'changed') = (value <> '')", name="value_when_changed"),
        CheckConstraint(one_of("reason", "", *REASONS), name="reason"),
        CheckConstraint("(decision IN ('accepted', 'unexamined')) = (reason = '')", name="reason_when_not_accepted"),
        CheckConstraint("decision <> 'unexamined' OR note <> ''", name="note_when_unexamined"),
    )

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    part: str = Field(primary_key=True)
    indicator: str = Field(primary_key=True)
    revision: int
    signature: int
    decision: str
    value: str = ""
    reason: str = ""
    note: str = ""
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class ReturnedQuestion(SQLModel, table=True):
    """An indicator that was sent back, with what is needed. `number` is the signature that it was returned from."""

    __tablename__ = "returned_question"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    number: int = Field(primary_key=True)
    indicator: str = Field(primary_key=True)
    text: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Disagreement(SQLModel, table=True):
    """The administration does not agree with a moderated value and asks for a second opinion.

    `settled` is "" while it is open, then "agreed" (the administration takes it back) or "not agreed" (it lasts).
    """

    __table_args__ = (CheckConstraint(one_of("settled", "", "agreed", "not agreed"), name="settled"),)

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    edition: int = Field(primary_key=True)
    indicator: str = Field(primary_key=True)
    text: str
    settled: str = ""
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Reminder(SQLModel, table=True):
    """The newest reminder to a person on an assessment, so that nobody is nagged."""

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    kind: str = Field(primary_key=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = Field(sa_type=Moment)
