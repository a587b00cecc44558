"""Pages as a browser gets them: time until the last byte, compressed size, and the queries behind each."""

import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import event

from app.main import create_app
from questionnaires.catalogue import Catalogue
from tests.bench.processes import HOST, load
from tests.bench.staging import ROUND, Browser, Stage

ROUNDS = 3
SECONDS = 0.5
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
STEPS = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SET")
"""Statements that frame a transaction and ask nothing."""


@dataclass(frozen=True)
class Page:
    """What is measured: its name in the table, its address, and who looks."""

    name: str
    address: str
    browser: Browser


@dataclass(frozen=True)
class Figures:
    """`ms` over HTTP, one at a time; `ratio` to the bare upsert of the same round, which took `upsert` ms."""

    ms: float
    upsert: float
    ratio: float
    kilobytes: float
    queries: int


def pages_of(stage: Stage) -> tuple[Page, ...]:
    assessment, browser = stage.coordinators[-1]
    return (
        Page("element page of E4.1", f"/assessments/{assessment}/elements/E4.1", browser),
        Page("scorecard page", f"/assessments/{assessment}/scorecard", browser),
        Page(
            f"overview of {stage.size.administrations}, {stage.size.past_rounds} past rounds",
            f"/rounds/{ROUND}",
            stage.secretariat,
        ),
        Page("start page of the secretariat", "/", stage.secretariat),
    )


def measure(port: int, stage: Stage, catalogue: Catalogue) -> dict[str, Figures]:
    pages = pages_of(stage)
    queries = count_queries(stage, catalogue, pages)
    upsert = {"kind": "same", "method": "PUT", "path": "/bench/upsert/0", "cookie": ""}
    rounds, seconds = [], stage.size.pace * SECONDS
    for _ in range(stage.size.turns_of(ROUNDS)):
        yardstick = load(port, [upsert], seconds, warm_up=0.1)
        rounds.append((yardstick, [load(port, [_get(page)], seconds, warm_up=0.1) for page in pages]))
    return {
        page.name: Figures(
            ms=statistics.median(loads[at].p50 for _, loads in rounds),
            upsert=statistics.median(yardstick.p50 for yardstick, _ in rounds),
            ratio=statistics.median(loads[at].p50 / yardstick.p50 for yardstick, loads in rounds),
            kilobytes=rounds[0][1][at].bytes / 1000,
            queries=queries[page.name],
        )
        for at, page in enumerate(pages)
    }


def _get(page: Page) -> dict[str, Any]:
    return {"kind": "same", "method": "GET", "path": page.address, "cookie": page.browser.cookie}


def count_queries(stage: Stage, catalogue: Catalogue, pages: Iterable[Page]) -> dict[str, int]:
    """In this process, with a listener at the engine; the second visit counts, when everything is warm."""
    app = create_app(stage.settings, catalogue)
    asked: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(STEPS):
            asked.append(statement)

    event.listen(app.state.database.engine, "before_cursor_execute", remember)
    counts = {}
    with TestClient(app) as client:
        for page in pages:
            for _ in range(2):
                asked.clear()
                answer = client.get(page.address, headers={"cookie": page.browser.cookie})
                assert answer.status_code == 200, (page.name, answer.status_code)
            counts[page.name] = len(asked)
    return counts


def first_visit(port: int, stage: Stage) -> dict[str, int]:
    """Address -> compressed bytes with the headers, of all that a browser fetches from sign-in to the first answer.

    The pages on the way: sign-in, my work, the task list, an element; with the style, the icon and the scripts.
    """
    assessment, browser = stage.coordinators[0]
    way = (
        ("/sign-in", ""),
        ("/", browser.cookie),
        (f"/assessments/{assessment}", browser.cookie),
        (f"/assessments/{assessment}/elements/E1.1", browser.cookie),
    )
    sizes: dict[str, int] = {}
    for address, cookie in way:
        sizes[address], _ = _fetch(port, address, cookie, compressed=True)
        _, text = _fetch(port, address, cookie, compressed=False)
        for asset in STATIC.findall(text):
            if asset not in sizes:
                sizes[asset], _ = _fetch(port, asset, cookie, compressed=True)
    return sizes


def _fetch(port: int, address: str, cookie: str, *, compressed: bool) -> tuple[int, str]:
    connection = HTTPConnection(HOST, port, timeout=20)
    headers = {"cookie": cookie, "accept-encoding": "gzip, deflate" if compressed else "identity"}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, (address, answer.status)
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
    return len(body) + head, "" if compressed else body.decode()
