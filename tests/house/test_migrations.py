"""The numbered migrations lead from an empty database to the tables, on both databases, and back."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, NullPool, create_engine, inspect
from sqlmodel import SQLModel

from app.db.migrations import config, migrate, newest, reached
from tests.engines import ON_BOTH
from tests.house.prepared import Prepared

pytestmark = ON_BOTH


def engine_of(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


@pytest.fixture
def migrated(fresh_url: str, prepared: Prepared) -> str:
    prepared.copy_to(fresh_url, "today", migrate)
    return fresh_url


def test_migrating_an_empty_database_gives_exactly_the_tables(migrated: str) -> None:
    with engine_of(migrated).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(migrated: str) -> None:
    migrate(migrated)

    with engine_of(migrated).connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest()
        assert reached(connection) == (newest(),)


def test_going_back_leaves_nothing(migrated: str) -> None:
    command.downgrade(config(migrated), "base")

    engine = engine_of(migrated)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    with engine.connect() as connection:
        assert reached(connection) == ()


def test_the_check_constraints_of_the_database_are_those_of_the_tables(migrated: str) -> None:
    """PostgreSQL writes the conditions in a way of its own, so that there only the names are compared."""
    engine = engine_of(migrated)
    with_conditions = engine.dialect.name == "sqlite"
    in_database = inspect(engine)
    for table in SQLModel.metadata.tables.values():
        checks = [check for check in table.constraints if isinstance(check, CheckConstraint)]
        expected = {str(check.name): str(check.sqltext) if with_conditions else "" for check in checks}
        migrated_checks = in_database.get_check_constraints(table.name)
        assert expected == {
            str(check["name"]): check["sqltext"] if with_conditions else "" for check in migrated_checks
        }, table.name


def test_the_head_file_names_the_newest_migration() -> None:
    script = ScriptDirectory.from_config(config("sqlite://"))

    assert script.get_heads() == [newest()]
