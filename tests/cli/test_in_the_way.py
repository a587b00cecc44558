"""What lies in the way of a command: devices, outputs that take nothing, ports that cannot be, packers of archives."""

import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_foreign_files import is_told
from tests.cli.zoo import TEXT, zipped


@pytest.mark.usefixtures("demo")
def test_a_device_a_pipe_or_the_output_of_a_program_is_never_replaced_by_a_file(run: Run, tmp_path: Path) -> None:
    """Replaced, /dev/null or /dev/stdout would be gone for every program of the machine."""
    answers, pipe, link, output = (tmp_path / name for name in ("answers.json", "pipe", "link", "output.csv"))
    answers.write_text(TEXT)
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    output.symlink_to("/proc/self/fd/1")
    for words, out in (
        (("export", "gap", "--answers", answers, "--out"), pipe),
        (("backup",), link),
        (("user", "data", "--email", "sofia@secretariat.example", "--out"), output),
        (("export", "consolidated", "--round", "all", "--out"), output),
    ):
        is_told(run(*words, out), f"{out} cannot be written: it is a device, a pipe or the output of a program")
    assert (pipe.is_fifo(), link.is_symlink(), output.is_symlink()) == (True, True, True)


EACH_IN_A_PROCESS = """
import json, os, sys
from app.cli.main import cli

for output, words in json.loads(sys.argv.pop()):
    if not (process := os.fork()):
        os.dup2(output, sys.stdout.fileno())
        sys.argv[1:] = words
        cli()
    ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    print("exit code", ended, file=sys.stderr, flush=True)
"""
"""All imports are made once, before the first of them."""


def test_an_output_that_takes_nothing_is_told_and_a_reader_who_has_seen_enough_is_not(
    run: Run, demo: None, tmp_path: Path
) -> None:
    """Neither a traceback, nor a secret that is made and that nobody saw."""
    email, answers = ("--email", "sofia@secretariat.example"), tmp_path / "answers.json"
    answers.write_text(TEXT)
    score = ("score", "--questionnaire", "2026.1", *[str(answers)] * 20)
    full, (reader, left) = os.open("/dev/full", os.O_WRONLY), os.pipe()
    os.close(reader)
    commands = json.dumps([(full, ["--help"]), (full, ["token", "create", *email]), (left, score)])

    words = [sys.executable, "-c", EACH_IN_A_PROCESS, commands]
    done = subprocess.run(words, pass_fds=(full, left), stderr=subprocess.PIPE, text=True, check=True)
    os.close(full)
    os.close(left)

    told, of_help, told_of_token, of_token, of_score = done.stderr.splitlines()
    assert (of_help, of_token, of_score) == ("exit code 1",) * 3
    assert "No space left on device" in told
    assert "No space left on device" in told_of_token
    with closing(sqlite3.connect(tmp_path / "var" / "parity.db")) as db:
        made = db.execute("SELECT count(*) FROM audit WHERE by = 'command line'").fetchall()
    assert made == [(0,)]
    assert "has no token." in run("token", "list", *email).output


def test_a_backup_that_was_unpacked_and_packed_again_on_any_machine_is_restored(
    run: Run, backup: bytes, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(backup)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    added = {"tables/": b"", ".DS_Store": b"seen", "tables/.DS_Store": b"seen", "__MACOSX/._manifest.json": b"mac"}
    again, more = tmp_path / "again.zip", tmp_path / "more.zip"
    again.write_bytes(zipped(added | members))
    more.write_bytes(zipped(members | {"notes.txt": b"more"}))

    is_told(run("restore", more), "Its contents differ from its manifest: notes.txt.")
    assert run("restore", again).exit_code == 0


def test_a_port_that_cannot_be_is_wrong_use(run: Run) -> None:
    for port in ("99999", "-1"):
        result = run("serve", "--port", port)
        assert (result.exit_code, "--port" in result.stderr) == (2, True), result.output


def test_a_device_in_the_place_of_the_database_keeps_its_rights(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root, a command would take /dev/null from all others."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pipe.chmod(0o666)
    monkeypatch.setenv("PARITY_DATABASE_URL", f"sqlite:///{pipe}")

    run("keys", "list")

    assert stat.S_IMODE(pipe.stat().st_mode) == 0o666
