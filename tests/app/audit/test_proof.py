"""Signatures, publications and files of evidence still fit their hashes; what does not is named."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.answers import Evidence
from app.features.audit.proof import prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, KEPT_FILE
from tests.engines import ON_BOTH
from tests.recorded import record
from tests.states import put_in_state

CONTENT = b"a policy on gender equality"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
Told = Callable[[], list[str]]


@pytest.fixture
def kept(database: Database, catalogue: Catalogue, tmp_path: Path) -> Database:
    """A published assessment with a file of evidence, which lies in the folder of the test."""
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
        row: dict[str, Any] = {"kind": "file", "title": "Policy", "file_name": "policy.pdf", "sha256": SHA256}
        db.add(Evidence(id="e", assessment_id=ARDEN, added_by="alice", added_at=utc_now(), **row))
    EvidenceFiles(tmp_path).store(io.BytesIO(KEPT_FILE))
    folder = tmp_path / "evidence" / SHA256[:2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHA256).write_bytes(CONTENT)
    with database.writing() as db:
        record(db, catalogue)
    return database


@pytest.fixture
def told(kept: Database, tmp_path: Path, catalogue: Catalogue) -> Callable[[], list[str]]:
    """What does not fit, in sentences."""

    def prove_it() -> list[str]:
        with kept.reading() as db:
            return prove(db, EvidenceFiles(tmp_path), catalogue).problems

    return prove_it


def by_hand(database: Database, statement: str) -> None:
    with database.writing() as db:
        db.connection().exec_driver_sql(statement)


def test_what_nobody_touched_is_whole(kept: Database, tmp_path: Path, catalogue: Catalogue) -> None:
    with kept.reading() as db:
        proof = prove(db, EvidenceFiles(tmp_path), catalogue)

    assert (proof.count, proof.problems) == (0, [])
    assert (proof.signatures, proof.publications, proof.files) == (1, 1, 2)


@pytest.mark.parametrize("table", ["signature", "publication"])
@pytest.mark.parametrize("content", ["{}", """'{"profile": {}}'""", "'[1]'"])
def test_a_content_that_was_changed_is_named(table: str, content: str, kept: Database, told: Told) -> None:
    by_hand(kept, f"UPDATE {table} SET content = {content if content[0] == chr(39) else repr(content)}")

    problems = told()
    assert all(problem.startswith("Arden Customs, 2026: ") for problem in problems)
    said = "was changed after it was signed" if table == "signature" else "was changed after it was published"
    assert sum(said in problem for problem in problems) == 1


@ON_BOTH
def test_a_row_that_was_taken_out_is_named(kept: Database, told: Told) -> None:
    by_hand(kept, "DELETE FROM evidence WHERE id = 'e'")

    [problem] = told()
    assert problem.startswith("the evidence e is missing: it was written (row ")


def test_a_signature_whose_head_never_stood_in_the_log_is_named(kept: Database, told: Told) -> None:
    by_hand(kept, f"UPDATE signature SET audit_head = '{'e' * 64}'")

    assert "signature 1 names is not in the log where it was signed" in " ".join(told())


def test_a_file_of_evidence_that_was_changed_is_named(kept: Database, tmp_path: Path, told: Told) -> None:
    EvidenceFiles(tmp_path).path_of(SHA256).write_bytes(b"another policy")

    assert told() == [f"The evidence file {SHA256} was changed."]


def test_a_file_of_evidence_that_is_gone_is_named(kept: Database, tmp_path: Path, told: Told) -> None:
    EvidenceFiles(tmp_path).path_of(SHA256).unlink()

    assert told() == [f"The evidence file {SHA256} is missing."]
