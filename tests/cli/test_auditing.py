"""`parity audit verify`: before and after a row was changed by hand."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col
from typer.testing import Result

from app.access.identity import utc_now
from app.cli.bootstrap import open_settings
from app.db import audit_log
from app.db.session import Database
from app.db.tables.people import Person
from app.features.directory.people.people import disable
from tests.cli.conftest import Run
from tests.engines import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def there(run: Run, fresh_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A log of some rows in a new database on each kind of server."""
    monkeypatch.setenv("PARITY_DATABASE_URL", fresh_url)
    account = {"email": "sofia@secretariat.example", "name": "Sofia", "role": "lead", "password": "a long password"}
    run("user", "add", *(word for name, value in account.items() for word in (f"--{name}", value)))
    with Database(fresh_url) as database, database.writing() as db:
        for number in range(30):
            audit_log.record(db, "answer saved", by="alice", at=utc_now(), details={"revision": number})
    return run


def by_hand(statement: str) -> None:
    with Database(open_settings().database) as database, database.writing() as db:
        db.connection().exec_driver_sql(statement)


def head_in(result: Result) -> str:
    return result.stdout.split("Head of the log: ")[1].split()[0]


def test_a_log_that_nobody_touched_is_proved(there: Run) -> None:
    result = there("audit", "verify")

    assert result.exit_code == 0
    assert "Rows checked: " in result.stdout
    assert "Proved: the log is one chain, and every record" in result.stdout
    assert "Not proved: that nobody has rewritten the whole log" in result.stdout


def test_every_row_that_was_changed_is_named(there: Run) -> None:
    by_hand("UPDATE audit SET assessment_id = 'demo-5' WHERE id IN (12, 20)")

    result = there("audit", "verify")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == [f"Row {n} was changed after it was written." for n in (12, 20)]
    assert "2 places do not match." in result.stderr


def test_a_head_printed_earlier_is_found_with_its_row(there: Run) -> None:
    head = head_in(there("audit", "verify"))
    there("user", "disable", "--email", "sofia@secretariat.example")

    result = there("audit", "verify", "--head", f" {head.upper()} ")

    assert result.exit_code == 0
    assert f"The head {head[:12]}… is in the log at row" in result.stdout
    assert "Proved by the head you gave: nobody has rewritten the log up to row" in result.stdout


def test_a_head_of_another_log_is_not_found(there: Run) -> None:
    result = there("audit", "verify", "--head", "f" * 64)

    assert result.exit_code == 1
    assert "is not in the log" in result.stderr


def test_the_demo_fits_its_log_and_nothing_in_it_is_uncovered(run: Run, demo: Result) -> None:
    result = run("audit", "verify")

    assert (result.exit_code, result.stderr) == (0, "")
    compared = re.search(r"Records compared with the log: ([\d,]+)", result.stdout)
    assert compared
    assert int(compared[1].replace(",", "")) > 4_000
    assert "hold no hash" not in result.stdout


def test_what_was_purged_is_told_from_what_was_changed(run: Run, demo: Result) -> None:
    with Database(open_settings().database) as database, database.writing() as db:
        person = db.execute(select(Person).where(col(Person.office) == "reviewer")).scalars().first()
        assert person
        disable(db, person, by="tessa", at=utc_now() - timedelta(days=2000))
    run("purge")

    result = run("audit", "verify")
    by_hand("UPDATE person SET name = 'Somebody' WHERE name = 'Former member'")
    changed = run("audit", "verify")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Records that `parity purge` removed or emptied under the retention rules: 1" in result.stdout
    assert changed.exit_code == 1
    assert "Somebody: the account was changed by hand since it was written (row" in changed.stderr


def test_of_many_places_the_first_are_named_and_the_others_counted(run: Run, demo: Result) -> None:
    by_hand("UPDATE answer SET comment = 'Changed by hand'")

    result = run("audit", "verify")

    assert result.exit_code == 1
    assert "the answer to EQ-01 was changed by hand since it was written (row" in result.stderr
    assert " more places." in result.stderr
    assert len(result.stderr.splitlines()) < 210
