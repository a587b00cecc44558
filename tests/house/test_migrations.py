"""The numbered migrations lead from an empty database to the tables, on both databases, and back."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from app.web.migrations import config, migrate, newest


@pytest.fixture
def empty_url(url: str, tmp_path: Path) -> str:
    """A database with nothing in it, beside the one of the other tests."""
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    with create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS empty_parity"))
        connection.execute(text("CREATE DATABASE empty_parity"))
    return make_url(url).set(database="empty_parity").render_as_string(hide_password=False)


def engine_of(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def test_migrating_an_empty_database_gives_exactly_the_tables(empty_url: str) -> None:
    migrate(empty_url)

    with engine_of(empty_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url)

    with engine_of(empty_url).connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest()


def test_going_back_leaves_nothing(empty_url: str) -> None:
    migrate(empty_url)
    command.downgrade(config(empty_url), "base")

    assert inspect(engine_of(empty_url)).get_table_names() == ["alembic_version"]


def test_the_check_constraints_are_in_the_database(empty_url: str) -> None:
    migrate(empty_url)

    constraints = {one["name"] for one in inspect(engine_of(empty_url)).get_check_constraints("answer")}
    assert "ck_answer_value_when_answered" in constraints
    assert "ck_answer_reason_when_not_applicable" in constraints


def test_the_head_file_names_the_newest_migration() -> None:
    script = ScriptDirectory.from_config(config("sqlite://"))

    assert script.get_heads() == [newest()]
