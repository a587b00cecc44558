"""A whole journey through a real server, with marked words everywhere: not one of them stands in what it logged."""

import json
import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2
import pytest
from sqlalchemy import NullPool, create_engine, text

from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, PASSWORD
from tests.engines import ON_BOTH
from tests.journeys.acts import API, browser_of, form_of, program_of
from tests.journeys.server import KEY, Server, install, serving
from tests.waiting import PATIENCE

pytestmark = ON_BOTH

ANSWER = f"/assessments/{ARDEN}/answers/RC-01"
WORDS = "markedanswer markedcomment markedevidence markedquery markedagent markedpassword markedbody markedpath"
MARKED = (*WORDS.split(), "marked.mail", "markedtoken", PASSWORD, KEY, "alice@example.org", "session of", "token of")
LONG_TOKEN = "markedtoken." + "0f" * 40
ONE_BY_ONE = httpx2.Limits(max_keepalive_connections=0)
"""A server that failed closes the line."""
ALICE, PROGRAM = browser_of("alice"), program_of("alice")


def behave_well(client: httpx2.Client) -> None:
    client.post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})
    client.post("/sign-in", data={"email": "marked.mail@secret.example", "password": "markedpassword"})
    client.get(f"/assessments/{ARDEN}?question=markedquery", headers=ALICE)
    form = form_of("alice", revision=0, choice="3", comment="markedcomment", evidence="markedevidence")
    client.post(ANSWER, data=form, headers=ALICE)
    body = {"state": "answered", "value": 2, "comment": "markedanswer", "revision": 0}
    client.put(f"{API}/answers/RC-02", json=body, headers=PROGRAM)
    for page in ("elements/E1.1", "scorecard", "gap-report.xlsx", "profile"):
        client.get(f"/assessments/{ARDEN}/{page}", headers=ALICE)


def behave_badly(client: httpx2.Client) -> None:
    client.put(f"{API}/answers/RC-02", content=b'{"comment": "markedbody', headers=PROGRAM)
    client.put(f"{API}/answers/RC-02", content=b'{"markedbody": "\\ud800"}', headers=PROGRAM)
    client.post(ANSWER, data=form_of("alice", choice="markedbody", comment="markedcomment\0"), headers=ALICE)
    client.post(ANSWER, data={"comment": "markedbody" + "x" * 2_000_000}, headers=ALICE)
    client.post(
        ANSWER, content=b"--x\r\nmarkedbody", headers={**ALICE, "content-type": "multipart/form-data; boundary=x"}
    )
    client.get(f"/links/{LONG_TOKEN}")
    client.get("/links/markedtoken")
    client.get("/" + quote("markedpath of marked.mail@secret.example"))
    client.get(f"/assessments/{quote('markedpath@secret')}/scorecard", headers=ALICE)
    client.get("/", headers={"authorization": "Bearer markedtoken", "user-agent": "markedagent"})
    client.get(f"{API}/answers", headers={"authorization": "Bearer markedtoken"})
    client.get("/sign-in", params={"next": "/markedquery?email=marked.mail@secret.example"})


def send_garbage(server: Server) -> None:
    place = urlsplit(server.address)
    for garbage in (b"markedbody /x HTTP/1.1\r\n\r\n", b"GET /markedquery?\xff\x00 HTTP/9.9\r\nmarkedagent\r\n\r\n"):
        with socket.create_connection((place.hostname or "", place.port or 0)) as line:
            line.sendall(garbage)
            with suppress(ConnectionError):
                line.recv(1_000)


def break_the_database(url: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text("ALTER TABLE history RENAME TO gone"))


def fail_on_our_side(client: httpx2.Client) -> None:
    """The statement that fails carries the answer."""
    body = {"state": "answered", "value": 2, "comment": "markedanswer", "evidence": ["markedevidence"], "revision": 0}
    assert client.put(f"{API}/answers/RC-03", json=body, headers=PROGRAM).status_code == 500
    form = form_of("alice", revision=1, choice="2", comment="markedcomment")
    assert client.post(ANSWER, data=form, headers=ALICE).status_code == 500


@pytest.fixture
def logged(fresh_url: str, tmp_path: Path, catalogue: Catalogue) -> str:
    install(fresh_url, catalogue)
    path = tmp_path / "log"
    with path.open("wb") as output, serving(fresh_url, tmp_path, output) as server:
        with httpx2.Client(base_url=server.address, timeout=PATIENCE, limits=ONE_BY_ONE) as client:
            behave_well(client)
            behave_badly(client)
            send_garbage(server)
            break_the_database(fresh_url)
            fail_on_our_side(client)
        server.process.terminate()
        server.process.wait()
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_marked_word_stands_in_the_log_and_yet_it_says_what_happened(logged: str) -> None:
    assert [word for word in MARKED if word in logged] == []
    assert [word for word in MARKED if json.dumps(word)[1:-1] in logged] == []
    for told in (f"path='{ANSWER}' status=303", "status=422", "status=413", "status=500", "path='/links/…'"):
        assert told in logged
    assert "error='OperationalError'" in logged or "error='ProgrammingError'" in logged
    assert "save_answer" in logged
