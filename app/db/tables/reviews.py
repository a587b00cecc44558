"""The review by the secretariat: who reviews what, the moderated values, returned questions, disagreement, and what
the review leaves behind."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel

from app.db.tables.columns import Moment, one_of

PARTS = ("first", "second")
DECISIONS = ("accepted", "unexamined", "changed", "refused")
FOLLOWED = ("done", "under way", "not done", "closed")
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


class DraftedQuestion(SQLModel, table=True):
    """What the first reviewer means to ask when the assessment is returned: nobody else sees it before.

    One that was emptied keeps its row until the return, so that its `revision` still counts on.
    """

    __tablename__ = "drafted_question"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    indicator: str = Field(primary_key=True)
    revision: int
    text: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class ReturnLetter(SQLModel, table=True):
    """The letter that went with a return. `number` is the signature that it returned, as for its questions."""

    __tablename__ = "return_letter"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    number: int = Field(primary_key=True)
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


class Recommendation(SQLModel, table=True):
    """What the first reviewer recommends on a question, or why nothing is: one for each question of an edition.

    `number` is given with the first recommendation on the question and to no other: R1, R2; 0 before. `due_on` is an
    ISO date or "". With a text in `why_none` none is needed, and what was recommended before is only kept.
    """

    __table_args__ = (
        CheckConstraint("recommended <> '' OR why_none <> ''", name="recommended_or_why_not"),
        CheckConstraint("why_none <> '' OR number > 0", name="numbered_when_recommended"),
    )

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    edition: int = Field(primary_key=True)
    indicator: str = Field(primary_key=True)
    number: int
    revision: int
    finding: str = ""
    risk: str = ""
    recommended: str = ""
    due_on: str = ""
    why_none: str = ""
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class ReviewSummary(SQLModel, table=True):
    """What the first reviewer writes of the review as a whole, in four texts."""

    __tablename__ = "review_summary"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    edition: int = Field(primary_key=True)
    revision: int
    method: str = ""
    evidence: str = ""
    good_practice: str = ""
    to_improve: str = ""
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class ReviewVersion(SQLModel, table=True):
    """A finished review, frozen: V1, V2 of an edition. `hash` is the SHA-256 of the canonical JSON of `content`.

    `remark` is what the lead wrote on sending it back to the reviewer, "" before.
    """

    __tablename__ = "review_version"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    edition: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    signature: int
    content: dict[str, Any] = Field(sa_type=JSON)
    hash: str
    remark: str = ""
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class FollowUp(SQLModel, table=True):
    """What became of a recommendation of an earlier published round, as the administration says in this round."""

    __tablename__ = "follow_up"
    __table_args__ = (CheckConstraint(one_of("status", *FOLLOWED), name="status"),)

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    indicator: str = Field(primary_key=True)
    revision: int
    status: str
    reason: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Reminder(SQLModel, table=True):
    """The newest reminder to a person on an assessment, so that nobody is nagged."""

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    kind: str = Field(primary_key=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = Field(sa_type=Moment)
