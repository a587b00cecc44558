"""The throttle on guessing: strangers are slowed down, and nobody is shut out by what they do."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.access import one_time_links
from app.access.guards import COOKIE, SECURE_COOKIE
from app.access.identity import utc_now
from app.access.throttle import FREE
from app.db.session import Database
from app.db.tables.people import Person
from tests.app.accounts.steps import new_browser, sign_in
from tests.app.browser import form, words
from tests.cast import PASSWORD, Actor, browser_of
from tests.clock import stop_clock
from tests.house.contents import contents

pytestmark = pytest.mark.usefixtures("quick_passwords")
ALICE, CHARLIE = "alice@example.org", "charlie@example.org"
TOO_MANY = "There were too many attempts. Wait 15 seconds, then try again"
BEGINS = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
KNOWN = f"{COOKIE}-browser"


@pytest.fixture
def browser(app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """On a day that stands still, so that no wait grows shorter on a slow machine."""
    stop_clock(monkeypatch, BEGINS)
    return new_browser(app)


def from_network(app: FastAPI, address: str) -> TestClient:
    return browser_of(app, client=(address, 50000))


def tries(browser: TestClient, emails: Iterable[str], password: str = "wrong") -> list[int]:
    return [browser.post("/sign-in", data={"email": email, "password": password}).status_code for email in emails]


def attack(app: FastAPI, email: str = ALICE) -> None:
    """From many networks, until no stranger's try is taken any more."""
    for number in range(FREE["account"] + 1):
        tries(from_network(app, f"203.0.113.{number}"), [email])


def test_after_five_failures_the_next_try_waits_and_the_page_says_how_long(browser: TestClient) -> None:
    assert tries(browser, [ALICE] * 6) == [422] * 5 + [429]

    answer = browser.post("/sign-in", data={"email": ALICE, "password": PASSWORD})
    assert (answer.status_code, TOO_MANY in words(answer.text)) == (429, True)
    assert (answer.headers["retry-after"], "set-cookie" in answer.headers) == ("15", False)
    assert form(answer.text, "/sign-in").value("email") == ALICE


def test_each_wait_is_twice_the_one_before_and_no_wait_is_for_ever(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries(browser, [ALICE] * 5)
    at = BEGINS
    for wait in (15, 30, 60, 120):
        stop_clock(monkeypatch, at + timedelta(seconds=wait - 1))
        assert tries(browser, [ALICE]) == [429]
        at += timedelta(seconds=wait)
        stop_clock(monkeypatch, at)
        assert tries(browser, [ALICE]) == [422]

    stop_clock(monkeypatch, at + timedelta(minutes=15))
    assert tries(browser, [ALICE], PASSWORD) == [303]


def test_an_account_that_does_not_exist_is_braked_in_the_same_way(browser: TestClient) -> None:
    assert tries(browser, ["nobody@example.org"] * 6) == [422] * 5 + [429]


def test_a_stranger_elsewhere_does_not_slow_the_person_down(app: FastAPI, browser: TestClient) -> None:
    tries(from_network(app, "203.0.113.7"), [ALICE] * 6)

    assert tries(browser, [ALICE], PASSWORD) == [303]


def test_hundreds_of_strangers_get_no_more_tries_than_a_few(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a quarter of an hour, one every three seconds: the shortest wait is five times as long."""
    passed = 0
    for second in range(0, 900, 3):
        stop_clock(monkeypatch, BEGINS + timedelta(seconds=second))
        passed += tries(from_network(app, f"203.0.{second % 250}.{second // 250}"), [ALICE]) == [422]

    assert FREE["account"] < passed <= FREE["account"] + 6


def test_a_known_browser_passes_whatever_strangers_do(app: FastAPI, browser: TestClient) -> None:
    sign_in(browser, "alice")
    attack(app)

    assert tries(new_browser(app), [ALICE], PASSWORD) == [429]
    assert tries(browser, [ALICE], PASSWORD) == [303]


def test_strangers_of_the_same_network_do_not_stop_a_known_browser(app: FastAPI, browser: TestClient) -> None:
    sign_in(browser, "alice")
    tries(new_browser(app), (f"person{n}@example.org" for n in range(FREE["network"])))

    assert tries(new_browser(app), [CHARLIE], PASSWORD) == [429]
    assert tries(browser, [ALICE], PASSWORD) == [303]


def test_guessing_from_a_known_browser_is_braked_and_stops_no_other(app: FastAPI, browser: TestClient) -> None:
    other = new_browser(app)
    for client in (browser, other):
        sign_in(client, "alice")

    assert tries(browser, [ALICE] * 6) == [422] * 5 + [429]
    assert tries(other, [ALICE], PASSWORD) == [303]
    assert tries(new_browser(app), [ALICE], PASSWORD) == [303]


def test_a_browser_is_known_to_those_only_who_signed_in_there(app: FastAPI, browser: TestClient) -> None:
    sign_in(browser, "charlie")
    attack(app)

    assert tries(browser, [ALICE], PASSWORD) == [429]


def test_a_browser_that_two_people_share_knows_both(app: FastAPI, browser: TestClient) -> None:
    for person in ("alice", "charlie"):
        sign_in(browser, person)
    attack(app)
    attack(app, CHARLIE)

    assert tries(browser, [ALICE], PASSWORD) == [303]
    assert tries(browser, [CHARLIE], PASSWORD) == [303]


def test_a_cookie_that_this_server_did_not_make_makes_nobody_known(app: FastAPI, browser: TestClient) -> None:
    sign_in(browser, "alice")
    made = browser.cookies[KNOWN]
    attack(app)

    for wrong in ("", "alice", made[:-4] + "AAAA", made[1:]):
        assert tries(TestClient(app, cookies={KNOWN: wrong}), [ALICE], PASSWORD) == [429]


def test_the_cookie_of_a_known_browser_is_sealed_and_out_of_reach_of_scripts(app: FastAPI, database: Database) -> None:
    safe = TestClient(app, follow_redirects=False, base_url="https://testserver")
    set_ = [header for header in sign_in(safe, "alice").headers.get_list("set-cookie") if "-browser=" in header]

    (line,) = set_
    assert line.startswith(f"{SECURE_COOKIE}-browser=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(line.split("; "))
    assert "alice" not in line


def test_signing_out_leaves_the_browser_known(app: FastAPI, alice: Actor) -> None:
    alice.browser.post("/sign-in", data={"email": ALICE, "password": PASSWORD})
    alice.browser.post("/sign-out", data=alice.form())
    attack(app)

    assert tries(alice.browser, [ALICE], PASSWORD) == [303]


def test_a_mailed_link_opens_the_account_whatever_strangers_do(
    app: FastAPI, browser: TestClient, database: Database
) -> None:
    attack(app)
    with database.writing() as db:
        link = one_time_links.make(db, app.state.key, "reset", db.get_one(Person, "alice"), at=utc_now())
    new = {"password": "three words in a row", "again": "three words in a row"}

    assert browser.post(one_time_links.path_of(app.state.key, link.id), data=new).headers["location"] == "/"
    assert tries(browser, [ALICE], "three words in a row") == [303], "it is a known browser now"


def test_the_addresses_of_one_ipv6_network_are_one(app: FastAPI, browser: TestClient) -> None:
    statuses = [tries(from_network(app, f"2001:db8:1:2::{n}"), [ALICE]) for n in range(6)]

    assert statuses == [[422]] * 5 + [[429]]
    assert tries(browser, [ALICE], PASSWORD) == [303]


def test_writing_the_address_differently_does_not_help(browser: TestClient) -> None:
    spellings = [ALICE, "Alice@example.org", " alice@example.org", "ALICE@EXAMPLE.ORG", "alice@example.org ", ALICE]

    assert tries(browser, spellings)[-1] == 429


def test_another_account_is_not_braked(browser: TestClient) -> None:
    tries(browser, [ALICE] * 6)

    assert tries(browser, [CHARLIE], PASSWORD) == [303]


def test_a_success_forgets_the_failures_of_its_account(app: FastAPI, browser: TestClient) -> None:
    tries(browser, [ALICE] * 4)
    assert tries(browser, [ALICE], PASSWORD) == [303]

    assert tries(new_browser(app), [ALICE] * 5) == [422] * 5


def test_one_network_cannot_try_account_after_account(browser: TestClient) -> None:
    most = FREE["network"]

    assert tries(browser, (f"person{n}@example.org" for n in range(most + 1))) == [422] * most + [429]


def test_a_braked_try_does_not_lengthen_the_wait(browser: TestClient) -> None:
    tries(browser, [ALICE] * 9)

    answer = browser.post("/sign-in", data={"email": ALICE, "password": PASSWORD})
    assert answer.headers["retry-after"] == "15"


def test_an_hour_of_anonymous_posts_adds_a_hundred_rows_at_most(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a hundred networks, at every address that takes a stranger's form, over all tables together."""
    before, posts = contents(database), 0
    people = ("alice", "bob", "charlie", "nobody")
    for minute in range(60):
        stop_clock(monkeypatch, BEGINS + timedelta(minutes=minute))
        stranger = from_network(app, f"198.51.{minute % 20}.{minute}")
        for person in (*people, f"person{minute}"):
            sign_in(stranger, person, "wrong")
            stranger.post("/password-reset", data={"email": f"{person}@example.org"})
        stranger.post("/sign-in/passkey", data={"credential": '{"id": "x"}', "sealed": "x"})
        for path in ("second-factor", "second-factor/passkey", "openid", "enrolment", "enrolment/passkey", "restart"):
            stranger.post(f"/sign-in/{path}", data={"code": "123456"})
        stranger.post(f"/links/{minute}", data={"password": "a new password"})
        posts += 18

    after = contents(database)
    assert posts > 1_000
    assert sum(map(len, after.values())) - sum(map(len, before.values())) <= 100
    assert len(after["audit"]) - len(before.get("audit", [])) <= 10
