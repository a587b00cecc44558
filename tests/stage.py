"""The cast's stage as rows: built once with each database, and set anew in a few statements after a test that wrote."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text
from sqlmodel import Session, SQLModel

from app.audit import BEGINNING
from app.database import Database
from app.identity import utc_now
from app.tables.records import AuditHead
from questionnaires.catalogue import Catalogue
from tests.cast import stage

TABLES = SQLModel.metadata.sorted_tables
"""Parents first."""
EMPTY_LOG = {"id": 1, "entries": 0, "hash": BEGINNING}
FILLED = text(
    " UNION ALL ".join(f'SELECT {n} WHERE EXISTS (SELECT 1 FROM "{one.name}")' for n, one in enumerate(TABLES))
)
Row = dict[str, Any]
Rows = dict[Table, list[Row]]


class Stage:
    """What `stage` puts into a database; every time in it moves along, so that nobody's session grows old."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        empty(database)
        stage(database, catalogue)
        self._built_at = utc_now()
        self._rows = rows_of(database)

    def set(self) -> None:
        passed = utc_now() - self._built_at
        put(self._database, {table: [_later(row, passed) for row in rows] for table, rows in self._rows.items()})


def rows_of(database: Database) -> Rows:
    with database.engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in filled_tables(connection)
        }


def put(database: Database, rows: Rows) -> None:
    """These rows and nothing else."""
    with database.engine.begin() as connection:
        _clear(connection)
        for table, some in rows.items():
            connection.execute(insert(table), some)


def empty(database: Database) -> None:
    """As right after the migrations."""
    with database.engine.begin() as connection:
        _clear(connection)
        connection.execute(insert(AuditHead), EMPTY_LOG)


def filled_tables(connection: Connection | Session) -> list[Table]:
    """Those with something in them, parents first; most are empty most of the time."""
    return [TABLES[number] for number in sorted(connection.execute(FILLED).scalars())]


def _clear(connection: Connection) -> None:
    for table in reversed(filled_tables(connection)):
        connection.execute(delete(table))


def _later(row: Row, passed: timedelta) -> Row:
    return {name: value + passed if isinstance(value, datetime) else value for name, value in row.items()}
