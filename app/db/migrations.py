"""Which migration a database is at, which it should be at, and how to bring it there."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table

from app import Deferred

if TYPE_CHECKING:
    from alembic import command
    from alembic import config as alembic_config
else:
    command, alembic_config = Deferred("alembic.command"), Deferred("alembic.config")

FOLDER = Path(__file__).parents[2] / "migrations"
REACHED = table("alembic_version", column("version_num"))
"""Alembic's own table."""


def newest() -> str:
    """The head that this program was written for."""
    return (FOLDER / "HEAD").read_text(encoding="utf-8").strip()


def reached(connection: Connection) -> tuple[str, ...]:
    """The migrations that the database is at: one, or none where it has no tables of ours."""
    if not inspect(connection).has_table(REACHED.name):
        return ()
    return tuple(connection.execute(select(REACHED.c.version_num)).scalars())


def config(url: str) -> "alembic_config.Config":
    own = alembic_config.Config()
    own.set_main_option("script_location", str(FOLDER))
    own.attributes["url"] = url
    return own


def migrate(url: str) -> None:
    command.upgrade(config(url), "head")
