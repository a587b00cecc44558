"""What stands in the database, to compare before and after."""

from sqlalchemy import text

from app.db.session import Database
from tests.stage import filled_tables

Contents = dict[str, list[tuple[object, ...]]]


def contents(database: Database, *left_out: str) -> Contents:
    """Every row of every table but those left out, in an order of its own; empty tables do not stand in it."""
    with database.reading() as db:
        names = [table.name for table in filled_tables(db) if table.name not in left_out]
        return {name: sorted(map(_plain, db.execute(text(f'SELECT * FROM "{name}"'))), key=str) for name in names}


def _plain(row: object) -> tuple[object, ...]:
    return tuple(map(str, row))  # type: ignore[call-overload]
