"""What strangers ask for has seats; whoever finds none keeps what was typed, and those who are known find their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.access.fair_queue import FairQueue
from app.db.session import Database
from app.features.accounts import request_context
from tests.app.accounts.steps import new_browser, sign_in
from tests.app.browser import form, words
from tests.cast import LINK, PASSWORD, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents
from tests.waiting import until

pytestmark = [pytest.mark.usefixtures("quick_passwords"), ON_BOTH]
ALICE = "alice@example.org"
FULL = "Wait a few seconds, then send it again."


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strangers hold every seat, and every place in the line."""
    for pool in ("STRANGERS", "STRANGERS_ELSEWHERE"):
        monkeypatch.setattr(request_context, pool, FairQueue(0, most_waiting=0))


@pytest.mark.usefixtures("full")
def test_whoever_finds_no_seat_keeps_the_form_but_for_the_password(browser: TestClient) -> None:
    answer = browser.post("/sign-in", data={"email": "Alice@example.org", "password": PASSWORD, "next": "/results"})

    assert (answer.status_code, answer.headers["retry-after"], FULL in words(answer.text)) == (429, "5", True)
    again = form(answer.text, "/sign-in")
    assert (again.value("email"), again.value("password"), again.value("next")) == ("Alice@example.org", "", "/results")
    assert PASSWORD not in answer.text


@pytest.mark.usefixtures("full")
def test_the_form_of_that_page_signs_in_once_there_is_a_seat(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = form(sign_in(browser, "alice", next="/results").text, "/sign-in")
    monkeypatch.setattr(request_context, "STRANGERS", FairQueue(1))

    assert browser.post("/sign-in", data=again.data(password=PASSWORD)).headers["location"] == "/results"


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/password-reset", {"email": ALICE}),
        ("/sign-in/passkey", {"credential": "{}", "sealed": "x"}),
        ("/sign-in/second-factor", {"next": "/results", "code": "123456"}),
        ("/sign-in/enrolment", {"next": "/results"}),
        ("/sign-in/openid", {"code": "c", "state": "s"}),
        ("/links/none", {"name": "Alice Arden", "language": "en"}),
    ],
)
def test_so_does_whoever_posts_another_form(
    path: str, kept: dict[str, str], browser: TestClient, database: Database
) -> None:
    before = contents(database)

    answer = browser.post(path, data=kept)

    assert answer.status_code == 429
    again = form(answer.text, path)
    assert {name: again.value(name) for name in kept} == kept
    assert contents(database) == before


@pytest.mark.usefixtures("full")
def test_the_way_to_the_provider_has_seats_too(browser: TestClient) -> None:
    answer = browser.get("/sign-in/openid?next=/results")

    assert answer.status_code == 429
    assert 'href="/sign-in/openid?next=/results">Try again' in answer.text


def test_known_browsers_signed_in_people_and_mailed_links_do_not_wait_behind_strangers(
    browser: TestClient, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser, "charlie")
    monkeypatch.setattr(request_context, "STRANGERS", FairQueue(0, most_waiting=0))

    assert sign_in(browser, "charlie").status_code == 303
    assert sign_in(browser, "alice").status_code == 429, "it is known to Charlie only"
    assert alice.browser.post("/account/confirmation", data=alice.form(current=PASSWORD)).status_code == 303
    new = {"password": "three words in a row", "again": "three words in a row"}
    assert new_browser(alice.browser.app).post(f"/links/{LINK}", data=new).status_code == 303  # type: ignore[arg-type]


@pytest.fixture
def judging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """One seat; whoever has it stays until this is set."""
    may_end = Event()
    monkeypatch.setattr(request_context, "STRANGERS", FairQueue(1))
    monkeypatch.setattr("app.access.passwords.is_right", lambda *_: not may_end.wait())
    yield may_end
    may_end.set()


def test_whoever_waits_holds_no_connection_to_the_database(app: FastAPI, database: Database, judging: Event) -> None:
    with ThreadPoolExecutor(6) as people:
        posts = [
            people.submit(sign_in, TestClient(app, client=(f"203.0.113.{number}", 50000)), "alice")
            for number in range(6)
        ]
        try:
            until(lambda: request_context.STRANGERS.waiting == 5, "five did not come to wait")
            held = database.engine.pool.checkedout()  # type: ignore[attr-defined]  # of a pool that counts
        finally:
            judging.set()

    assert held <= 1
    assert [post.result().status_code for post in posts] == [422] * 6
