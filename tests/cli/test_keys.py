"""`parity keys`: the keys of an installation are listed, changed and handed out."""

from pathlib import Path

from app.cli.bootstrap import open_settings
from app.db.session import Database
from app.files.kept_reports import KeptReports
from app.files.signing_keys import signer_of
from tests.cli.conftest import Run
from tests.stage import rows_of


def test_keys_are_listed_changed_and_exported(run: Run, tmp_path: Path) -> None:
    run("migrate")
    old = signer_of(open_settings()).id
    changed = run("keys", "rotate")
    new = signer_of(open_settings()).id

    listed = run("keys", "list").stdout.splitlines()
    run("keys", "export", "--out", tmp_path / "keys")

    assert sorted(listed) == sorted([f"{new}  current", f"{old}  earlier"])
    assert f"{new} is the current key now; {old} is kept" in changed.stdout
    assert {path.stem for path in (tmp_path / "keys").iterdir()} == {old, new}
    with Database(open_settings().database) as database:
        log = next(rows for table, rows in rows_of(database).items() if table.name == "audit")
    assert log[-1]["action"] == "signing key changed"
    assert log[-1]["details"] == {"key": new, "old": old}


def test_what_the_old_key_sealed_is_kept_no_longer(run: Run) -> None:
    run("migrate")
    kept_reports = KeptReports(open_settings().data_dir)
    with kept_reports.draft() as draft:
        draft.keep("key", b"report")

    assert run("keys", "rotate").exit_code == 0

    assert kept_reports.count == 0


def test_what_cannot_be_removed_is_told(run: Run) -> None:
    run("migrate")
    kept_reports = KeptReports(open_settings().data_dir)
    (kept_reports.folder / "a folder").mkdir(parents=True)

    told = run("keys", "rotate")

    assert told.exit_code == 1
    assert f"Done, but gap reports remain in {kept_reports.folder}" in told.stderr


def test_a_damaged_key_stops_the_commands_with_a_sentence(run: Run, tmp_path: Path) -> None:
    run("migrate")
    run("keys", "list")
    (tmp_path / "var" / "signing" / "private.key").write_text("damaged")

    for words in (
        ["keys", "list"],
        ["keys", "rotate"],
        ["serve", "--port", "0"],
        ["export", "gap", "--assessment", "x", "--out", "y"],
    ):
        result = run(*words)
        assert result.exit_code == 1
        assert "Restore it from a backup." in result.stderr
