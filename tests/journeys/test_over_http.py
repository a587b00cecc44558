"""What a real server sends over the line: HEAD without a body, and a fault that ends its connection in the open."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN
from tests.journeys.server import install, serving
from tests.waiting import PATIENCE

COOKIES = {"parity": "session of alice"}
HOME = f"/assessments/{ARDEN}"


@pytest.fixture(scope="module")
def place(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    install(f"sqlite:///{folder / 'parity.db'}", catalogue)
    return folder


@pytest.fixture(scope="module")
def alice(place: Path) -> Iterator[httpx2.Client]:
    """On one connection, which the answers before must have left in order."""
    limits = httpx2.Limits(max_connections=1)
    with (
        serving(f"sqlite:///{place / 'parity.db'}", place) as server,
        httpx2.Client(base_url=server.address, limits=limits, timeout=PATIENCE, cookies=COOKIES) as client,
    ):
        yield client


@pytest.mark.parametrize("path", [HOME, "/healthz", "/static/parity.css", f"{HOME}/gap-report.xlsx", "/nothing"])
def test_head_has_the_status_of_get_and_the_connection_goes_on(path: str, alice: httpx2.Client) -> None:
    head = alice.head(path)
    got = alice.get(path)

    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert "connection" not in head.headers


def test_a_fault_of_ours_is_a_whole_answer_that_says_that_the_connection_ends(
    alice: httpx2.Client, place: Path
) -> None:
    with closing(sqlite3.connect(place / "parity.db")) as database:
        database.execute("ALTER TABLE comment RENAME TO gone")
        answer = alice.get(f"{HOME}/answers/RC-01/comments")
        database.execute("ALTER TABLE gone RENAME TO comment")

    assert (answer.status_code, answer.headers["connection"]) == (500, "close")
    assert answer.text.rstrip().endswith("</html>")
    assert alice.get(f"{HOME}/answers/RC-01/comments").status_code == 200
