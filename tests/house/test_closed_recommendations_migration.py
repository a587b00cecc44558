"""Migration 015 lets a recommendation be closed; back again, what was closed is not done, under its reason."""

from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from sqlmodel import select

from app.access.identity import utc_now
from app.db.migrations import config, migrate
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.reviews import FollowUp
from app.db.tables.rounds import Assessment
from app.files.evidence_store import EvidenceFiles
from tests.dumps import load_dump
from tests.engines import ON_BOTH

pytestmark = ON_BOTH


def test_a_closed_one_is_kept_on_the_way_there_and_back(fresh_url: str, tmp_path: Path) -> None:
    load_dump(fresh_url, "0.3.0", EvidenceFiles(tmp_path / "data"))
    migrate(fresh_url)
    with Database(fresh_url) as database, database.writing() as db:
        assessment, person = db.exec(select(Assessment)).first(), db.exec(select(Person)).first()
        assert assessment
        assert person
        said: dict[str, Any] = {
            "status": "closed",
            "reason": "The agency was dissolved",
            "by": person.id,
            "at": utc_now(),
        }
        db.add(FollowUp(assessment_id=assessment.id, indicator="RC-01", revision=1, **said))
    engine = create_engine(fresh_url, poolclass=NullPool)

    command.downgrade(config(fresh_url), "013")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT status, reason FROM follow_up")).all()
    assert [tuple(row) for row in rows] == [("not done", "The agency was dissolved")]

    migrate(fresh_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM follow_up")).scalar_one() == 1
