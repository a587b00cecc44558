"""The only writer of the audit table: one row for each write, in the transaction of the write."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from app.database import Database
from app.tables import AuditEntry

INSERT = insert(AuditEntry.__table__)  # type: ignore[attr-defined]  # SQLModel does not declare its tables


def remember(
    db: Session, action: str, *, by: str, at: datetime, assessment_id: str = "", details: dict[str, Any] | None = None
) -> None:
    """`action` is a noun and a past participle ("answer saved"); details hold ids and codes, never a person's text."""
    db.connection().execute(
        INSERT,
        {"at": at, "by": by, "action": action, "assessment_id": assessment_id, "details": details or {}},
    )


def remember_reading(database: Database, action: str, *, by: str, at: datetime, assessment_id: str) -> None:
    """A sensitive read, in a transaction of its own: with the time last seen, all that a GET may write."""
    with database.writing() as db:
        remember(db, action, by=by, at=at, assessment_id=assessment_id)
