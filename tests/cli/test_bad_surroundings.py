"""Settings, files and databases that cannot be used: each is one line that says so, and never a traceback."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BAD_SETTINGS = [
    ("PARITY_DATABASE_URL", "nonsense"),
    ("PARITY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
    ("PARITY_DATABASE_URL", "mysql://nobody@127.0.0.1:1/none"),
    ("PARITY_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none"),
    ("PARITY_DATABASE_URL", "sqlite:////nowhere/at/all.db"),
    ("PARITY_PORT", "eighty"),
]


@pytest.mark.parametrize("command", [("migrate",), ("serve", "--port", "0")], ids=" ".join)
@pytest.mark.parametrize(("name", "value"), BAD_SETTINGS)
def test_a_setting_that_cannot_work_is_told_in_a_line_or_two(
    name: str, value: str, command: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    result = run(*command)

    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (1, "")
    assert name in result.stderr
    assert len(result.stderr.splitlines()) <= 2


def test_a_database_of_a_newer_program_is_told(run: Run, tmp_path: Path) -> None:

    run("migrate")
    with sqlite3.connect(tmp_path / "var" / "parity.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '999'")
    connection.close()

    result = run("migrate")

    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (1, "")
    assert "999" in result.stderr


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'"' + 200_000 * b"a", b"code,name\n", b"a\0b\n"])
def test_a_list_that_is_no_list_is_told(content: bytes, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(content)

    result = run("members", "import", path)

    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(path) in result.stderr


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", 60_000 * b"[", b"NaN", b'{"answers": {"RC-01": NaN}}', b"{}x"])
def test_a_file_of_answers_that_is_none_prints_nothing_and_ends_with_2(
    content: bytes, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(content)

    result = run("score", "--questionnaire", "2026.1", path)

    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(path) in result.stderr


def test_a_folder_in_place_of_a_file_is_told(run: Run, tmp_path: Path) -> None:
    result = run("score", "--questionnaire", "2026.1", tmp_path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be read: it is a folder." in result.stderr
