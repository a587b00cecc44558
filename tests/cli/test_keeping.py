"""`parity backup` and `parity restore`: everything comes back, on either database; nothing half, nothing forged."""

import io
import json
import stat
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from app.access.identity import KEY_FILE, utc_now
from app.cli.bootstrap import open_settings
from app.db import audit_log
from app.db.migrations import newest
from app.db.session import Database
from app.db.tables.records import Mail
from app.files.evidence_store import EvidenceFiles
from app.files.kept_reports import KeptReports
from app.files.signing_keys import public_keys, rotate, signer_of
from app.settings import Settings
from tests.cli.conftest import Opens, Run

PAIRS = [("sqlite", "postgres"), ("postgres", "sqlite"), ("sqlite", "sqlite")]


def everything(settings: Settings) -> tuple[dict[str, Sequence[Any]], dict[Path, bytes]]:
    """Every row of every table as Python sees it, and every file."""
    with Database(settings.database) as database, database.reading() as db:
        tables = SQLModel.metadata.sorted_tables
        rows = {table.name: db.execute(select(table).order_by(*table.primary_key.columns)).all() for table in tables}
    folder = settings.data_dir
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("parity.db")]
    return rows, {path.relative_to(folder): path.read_bytes() for path in files}


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_everything_comes_back(source: str, target: str, run: Run, filled: Opens, at: Opens, tmp_path: Path) -> None:
    before = everything(filled(source))
    saved = run("backup", tmp_path / "backup.zip")

    settings = at(target, "second")
    restored = run("restore", tmp_path / "backup.zip")

    assert (saved.exit_code, restored.exit_code) == (0, 0), saved.output + restored.output
    assert everything(settings) == before
    assert "The audit log is complete: " in restored.stdout
    assert run("audit", "verify").exit_code == 0


def test_the_file_is_for_its_owner_only_and_says_what_it_holds(run: Run, filled: Opens, tmp_path: Path) -> None:
    filled()
    path = tmp_path / "backup.zip"

    said = run("backup", path).stdout

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "SHA-256" in said
    assert [file.name for file in tmp_path.iterdir() if "backup" in file.name] == ["backup.zip"]
    with zipfile.ZipFile(path) as zipped:
        manifest = json.loads(zipped.read("manifest.json"))
        assert {*manifest["members"], "manifest.json"} == set(zipped.namelist())
    assert manifest["rows"]["evidence"] == 2


def test_a_backup_is_remembered_in_the_log(run: Run, filled: Opens, tmp_path: Path) -> None:
    settings = filled()
    run("backup", tmp_path / "backup.zip")

    rows, _ = everything(settings)
    assert rows["audit"][-1].action == "backup written"


def test_the_key_can_stay_at_home(run: Run, filled: Opens, at: Opens, tmp_path: Path) -> None:
    filled()
    assert "The server key is not in it" in run("backup", tmp_path / "backup.zip", "--without-key").stdout

    settings = at("sqlite", "second")
    restored = run("restore", tmp_path / "backup.zip")

    assert restored.exit_code == 0
    assert "second factors must be set up again" in restored.stderr
    assert not (settings.data_dir / KEY_FILE).exists()


def test_the_keys_that_sign_come_back_and_the_private_one_can_stay_at_home(
    run: Run, filled: Opens, at: Opens, tmp_path: Path
) -> None:
    old, new = signer_of(filled()), rotate(open_settings())
    run("backup", tmp_path / "whole.zip")
    run("backup", tmp_path / "public.zip", "--without-key")

    second = at("sqlite", "second")
    run("restore", tmp_path / "whole.zip")
    third = at("sqlite", "third")
    said = run("restore", tmp_path / "public.zip").stderr

    assert signer_of(second) == new
    assert "The signing key was not in it" in said
    assert public_keys(second) == public_keys(third) == {old.id: old.public, new.id: new.public}
    assert signer_of(third) not in (old, new)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_while_others_write_it_is_one_moment(kind: str, run: Run, filled: Opens, at: Opens, tmp_path: Path) -> None:
    settings, stop = filled(kind), threading.Event()

    def write() -> None:
        with Database(settings.database) as database:
            files = EvidenceFiles(settings.data_dir)
            while not stop.is_set():
                files.store(io.BytesIO(str(utc_now()).encode()))
                with database.writing() as db:
                    audit_log.record(db, "answer saved", by="alice", at=utc_now())
                    db.add(
                        Mail(id=f"beside {uuid4()}", kind="receipt", person_id="alice", names={}, created_at=utc_now())
                    )

    writer = threading.Thread(target=write)
    writer.start()
    saved = run("backup", tmp_path / "backup.zip")
    stop.set()
    writer.join()

    restored = at("sqlite", "second")
    assert (saved.exit_code, run("restore", tmp_path / "backup.zip").exit_code) == (0, 0)
    rows, _ = everything(restored)
    written = [entry for entry in rows["audit"] if entry.action == "answer saved" and not entry.assessment_id]
    assert len([mail for mail in rows["mail"] if mail.id.startswith("beside")]) == len(written)


def test_a_missing_file_is_told_and_the_rest_is_saved(run: Run, filled: Opens, at: Opens, tmp_path: Path) -> None:
    settings = filled()
    file, *_ = EvidenceFiles(settings.data_dir).folder.rglob("??/*")
    file.unlink()

    saved = run("backup", tmp_path / "backup.zip")

    assert (saved.exit_code, file.name in saved.stderr) == (1, True)
    at("sqlite", "second")
    assert run("restore", tmp_path / "backup.zip").exit_code == 0


def test_kept_reports_neither_go_along_nor_outlive_it(run: Run, filled: Opens, at: Opens, tmp_path: Path) -> None:
    first = filled()
    keep_a_report(first)
    run("backup", tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as saved:
        assert [name for name in saved.namelist() if "kept" in name] == []

    second = at("sqlite", "second")
    keep_a_report(second)
    assert run("restore", tmp_path / "backup.zip").exit_code == 0

    assert (KeptReports(first.data_dir).count, KeptReports(second.data_dir).count) == (1, 0)


def keep_a_report(settings: Settings) -> None:
    with KeptReports(settings.data_dir).draft() as draft:
        draft.keep("key", b"report")


def test_it_restores_into_an_empty_installation_only(run: Run, filled: Opens, tmp_path: Path) -> None:
    settings = filled()
    run("backup", tmp_path / "backup.zip")
    before = everything(settings)

    result = run("restore", tmp_path / "backup.zip")

    assert result.exit_code == 1
    assert "This installation is not empty" in result.stderr
    assert everything(settings) == before


def changed(path: Path, name: str, content: bytes | None) -> None:
    """The backup with one member changed, added, or left out (None)."""
    with zipfile.ZipFile(path) as old:
        members = {member: old.read(member) for member in old.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w") as new:
        for part, data in members.items():
            if data is not None:
                new.writestr(part, data)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tables/audit.jsonl", b"", "tables/audit.jsonl was changed."),
        ("tables/audit.jsonl", None, "contents differ from its manifest: tables/audit.jsonl."),
        ("../../evil", b"x", "contents differ from its manifest: ../../evil."),
        ("manifest.json", None, "It contains no backup manifest."),
        ("manifest.json", b"[]", "It contains no backup manifest."),
    ],
)
def test_a_backup_that_was_changed_is_refused_before_anything_is_written(
    name: str, content: bytes | None, said: str, run: Run, at: Opens, backup_of_all: Path
) -> None:
    changed(backup_of_all, name, content)
    empty = everything(at("sqlite", "second"))

    result = run("restore", backup_of_all)

    assert (result.exit_code, said in result.stderr) == (1, True), result.output
    assert everything(open_settings()) == empty


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tables/audit.jsonl", "tables/audit.jsonl cannot be read."),
        ("manifest.json", "It contains no backup manifest."),
    ],
)
def test_a_backup_that_cannot_be_unpacked_is_refused_with_a_sentence(
    name: str, said: str, run: Run, at: Opens, backup_of_all: Path
) -> None:
    with zipfile.ZipFile(backup_of_all) as zipped:
        entry = zipped.getinfo(name)
        begins = entry.header_offset + 30 + len(name)
    content = bytearray(backup_of_all.read_bytes())
    content[begins : begins + entry.compress_size] = b"\xff" * entry.compress_size
    backup_of_all.write_bytes(content)
    at("sqlite", "second")

    result = run("restore", backup_of_all)

    assert (result.exit_code, said in result.stderr) == (1, True), result.output


def test_a_member_that_no_backup_has_is_refused_even_where_the_manifest_lists_it(
    run: Run, at: Opens, backup_of_all: Path
) -> None:
    with zipfile.ZipFile(backup_of_all) as zipped:
        manifest = json.loads(zipped.read("manifest.json"))
    manifest["members"]["../../evil"] = "0" * 64
    changed(backup_of_all, "../../evil", b"x")
    changed(backup_of_all, "manifest.json", json.dumps(manifest).encode())
    at("sqlite", "second")

    assert "which no backup does" in run("restore", backup_of_all).stderr


def test_a_backup_of_another_version_is_refused_in_words(run: Run, at: Opens, backup_of_all: Path) -> None:
    with zipfile.ZipFile(backup_of_all) as zipped:
        manifest = json.loads(zipped.read("manifest.json")) | {"migration": "001", "parity": "0.0.9"}
    changed(backup_of_all, "manifest.json", json.dumps(manifest).encode())
    at("sqlite", "second")

    result = run("restore", backup_of_all)

    assert result.exit_code == 1
    assert "made by Parity 0.0.9 (migration 001)" in result.stderr
    assert f"(migration {newest()})" in result.stderr


def test_what_is_no_backup_is_refused(run: Run, at: Opens, tmp_path: Path) -> None:
    at("sqlite", "second")
    (tmp_path / "notes.txt").write_text("no zip", encoding="utf-8")

    assert "is no backup, nothing was restored." in run("restore", tmp_path / "notes.txt").stderr
    assert "cannot be read" in run("restore", tmp_path / "nowhere.zip").stderr


def test_a_backup_that_cannot_be_written_is_told(run: Run, filled: Opens, tmp_path: Path) -> None:
    filled()

    assert "cannot be written" in run("backup", tmp_path / "nowhere" / "backup.zip").stderr
