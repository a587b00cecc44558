"""Which migration the database should be at, and how to bring it there."""

from pathlib import Path

from alembic import command
from alembic.config import Config

FOLDER = Path(__file__).parents[2] / "migrations"


def newest() -> str:
    """The head that this program was written for."""
    return (FOLDER / "HEAD").read_text(encoding="utf-8").strip()


def config(url: str) -> Config:
    alembic_config = Config()
    alembic_config.set_main_option("script_location", str(FOLDER))
    alembic_config.attributes["url"] = url
    return alembic_config


def migrate(url: str) -> None:
    command.upgrade(config(url), "head")
