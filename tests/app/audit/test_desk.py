"""The auditor's desk: what was signed, what left, who did what; found by filters, shown by name, changed by nobody."""

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, text
from sqlmodel import col

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.db import audit_log
from app.db.audit_log import DownloadedFile
from app.db.session import Database
from app.db.tables.people import Administration
from app.db.tables.records import Download
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, BRINK, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

PAGES = (
    "/desk",
    "/desk/sample?round=round&size=1&seed=dice",
    "/desk/results",
    "/downloads",
    "/audit",
    "/audit/1",
    "/audit.csv",
)
CONTENT = b"the very bytes that left"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def reviewed(database: Database, catalogue: Catalogue) -> Database:
    with database.writing() as db:
        put_in_state(db, catalogue, State.REVIEWED)
        details = {"person": "connie", "revision": 2}
        audit_log.record(db, "answer saved", by="alice", at=utc_now(), assessment_id=ARDEN, details=details)
        audit_log.record(db, "person added", by="command line", at=utc_now())
    audit_log.record_download(
        database, DownloadedFile("gap report", "gap.xlsx", CONTENT, ARDEN), by="sofia", at=utc_now()
    )
    return database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that run meanwhile, but those that guard, mark or set up the transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT") and "session" not in statement:
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", PAGES)
def test_only_the_auditor_and_the_lead_come_in(path: str, request: pytest.FixtureRequest, reviewed: Database) -> None:
    cast = ("bob", "sofia", "rita", "tessa", "alice", "hugo", "charlie")
    seen = {name: request.getfixturevalue(name).browser.get(path).status_code for name in cast}

    assert seen == {"bob": 200, "sofia": 200} | dict.fromkeys(("rita", "tessa", "alice", "hugo", "charlie"), 403)


def test_the_desk_shows_what_was_signed_and_leads_to_its_proofs(bob: Actor, reviewed: Database) -> None:
    page = bob.browser.get("/desk/results").text

    assert "Hugo Hale, Director General" in page
    assert f'href="/assessments/{ARDEN}/signatures/1.json"' in page
    assert BRINK not in page


def test_a_result_under_correction_stays_on_the_desk_but_does_not_open(
    bob: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
        db.execute(text(f"UPDATE assessment SET state = 'in progress', edition = 2 WHERE id = '{ARDEN}'"))

    page = bob.browser.get("/desk/results").text

    assert "Under correction" in page
    assert "Edition 1" in page
    assert f"/assessments/{ARDEN}" not in page


@pytest.mark.parametrize(
    ("filters", "is_there"),
    [
        ("round=2026", True),
        ("round=2025", False),
        ("region=EUR&state=reviewed", True),
        ("region=AP", False),
        ("state=published", False),
        ("state=%00&round=%27%22", False),
        ("round=%%0000&state=%%%000000", True),
    ],
)
@ON_BOTH
def test_the_desk_is_filtered(filters: str, is_there: bool, bob: Actor, reviewed: Database) -> None:
    assert ('<th scope="row">Arden Customs' in bob.browser.get(f"/desk/results?{filters}").text) is is_there


@pytest.mark.parametrize(("path", "most"), [("/desk", 6), ("/desk/results", 2), ("/downloads", 3), ("/audit", 5)])
def test_a_page_takes_few_queries_at_any_size(path: str, most: int, bob: Actor, reviewed: Database) -> None:
    for _ in range(30):
        leaving = DownloadedFile("gap report", "gap.xlsx", CONTENT, ARDEN)
        audit_log.record_download(reviewed, leaving, by="sofia", at=utc_now())

    with counted(reviewed) as seen:
        assert bob.browser.get(path).status_code == 200

    assert len(seen) <= most, seen


@pytest.mark.parametrize(
    ("filters", "is_there"),
    [
        (f"sha256={SHA256}", True),
        (f"sha256=+{SHA256[:10].upper()}+", True),
        ("sha256=" + "0" * 64, False),
        ("person=SOF", True),
        ("person=alice", False),
        ("person=%25", False),
        ("administration=arden&action=gap+report", True),
        ("action=evidence", False),
        ("administration=brink", False),
        ("since=2020-01-01&until=2100-12-31", True),
        ("until=2020-01-01", False),
        ("since=2100-12-31", False),
        ("since=٢١٠٠/١٢/٣١", False),
        ("since=no+day&before=nothing", False),
    ],
)
@ON_BOTH
def test_a_file_is_found_in_the_register(filters: str, is_there: bool, bob: Actor, reviewed: Database) -> None:
    assert ("gap.xlsx" in bob.browser.get(f"/downloads?{filters}").text) is is_there


@pytest.mark.parametrize(
    ("filters", "is_there"),
    [
        ("", True),
        ("action=answer+saved&person=ali", True),
        ("action=answer", False),
        ("person=command", False),
        ("administration=arden", True),
        ("administration=brink", False),
        (f"assessment={ARDEN}", True),
        (f"assessment={BRINK}", False),
        ("until=2020-01-01", False),
        ("before=1", False),
        ("before=9999999999999999999999", True),
        ("before=%C2%B2&action=%00answer+saved", True),
        ("assessment=%%0000&person=%%0000&administration=%%0000", True),
    ],
)
@ON_BOTH
def test_the_log_is_filtered(filters: str, is_there: bool, bob: Actor, reviewed: Database) -> None:
    assert ("Saved the answer to" in bob.browser.get(f"/audit?{filters}").text) is is_there


def test_the_log_names_people_and_shows_its_head_but_no_address(bob: Actor, reviewed: Database) -> None:
    with reviewed.reading() as db:
        head = audit_log.head_of(db)

    page = bob.browser.get("/audit").text

    assert "<td>Alice</td>" in page
    assert "<td>Command line</td>" in page
    assert head in page
    assert "@example.org" not in page


@ON_BOTH
def test_the_log_and_the_register_are_paged(bob: Actor, reviewed: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        leaving = DownloadedFile("gap report", f"file-{number}", CONTENT)
        audit_log.record_download(reviewed, leaving, by="sofia", at=utc_now())
    monkeypatch.setattr("app.features.audit.queries.PAGE", 3)
    monkeypatch.setattr("app.features.audit.routes.PAGE", 3)

    for path, mark in (
        ("/downloads?action=gap+report", '<th scope="row">'),
        ("/audit?action=gap+report+downloaded", "<tr>\n                <td>"),
    ):
        shown = []
        address: str = path
        while address:
            page = bob.browser.get(address).text
            shown.append(page.count(mark))
            older = page.split('">Older')[0].rsplit('href="', 1)[-1] if '">Older' in page else ""
            address = older.replace("&amp;", "&")
        assert shown == [3, 3, 2]


@ON_BOTH
def test_the_csv_holds_what_is_filtered_with_the_head_and_is_entered_in_the_register(
    bob: Actor, reviewed: Database
) -> None:
    with reviewed.reading() as db:
        head = audit_log.head_of(db)

    answer = bob.browser.get("/audit.csv?action=answer+saved")

    header, line, last = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[0] == "Row"
    assert line[2:7] == ["Alice", "answer saved", "Arden Customs", "r2026", "person: Connie; revision: 2"]
    assert last[-1] == head
    with reviewed.reading() as db:
        (entered,) = db.execute(select(Download).where(col(Download.by) == "bob")).scalars()
    assert entered.sha256 == hashlib.sha256(answer.content).hexdigest()
    assert entered.size == len(answer.content)


def test_no_cell_of_the_csv_runs(bob: Actor, reviewed: Database) -> None:
    with reviewed.writing() as db:
        administration = db.get(Administration, "arden")
        assert administration
        administration.name = "=1+1"

    assert ",'=1+1," in bob.browser.get("/audit.csv?action=answer+saved").text
