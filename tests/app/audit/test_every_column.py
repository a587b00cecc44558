"""Whatever is changed by SQL in what the log vouches for, `audit verify` finds it and names the place."""

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.types import JSON
from sqlmodel import Session, SQLModel

from app.db.fingerprints import FIGURES, NOT_COVERED, NOT_HASHED, PARTS, Part, every_row
from app.db.migrations import migrate
from app.db.session import Database
from app.db.tables.columns import Moment, table_of
from app.db.tables.people import Person
from app.db.tables.rounds import Move
from app.features.audit.naming import WORDS
from app.features.audit.proof import prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.engines import ON_BOTH
from tests.filled import fill
from tests.sampling import chance
from tests.stage import UNCHECKED

pytestmark = ON_BOTH

Row = dict[str, Any]
Change = Callable[[Connection, Table, Row], object]
LATER = datetime(2026, 1, 1, tzinfo=UTC)
HEAD_OF_SIGNATURE = ("signature", "audit_head")


@pytest.fixture
def filled(fresh_url: str, catalogue: Catalogue, tmp_path: Path) -> Iterator[Database]:
    """Something in every table, all of it recorded."""
    migrate(fresh_url)
    with Database(fresh_url) as database:
        fill(database, catalogue, EvidenceFiles(tmp_path))
        yield database


def test_every_column_is_covered_computed_or_left_out_with_a_reason() -> None:
    tables = SQLModel.metadata.tables
    columns = {(table.name, column.name) for table in tables.values() for column in table.c}
    hashed = {(part.table.name, name) for parts in PARTS.values() for part in parts for name in part.columns}
    computed = {(table, name) for table, names in FIGURES.items() for name in names}
    left_out = {(table, name) for table, name in columns if table in NOT_COVERED} | NOT_HASHED.keys()

    assert hashed | computed | left_out == columns
    assert not hashed & computed
    assert not (hashed | computed) & left_out
    assert all(len(reason) > 20 for reason in (*NOT_COVERED.values(), *NOT_HASHED.values()))
    assert {part.name for parts in PARTS.values() for part in parts} == set(WORDS), "each has words for people"


@pytest.mark.long(keep=1)
def test_whatever_is_changed_by_sql_is_found_and_named(
    filled: Database, catalogue: Catalogue, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """On PostgreSQL one change of each table will do: what differs there is how rows are read."""
    unnoticed = []
    for table in PARTS:
        every = list(changes_of(table))
        if filled.url.get_backend_name() != "sqlite":
            every = every[-1:]
        elif not pytestconfig.option.long:
            every = chance(table.name).sample(every, (len(every) + 1) // 2)
        for what, words, change in every:
            problems = after(filled, catalogue, tmp_path, table, change)
            if not any(words in problem for problem in problems):
                unnoticed.append(f"{table.name}, {what}: {problems}")

    assert unnoticed == []
    assert after(filled, catalogue, tmp_path, next(iter(PARTS)), lambda *_: None) == [], "what is undone is whole"


def changes_of(table: Table) -> Iterator[tuple[str, str, Change]]:
    """What is done, and words of the place that must be named then. SQLite alone takes what cannot be read."""
    words, unreadable = words_of(PARTS[table][0]), None
    yield "a row less", words, one_less
    yield "a row more", words, one_more
    for column in table.c:
        if (table.name, column.name) in NOT_HASHED and (table.name, column.name) != HEAD_OF_SIGNATURE:
            continue
        named = words_of_column(table, column)
        if isinstance(column.type, JSON | Moment) and column.type.__class__ is not unreadable:
            unreadable = column.type.__class__
            yield f"{column.name} made unreadable", named, made_unreadable(column)
        yield f"{column.name} changed", named, changed(column)


@pytest.mark.parametrize("empty", [None, False, "", [], {}])
def test_a_column_that_came_later_leaves_the_hashes_of_old_rows_alone(empty: Any) -> None:
    person = PARTS[table_of(Person)][0]
    row = dict.fromkeys(person.columns, "") | {"id": "alice", "name": "Alice"}
    later = dataclasses.replace(person, columns=(*person.columns, "came_later"))

    assert later.hash_of(row | {"came_later": empty}) == person.hash_of(row)
    assert later.hash_of(row | {"came_later": 0}) != person.hash_of(row)


def words_of(part: Part) -> str:
    return WORDS[part.name].split("{")[0].strip()


def words_of_column(table: Table, column: Column[Any]) -> str:
    if column.name in FIGURES.get(table.name, ()):
        return "figure"
    if (table.name, column.name) == HEAD_OF_SIGNATURE:
        return "the head of the log that signature 1 names"
    return words_of(next(part for part in PARTS[table] if column.name in part.columns))


def after(database: Database, catalogue: Catalogue, folder: Path, table: Table, change: Change) -> list[str]:
    """What does not fit after a change that no program made; it is undone again."""
    with Session(database.engine) as db:
        connection = db.connection()
        lift_constraints(connection, table)
        first = connection.execute(select(table).order_by(*table.primary_key).limit(1)).mappings().one()
        change(connection, table, dict(first))
        proof = prove(db, EvidenceFiles(folder), catalogue)
        assert proof.count == len(proof.problems)
        db.rollback()
    return proof.problems


def lift_constraints(connection: Connection, table: Table) -> None:
    """Whoever can change a row can do this, too."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        return
    connection.execute(UNCHECKED)
    names = text(f"SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = '\"{table.name}\"'::regclass")
    for name in connection.execute(names).scalars().all():
        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" DROP CONSTRAINT "{name}"')


def of_row(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def changed(column: Column[Any]) -> Change:
    def change(connection: Connection, table: Table, row: Row) -> None:
        value = another(column, row[column.name])
        connection.execute(update(table).where(*of_row(table, row)).values({column: value}))

    return change


def another(column: Column[Any], value: Any) -> Any:
    """As near to the value as can be."""
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Integer):
        return (value or 0) + 1
    if isinstance(column.type, Moment):
        return (value or LATER) + timedelta(microseconds=1)
    if isinstance(column.type, JSON):
        return [*value, "more"] if isinstance(value, list) else {**value, "more": 1}
    return f"{value}x"


def made_unreadable(column: Column[Any]) -> Change:
    def change(connection: Connection, table: Table, row: Row) -> None:
        key = " AND ".join(f'"{part.name}" = :{part.name}' for part in table.primary_key)
        statement = text(f'UPDATE "{table.name}" SET "{column.name}" = \'nothing\' WHERE {key}')
        connection.execute(statement, {part.name: row[part.name] for part in table.primary_key})

    return change


def one_less(connection: Connection, table: Table, row: Row) -> None:
    connection.execute(delete(table).where(*of_row(table, row)))


def one_more(connection: Connection, table: Table, row: Row) -> None:
    """A copy that differs in what must be unique."""
    unique = [column for column in table.c if column.unique] + [list(table.primary_key)[-1]]
    unique += [list(constraint)[-1] for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    connection.execute(insert(table), row | {column.name: another(column, row[column.name]) for column in unique})


def test_a_row_that_cannot_be_read_any_more_hides_none_of_the_others(migrated_file: Path, tmp_path: Path) -> None:
    """SQLite keeps any text where a moment should stand."""
    moments = {"a": "2026-01-01 08:00:00.000000", "b": "never", "c": "2026-01-01 09:00:00.000000"}
    copyfile(migrated_file, tmp_path / "parity.db")
    with sqlite3.connect(tmp_path / "parity.db") as connection:
        connection.executemany(
            "INSERT INTO move (id, at, assessment_id, number, verb, why, from_state, to_state, by)"
            " VALUES (?, ?, 'arden', 1, 'open', '', 'not opened', 'in progress', 'alice')",
            [(id_, moment) for id_, moment in moments.items()],
        )

    with Database(f"sqlite:///{tmp_path / 'parity.db'}") as database, database.reading() as db:
        rows = [(row["id"], "at" in row) for row in every_row(db, table_of(Move))]

    assert rows == [("a", True), ("b", False), ("c", True)]
