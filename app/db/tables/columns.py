"""What every table stands on: the names of constraints, and the column type for a point in time."""

from datetime import UTC, datetime

from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy import Dialect, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

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
        if value is None or value.tzinfo:  # PostgreSQL answers in the zone of its own settings
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


def table_of(model: type[SQLModel]) -> Table:
    """For statements of SQLAlchemy Core."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return table


def one_of(column: str, *values: str) -> str:
    """The text of a check constraint: the column holds one of these words."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"
