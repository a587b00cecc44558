"""What the server called done is still there after its process is killed at any moment, and nothing is half there.

Two kills on each database run with all tests; `make test-long` kills thousands of times.
"""

import random
import threading
import time
from pathlib import Path

import httpx2
import pytest
from sqlmodel import Session, col, select

from app.access.loaders import ANY_ONE
from app.assessments.answer_sets import content_hash
from app.assessments.lifecycle import State
from app.assessments.reads import answers_in_full, one_assessment
from app.assessments.stored_figures import published_figures
from app.assessments.to_sign import figures_from
from app.db import audit_chain
from app.db.session import Database
from app.db.tables.answers import Evidence, HistoryEntry, StoredAnswer
from app.db.tables.records import AuditEntry, Mail
from app.db.tables.rounds import Assessment, Move, Publication, Signature
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, ITEM
from tests.engines import ON_BOTH
from tests.journeys.acts import ACTS, SIGNED, TO_PUBLISH, Act, Receipt, prepare
from tests.journeys.server import Server, install, serving
from tests.waiting import PATIENCE, until

pytestmark = [ON_BOTH, pytest.mark.long(keep=1)]

BATCHES = 100
KILLS, KILLS_IN_SAMPLE = 12, 2
SENT = select(Evidence).where(Evidence.kind == "file", Evidence.id != ITEM)
"""What the cast has from the start is in the register only."""
LONGEST = 0.5
"""Seconds that the server lives once it has acknowledged something."""


def act_until_killed(server: Server, act: Act, seed: float, receipts: list[Receipt]) -> None:
    """One act after the other, until the connection breaks; a server that lives has no fault of its own to tell."""
    chance = random.Random(seed)
    watch = {"response": [no_fault]}
    with httpx2.Client(base_url=server.address, timeout=PATIENCE, event_hooks=watch) as client:
        while True:
            try:
                receipt = act(client, chance)
            except httpx2.TransportError:
                return
            if receipt:
                receipts.append(receipt)


def no_fault(answer: httpx2.Response) -> None:
    assert answer.status_code < 500, answer.request.url


def receipts_of_a_killed_server(url: str, data_dir: Path) -> list[Receipt]:
    receipts: list[Receipt] = []
    with serving(url, data_dir) as server:
        threads = [
            threading.Thread(target=act_until_killed, args=(server, act, random.random(), receipts)) for act in ACTS
        ]
        for thread in threads:
            thread.start()
        until(lambda: bool(receipts), "nothing was acknowledged")
        time.sleep(random.uniform(0, LONGEST))
        server.kill()
        for thread in threads:
            thread.join()
    return receipts


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_was_acknowledged_is_there_after_each_kill(
    batch: int, fresh_url: str, tmp_path: Path, catalogue: Catalogue, pytestconfig: pytest.Config
) -> None:
    kills = KILLS if pytestconfig.option.long else KILLS_IN_SAMPLE
    install(fresh_url, catalogue)
    with Database(fresh_url) as database:
        prepare(database, catalogue)
    for _ in range(kills):
        receipts = receipts_of_a_killed_server(fresh_url, tmp_path)
        with Database(fresh_url) as database, database.reading() as db:
            files = EvidenceFiles(tmp_path)
            assert [receipt for receipt in receipts if not receipt.stands(db, files)] == []
            assert audit_chain.verify_chain(db).broken == ""
            no_half_written_state(db, catalogue)
            no_half_published_result(db, catalogue)
            assert [item.id for item in db.exec(SENT) if not files.is_whole(item.sha256)] == []


def no_half_written_state(db: Session, catalogue: Catalogue) -> None:
    """History, log and stored figures all tell of the same saves; moves and signatures of the same states."""
    all_told_alike(db, catalogue)
    stored = db.get(Assessment, SIGNED)
    moves = db.exec(select(Move).where(Move.assessment_id == SIGNED).order_by(Move.number)).all()  # type: ignore[arg-type]
    signatures = db.exec(select(Signature).where(Signature.assessment_id == SIGNED)).all()
    assert stored
    assert [move.number for move in moves] == list(range(1, len(moves) + 1))
    assert [move.to_state for move in moves[-1:]] in ([], [stored.state])
    assert {signature.number for signature in signatures} == set(range(1, stored.signature + 1))
    assert sum(move.verb == "sign" for move in moves) == len(signatures)
    assert all(content_hash(signature.content) == signature.hash for signature in signatures)
    assert len(db.exec(select(Mail).where(Mail.kind == "receipt")).all()) % max(len(signatures), 1) == 0


def no_half_published_result(db: Session, catalogue: Catalogue) -> None:
    """Published is what has a publication with its hash, its figures and its move; nothing else."""
    publications = {row.assessment_id: row for row in db.exec(select(Publication)).all()}
    moves = {move.assessment_id for move in db.exec(select(Move)) if move.verb == "publish"}
    for assessment in db.exec(select(Assessment).where(col(Assessment.id).in_(TO_PUBLISH))):
        publication = publications.get(assessment.id)
        assert (assessment.state == State.PUBLISHED) == (publication is not None) == (assessment.id in moves)
        if publication:
            assert content_hash(publication.content) == publication.hash
            version = catalogue[publication.questionnaire]
            assert assessment.published == published_figures(version, publication.content)


def all_told_alike(db: Session, catalogue: Catalogue) -> None:
    at_arden = HistoryEntry.assessment_id == ARDEN
    history = {(entry.subject, entry.revision) for entry in db.exec(select(HistoryEntry).where(at_arden))}
    answers = select(StoredAnswer).where(StoredAnswer.assessment_id == ARDEN)
    newest = {answer.indicator: answer.revision for answer in db.exec(answers)}
    stored = db.get(Assessment, ARDEN)
    assert stored
    newest["profile"] = stored.profile_revision
    assert history == {(subject, n) for subject, last in newest.items() for n in range(1, last + 1)}
    saves = select(AuditEntry).where(AuditEntry.action.in_(("answer saved", "profile saved")))  # type: ignore[attr-defined]
    saves = saves.where(AuditEntry.assessment_id == ARDEN)
    logged = [(entry.details.get("indicator", "profile"), entry.details["revision"]) for entry in db.exec(saves)]
    assert sorted(logged) == sorted(history)
    assessment = one_assessment(db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one(), catalogue)
    figures = figures_from(assessment.questionnaire, assessment.profile, answers_in_full(db, ARDEN), assessment.form)
    assert {name: getattr(stored, name) for name in figures} == figures
