"""A database of 0.3.0, full of data, becomes one of today: nothing is lost, and every figure and proof still holds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, NullPool, create_engine, func, select, text

from app.access.identity import utc_now
from app.assessments.answer_sets import published_values
from app.cli.backfill import fill_figures, record_contents
from app.db.migrations import migrate
from app.db.session import Database
from app.db.tables.records import AuditEntry
from app.features.audit.proof import prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from scoring.score import score
from scoring.scorecard import as_document
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


def update_wholly(url: str, catalogue: Catalogue) -> None:
    """As `parity migrate` does: the migrations, then what they left empty."""
    migrate(url)
    with Database(url) as database, database.writing() as db:
        fill_figures(db, catalogue, at=utc_now())
        record_contents(db, at=utc_now())


def rows_in_order(url: str, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """By the first of these columns."""
    engine = create_engine(url, poolclass=NullPool)
    schema = MetaData()
    schema.reflect(engine, only=[table])
    chosen = [schema.tables[table].c[name] for name in columns]
    with engine.connect() as connection:
        return [tuple(map(_plain, row)) for row in connection.execute(select(*chosen).order_by(chosen[0]))]


UNTOUCHED = (
    *("answer", "history", "signature", "publication", "moderation", "validated_level", "disagreement"),
    *("returned_question", "evidence", "evidence_use", "thread", "comment", "move", "download"),
)
CHAIN = ("id", "at", "by", "action", "assessment_id", "details", "hash")
FIGURES = ("id", "state", "edition", "signature", "profile", "asked", "level", "levels", "scores", "moderated")
"""Not how many are done: answers that stop signing are not counted as done any more."""


def test_no_answer_signature_or_row_of_the_log_is_another_after_the_whole_update(
    version_030: str, catalogue: Catalogue
) -> None:
    before, columns = everything(version_030)
    log = rows_in_order(version_030, "audit", *CHAIN)

    update_wholly(version_030, catalogue)

    after, _ = everything(version_030, columns)
    assert {table for table in UNTOUCHED if after[table] != before[table] or not before[table]} == set()
    assert rows_in_order(version_030, "audit", *CHAIN)[: len(log)] == log


def test_every_figure_that_0_3_0_showed_is_still_shown_and_published_ones_are_those_that_were_published(
    version_030: str, catalogue: Catalogue
) -> None:
    shown = rows_in_order(version_030, "assessment", *FIGURES)

    update_wholly(version_030, catalogue)

    assert rows_in_order(version_030, "assessment", *FIGURES) == shown
    published = {
        id_: figures for id_, figures in rows_in_order(version_030, "assessment", "id", "published") if figures
    }
    editions = rows_in_order(version_030, "publication", "edition", "assessment_id", "content")
    newest = {id_: content["scorecards"]["moderated"] for _, id_, content in editions}
    assert published.keys() == newest.keys()
    assert len(published) == 5
    for id_, card in newest.items():
        nodes = (card["overall"], *card["pillars"])
        assert published[id_]["scores"] == {node["id"]: node["score"] for node in nodes}
        assert published[id_]["level"] == card["overall"]["level"]
        assert published[id_]["levels"] == {pillar["id"]: pillar["level"] for pillar in card["pillars"]}


def test_each_published_scorecard_is_the_one_that_its_answers_give_today(
    version_030: str, catalogue: Catalogue
) -> None:
    update_wholly(version_030, catalogue)

    questionnaire = catalogue["2026.1"]
    for _, form, content in rows_in_order(version_030, "publication", "assessment_id", "form", "content"):
        values = published_values(questionnaire, content)
        for kind, answers in (("self", values.own), ("validated", values.validated), ("moderated", values.moderated)):
            again = as_document(score(questionnaire, values.profile, answers or {}, form))
            assert again == content["scorecards"][kind]


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
