"""What the server called done is still there after its process is killed at any moment, and nothing is half there.

A few dozen kills run with all tests; `make crash` runs as many as PARITY_CRASH_BATCHES says, twelve in each.
"""

import os
import random
import threading
import time
from pathlib import Path

import httpx2
import pytest
from sqlmodel import Session, select

from app import audit
from app.access import ANY_ONE
from app.assessments import answers_in_full, figures_of, one_assessment
from app.database import Database
from app.tables.answers import HistoryEntry, StoredAnswer
from app.tables.records import AuditEntry
from app.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from scoring.score import score
from tests.cast import ARDEN
from tests.journeys.acts import ACTS, Act, Receipt
from tests.journeys.server import Server, install, serving

KILLS = 12
BATCHES = int(os.environ.get("PARITY_CRASH_BATCHES", "1"))
LONGEST = 0.5
"""Seconds that the server lives once it has acknowledged something."""


def act_until_killed(server: Server, act: Act, seed: float, receipts: list[Receipt]) -> None:
    """One act after the other, until the connection breaks."""
    chance = random.Random(seed)
    with httpx2.Client(base_url=server.address) as client:
        while True:
            try:
                receipt = act(client, chance)
            except httpx2.TransportError:
                return
            if receipt:
                receipts.append(receipt)


def wait_for_the_first(receipts: list[Receipt]) -> None:
    for _ in range(3_000):
        if receipts:
            return
        time.sleep(0.01)
    raise AssertionError("nothing was acknowledged")


def receipts_of_a_killed_server(url: str, data_dir: Path) -> list[Receipt]:
    receipts: list[Receipt] = []
    with serving(url, data_dir) as server:
        threads = [
            threading.Thread(target=act_until_killed, args=(server, act, random.random(), receipts)) for act in ACTS
        ]
        for thread in threads:
            thread.start()
        wait_for_the_first(receipts)
        time.sleep(random.uniform(0, LONGEST))
        server.kill()
        for thread in threads:
            thread.join()
    return receipts


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_was_acknowledged_is_there_after_each_kill(
    batch: int, fresh_url: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    install(fresh_url, catalogue)
    for _ in range(KILLS):
        receipts = receipts_of_a_killed_server(fresh_url, tmp_path)
        with Database(fresh_url) as database, database.reading() as db:
            assert [one for one in receipts if not one.stands(db)] == []
            assert audit.verify(db).broken == ""
            no_half_written_state(db, catalogue)


def no_half_written_state(db: Session, catalogue: Catalogue) -> None:
    """History, log and stored figures all tell of the same saves."""
    history = {(one.subject, one.revision) for one in db.exec(select(HistoryEntry))}
    newest = {one.indicator: one.revision for one in db.exec(select(StoredAnswer))}
    stored = db.get(Assessment, ARDEN)
    assert stored
    newest["profile"] = stored.profile_revision
    assert history == {(subject, n) for subject, last in newest.items() for n in range(1, last + 1)}
    saves = select(AuditEntry).where(AuditEntry.action.in_(("answer saved", "profile saved")))  # type: ignore[attr-defined]
    logged = [(one.details.get("indicator", "profile"), one.details["revision"]) for one in db.exec(saves)]
    assert sorted(logged) == sorted(history)
    one = one_assessment(db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one(), catalogue)
    figures = figures_of(one.questionnaire, score(one.questionnaire, one.profile, answers_in_full(db, ARDEN), one.form))
    assert {name: getattr(stored, name) for name in figures} == figures
