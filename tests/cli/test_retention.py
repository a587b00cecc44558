"""`parity purge` and `parity user data`."""

import io
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.access.identity import utc_now
from app.cli.backup.retention import FORMER, OF_A_PERSON, RULES
from app.cli.bootstrap import open_settings
from app.db.session import Database
from app.db.tables.people import Person
from app.features.directory.people.people import disable
from app.files.evidence_store import EvidenceFiles
from app.files.kept_reports import KeptReports
from tests.cli.conftest import Run
from tests.engines import ON_BOTH
from tests.house.contents import Contents, contents

pytestmark = ON_BOTH

KEPT_FOR_EVER = {
    "audit_head", "answer", "history", "comment", "thread", "evidence", "evidence_use", "validated_level", "move",
    "signature", "publication", "moderation", "review_task", "returned_question", "return_letter", "disagreement",
    "draw", "download", "assessment", "round", "administration", "element_assignment",
}  # fmt: skip


@pytest.fixture
def there(run: Run, full_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A full installation in a new database on each kind of server."""
    monkeypatch.setenv("PARITY_DATABASE_URL", full_url)
    return run


def orphan(age: timedelta) -> Path:
    settings = open_settings()
    files = EvidenceFiles(settings.data_dir)
    path = files.path_of(files.store(io.BytesIO(f"orphan {age}".encode())).sha256)
    then = (utc_now() - age).timestamp()
    os.utime(path, (then, then))
    return path


def stored() -> Contents:
    with Database(open_settings().database) as database:
        return contents(database)


def aged(days: int) -> None:
    with Database(open_settings().database) as database, database.writing() as db:
        disable(db, db.get_one(Person, "alice"), by="tessa", at=utc_now() - timedelta(days=days))


def keep_a_report() -> KeptReports:
    kept_reports = KeptReports(open_settings().data_dir)
    with kept_reports.draft() as draft:
        draft.keep("key", b"report")
    return kept_reports


def test_kept_reports_go_with_what_they_name(there: Run) -> None:
    kept_reports = keep_a_report()
    assert "kept gap reports: 1 would be removed" in there("purge", "--dry-run").stdout
    assert kept_reports.count == 1

    assert "kept gap reports: 1 removed" in there("purge").stdout

    assert kept_reports.count == 0


def test_a_dry_run_tells_what_would_go_and_removes_nothing(there: Run) -> None:
    old, before = orphan(timedelta(days=2)), stored()

    said = there("purge", "--dry-run").stdout

    assert "emails sent 90 days ago: 1 would be removed" in said
    assert "files that no evidence refers to: 1 would be removed" in said
    assert old.exists()
    assert stored() == before


def test_what_is_over_goes_and_what_was_said_for_ever_stays(there: Run) -> None:
    old, young, before = orphan(timedelta(days=2)), orphan(timedelta(hours=2)), stored()

    said = there("purge").stdout

    after = stored()
    assert "emails sent 90 days ago: 1 removed" in said
    assert (len(before["mail"]), len(after["mail"])) == (2, 1)
    assert (old.exists(), young.exists()) == (False, True)
    assert {name for name in KEPT_FOR_EVER if before[name] != after[name]} == {"audit_head"}
    assert len(after["audit"]) == len(before["audit"]) + 1
    proved = there("audit", "verify")
    assert proved.exit_code == 0, proved.output


def test_purging_again_finds_nothing(there: Run) -> None:
    there("purge")

    assert {line.rsplit(": ", 1)[1] for line in there("purge").stdout.splitlines()} == {"0 removed"}


def test_no_rule_names_what_is_kept_for_ever() -> None:
    touched = {rule.table.__tablename__ for rule in RULES} | {table.__tablename__ for table in OF_A_PERSON}

    assert touched & KEPT_FOR_EVER == set()
    assert "audit" not in touched


@pytest.mark.parametrize(("days", "name"), [(1000, "Alice"), (1200, FORMER)])
def test_long_after_somebody_left_their_name_goes_and_their_id_stays(days: int, name: str, there: Run) -> None:
    aged(days)

    there("purge")

    with Database(open_settings().database) as database, database.reading() as db:
        person = db.get(Person, "alice")
    assert person
    assert person.name == name
    assert ("alice@example.org" in str(stored())) is (name == "Alice")
    proved = there("audit", "verify")
    assert proved.exit_code == 0, proved.output


def test_somebody_who_came_back_keeps_their_name(there: Run) -> None:
    aged(2000)
    with Database(open_settings().database) as database, database.writing() as db:
        db.execute(text("UPDATE person SET is_active = true WHERE id = 'alice'"))

    there("purge")

    assert "alice@example.org" in str(stored()["person"])


def test_all_that_is_held_on_a_person_is_written_for_them(there: Run, tmp_path: Path) -> None:
    result = there("user", "data", "--email", "Alice@example.org", "--out", tmp_path / "alice.json")

    held = json.loads((tmp_path / "alice.json").read_text(encoding="utf-8"))
    assert result.exit_code == 0
    assert held["person"][0]["email"] == "alice@example.org"
    expected = {
        "membership",
        "session",
        "answer",
        "history",
        "comment",
        "evidence",
        "audit",
        "mail",
        "download",
        "move",
    }
    assert expected <= set(held)
    assert held["history"][0]["content"]


def test_it_holds_no_secret_and_nothing_of_others(there: Run, tmp_path: Path) -> None:
    there("user", "data", "--email", "alice@example.org", "--out", tmp_path / "alice.json")

    written = (tmp_path / "alice.json").read_text(encoding="utf-8")
    held = json.loads(written)
    assert not any(word in written for word in ("token_hash", "password_hash", "argon2", "encrypted", "public_key"))
    assert [row["person_id"] for row in held["membership"]] == ["alice"]
    assert "connie@example.org" not in written


def test_that_it_was_written_stands_in_the_log(there: Run, tmp_path: Path) -> None:
    there("user", "data", "--email", "alice@example.org", "--out", tmp_path / "alice.json")

    assert "data of a person written" in str(stored()["audit"])


def test_nobody_has_no_data(there: Run, tmp_path: Path) -> None:
    result = there("user", "data", "--email", "x@example.org", "--out", tmp_path / "x.json")

    assert (result.exit_code, (tmp_path / "x.json").exists()) == (1, False)
