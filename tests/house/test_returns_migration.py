"""Migration 014 brings drafts of questions and letters of returns; what was returned before stays as it is."""

from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool
from sqlmodel import select

from app.db.migrations import config, migrate
from app.db.session import Database
from app.db.tables.reviews import ReturnedQuestion, ReturnLetter
from app.files.evidence_store import EvidenceFiles
from tests.dumps import load_dump
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

TABLES = {"drafted_question", "return_letter"}


def test_a_filled_database_gets_the_tables_and_loses_them_again(fresh_url: str, tmp_path: Path) -> None:
    load_dump(fresh_url, "0.3.0", EvidenceFiles(tmp_path / "data"))
    migrate(fresh_url)
    engine = create_engine(fresh_url, poolclass=NullPool)
    assert set(inspect(engine).get_table_names()) >= TABLES

    command.downgrade(config(fresh_url), "013")
    assert not TABLES & set(inspect(engine).get_table_names())

    migrate(fresh_url)
    with Database(fresh_url) as database, database.reading() as db:
        assert db.exec(select(ReturnedQuestion)).all()
        assert db.exec(select(ReturnLetter)).all() == []
