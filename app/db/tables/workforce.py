"""Workforce statistics: the number in each cell of a table, every earlier one, and what was signed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from app.db.tables.columns import Moment, one_of

SOURCES = ("page", "workbook", "staff list", "last round", "program")


class WorkforceCell(SQLModel, table=True):
    """The newest number in one cell; each earlier one stands in `workforce_history`.

    `value` is a whole number of the smallest unit (a person, a hundredth of the currency), and null means "not known",
    never 0. `salt` is random, anew with each save: whoever reads the hashes of the log cannot try out which small
    number is behind one.
    """

    __tablename__ = "workforce_cell"
    __table_args__ = (
        CheckConstraint(one_of("source", *SOURCES), name="source"),
        CheckConstraint("value IS NULL OR value >= 0", name="value_not_negative"),
    )

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    table_id: str = Field(primary_key=True)
    row_id: str = Field(primary_key=True)
    column_id: str = Field(primary_key=True)
    value: int | None = Field(default=None, sa_type=BigInteger)
    source: str
    revision: int
    salt: str
    saved_by: str = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=Moment)


class WorkforceHistoryEntry(SQLModel, table=True):
    """Every revision of every cell. For the team alone, as the numbers are."""

    __tablename__ = "workforce_history"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    table_id: str = Field(primary_key=True)
    row_id: str = Field(primary_key=True)
    column_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    value: int | None = Field(default=None, sa_type=BigInteger)
    source: str
    salt: str
    saved_by: str = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=Moment)


class SignedWorkforce(SQLModel, table=True):
    """The numbers as a signature froze them: what is signed holds only their digest, since it can be downloaded.

    `cells` is {"WT1a/G1/staff.W": [value, salt]}; the digest is the SHA-256 of its canonical JSON.
    """

    __tablename__ = "signed_workforce"

    assessment_id: str = Field(primary_key=True, foreign_key="assessment.id")
    number: int = Field(primary_key=True)
    cells: dict[str, Any] = Field(sa_type=JSON)


class OwnGrade(SQLModel, table=True):
    """A grade of an administration by its own name, and which of the seven grades of the tables it belongs to."""

    __tablename__ = "own_grade"

    administration_id: str = Field(primary_key=True, foreign_key="administration.id")
    name: str = Field(primary_key=True)
    grade: str
    position: int
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)
