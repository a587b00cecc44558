"""An answer that the server called saved is still there after its process is killed at any moment."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlmodel import select

from app.database import Database
from app.tables.answers import HistoryEntry, StoredAnswer
from app.web.migrations import migrate
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, stage

INDICATORS = ("RC-01", "RC-02", "RC-03")
TOKEN = {"authorization": "Bearer token of alice"}


@pytest.fixture
def data_dir(tmp_path: Path, catalogue: Catalogue) -> Path:
    """An installation with the cast in it."""
    url = f"sqlite:///{tmp_path / 'parity.db'}"
    migrate(url)
    database = Database(url)
    stage(database, catalogue)
    database.close()
    return tmp_path


@pytest.fixture
def server(data_dir: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`parity serve` in a process of its own, ready."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("parity")), "serve", "--port", str(port)]
    environment = {**os.environ, "PARITY_DATA_DIR": str(data_dir)}
    environment.pop("PARITY_DATABASE_URL", None)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, process)
        yield process, address
        process.kill()


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            if httpx2.get(f"{address}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not become ready")


def save_until_killed(process: subprocess.Popen[bytes], address: str, saves: int) -> dict[str, int]:
    """Saves one answer after the other; the process is killed while one is on its way. What was acknowledged."""
    acknowledged = dict.fromkeys(INDICATORS, 0)
    with httpx2.Client(base_url=address, headers=TOKEN) as client:
        for number in range(saves + 1):
            indicator = INDICATORS[number % len(INDICATORS)]
            body = {
                "state": "answered",
                "value": number % 5,
                "comment": f"{number}",
                "revision": acknowledged[indicator],
            }
            if number == saves:
                process.send_signal(signal.SIGKILL)
            try:
                answer = client.put(f"/api/v1/assessments/{ARDEN}/answers/{indicator}", json=body)
                acknowledged[indicator] = answer.json()["revision"]
            except httpx2.TransportError:
                break
    return acknowledged


@pytest.mark.parametrize("saves", [1, 40])
def test_what_was_called_saved_is_there_after_a_kill(
    server: tuple[subprocess.Popen[bytes], str], data_dir: Path, saves: int
) -> None:
    acknowledged = save_until_killed(*server, saves)
    server[0].wait()

    database = Database(f"sqlite:///{data_dir / 'parity.db'}")
    with database.reading() as db:
        stored = {one.indicator: one.revision for one in db.exec(select(StoredAnswer))}
        history = {(one.subject, one.revision) for one in db.exec(select(HistoryEntry))}
    database.close()
    assert sum(acknowledged.values()) >= saves
    assert all(stored.get(indicator, 0) >= revision for indicator, revision in acknowledged.items())
    assert history == {(indicator, n) for indicator, newest in stored.items() for n in range(1, newest + 1)}
