"""Attacks on a running server: sums that no cell holds, accounts shut from outside, lists that are heavy to read, teams
taken over, mailboxes filled. A crowd of strangers has a file of its own.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from os import sysconf
from pathlib import Path
from zipfile import ZipFile

import httpx2
import pytest
from sqlalchemy import select
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import Membership, Person
from app.db.tables.records import Mail
from questionnaires.catalogue import Catalogue
from tests.app.directory.files import IMPORT, heavy
from tests.cast import ARDEN, PASSWORD
from tests.engines import ON_BOTH, fresh_database
from tests.journeys.acts import API, browser_of, form_of, program_of
from tests.journeys.server import Server, install, serving
from tests.waiting import PATIENCE

TEAM = "/administrations/arden/people"
SAVES = 20


@pytest.fixture(scope="module")
def fresh_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One of each engine for all attacks: none of them touches what another looks at."""
    with fresh_database(request, tmp_path_factory.mktemp("attacked")) as url:
        yield url


@pytest.fixture(scope="module")
def attacked(
    fresh_url: str, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
) -> Iterator[tuple[Server, httpx2.Client]]:
    install(fresh_url, catalogue)
    with (
        serving(fresh_url, tmp_path_factory.mktemp("data")) as server,
        httpx2.Client(base_url=server.address, timeout=PATIENCE) as client,
    ):
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


def test_no_team_stops_the_reports_of_the_round(attacked: tuple[Server, httpx2.Client]) -> None:
    """In 0.3.0 fourteen items of the register for one question broke the cell that joins them, and every report."""
    _, client = attacked
    home, alice = f"/assessments/{ARDEN}", browser_of("alice")
    items = [
        {"title": "T" * 200, "address": f"https://arden.example/{number}/{'a' * 1_900}", "indicator": "RC-02"}
        for number in range(20)
    ]

    taken = [
        client.post(f"{home}/evidence/links", data=form_of("alice", **item), headers=alice).status_code
        for item in items
    ]
    drawn = [client.get(f"{home}/{file}", headers=alice).status_code for file in ("gap-report.xlsx", "workbook.xlsx")]
    reports = client.get("/rounds/round/reports.zip", headers=browser_of("sofia"))

    assert set(taken) == {303, 422}, "some fit, and the others are refused with a sentence"
    assert drawn == [200, 200]
    names = ZipFile(BytesIO(reports.content)).namelist()
    assert len([name for name in names if name.endswith(".xlsx")]) == 2, "Arden's report stands beside Brink's"


@ON_BOTH
def test_strangers_shut_nobody_out(attacked: tuple[Server, httpx2.Client], fresh_url: str) -> None:
    """In 0.3.0 wrong passwords from one IPv6 network locked an account and its reset for as long as somebody liked."""
    server, strangers = attacked
    right, wrong = {"email": "alice@example.org", "password": PASSWORD}, {"email": "alice@example.org", "password": "x"}
    with httpx2.Client(base_url=server.address, timeout=PATIENCE) as known:
        assert known.post("/sign-in", data=right).status_code == 303

        guesses = [
            strangers.post("/sign-in", data=wrong, headers={"x-forwarded-for": f"2001:db8:{number}::1"}).status_code
            for number in range(40)
        ]
        resets = [strangers.post("/password-reset", data=wrong).status_code for _ in range(6)]
        own = [known.post("/sign-in", data=right).status_code, known.post("/password-reset", data=right).status_code]
        other = strangers.post("/sign-in", data={"email": "hugo@example.org", "password": PASSWORD}).status_code

    assert {*guesses} == {422, 429}
    assert guesses[-1] == 429
    assert (own, other, {*resets}) == ([303, 303], 303, {303})
    with Database(fresh_url) as database, database.reading() as db:
        mails = db.execute(select(Mail).where(col(Mail.kind) == "reset")).scalars().all()
    assert len(mails) == 4, "three that strangers asked for, and her own"


@ON_BOTH
def test_saves_go_on_while_heavy_lists_are_read(attacked: tuple[Server, httpx2.Client]) -> None:
    """In 0.3.0 one such list of 11 kB stopped every save for 15 seconds."""
    server, client = attacked
    content = heavy()
    assert (send_list(client, content), save(client, 0)) == (200, 200), "everything is loaded"
    spent = processor_seconds(server)

    with ThreadPoolExecutor(2) as attackers:
        lists = [attackers.submit(send_list, client, content) for _ in range(4)]
        saves = [save(client, revision) for revision in range(1, SAVES)]
        statuses = [future.result() for future in lists]

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
    assert [membership.person_id for membership in heads] == ["hugo"]
    assert filled == [303] * 5 + [422] * 2
    assert [mail.kind for mail in sent] == ["invitation"] * 5
