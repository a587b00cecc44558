"""The state of the installation on the start page of the technical administrator, and where each count leads."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import text, update
from sqlmodel import col

from app.access.accounts import STATE_NAMES
from app.access.identity import utc_now
from app.db import audit_log
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.jobs import outbox
from app.jobs.outbox import Kind
from app.settings import Settings
from tests.app.browser import words
from tests.app.queries import queries
from tests.app_state import change_state
from tests.cast import Actor
from tests.engines import ON_BOTH

COUNTER = re.compile(r"<li>(?:<a href=\"([^\"]+)\">|<span[^>]*>)<strong>(\d+)</strong> ([^<]+)<")
NO_BACKUP = "No backup has been made with"


def counters(page: str) -> dict[str, tuple[str, int]]:
    return {title: (address.replace("&amp;", "&"), int(count)) for address, count, title in COUNTER.findall(page)}


@pytest.fixture
def required(app: FastAPI) -> Iterator[None]:
    """As in an installation that sets nothing: every office must have a second factor."""
    own = app.state.settings
    change_state(app, settings=own.model_copy(update={"second_factor_for": Settings().second_factor_for}))
    yield
    change_state(app, settings=own)


@ON_BOTH
@pytest.mark.usefixtures("required")
def test_each_account_that_waits_is_counted_and_found_where_the_count_leads(tessa: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Person).where(col(Person.id) == "connie").values(password_hash=""))
        db.execute(update(Person).where(col(Person.id) == "vera").values(is_active=False))
        tessa_has = text("INSERT INTO second_factor VALUES ('tessa', 'sealed', 0, :at, :at)")
        db.execute(tessa_has, {"at": utc_now().replace(tzinfo=None)})

    counted = counters(tessa.browser.get("/").text)

    expected = {"Invitations not accepted": "Connie", "Disabled accounts": "Vera", "Second step missing": "Sofia"}
    for title, name in expected.items():
        address, count = counted[title]
        listed = re.findall(r"<h3 dir=\"auto\">([^<]+)<", tessa.browser.get(address).text)
        assert (len(listed), name in " ".join(listed)) == (count, True), title
        assert "Tessa" not in listed


def test_a_search_takes_every_state_and_no_other(tessa: Actor) -> None:
    for state in (*STATE_NAMES, "unknown", "\0"):
        assert tessa.browser.get("/accounts", params={"show": state, "text": "a"}).status_code == 200


@ON_BOTH
def test_unsent_emails_are_counted_with_their_reasons(tessa: Actor, database: Database) -> None:
    _, before = counters(tessa.browser.get("/").text)["Problems found"]
    with database.writing() as db:
        outbox.post(db, Kind.ADDED, "connie", "/", at=utc_now(), by="Bo", place="Arden")
        db.flush()
        db.execute(update(Mail).values(problem="sender", tries=3))

    page = tessa.browser.get("/").text

    assert counters(page)["Unsent emails"] == ("/mails/waiting", 1)
    assert "1 The mail server refused the sender. Check PARITY_MAIL_FROM" in words(page)
    assert counters(page)["Problems found"] == ("#problems", before + 1)
    assert "Email : 1 emails could not be sent so far" in words(page)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(hours=23), ""),
        (timedelta(hours=25), "More than 24 hours ago"),
        (timedelta(days=8), "More than 7 days ago"),
    ],
)
def test_the_age_of_the_last_backup_is_told(ago: timedelta, said: str, tessa: Actor, database: Database) -> None:
    assert NO_BACKUP in words(tessa.browser.get("/").text)
    with database.writing() as db:
        audit_log.record(db, audit_log.BACKED_UP, by=audit_log.COMMAND_LINE, at=utc_now() - ago)

    page = words(tessa.browser.get("/").text)

    assert NO_BACKUP not in page
    assert re.findall(r"More than .+? ago", page) == ([said] if said else [])


def test_a_log_that_was_cut_is_told_on_the_page_in_the_words_of_the_command(tessa: Actor, database: Database) -> None:
    with database.writing() as db:
        db.execute(text("UPDATE audit_head SET entries = entries + 1"))

    assert "Run `parity audit verify`." in words(tessa.browser.get("/").text)


def test_nobody_else_sees_the_installation(sofia: Actor, bob: Actor, rita: Actor, alice: Actor) -> None:
    for person in (sofia, bob, rita, alice):
        assert "State of the installation" not in person.browser.get("/").text


def test_the_page_asks_little_and_names_no_administration(tessa: Actor, database: Database) -> None:
    with queries(database) as asked:
        page = tessa.browser.get("/").text

    assert "Arden" not in page
    assert len(asked) <= 8, asked  # with those of the session
