"""Every table. The database itself holds the paired truths, as check constraints."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Dialect, Index, UniqueConstraint
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC on the way in and out: SQLite would forget the zone."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class Administration(SQLModel, table=True):
    """A customs administration. `code` is ISO 3166-1 alpha-2, or any short code in a demo."""

    id: str = Field(primary_key=True)
    code: str = Field(unique=True)
    name: str
    country: str
    region: str
    language: str


class Round(SQLModel, table=True):
    """One year's exercise, tied to one published version of the questionnaire. `due_on` is an ISO date."""

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    questionnaire: str
    due_on: str


class Assessment(SQLModel, table=True):
    """One administration in one round. The stored figures come from `scoring` at each save, so that lists never score.

    `done` counts the asked questions that have a full answer (unknown and N/A are full answers). `levels` holds the
    level of each pillar by id, null where not rated; `progress` holds [done, asked] of each pillar.
    """

    __table_args__ = (
        UniqueConstraint("administration_id", "round_id"),
        CheckConstraint("state IN ('not opened', 'in progress')", name="state"),
        CheckConstraint("(state = 'not opened') = (changed_at IS NULL)", name="changed_when_opened"),
        CheckConstraint("done <= asked", name="done_of_asked"),
    )

    id: str = Field(primary_key=True)
    administration_id: str = Field(foreign_key="administration.id")
    round_id: str = Field(foreign_key="round.id", index=True)
    questionnaire: str
    fingerprint: str
    state: str
    profile: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    profile_revision: int = 0
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    asked: int
    done: int = 0
    level: int | None = None
    levels: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    progress: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class StoredAnswer(SQLModel, table=True):
    """The newest answer to one indicator; every earlier one stands in the history."""

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("state IN ('answered', 'unknown', 'not_applicable', 'not_answered')", name="state"),
        CheckConstraint("(state = 'answered') = (value <> '')", name="value_when_answered"),
        CheckConstraint("(state = 'not_applicable') = (reason_code <> '')", name="reason_when_not_applicable"),
        CheckConstraint("state <> 'not_applicable' OR NOT is_outside_control", name="outside_or_not_applicable"),
        CheckConstraint("is_outside_control OR (authority = '' AND raised = '')", name="authority_when_outside"),
    )

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    indicator: str = Field(primary_key=True)
    revision: int
    state: str
    value: str = ""
    reason_code: str = ""
    reason: str = ""
    evidence: list[str] = Field(default_factory=list, sa_type=JSON)
    comment: str = ""
    is_outside_control: bool = False
    authority: str = ""
    raised: str = ""
    target: int | None = None
    saved_by: str = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=Moment)


class HistoryEntry(SQLModel, table=True):
    """Every revision of every answer and of the profile (`subject` is the indicator's id, or "profile")."""

    __tablename__ = "history"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    subject: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    saved_by: str = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=Moment)


class AuditEntry(SQLModel, table=True):
    """Who did what and when. Written by `audit.py` only; `assessment_id` is "" where none is concerned."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_assessment_id_at", "assessment_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    by: str
    action: str
    assessment_id: str
    details: dict[str, Any] = Field(sa_type=JSON)


class Person(SQLModel, table=True):
    """An account. `office` is what the person is beside any administration: "", "secretariat" or "auditor"."""

    __table_args__ = (CheckConstraint("office IN ('', 'secretariat', 'auditor')", name="office"),)

    id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    language: str = "en"
    office: str = ""
    password_hash: str
    is_active: bool = True


class Membership(SQLModel, table=True):
    """The role of a person in an administration."""

    __table_args__ = (CheckConstraint("role IN ('coordinator')", name="role"),)

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    administration_id: str = Field(primary_key=True, foreign_key="administration.id", index=True)
    role: str


class SignInSession(SQLModel, table=True):
    """A browser that is signed in. Only the SHA-256 of its random token is kept."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    started_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)


class ApiToken(SQLModel, table=True):
    """A bearer token for the API, hashed as the sessions are."""

    __tablename__ = "api_token"

    token_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)


class SignInFailure(SQLModel, table=True):
    """A failed sign-in, counted by account and by address (`subject`) to slow down guessing."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_subject_at", "subject", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    at: datetime = Field(sa_type=Moment)
