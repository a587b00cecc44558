"""Whatever a command is given: one sentence that names it and says what to do, never a traceback, nothing half done."""

import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
import pytest
import typer
import uvicorn
from typer.testing import Result

from app.cli.main import cli
from tests.cli.conftest import Run
from tests.cli.zoo import GOOD, TEXT, databases_of_every_kind, files_of_every_kind, full_disk, older, zipped

READERS = {
    "score": (("score", "--questionnaire", "2026.1"), 2),
    "export gap": (("export", "gap", "--out", "OUT", "--answers"), 2),
    "restore": (("restore",), 1),
    "members import": (("members", "import"), 1),
    "verify": (("verify", "--keys", "KEYS"), 2),
}
"""The commands that read a file: their words before its name, and how they end."""
IN_A_PROCESS_OF_ITS_OWN = {"members import", "verify"}
"""They begin one for whatever may be a list or a workbook, so that they get less to look at."""
FEW = {"empty", "PDF", "web page", "twice", "locked backup", "round", "missing", "folder", "bad name", "log"}
KEPT = {
    "start": (),
    "serve": ("--port", "0"),
    "migrate": (),
    "demo": (),
    "backup": ("OUT",),
    "purge": (),
    "check": ("--offline",),
    "export round": ("--round", "2026", "--out", "OUT"),
    "export consolidated": ("--round", "all", "--out", "OUT.csv"),
    "audit verify": (),
    "keys rotate": (),
    "mail send": (),
    "mail remind": (),
    "user add": ("--email", "a@b.example", "--name", "A", "--role", "lead", "--password", "a long one that nobody has"),
    "user disable": ("--email", "a@b.example"),
    "user data": ("--email", "a@b.example", "--out", "OUT"),
    "user password": ("--email", "a@b.example"),
    "user second-factor": ("--email", "a@b.example", "--off"),
    "token create": ("--email", "a@b.example"),
    "token list": ("--email", "a@b.example"),
    "token revoke": ("--email", "a@b.example", "--all"),
}
"""The commands that open the database, and what they need."""
NO_DATABASE = {
    "questionnaire check",
    "questionnaire freeze",
    "questionnaire diff",
    "questionnaire reword",
    "questionnaire weights",
    "keys list",
    "keys export",
}
OPEN_AS_IT_IS = ("serve", "backup", "purge", "audit verify", "keys rotate")
"""They bring no database up to date."""
SECRET = "p4ssw0rd"


def leaves(command: Any, name: str = "") -> Iterator[str]:
    if isinstance(command, click.Group) or hasattr(command, "commands"):
        for word, subcommand in command.commands.items():
            yield from leaves(subcommand, f"{name} {word}".strip())
    else:
        yield name


def test_every_command_stands_in_one_of_the_tables() -> None:
    assert set(leaves(typer.main.get_command(cli))) == READERS.keys() | KEPT.keys() | NO_DATABASE


def is_told(result: Result, *said: str, code: int = 1, lines: int = 1) -> None:
    assert isinstance(result.exception, SystemExit), (result.exception, said)
    assert result.exit_code == code, (result.output, said)
    assert len(result.stderr.splitlines()) <= lines, result.stderr
    for words in said:
        assert words in result.stderr, (words, result.stderr)


SAID = {
    ("score", "empty"): "is an empty file.",
    ("score", "workbook"): "is an Excel workbook. Upload an answer workbook under “Work offline”",
    ("score", "Latin-1"): "is not text in UTF-8 or UTF-16. Save it as JSON in UTF-8.",
    ("score", "YAML"): "is YAML. Give the answers as JSON",
    ("score", "NaN"): "NaN is not a number",
    ("score", "Infinity"): "-Infinity is not a number",
    ("score", "too large"): "1e999 is too large to be saved",
    ("score", "endless digits"): "a number has 5,000 digits",
    ("score", "twice"): "the name “RC-01” appears twice",
    ("score", "nested"): "nested too deeply",
    ("score", "cut"): "line 1, character",
    ("score", "scorecard"): "is a scorecard",
    ("score", "missing"): "there is no such file. Check its name and folder.",
    ("score", "folder"): "it is a folder. Name a file in it.",
    ("score", "backup zipped again"): "is a ZIP.",
    ("export gap", "round"): "is the ZIP of a round.",
    ("restore", "backup zipped again"): "It contains another ZIP, backup-2026.zip: unpack it, and restore that one.",
    ("restore", "backup in a folder"): "Its files are in a folder",
    ("restore", "cut backup"): "is a damaged or incomplete ZIP, nothing was restored.",
    ("restore", "locked backup"): "It is a ZIP locked with a password",
    ("restore", "round"): "It is the ZIP of a round",
    ("restore", "workbook"): "It is an Excel workbook",
    ("restore", "PDF"): "is a PDF, nothing was restored.",
    ("members import", "PDF"): "is a PDF. Give a list of administrations",
    ("members import", "old Office"): "Save it as .xlsx",
    ("members import", "web page"): "save it as .xlsx",
    ("members import", "missing"): "there is no such file.",
}


def test_each_reader_of_files_names_what_it_was_given(run: Run, backup: bytes, tmp_path: Path) -> None:
    zoo = files_of_every_kind(tmp_path, backup)
    places = {"OUT": tmp_path / "out.xlsx", "KEYS": tmp_path / "keys"}
    assert run("keys", "export", "--out", places["KEYS"]).exit_code == 0
    for command, (words, code) in READERS.items():
        for kind, path in zoo.items():
            if command in IN_A_PROCESS_OF_ITS_OWN and kind not in FEW:
                continue
            result = run(*(places.get(word, word) for word in words), path)

            told = result.stdout + result.stderr if command == "verify" else result.stderr
            assert isinstance(result.exception, SystemExit), (command, kind, result.exception)
            assert (result.exit_code, "Traceback" in told) == (code, False), (command, kind, result.output)
            assert str(path).encode(errors="backslashreplace").decode() in told, told
            assert len(told.splitlines()) == 1 or command == "verify", (command, kind, told)
            assert SAID.get((command, kind), "") in told, (command, kind, told)
    assert not list((tmp_path / "var").glob("*.db"))
    assert not places["OUT"].exists()


def test_an_unpacked_backup_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")

    is_told(run("restore", tmp_path), "is the folder of an unpacked backup", "Give the original ZIP")


def test_answers_are_read_in_every_form_in_which_programs_write_json(run: Run, tmp_path: Path) -> None:
    """UTF-16 is what ">" writes in the PowerShell of Windows."""
    path, outputs = tmp_path / "answers.json", set()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        path.write_bytes(TEXT.replace(", ", ",\r\n").encode(encoding))
        result = run("score", "--questionnaire", "2026.1", path)
        assert result.exit_code == 0, (encoding, result.output)
        outputs.add(result.stdout)

    assert len(outputs) == 1


def test_a_whole_number_is_whole_however_a_program_writes_it(run: Run, tmp_path: Path) -> None:
    path, outputs = tmp_path / "answers.json", set()
    for staff, level in (("2148", "3"), ("2148.0", "3.0"), ("2.148e3", "0.3E1")):
        path.write_text(TEXT.replace("3", level).replace("{}", f'{{"profile.staff_total": {staff}}}', 1))
        result = run("score", "--questionnaire", "2026.1", path)
        assert result.exit_code == 0, (staff, result.output)
        outputs.add(result.stdout)

    assert len(outputs) == 1


def test_of_a_file_with_very_many_problems_the_first_are_listed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(GOOD | {"answers": {f"ZZ-{number}": {} for number in range(90)}}))

    result = run("score", "--questionnaire", "2026.1", path)

    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 51)
    assert result.stderr.endswith("and 40 more like these.\n")


def words_of(command: str, place: Path) -> list[str]:
    needs = READERS[command][0][len(command.split()) :] if command in READERS else KEPT[command]
    return [*command.split(), *(word.replace("OUT", str(place)) for word in needs)]


def test_no_command_touches_a_database_that_is_not_ours(
    run: Run, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: None)
    monkeypatch.setenv("PARITY_PORT", "18743")
    monkeypatch.setenv("PARITY_SMTP_HOST", "127.0.0.1")
    said = {
        "no database": "file is not a database. Check PARITY_DATABASE_URL.",
        "other program": "contains tables of another program (contacts). Name another database with",
        "newer": "999",
        "folder": "unable to open database file. Check PARITY_DATABASE_URL.",
    }
    for kind, path in databases_of_every_kind(tmp_path, migrated_file).items():
        before = path.read_bytes() if path.is_file() else b""
        monkeypatch.setenv("PARITY_DATABASE_URL", f"sqlite:///{path}")
        for command in KEPT:
            result = run(*words_of(command, tmp_path / "out"))
            if command == "check":
                assert (result.exit_code, said[kind] in result.stdout) == (1, True), (kind, result.output)
            else:
                is_told(result, said[kind])
        assert (path.read_bytes() if path.is_file() else b"") == before, kind
        assert [file.name for file in tmp_path.glob(f"{path.name}-*")] == [], kind
    assert not list(tmp_path.glob("out*"))


def test_commands_that_open_a_database_as_it_is_want_it_there_and_up_to_date(
    run: Run, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: None)
    nowhere = tmp_path / "nowhere.db"
    for path in (nowhere, older(tmp_path / "older.db", migrated_file)):
        monkeypatch.setenv("PARITY_DATABASE_URL", f"sqlite:///{path}")
        for command in OPEN_AS_IT_IS:
            is_told(run(*words_of(command, tmp_path / "out")), "Run `parity migrate` first.")
    assert not nowhere.exists()


def test_no_sentence_repeats_a_password_from_the_address_of_a_database(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url in (
        f"postgresql+psycopg://parity:{SECRET}@127.0.0.1:1/none",
        f"postgresql+psycopg://parity:{SECRET}@127.0.0.1:port/none",
        f"postgresql+psycopg://parity:a@{SECRET}@127.0.0.1:1/none",
        f"postgresql+psycopg://parity:127.0.0.1:{SECRET}/none",
        f"postgresql+psycopg//parity:{SECRET}@127.0.0.1/none",
        f"postgres://parity:{SECRET}@127.0.0.1/none",
        f"mysql://parity:{SECRET}@127.0.0.1/none",
        f"{SECRET}",
    ):
        monkeypatch.setenv("PARITY_DATABASE_URL", url)
        for words in (["migrate"], ["check", "--offline"]):
            result = run(*words)
            assert (result.exit_code, SECRET in result.output) == (1, False), (url, result.output)
            assert "PARITY_DATABASE_URL" in result.output


@pytest.mark.usefixtures("demo")
def test_what_cannot_be_written_is_told_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    answers, folder, file = tmp_path / "answers.json", tmp_path / "folder", tmp_path / "file"
    answers.write_text(TEXT)
    folder.mkdir()
    file.write_text("in the way")
    gap = ("export", "gap", "--answers", answers, "--out")
    for words, out in (
        (gap, folder),
        (gap, tmp_path / "no" / "report.xlsx"),
        (("backup",), folder),
        (("backup",), Path("/")),
        (("keys", "export", "--out"), file),
        (("export", "round", "--round", "2025", "--out"), file),
    ):
        is_told(run(*words, out), f"{out} cannot be written: ")
    with full_disk():
        is_told(run(*gap, tmp_path / "report.xlsx"), "report.xlsx cannot be written: File too large.")
        is_told(run("backup", tmp_path / "backup.zip"), "backup.zip cannot be written: File too large.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.json", "file", "folder", "var"]
    assert list(folder.iterdir()) == []


def test_a_backup_whose_rows_do_not_fit_leaves_neither_rows_nor_files(run: Run, backup: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(backup)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    forged = {"tables/round.jsonl": b'{"id": "r", "name": null}\n', f"evidence/{'0' * 64}": b"proof"}
    manifest = json.loads(members["manifest.json"])
    manifest["members"] |= {name: sha256(content).hexdigest() for name, content in forged.items()}
    path = tmp_path / "forged.zip"
    path.write_bytes(zipped(members | forged | {"manifest.json": json.dumps(manifest).encode()}))

    is_told(run("restore", path), "Nothing was restored. The rows of round do not fit its table.")
    assert not [file for file in (tmp_path / "var" / "evidence").rglob("*") if file.is_file()]
    assert run("restore", tmp_path / "backup.zip").exit_code == 0
