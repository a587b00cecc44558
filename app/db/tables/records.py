"""What is kept for the record: the audit log with its chain, the mails, the register of downloads."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, TextClause, text
from sqlmodel import Field, SQLModel

from app.db.tables.columns import Moment


def _only(condition: TextClause) -> dict[str, Any]:
    """Of an index over few of the rows, in the words of each engine."""
    return {"sqlite_where": condition, "postgresql_where": condition}


class AuditEntry(SQLModel, table=True):
    """Who did what and when. Written by `audit_log.py` only; `assessment_id` is "" where none is concerned.

    `id` counts from 1 without a gap; `hash` is the SHA-256 over the row and the hash of the row before. `contents`
    holds the hash of each record that the row speaks of, as it then stood (`app.db.fingerprints`); it is null in
    rows from before Parity kept them.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_assessment_id_at", "assessment_id", "at"),
        Index("ix_audit_assessment_id_id", "assessment_id", "id"),
    )

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment, index=True)
    by: str = Field(index=True)
    action: str
    assessment_id: str
    details: dict[str, Any] = Field(sa_type=JSON)
    contents: dict[str, str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    hash: str


class AuditHead(SQLModel, table=True):
    """The one row that says where the chain ends, so that rows cut off its end are missed; writers queue at it."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    entries: int
    hash: str


class Mail(SQLModel, table=True):
    """A mail to send, written in the transaction of what it tells. No text of an answer stands in any.

    `kind` names the words in `outbox.py`; `names` are filled in when it is sent. A mail with a link holds the link's
    id: its token is made when the mail is sent, and is kept nowhere.
    """

    id: str = Field(primary_key=True)
    kind: str
    person_id: str = Field(foreign_key="person.id", index=True)
    names: dict[str, Any] = Field(sa_type=JSON)
    link_id: str = ""
    assessment_id: str = ""
    created_at: datetime = Field(sa_type=Moment, index=True)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    next_try_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str = ""


class Notice(SQLModel, table=True):
    """What a person is told of an assessment, on the page of their notices. No text of an answer stands in any.

    `kind` names the sentence in `notice_words.py`, which `names` fill in when it is read; `path` is where it leads.
    `seen_at` is empty until the person opened it; `digest_at` is from when the mail of the day may tell of it, empty
    where none has to or one did.
    """

    __table_args__ = (
        Index("ix_notice_person_id_at", "person_id", "at"),
        Index("ix_notice_unread", "person_id", **_only(text("seen_at IS NULL"))),
        Index("ix_notice_digest_at", "digest_at", **_only(text("digest_at IS NOT NULL"))),
    )

    id: str = Field(primary_key=True)
    kind: str
    person_id: str = Field(foreign_key="person.id")
    assessment_id: str = Field(foreign_key="assessment.id")
    path: str
    names: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=Moment, index=True)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    digest_at: datetime | None = Field(default=None, sa_type=Moment)


class Download(SQLModel, table=True):
    """One file that left: who, when, what, and its SHA-256."""

    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
    by: str = Field(foreign_key="person.id")
    what: str
    file_name: str
    size: int
    sha256: str
    assessment_id: str = ""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
