"""Migration 016 makes an administration of all that was there; back again, nobody reviews from outside."""

from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from sqlmodel import select

from app.access.identity import utc_now
from app.cli.backfill import fill_figures, record_contents
from app.db import audit_log, fingerprints
from app.db.migrations import config, migrate
from app.db.session import Database
from app.db.tables.people import Administration, Person
from app.features.audit.proof import prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.dumps import load_dump
from tests.engines import ON_BOTH

pytestmark = ON_BOTH


def test_those_that_were_there_are_administrations_and_their_records_still_prove_themselves(
    fresh_url: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    """The log vouched for rows that knew no kind; a kind that somebody writes beside it is found."""
    files = EvidenceFiles(tmp_path / "data")
    load_dump(fresh_url, "0.3.0", files)
    command.upgrade(config(fresh_url), "015")
    with Database(fresh_url) as database, database.writing() as db:
        columns = [column.name for column in Administration.__table__.c if column.name != "kind"]  # type: ignore[attr-defined]
        rows = db.execute(text(f"SELECT {', '.join(columns)} FROM administration")).mappings().all()
        before = {place for row in rows for place in fingerprints.of(Administration(**row)).items()}
    migrate(fresh_url)

    with Database(fresh_url) as database:
        with database.writing() as db:
            fill_figures(db, catalogue, at=utc_now())
            record_contents(db, at=utc_now())
        with database.reading() as db:
            kinds = set(db.exec(select(Administration.kind)))
            after = {place for row in db.exec(select(Administration)) for place in fingerprints.of(row).items()}
            assert prove(db, files, catalogue).problems == []
        assert kinds == {"administration"}
        assert after == before
        with database.writing() as db:
            db.execute(text("UPDATE administration SET kind = 'secretariat' WHERE code = 'XA'"))
        with database.reading() as db:
            assert len(prove(db, files, catalogue).problems) == 1


def test_on_the_way_back_a_reviewer_from_outside_has_no_office(fresh_url: str, tmp_path: Path) -> None:
    load_dump(fresh_url, "0.3.0", EvidenceFiles(tmp_path / "data"))
    migrate(fresh_url)
    about: dict[str, Any] = {"email": "xenia@example.org", "name": "Xenia", "password_hash": ""}
    with Database(fresh_url) as database, database.writing() as db:
        person = Person(id="xenia", office="external_reviewer", **about)
        db.add(person)
        db.flush()
        audit_log.record(db, "person invited", by="xenia", at=utc_now(), contents=fingerprints.of(person))
    engine = create_engine(fresh_url, poolclass=NullPool)

    command.downgrade(config(fresh_url), "015")
    with engine.connect() as connection:
        office = connection.execute(text("SELECT office FROM person WHERE id = 'xenia'")).scalar_one()
    assert office == ""

    migrate(fresh_url)
    with engine.connect() as connection:
        assert set(connection.execute(text("SELECT kind FROM administration")).scalars()) == {"administration"}
