"""The same data and the same key give the same file, to the last byte: however often, and on whichever database."""

import hashlib
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import text

from app.assessments.report.gap_report import assessment_for_command, report_of, workbook_of
from app.db.migrations import migrate
from app.db.session import Database
from app.features.reports.verification.verdict import Outcome, verdict_of
from app.files.evidence_store import EvidenceFiles
from app.files.signing_keys import signer_of
from app.settings import Settings
from exports.signing import Signer, key_id
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, Actor
from tests.filled import fill
from tests.postgres import new_database
from tests.stage import put, rows_of

SIGNER = Signer(bytes(range(32)))


def drawn_from(database: Database, catalogue: Catalogue) -> bytes:
    with database.reading() as db:
        assessment = assessment_for_command(db, catalogue, ARDEN)
        assert assessment
        report = report_of(db, assessment, "en", with_moderated=True)
    return workbook_of(report, SIGNER)


def test_sqlite_and_postgres_give_the_same_bytes(tmp_path: Path, postgres_url: str, catalogue: Catalogue) -> None:
    """The second one keeps its clock in Auckland, where it is another day half of the time."""
    lite = f"sqlite:///{tmp_path / 'parity.db'}"
    with new_database(postgres_url) as server:
        migrate(lite)
        migrate(server)
        with Database(lite) as first, Database(server) as second:
            fill(first, catalogue, EvidenceFiles(tmp_path))
            put(second, rows_of(first))
            with second.writing() as db:
                db.execute(text(f"ALTER DATABASE {second.engine.url.database} SET TimeZone = 'Pacific/Auckland'"))
            second.engine.dispose()

            drawn = {drawn_from(source, catalogue) for source in (first, second)}

    assert len(drawn) == 1
    assert verdict_of(drawn.pop(), {key_id(SIGNER.public): SIGNER.public}).outcome is Outcome.UNCHANGED


def test_two_downloads_of_the_page_and_one_of_the_api_have_one_sha256(alice: Actor) -> None:
    pages = [alice.browser.get(f"/assessments/{ARDEN}/gap-report.xlsx") for _ in range(2)]
    program = alice.browser.get(f"/api/v1/assessments/{ARDEN}/gap-report.xlsx", headers=alice.api)

    assert len({hashlib.sha256(answer.content).hexdigest() for answer in (*pages, program)}) == 1


def test_what_leaves_is_sealed_with_the_key_of_the_server(alice: Actor, app: FastAPI) -> None:
    settings: Settings = app.state.settings
    signer = signer_of(settings)

    verdict = verdict_of(alice.browser.get(f"/assessments/{ARDEN}/gap-report.xlsx").content, {signer.id: signer.public})

    assert (verdict.outcome, verdict.key) == (Outcome.UNCHANGED, app.state.signer.id)
    assert verdict.about == {
        "document": "gap report",
        "assessment": ARDEN,
        "administration": "Arden Customs",
        "round": "2026",
        "questionnaire": "2026.1",
        "fingerprint": app.state.catalogue["2026.1"].fingerprint,
        "form": "full",
        "edition": "1",
        "signature": "0",
        "signed": "",
        "publication": "",
        "examined": "",
        "state": "not opened",
        "values": "self",
        "changed_at": "",
        "language": "en",
    }
