"""Attacks on a running server: lists that are heavy to read, teams taken over, mailboxes filled."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from os import sysconf
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.tables.people import Membership, Person
from app.tables.records import Mail
from questionnaires.catalogue import Catalogue
from tests.app.administering.files import IMPORT, heavy
from tests.journeys.acts import API, browser_of, form_of, program_of
from tests.journeys.server import Server, install, serving
from tests.waiting import PATIENCE

TEAM = "/administrations/arden/people"
SAVES = 20


@pytest.fixture
def attacked(fresh_url: str, tmp_path: Path, catalogue: Catalogue) -> Iterator[tuple[Server, httpx2.Client]]:
    install(fresh_url, catalogue)
    with serving(fresh_url, tmp_path) as server, httpx2.Client(base_url=server.address, timeout=PATIENCE) as client:
        yield server, client


def processor_seconds(server: Server) -> float:
    """Of the serving process alone: its children do not count."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")


def send_list(client: httpx2.Client, content: bytes) -> int:
    files = {"file": ("list.xlsx", content)}
    return client.post(IMPORT, data=form_of("sofia"), files=files, headers=browser_of("sofia")).status_code


def save(client: httpx2.Client, revision: int) -> int:
    body = {"state": "answered", "value": revision % 5, "revision": revision}
    return client.put(f"{API}/answers/RC-01", json=body, headers=program_of("alice")).status_code


def test_saves_go_on_while_heavy_lists_are_read(attacked: tuple[Server, httpx2.Client]) -> None:
    """In 0.3.0 one such list of 11 kB stopped every save for 15 seconds."""
    server, client = attacked
    content = heavy()
    assert (send_list(client, content), save(client, 0)) == (200, 200), "everything is loaded"
    spent = processor_seconds(server)

    with ThreadPoolExecutor(2) as attackers:
        lists = [attackers.submit(send_list, client, content) for _ in range(4)]
        saves = [save(client, revision) for revision in range(1, SAVES)]
        statuses = [one.result() for one in lists]

    assert (saves, statuses) == ([200] * (SAVES - 1), [200] * 4)
    assert processor_seconds(server) - spent < 5


def test_a_coordinator_takes_no_administration_over_and_fills_no_mailbox(
    attacked: tuple[Server, httpx2.Client], fresh_url: str
) -> None:
    _, client = attacked
    alice = browser_of("alice")
    victim = {"email": "victim@example.org", "name": "Victim", "role": "viewer", "language": "en"}

    def post(path: str, **fields: object) -> int:
        return client.post(f"{TEAM}{path}", data=form_of("alice", **fields), headers=alice).status_code

    taken_over = [
        post("", **victim | {"role": "head"}),
        post("/connie", role="head"),
        post("/hugo", role="viewer"),
        post("/hugo/removal"),
    ]
    filled = []
    with Database(fresh_url) as database:
        for _ in range(7):
            filled.append(post("", **victim))
            with database.reading() as db:
                person = db.execute(select(Person).where(col(Person.email) == victim["email"])).scalar_one()
            post(f"/{person.id}/removal")
        with database.reading() as db:
            sent = db.execute(select(Mail).where(col(Mail.person_id) == person.id)).scalars().all()
            heads = db.execute(select(Membership).where(col(Membership.role) == "head")).scalars().all()

    assert taken_over == [403] * 4
    assert [one.person_id for one in heads] == ["hugo"]
    assert filled == [303] * 5 + [422] * 2
    assert [one.kind for one in sent] == ["invitation"] * 5
