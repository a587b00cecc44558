"""Rounds, assessments, and what happened to each: moves, signatures, publications."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db.tables.columns import Moment, one_of
from app.validation.states import State


class Round(SQLModel, table=True):
    """One year's exercise, tied to one published version of the questionnaire.

    `name` is the year. Dates are ISO dates and end with the day, in the time zone of each administration; `opens_on`,
    `review_until` and `publish_on` are "" in rounds from before they were asked for.
    """

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    questionnaire: str
    opens_on: str = ""
    due_on: str
    review_until: str = ""
    publish_on: str = ""


class Assessment(SQLModel, table=True):
    """One administration in one round. The stored figures come from `scoring` at each save, so that lists never score.

    `asked`, `done`, `blockers` and `progress` ([done, asked, answered] of each pillar) say how ready it is to be
    signed, in the words of `app/assessments/readiness.py`; `blockers` counts what stops signing,
    null only between a migration and the start that fills it. They are of the answers that would be signed.
    `last_levels` holds by indicator the level that the last round reports: what a jump is measured by. Both are stored
    anew whenever something that they follow from changes.

    `levels` holds the level of each pillar by id, null where not rated; `scores` the scores of the pillars and of
    "overall" with one decimal. These are the team's own figures. `validated`, `moderated` and `published` hold level,
    levels and scores of the other values: as the head signed, {} while no signature stands; after the reviewer's
    decisions so far, {} before the review; of the newest published edition, which stay while a correction is under way,
    {} before any; these say also how many of the asked answers were examined. `reported` says which are reported.

    `edition` counts the results: a correction after publication makes the next one. `signature` is the number of the
    newest signature, 0 before the first. `extended_to` is an ISO date that stands in place of the round's, or "", and
    `extended_why` the reason that the administration reads.
    """

    __table_args__ = (
        UniqueConstraint("administration_id", "round_id"),
        CheckConstraint(one_of("state", *State), name="state"),
        CheckConstraint(one_of("form", "full", "short"), name="form"),
        CheckConstraint("(state = 'not opened') = (changed_at IS NULL)", name="changed_when_opened"),
        CheckConstraint("done <= asked", name="done_of_asked"),
        CheckConstraint(
            "state NOT IN ('signed', 'under review', 'returned', 'reviewed', 'published') OR signature > 0",
            name="signed_when_submitted",
        ),
    )

    id: str = Field(primary_key=True)
    administration_id: str = Field(foreign_key="administration.id")
    round_id: str = Field(foreign_key="round.id", index=True)
    questionnaire: str
    fingerprint: str
    form: str = "full"
    state: str
    edition: int = 1
    signature: int = 0
    extended_to: str = ""
    extended_why: str = ""
    profile: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    profile_revision: int = 0
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    asked: int
    done: int = 0
    blockers: int | None = None
    last_levels: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    level: int | None = None
    levels: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    scores: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    progress: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    validated: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    moderated: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    published: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Move(SQLModel, table=True):
    """One step of an assessment from state to state: who, when, why. Written by `transitions.py` only."""

    id: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    number: int
    verb: str
    from_state: str
    to_state: str
    why: str = ""
    by: str
    at: datetime = Field(sa_type=Moment)


class SignatureRequest(SQLModel, table=True):
    """Somebody of the team asks the head to sign. Whatever moves the assessment on takes it away (`transitions.py`)."""

    __tablename__ = "signature_request"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Signature(SQLModel, table=True):
    """What the head signed, whole and for ever.

    `content` is {"profile", "answers", "validated"}: the answers as `as_document` writes them, with all evidence named,
    and by indicator the values that the check before signing changed. `hash` is the SHA-256 of its canonical JSON;
    `audit_head` is the head of the audit chain at that moment. `name` and `title` are as the head wrote them.
    """

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    number: int = Field(primary_key=True)
    edition: int
    name: str
    title: str
    content: dict[str, Any] = Field(sa_type=JSON)
    hash: str
    audit_head: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Publication(SQLModel, table=True):
    """A published result, frozen: no later change of the code moves it.

    `content` is {"profile", "answers", "validated", "moderated", "unexamined", "examined", "not_agreed",
    "scorecards"}; `scorecards` holds the
    documents of `scoring.scorecard` for self, validated and moderated. `moderated` holds the decisions of one who
    looked, "unexamined" the ids that count as signed without one, "examined" how many of the asked were examined; the
    last two are not in publications from before they were told apart. "recommendations", "summary" and "followed" (what
    became of the last round's recommendations) are in it only where there are any. `hash` is the SHA-256 of its
    canonical JSON.
    """

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    edition: int = Field(primary_key=True)
    signature: int
    questionnaire: str
    fingerprint: str
    form: str
    content: dict[str, Any] = Field(sa_type=JSON)
    hash: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)
