"""Answers with their history, and what a team does around them: assignments, comments, evidence."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel

from app.db.tables.columns import Moment, one_of


class StoredAnswer(SQLModel, table=True):
    """The newest answer to one indicator; every earlier one stands in the history."""

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint(one_of("state", "answered", "unknown", "not_applicable", "not_answered"), name="state"),
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


class ElementAssignment(SQLModel, table=True):
    """An element in somebody's hands until an ISO date ("" for none). A hint and a list of work, never a lock."""

    __tablename__ = "element_assignment"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    element: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    due_on: str = ""
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Thread(SQLModel, table=True):
    """The talk about one indicator, inside the administration ("team") or with the secretariat."""

    __table_args__ = (
        CheckConstraint(one_of("audience", "team", "secretariat"), name="audience"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by = '')", name="resolved_by_when"),
    )

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    indicator: str = Field(primary_key=True)
    audience: str = Field(primary_key=True)
    resolved_by: str = ""
    resolved_at: datetime | None = Field(default=None, sa_type=Moment)


class Comment(SQLModel, table=True):
    """One contribution to a thread; never changed."""

    id: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    indicator: str
    audience: str
    text: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class Presence(SQLModel, table=True):
    """Who was last seen on which element: a hint to colleagues."""

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    element: str
    seen_at: datetime = Field(sa_type=Moment)


class Evidence(SQLModel, table=True):
    """A piece of evidence: a file kept here, a link, or a reference to a document that stays in the country.

    `sha256` is that of the kept file, or for a reference the one computed in the holder's browser. `dated_on` is an ISO
    date or "". Withdrawn evidence stays, with its file, for the answers that once named it.
    """

    __table_args__ = (
        CheckConstraint(one_of("kind", "file", "link", "reference"), name="kind"),
        CheckConstraint("(kind = 'file') = (file_name <> '')", name="name_of_file"),
        CheckConstraint("(kind = 'link') = (address <> '')", name="address_of_link"),
        CheckConstraint("kind <> 'file' OR sha256 <> ''", name="hash_of_file"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn_by_when"),
    )

    id: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    kind: str
    title: str
    holder: str = ""
    dated_on: str = ""
    page: str = ""
    address: str = ""
    file_name: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    added_by: str = Field(foreign_key="person.id")
    added_at: datetime = Field(sa_type=Moment)
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class EvidenceUse(SQLModel, table=True):
    """One item may serve several indicators."""

    __tablename__ = "evidence_use"

    evidence_id: str = Field(primary_key=True, foreign_key="evidence.id")
    indicator: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class ValidatedLevel(SQLModel, table=True):
    """A value that the head changed in the check before signing; the team's own answer stays as it is beside it."""

    __tablename__ = "validated_level"
    __table_args__ = (CheckConstraint("value <> ''", name="value"), CheckConstraint("reason <> ''", name="reason"))

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    indicator: str = Field(primary_key=True)
    value: str
    reason: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)


class WorkbookImport(SQLModel, table=True):
    """What was taken from workbooks in one step: the rows with the revisions before and after, for taking it back.

    `rows`: indicator -> [revision before, revision after].
    """

    __tablename__ = "workbook_import"
    __table_args__ = (CheckConstraint("(undone_at IS NULL) = (undone_by = '')", name="undone_by_when"),)

    id: str = Field(primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", index=True)
    rows: dict[str, Any] = Field(sa_type=JSON)
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)
    undone_by: str = ""
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
