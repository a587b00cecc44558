"""A GET changes no answer, state or right: at most the time last seen and the audit row of a sensitive read."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from app.access.identity import utc_now
from app.db.session import Database, ReadOnly
from app.db.tables.people import ApiToken, SignInSession
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Round
from tests.cast import OFFICES, Actor
from tests.engines import ON_BOTH
from tests.house.conftest import Tries
from tests.house.contents import contents
from tests.house.routes import READING, Route

DOWNLOADS = [
    route
    for route in READING
    if route.path.endswith((".xlsx", ".csv", ".json", ".jsonl", ".zip", "/file"))
    and not route.path.endswith("/staff-list.xlsx")  # of a version that the stage does not have
]
OTHER_READS = [route for route in READING if route not in DOWNLOADS]
LOG = ("audit", "audit_head")
"""Where an outsider's reading is remembered: `test_readings_remembered.py` says when."""
REGISTERS = (*LOG, "download")
NEW_ROUND = {"id": "new", "name": "new", "questionnaire": "2026.1", "due_on": "2027-01-01"}


@pytest.fixture
def busy(alice: Actor) -> Actor:
    """Alice, with a profile and an answer stored."""
    about = {"profile": {"profile.land_border": "yes"}, "revision": 0}
    alice.browser.put("/api/v1/assessments/arden-2026/profile", json=about, headers=alice.api)
    answer = {"state": "answered", "value": 3, "revision": 0}
    alice.browser.put("/api/v1/assessments/arden-2026/answers/RC-01", json=answer, headers=alice.api)
    return alice


def test_a_get_leaves_every_table_as_it_was(busy: Actor, database: Database, tries: Tries) -> None:
    wrong = []
    for route in OTHER_READS:
        person = tries.who_may(route)
        remembered = LOG if route.is_of_assessment and person.id in OFFICES else ()
        before = contents(database, *remembered)
        if route.ask(person).status_code not in route.good or contents(database, *remembered) != before:
            wrong.append(str(route))

    assert wrong == []


def test_a_get_of_a_fragment_leaves_every_table_as_it_was(busy: Actor, database: Database) -> None:
    before = contents(database)

    answer = busy.browser.get("/assessments/arden-2026/answers/RC-01", headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert contents(database) == before


@pytest.mark.parametrize("route", DOWNLOADS, ids=str)
def test_a_download_writes_its_audit_row_and_nothing_else(
    route: Route, busy: Actor, database: Database, tries: Tries
) -> None:
    person = tries.who_may(route)
    before = contents(database, *REGISTERS)

    assert route.ask(person).status_code == 200

    with database.reading() as db:
        newest = db.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert newest
    assert newest.action.endswith(" downloaded")
    assert (newest.by, newest.assessment_id) == (person.id, "arden-2026" if route.is_of_assessment else "")
    assert contents(database, *REGISTERS) == before


@ON_BOTH
def test_a_visit_after_a_while_writes_the_time_last_seen_and_nothing_else(busy: Actor, database: Database) -> None:
    long_ago = utc_now() - timedelta(minutes=10)
    with database.writing() as db:
        db.execute(update(SignInSession).values(seen_at=long_ago))
    before = contents(database, "session")

    assert busy.browser.get("/").status_code == 200

    with database.reading() as db:
        seen = {session.person_id: session.seen_at for session in db.exec(select(SignInSession))}
    assert seen["alice"] > long_ago + timedelta(minutes=9)
    assert {seen[name] for name in ("bob", "charlie", "sofia")} == {long_ago}
    assert contents(database, "session") == before


@ON_BOTH
def test_a_program_that_reads_after_a_while_writes_its_last_use_and_nothing_else(
    busy: Actor, database: Database
) -> None:
    long_ago = utc_now() - timedelta(hours=2)
    with database.writing() as db:
        db.execute(update(ApiToken).values(used_at=long_ago))
    before = contents(database, "api_token")

    assert busy.browser.get("/api/v1/assessments", headers=busy.api).status_code == 200

    with database.reading() as db:
        used = {token.person_id: token.used_at for token in db.exec(select(ApiToken))}
    assert used["alice"] != long_ago
    assert {used[name] for name in ("bob", "charlie", "sofia")} == {long_ago}
    assert contents(database, "api_token") == before


@ON_BOTH
def test_the_database_itself_refuses_a_write_of_a_reading_session(database: Database) -> None:
    before = contents(database)

    with pytest.raises(DBAPIError, match=r"(?i)read.?only"), database.reading() as db:
        db.execute(insert(Round), NEW_ROUND)

    assert contents(database) == before


@ON_BOTH
def test_a_reading_session_refuses_to_end_with_changes(database: Database) -> None:
    with pytest.raises(ReadOnly), database.reading() as db:
        db.add(Round(**NEW_ROUND))


@ON_BOTH
def test_a_connection_that_read_may_write_the_next_time(database: Database) -> None:
    """The pool hands connections on: read-only must end with the transaction."""
    with database.reading() as db:
        db.execute(select(Round))
    with database.writing() as db:
        db.execute(insert(Round), NEW_ROUND)

    with database.reading() as db:
        assert db.get(Round, "new")
