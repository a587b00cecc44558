"""The cast's stage as rows: built once with each database, and set anew in a few statements after a test that wrote."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text
from sqlmodel import Session, SQLModel

from app.access.identity import utc_now
from app.db.audit_log import BEGINNING
from app.db.session import Database
from app.db.tables.records import AuditHead
from questionnaires.catalogue import Catalogue
from tests.cast import stage

TABLES = SQLModel.metadata.sorted_tables
"""Parents first."""
POINTED_AT = {key.column.table for table in TABLES for key in table.foreign_keys}
EMPTY_LOG = {"id": 1, "entries": 0, "hash": BEGINNING}
FILLED = text(
    " UNION ALL ".join(f'SELECT {n} WHERE EXISTS (SELECT 1 FROM "{table.name}")' for n, table in enumerate(TABLES))
)
UNCHECKED = text(
    "SELECT set_config('session_replication_role', 'replica', true) WHERE current_setting('is_superuser') = 'on'"
)
"""Until the transaction ends: else PostgreSQL looks for each row that goes in every table that may point at it."""
AT_ONCE = """"in {0}" AS (
    INSERT INTO "{0}" SELECT * FROM json_populate_recordset(CAST(NULL AS "{0}"), CAST(:{0} AS json))
)"""
Row = dict[str, Any]
Rows = dict[Table, list[Row]]


class Stage:
    """What `stage` puts into a database; every time in it moves along, so that nobody's session grows old."""

    def __init__(self, database: Database, catalogue: Catalogue, *others: Callable[[Session], None]) -> None:
        self._database = database
        empty(database)
        stage(database, catalogue)
        with database.writing() as db:
            for add in others:
                add(db)
        self._built_at = utc_now()
        self._rows = rows_of(database)
        self.set_at: float | None = None
        """By the clock of `monotonic`; None once something was committed since."""

    def spoil(self, _connection: Connection) -> None:
        self.set_at = None

    def set(self) -> None:
        passed = utc_now() - self._built_at
        put(self._database, {table: [_later(row, passed) for row in rows] for table, rows in self._rows.items()})
        self.set_at = monotonic()


def rows_of(database: Database) -> Rows:
    with database.engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in filled_tables(connection)
        }


def put(database: Database, rows: Rows) -> None:
    """These rows and nothing else."""
    with database.engine.begin() as connection:
        _clear(connection, rows)
        if connection.dialect.name == "postgresql":
            _put_at_once(connection, rows)
        else:
            for table, some in rows.items():
                connection.execute(insert(table), some)


def _put_at_once(connection: Connection, rows: Rows) -> None:
    """One statement for all tables: on the way to a server each costs more than its rows."""
    steps = ", ".join(AT_ONCE.format(table.name) for table in rows)
    parts = {table.name: json.dumps(some, default=str) for table, some in rows.items()}
    connection.execute(text(f"WITH {steps} SELECT 1"), parts)


def empty(database: Database) -> None:
    """As right after the migrations."""
    put(database, {SQLModel.metadata.tables[str(AuditHead.__tablename__)]: [EMPTY_LOG]})


def filled_tables(connection: Connection | Session) -> list[Table]:
    """Those with something in them, parents first; most are empty most of the time."""
    return [TABLES[number] for number in sorted(connection.execute(FILLED).scalars())]


def _clear(connection: Connection, coming: Rows) -> None:
    """What a test filled itself begins anew on PostgreSQL: gaps of deleted rows would be filled in any order."""
    filled = filled_tables(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(UNCHECKED)
        anew = [table for table in filled if table not in POINTED_AT and table not in coming]
        if anew:
            connection.execute(text("TRUNCATE " + ", ".join(f'"{table.name}"' for table in anew)))
        filled = [table for table in filled if table not in anew]
    for table in reversed(filled):
        connection.execute(delete(table))


def _later(row: Row, passed: timedelta) -> Row:
    return {name: value + passed if isinstance(value, datetime) else value for name, value in row.items()}
