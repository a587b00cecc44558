"""Every address that a page leads to is whole: no “?” or “&” with nothing behind it, and each “&” written once."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from fastapi import FastAPI

from app.db.session import Database
from app.web.pages import with_query
from tests.cast import Actor, actor

LEADS = re.compile(r'\s(?:href|action|formaction|src|hx-get|hx-post|hx-put)="([^"]*)"')
STRAY = re.compile(r"[?&](?=$|[&#])|\?.*\?|&amp;")
ONE_OF_MANY = re.compile(r"\b(?:E\d+\.\d+|[A-Z]{2}-\d+|x\d+-\d+|x\d+)\b")
FILES = re.compile(r"\.\w+$|/static/")


def addresses(page: str) -> Iterator[str]:
    """As browsers read them."""
    yield from map(unescape, LEADS.findall(page))


def pages_of(who: Actor) -> Iterator[tuple[str, str]]:
    """What can be reached from the first page, one of each kind, with a query and without."""
    to_see, seen = ["/", "/rounds/round?region=EUR", "/rounds/round/reports", "/rounds/round/reports?region=EUR"], set()
    while to_see:
        address = to_see.pop()
        path, _, query = address.partition("#")[0].partition("?")
        kind = ONE_OF_MANY.sub("*", path), bool(query)
        if kind in seen or not path.startswith("/") or FILES.search(path) or path == "/sign-out":
            continue
        seen.add(kind)
        answer = who.browser.get(address)
        if answer.headers.get("content-type", "").startswith("text/html"):
            yield address, answer.text
            to_see += [urljoin(address, link) for link in addresses(answer.text)]


def test_no_page_has_a_stray_mark_in_an_address(app: FastAPI, database: Database) -> None:
    looked_at = 0
    for name in ("sofia", "bob", "alice", "tessa"):
        for address, page in pages_of(actor(app, name)):
            looked_at += 1
            assert [link for link in addresses(page) if STRAY.search(link)] == [], (name, address)
    assert looked_at > 40


def test_what_stands_behind_an_address_is_joined_by_one_mark_or_none() -> None:
    assert with_query("/a") == with_query("/a", "", "") == "/a"
    assert with_query("/a", "", "b=1", "", "c=2") == "/a?b=1&c=2"
