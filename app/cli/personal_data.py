"""All that is held on a person, for the person: `parity user data`."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import Session, SQLModel, col

from app.access.identity import has_address
from app.db.tables.people import Person

SECRETS = {
    "password_hash",
    "token_hash",
    "secret",
    "code_hash",
    "address_hash",
    "public_key",
    "bound_to",
    "challenge",
    "hash",
    "salt",
}
"""What signs a person in, or proves a row, tells nothing about them and does not leave."""
NOT_ABOUT_THEM = {("workforce_cell", "value"), ("workforce_history", "value")}
"""That a person saved a number is about them. The number is not: it is for their team, which they may have left."""
OWN = {"person_id", "by", "saved_by", "added_by", "withdrawn_by", "resolved_by", "reviewer_id"}
"""The columns that hold the id of a person."""


def held_on(db: Session, email: str) -> dict[str, Any] | None:
    """Table -> rows, of the person with this address and all that names them; None where there is no such account."""
    person = db.execute(select(col(Person.id)).where(has_address(email))).scalar_one_or_none()
    if person is None:
        return None
    rows_by_table = {table.name: _rows(db, table, person) for table in SQLModel.metadata.sorted_tables}
    return {name: rows for name, rows in rows_by_table.items() if rows}


def _rows(db: Session, table: Table, person: str) -> list[dict[str, Any]]:
    condition = _condition(table, person)
    if condition is None:
        return []
    shown = [
        column for column in table.c if column.name not in SECRETS and (table.name, column.name) not in NOT_ABOUT_THEM
    ]
    rows = db.execute(select(*shown).where(condition).order_by(*table.primary_key.columns)).all()
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in rows]


def _condition(table: Table, person: str) -> ColumnElement[bool] | None:
    """Rows that name the person; in the log also those that tell what others did to their account."""
    if table.name == Person.__tablename__:
        return table.c.id == person
    named: list[ColumnElement[bool]] = [column == person for column in table.c if column.name in OWN]
    if table.name == "audit":
        named.append(table.c.details["person"].as_string() == person)
    return or_(*named) if named else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
