"""`parity check`: whether an installation is sound, with a line for each part."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from sqlalchemy import select, text, update
from sqlmodel import col

from app.access.identity import utc_now
from app.db import audit_log
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.jobs import outbox
from app.jobs.outbox import Kind
from tests.cli.conftest import Run
from tests.waiting import PATIENCE

PARTS = {"settings", "versions", "disk", "keys", "database", "clock", "backup", "mail"}


@pytest.fixture(autouse=True)
def no_other_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PARITY_PORT", "PARITY_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sound(run: Run, tmp_path: Path) -> Path:
    """A data folder in which everything is as it should be."""
    run("migrate")
    run("keys", "list")
    run("user", "add", "--email", "lea@example.org", "--name", "Lea", "--role", "lead", "--password", "a long password")
    (tmp_path / "var" / "server.key").write_bytes(bytes(32))
    (tmp_path / "var" / "server.key").chmod(0o600)
    return tmp_path / "var"


def database(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'parity.db'}")


def test_a_sound_installation_says_so_of_each_part(run: Run, sound: Path) -> None:
    result = run("check")

    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert {line.split()[1].rstrip(":") for line in lines} == PARTS
    assert all(line.startswith("ok ") for line in lines)


def test_nothing_is_made_by_looking(run: Run, tmp_path: Path) -> None:
    result = run("check")

    assert result.exit_code == 1
    assert "`parity migrate` creates it." in result.stdout
    assert not (tmp_path / "var").exists()


def test_every_setting_that_cannot_work_is_told_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_PORT", "eighty")
    monkeypatch.setenv("PARITY_MAIL_FROM", "Parity, WCO <parity@example.org>")

    result = run("check")

    assert result.exit_code == 1
    assert "NOT OK  settings: PARITY_PORT: “eighty” is not a whole number." in result.stdout
    assert "NOT OK  settings: PARITY_MAIL_FROM: “Parity, WCO <parity@example.org>” is not a sender." in result.stdout


def test_a_misspelt_setting_is_told_with_the_one_that_is_meant(
    run: Run, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARITY_SMTP_HOTS", "mail.example.org")

    result = run("check")

    assert result.exit_code == 1
    assert "There is no setting PARITY_SMTP_HOTS. Did you mean PARITY_SMTP_HOST?" in result.stdout


def test_a_scanner_that_is_not_there_is_told(run: Run, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_EVIDENCE_SCAN", "no-such-scanner --quiet")

    assert "there is no program no-such-scanner" in run("check").stdout


@pytest.mark.parametrize("name", ["parity.db", "server.key", "signing/private.key"])
def test_a_file_that_others_can_read_is_told(name: str, run: Run, sound: Path) -> None:
    (sound / name).chmod(0o644)

    result = run("check")

    assert result.exit_code == 1
    assert f"NOT OK  disk: Others can read {sound / name}." in result.stdout
    assert "  database: " in result.stdout, "what else there is to look at is looked at"


@pytest.mark.parametrize("name", ["server.key", "signing/private.key"])
def test_a_damaged_key_is_told(name: str, run: Run, sound: Path) -> None:
    (sound / name).write_text("damaged")

    result = run("check")

    assert result.exit_code == 1
    assert f"{sound / name} is damaged. Restore it from a backup." in result.stdout


def test_an_older_migration_is_told(run: Run, sound: Path) -> None:
    with database(sound) as open_database, open_database.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '006'"))

    assert "The database is at migration 006, and this program at" in run("check").stdout


def test_a_database_whose_log_was_cut_is_told(run: Run, sound: Path) -> None:
    with database(sound) as open_database, open_database.writing() as db:
        db.execute(text("DELETE FROM audit"))

    assert "The audit log ends at row 0 and should end at" in run("check").stdout


def test_a_file_that_is_no_database_is_told(run: Run, sound: Path) -> None:
    for path in sound.glob("parity.db*"):
        path.unlink()
    (sound / "parity.db").write_bytes(b"no database at all" * 1000)
    (sound / "parity.db").chmod(0o600)

    result = run("check")

    assert result.exit_code == 1
    assert "NOT OK  database: The database cannot be used: file is not a database." in result.stdout


def test_a_clock_that_is_behind_the_log_is_told(run: Run, sound: Path) -> None:
    with database(sound) as open_database, open_database.writing() as db:
        audit_log.record(db, "backup written", by="command line", at=utc_now() + timedelta(days=2))

    result = run("check")

    assert result.exit_code == 1
    assert "NOT OK  clock: It says" in result.stdout


def test_a_server_for_mails_that_does_not_answer_is_told_unless_offline(
    run: Run, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARITY_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PARITY_SMTP_PORT", "1")

    assert "NOT OK  mail: 127.0.0.1:1: The mail server cannot be reached." in run("check").stdout
    offline = run("check", "--offline")
    assert (offline.exit_code, "127.0.0.1:1 was not tested." in offline.stdout) == (0, True)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=port, ready_timeout=PATIENCE)
    controller.start()
    for name, value in (("HOST", "127.0.0.1"), ("PORT", str(port)), ("SECURITY", "none")):
        monkeypatch.setenv(f"PARITY_SMTP_{name}", value)
    yield
    controller.stop()


def test_a_server_for_mails_is_greeted_and_gets_no_mail(run: Run, sound: Path, server: None) -> None:
    result = run("check")

    assert result.exit_code == 0
    assert "responds. Nothing was sent." in result.stdout


def test_a_sign_in_that_the_server_does_not_take_is_told(
    run: Run, sound: Path, server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARITY_SMTP_USER", "parity")
    monkeypatch.setenv("PARITY_SMTP_PASSWORD", "secret")

    result = run("check")

    assert result.exit_code == 1
    assert "PARITY_SMTP" in result.stdout
    assert "secret" not in result.output


def test_mails_that_wait_because_of_a_fault_are_told(run: Run, sound: Path) -> None:
    with database(sound) as open_database, open_database.writing() as db:
        lea = db.execute(select(col(Person.id))).scalar_one()
        outbox.post(db, Kind.ADDED, lea, "/", at=utc_now(), by="Bo", place="Arden")
        db.flush()
        db.execute(update(Mail).values(problem="sender", tries=3))

    assert "NOT OK  mail: 1 emails could not be sent so far: see /mails/waiting for the reasons." in run("check").stdout


def test_nothing_is_changed_by_looking(run: Run, sound: Path) -> None:
    before = {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()}

    run("check")

    assert {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()} == before
