"""A database of 0.3.0, full of data, becomes one of today: nothing is lost, and every figure and proof still holds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, NullPool, create_engine, func, select, text

from app.access.identity import utc_now
from app.cli.backfill import fill_figures, record_contents
from app.db.migrations import migrate
from app.db.session import Database
from app.db.tables.records import AuditEntry
from app.features.audit.proof import prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.dumps import load_dump
from tests.engines import ON_BOTH
from tests.house.test_figures_stored import computed, stored

pytestmark = ON_BOTH

Rows = dict[str, set[str]]
AS_IF_NOTHING_WAS_DECIDED = (
    "DELETE FROM moderation WHERE assessment_id = 'demo-6'",
    "UPDATE assessment SET moderated = '{}' WHERE id = 'demo-6'",
)
"""In a review that has begun; nothing was stored of it then."""


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    return EvidenceFiles(tmp_path / "data")


@pytest.fixture
def version_030(fresh_url: str, files: EvidenceFiles) -> str:
    load_dump(fresh_url, "0.3.0", files)
    return fresh_url


def everything(url: str, columns: dict[str, list[str]] | None = None) -> tuple[Rows, dict[str, list[str]]]:
    """Every row of every table as text, in these columns or in all that there are, and which those were."""
    engine = create_engine(url, poolclass=NullPool)
    schema = MetaData()
    schema.reflect(engine)
    names = columns or {table.name: [column.name for column in table.columns] for table in schema.sorted_tables}
    with engine.connect() as connection:
        rows = {
            table: {
                repr([_plain(cell) for cell in row])
                for row in connection.execute(select(*(schema.tables[table].c[name] for name in some)))
            }
            for table, some in names.items()
            if table in schema.tables
        }
    return rows, names


def _plain(cell: Any) -> Any:
    return cell.replace(tzinfo=cell.tzinfo or UTC).astimezone(UTC) if isinstance(cell, datetime) else cell


def test_every_row_of_every_table_is_still_there(version_030: str) -> None:
    before, columns = everything(version_030)

    migrate(version_030)

    after, _ = everything(version_030, columns)
    del before["alembic_version"], after["alembic_version"]
    del before["sign_in_failure"]  # counted in memory from now on
    asked = {row for row in before["reminder"] if "ready to sign" in row}
    before["reminder"] -= asked
    assert after == before
    assert len(asked) == 1, "that the head was asked stands in a table of its own, until the signature"
    assert min(len(before[table]) for table in ("answer", "history", "moderation", "audit", "mail", "publication")) > 4


def test_its_figures_are_those_that_scoring_gives_and_its_log_proves_itself(
    version_030: str, files: EvidenceFiles, catalogue: Catalogue
) -> None:
    with create_engine(version_030, poolclass=NullPool).begin() as connection:
        for statement in AS_IF_NOTHING_WAS_DECIDED:
            connection.execute(text(statement))
    migrate(version_030)

    with Database(version_030) as database:
        with database.reading() as db:
            len_of_the_log = db.execute(select(func.count()).select_from(AuditEntry)).scalar_one()
        with database.writing() as db:
            fill_figures(db, catalogue, at=utc_now())
            record_contents(db, at=utc_now())
        assert stored(database) == computed(database, catalogue)
        with database.reading() as db:
            proof = prove(db, files, catalogue)
    assert proof.problems == []
    assert (proof.chain.before_contents, proof.compared.uncovered) == (len_of_the_log, 0)
    assert (proof.signatures, proof.publications, proof.files) == (11, 5, 1)
