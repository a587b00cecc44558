"""The numbered migrations lead from an empty database to the tables, on both databases, and back."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, inspect
from sqlmodel import SQLModel

from app.db.migrations import config, migrate, newest
from tests.engines import ON_BOTH

pytestmark = ON_BOTH


def engine_of(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def test_migrating_an_empty_database_gives_exactly_the_tables(fresh_url: str) -> None:
    migrate(fresh_url)

    with engine_of(fresh_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(fresh_url: str) -> None:
    migrate(fresh_url)
    migrate(fresh_url)

    with engine_of(fresh_url).connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest()


def test_going_back_leaves_nothing(fresh_url: str) -> None:
    migrate(fresh_url)
    command.downgrade(config(fresh_url), "base")

    assert inspect(engine_of(fresh_url)).get_table_names() == ["alembic_version"]


def test_the_check_constraints_are_in_the_database(fresh_url: str) -> None:
    migrate(fresh_url)

    constraints = {one["name"] for one in inspect(engine_of(fresh_url)).get_check_constraints("answer")}
    assert "ck_answer_value_when_answered" in constraints
    assert "ck_answer_reason_when_not_applicable" in constraints


def test_the_head_file_names_the_newest_migration() -> None:
    script = ScriptDirectory.from_config(config("sqlite://"))

    assert script.get_heads() == [newest()]
