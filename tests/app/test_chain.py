"""The chain of the audit log: whatever is changed by hand in the database is found, and named."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import text

from app.access.identity import utc_now
from app.db import audit_chain, audit_log
from app.db.audit_chain import Verified
from app.db.audit_log import BEGINNING
from app.db.session import Database
from tests.engines import ON_BOTH

pytestmark = ON_BOTH

ROWS = 9
INSERTED = """INSERT INTO audit (id, at, "by", action, assessment_id, details, hash)
              SELECT {id}, at, "by", action, assessment_id, details, hash FROM audit WHERE id = 4"""
BY_HAND = {
    "an action": ("UPDATE audit SET action = 'person disabled' WHERE id = 4", "Row 4 was changed"),
    "a person": ("""UPDATE audit SET "by" = 'connie' WHERE id = 1""", "Row 1 was changed"),
    "an assessment": ("UPDATE audit SET assessment_id = 'brink-2026' WHERE id = 9", "Row 9 was changed"),
    "details": ("""UPDATE audit SET details = '{"revision": 5}' WHERE id = 4""", "Row 4 was changed"),
    "a moment": ("UPDATE audit SET at = '2026-01-01 00:00:00.000000' WHERE id = 4", "Row 4 was changed"),
    "a hash": (f"UPDATE audit SET hash = '{BEGINNING}' WHERE id = 4", "Row 4 was changed"),
    "a row less in the middle": ("DELETE FROM audit WHERE id = 4", "Row 4 is missing: after it comes row 5."),
    "a row less at the end": ("DELETE FROM audit WHERE id = 9", "Row 9 is missing: the log ends at row 8 but had 9."),
    "all rows less": ("DELETE FROM audit", "Row 1 is missing: the log ends at row 0 but had 9."),
    "a row more at the end": (INSERTED.format(id=10), "Row 10 was changed"),
    "a row more before the first": (INSERTED.format(id=0), "Row 0 was added by hand"),
    "the end": ("UPDATE audit_head SET entries = 10", "Row 10 is missing"),
    "the hash of the end": (f"UPDATE audit_head SET hash = '{BEGINNING}'", "where the log ends was changed by hand"),
    "no end": ("DELETE FROM audit_head", "The row that says where the log ends is missing."),
}
SWAP = [f"UPDATE audit SET id = {to} WHERE id = {id_}" for id_, to in ((4, 99), (6, 4), (99, 6))]
Verify = Callable[..., Verified]


@pytest.fixture
def written(database: Database) -> Database:
    with database.writing() as db:
        for number in range(ROWS):
            details = {"revision": number, "note": "é"}
            audit_log.record(db, "answer saved", by="alice", at=utc_now(), assessment_id="arden-2026", details=details)
    return database


def verify(database: Database, *heads: str) -> Verified:
    with database.reading() as db:
        return audit_chain.verify_chain(db, heads)


def by_hand(database: Database, *statements: str) -> None:
    with database.writing() as db:
        for statement in statements:
            db.connection().exec_driver_sql(statement)


def test_a_log_that_nobody_touched_is_whole(written: Database) -> None:
    result = verify(written)

    assert (result.entries, result.broken) == (ROWS, "")


@pytest.mark.parametrize("what", BY_HAND)
def test_what_was_changed_by_hand_is_found_and_named(what: str, written: Database) -> None:
    statement, sentence = BY_HAND[what]
    by_hand(written, statement)

    assert sentence in verify(written).broken


def test_two_rows_that_changed_places_are_found(written: Database) -> None:
    by_hand(written, *SWAP)

    assert verify(written).broken == "Row 4 was changed after it was written."


def test_a_row_that_cannot_be_read_any_more_is_named_and_not_stumbled_over(written: Database) -> None:
    """SQLite takes anything into any column; PostgreSQL refuses what is no JSON."""
    if written.url.get_backend_name() == "sqlite":
        by_hand(written, "UPDATE audit SET details = 'empty' WHERE id = 7")
    else:
        by_hand(written, """UPDATE audit SET details = '["é"]' WHERE id = 7""")

    assert "Row 7" in verify(written).broken


def test_a_log_longer_than_a_page_is_walked_page_by_page(written: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_chain, "PAGE", 4)

    assert verify(written).entries == ROWS
    by_hand(written, "DELETE FROM audit WHERE id = 5")
    assert verify(written).broken == "Row 5 is missing: after it comes row 6."


def test_a_head_printed_earlier_stands_in_the_log_and_one_of_another_log_does_not(written: Database) -> None:
    head = verify(written).head
    with written.writing() as db:
        audit_log.record(db, "answer saved", by="alice", at=utc_now())

    result = verify(written, head, "f" * 64)

    assert (result.entries, list(result.rows_of)) == (ROWS + 1, [head])
    assert result.rows_of[head][0] == ROWS


def test_a_chain_made_anew_over_changed_rows_does_not_hold_the_head_printed_earlier(written: Database) -> None:
    """Whoever has the database can compute all hashes anew; what was printed, they cannot reach."""
    head = verify(written).head
    by_hand(written, "DELETE FROM audit", f"UPDATE audit_head SET entries = 0, hash = '{BEGINNING}'")
    with written.writing() as db:
        for _ in range(ROWS):
            audit_log.record(db, "answer saved", by="alice", at=utc_now())

    result = verify(written, head)

    assert (result.broken, dict(result.rows_of)) == ("", {})


def test_writers_at_the_same_time_keep_the_chain_whole(written: Database) -> None:
    def write(number: int) -> None:
        with written.writing() as db:
            audit_log.record(db, "answer saved", by=f"person {number}", at=utc_now())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(80)))

    result = verify(written)
    assert (result.entries, result.broken) == (ROWS + 80, "")


def test_a_write_that_was_undone_leaves_no_gap(written: Database) -> None:
    with suppress(LookupError), written.writing() as db:
        audit_log.record(db, "answer saved", by="alice", at=utc_now())
        raise LookupError
    with written.writing() as db:
        audit_log.record(db, "answer saved", by="alice", at=utc_now())

    assert verify(written).entries == ROWS + 1


def test_of_readers_at_the_same_time_one_is_remembered(written: Database) -> None:
    def read(_: int) -> None:
        audit_log.record_reading_once(written, "answers read", by="bob", at=utc_now(), assessment_id="arden-2026")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(read, range(16)))

    with written.reading() as db:
        assert db.execute(text("SELECT count(*) FROM audit WHERE action = 'answers read'")).scalar_one() == 1
