"""Migration 013 brings what a review leaves behind; publications from before keep their content and their hashes."""

from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool
from sqlmodel import select

from app.assessments.answer_sets import content_hash
from app.assessments.report.outcome import content_of, outcome_in
from app.db.migrations import config, migrate
from app.db.session import Database
from app.db.tables.rounds import Publication
from app.files.evidence_store import EvidenceFiles
from exports.gap.outcome import NO_OUTCOME
from tests.dumps import load_dump
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

TABLES = {"recommendation", "review_summary", "review_version", "follow_up"}


def test_a_filled_database_gets_the_tables_and_loses_them_again(fresh_url: str, tmp_path: Path) -> None:
    load_dump(fresh_url, "0.3.0", EvidenceFiles(tmp_path / "data"))
    migrate(fresh_url)
    engine = create_engine(fresh_url, poolclass=NullPool)
    assert set(inspect(engine).get_table_names()) >= TABLES

    command.downgrade(config(fresh_url), "012")
    assert not TABLES & set(inspect(engine).get_table_names())

    migrate(fresh_url)
    with Database(fresh_url) as database, database.reading() as db:
        published = db.exec(select(Publication)).all()
    assert len(published) == 5
    assert all(content_hash(each.content) == each.hash for each in published)
    assert all(outcome_in(each.content) == NO_OUTCOME for each in published)
    assert content_of(NO_OUTCOME) == {}
