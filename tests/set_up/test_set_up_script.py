"""The set-up script: its steps are skipped when ready, and every failure is one line that says what to do."""

from __future__ import annotations

import ast
import errno
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

from tests.waiting import PATIENCE

SCRIPTS = sorted((Path(__file__).parents[2] / ".setup").glob("*.py"))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a checkout with a space in its path, two lock files and a command that prints its words."""
    root = tmp_path / "a checkout"
    (root / "requirements").mkdir(parents=True)
    for level in ("run", "test"):
        (root / "requirements" / f"{level}.txt").write_text(level)
    (root / "app" / "cli").mkdir(parents=True)
    (root / "app" / "cli" / "main.py").write_text("import sys\n\ndef cli():\n    print(sys.argv[1:])\n    return 3\n")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, steps: ModuleType) -> list[str]:
    """The lock files that were installed: each environment is a link to this Python, with no packages of its own."""
    files: list[str] = []

    def make_environment(folder: Path, packages: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
        (folder / "bin").mkdir()
        (folder / "bin" / "python").symlink_to(sys.executable)
        files.append(packages.name)

    monkeypatch.setattr(steps, "make_environment", make_environment)
    return files


def test_an_old_python_is_refused_in_one_line_that_says_which_one_is_needed(
    set_up: ModuleType, basics: ModuleType
) -> None:
    with pytest.raises(basics.SetUpError, match=r"needs Python 3\.11 or newer and this is 3\.9\.2 .*PYTHON=python3"):
        set_up.refuse_old_python((3, 9, 2))
    set_up.refuse_old_python((3, 11, 0))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_an_old_python_can_still_read_the_script_and_so_be_told(script: Path) -> None:
    ast.parse(script.read_text(), feature_version=(3, 8))


def test_steps_are_numbered_and_a_ready_one_is_only_named(
    set_up: ModuleType,
    steps: ModuleType,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    acted: list[str] = []
    ready = steps.Step("bread", lambda: True, lambda: acted.append("bread"))
    missing = steps.Step("butter", lambda: False, lambda: acted.append("butter"))
    monkeypatch.setitem(set_up.MODES, "run", [ready, missing, ready])
    set_up.set_up("run")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "step 1 of 6: bread - already done"
    assert lines[1].startswith("step 2 of 6: butter")
    assert lines[-1] == "step 3 of 6: bread - already done"
    assert acted == ["butter"]


def test_the_environment_of_the_tests_serves_too_and_neither_is_installed_twice(
    steps: ModuleType, checkout: Path, installed: list[str]
) -> None:
    run, test = steps.packages("run"), steps.packages("test")
    assert not run.ready()
    run.act()
    assert run.ready()
    assert not test.ready()
    test.act()
    assert run.ready()
    assert test.ready()
    assert installed == ["run.txt", "test.txt"]


def test_a_changed_lock_file_is_installed_again(steps: ModuleType, checkout: Path, installed: list[str]) -> None:
    steps.install_packages("test")
    steps.lock_file("run").write_text("newer")
    assert not steps.packages_are_ready("run")
    steps.install_packages("run")
    assert steps.packages_are_ready("run")
    assert not steps.packages_are_ready("test")


def test_an_interrupted_installation_does_not_look_like_a_finished_one(
    steps: ModuleType, checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.install_packages("run")
    made_whole = steps.make_environment

    def interrupt(folder: Path, packages: Path) -> None:
        made_whole(folder, packages)
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "make_environment", interrupt)
    with pytest.raises(KeyboardInterrupt):
        steps.install_packages("test")
    assert not steps.packages_are_ready("run")


def test_an_environment_that_was_copied_along_with_its_checkout_is_made_anew(
    steps: ModuleType, checkout: Path, installed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.install_packages("run")
    assert steps.packages_are_ready("run")
    shutil.copytree(checkout, tmp_path / "copied", symlinks=True)
    monkeypatch.chdir(tmp_path / "copied")
    assert not steps.packages_are_ready("run")


def test_the_launcher_works_from_a_folder_with_a_space_and_passes_arguments_on(
    steps: ModuleType, checkout: Path, installed: list[str], tmp_path: Path
) -> None:
    steps.install_packages("run")
    command = [f"{checkout}/.venv/bin/parity", "two words", "more"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(checkout)}, capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("['two words', 'more']\n", "", 3)


def test_uv_asks_where_this_machines_pip_asks(
    steps: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = https://mirror.invalid/simple\ntimeout = 7\ntrusted-host = one.invalid two.invalid\n"
        "[install]\nfind-links =\n    /some/wheels\n    /other/wheels\n"
    )
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_TIMEOUT", "9")
    settings = steps.uv_environment()
    assert settings["UV_DEFAULT_INDEX"] == "https://mirror.invalid/simple"
    assert settings["UV_INSECURE_HOST"] == "one.invalid two.invalid"
    assert settings["UV_FIND_LINKS"] == "/some/wheels,/other/wheels"
    assert settings["UV_HTTP_TIMEOUT"] == "9"


def test_htmx_is_ready_only_while_its_lock_file_is_the_one_it_came_from(
    steps: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "run", lambda command, failed: None)
    package_lock = checkout / "package-lock.json"
    package_lock.write_text("{}")
    steps.HTMX.parent.mkdir(parents=True)
    steps.HTMX.write_text("htmx")
    steps.CACHE.mkdir()
    assert not steps.htmx_is_ready()
    steps.install_htmx()
    assert steps.htmx_is_ready()
    assert steps.VENDOR.read_text() == "htmx"
    package_lock.write_text('{"newer": true}')
    assert not steps.htmx_is_ready()


def test_a_folder_that_cannot_be_made_gives_one_line_and_no_traceback(
    set_up: ModuleType, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / ".cache").write_text("a file where set-up needs a folder")
    assert set_up.main(["check"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert printed.startswith("set-up stopped: .cache: File exists; move it out of the way")


@pytest.mark.parametrize(
    ("number", "what_to_do"), [(errno.EACCES, "writable"), (errno.EROFS, "writable"), (errno.ENOSPC, "disk is full")]
)
def test_what_the_system_refuses_is_explained_with_what_to_do(basics: ModuleType, number: int, what_to_do: str) -> None:
    assert what_to_do in basics.explain(OSError(number, "reason", "/some/folder"))


@pytest.mark.parametrize(
    ("printed", "what_to_do"),
    [
        ("Failed to establish a new connection", "check the network"),
        ("npm error code EAI_AGAIN", "check the network"),
        ("error: Failed to download `uv`\n  cause: Hash mismatch for `uv`", "not the locked one"),
        ("error: Request failed after 3 retries\n  cause: dns error", "check the network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("something else", "the lines above say why"),
    ],
)
def test_a_failed_command_shows_its_last_lines_and_says_what_to_do(
    basics: ModuleType, checkout: Path, capsys: pytest.CaptureFixture[str], printed: str, what_to_do: str
) -> None:
    command = [sys.executable, "-c", f"print({printed!r}); raise SystemExit(1)"]
    with pytest.raises(basics.SetUpError, match=f"^it did not work: .*{what_to_do}"):
        basics.run(command, "it did not work")
    assert capsys.readouterr().out.splitlines() == [f"    {line}" for line in printed.splitlines()]
    assert printed in basics.LOG.read_text()


def test_what_the_tests_need_from_debian_is_named_exactly(
    steps: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(steps.shutil, "which", lambda program: None)
    monkeypatch.setattr(steps, "FONTS", tmp_path)
    assert steps.missing_packages() == [
        "chromium-headless-shell",
        "libreoffice-calc",
        "poppler-utils",
        "default-jre-headless",
        "fonts-noto-core",
    ]


@pytest.mark.parametrize(
    ("programs", "line"),
    [([], "no apt-get; install what Debian calls chromium"), (["apt-get"], "not root: run `apt-get install chromium`")],
)
def test_without_apt_or_root_the_missing_packages_are_left_to_the_person(
    steps: ModuleType, basics: ModuleType, monkeypatch: pytest.MonkeyPatch, programs: list[str], line: str
) -> None:
    monkeypatch.setattr(steps.shutil, "which", lambda program: program if program in programs else None)
    monkeypatch.setattr(steps.os, "geteuid", lambda: 1000)
    with pytest.raises(basics.SetUpError, match=line):
        steps.install_from_debian(["chromium"])


def test_a_second_set_up_in_the_same_checkout_waits_for_the_first(
    basics: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, finished = threading.Event(), threading.Event()
    monkeypatch.setattr(basics, "echo", lambda line: waits.set())

    def second() -> None:
        with basics.alone():
            finished.set()

    other = threading.Thread(target=second)
    with basics.alone():
        other.start()
        assert waits.wait(PATIENCE)
        assert not finished.is_set()
    other.join(PATIENCE)
    assert finished.is_set()


def test_an_unknown_word_is_answered_with_the_known_ones(
    set_up: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_up.main(["runn"]) == 1
    assert "say one of run, dev, image, check, test" in capsys.readouterr().out
