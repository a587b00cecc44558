"""The set-up script: its steps are skipped when ready, and every failure is one line that says what to do."""

from __future__ import annotations

import ast
import errno
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from basics import Place  # the test loads it by its path

from tests.waiting import PATIENCE

SCRIPTS = sorted((Path(__file__).parents[2] / ".setup").glob("*.py"))


@pytest.fixture
def place(set_up: ModuleType, tmp_path: Path) -> Place:
    """A checkout with a space in its path, two lock files and an environment that is a link to this Python."""
    root = tmp_path / "a checkout"
    (root / "requirements").mkdir(parents=True)
    for level in ("run", "test"):
        (root / "requirements" / f"{level}.txt").write_text(level)
    (root / "pyproject.toml").write_text('[project.scripts]\nparity = "tool.talk:echo"\n')
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").symlink_to(sys.executable)
    place: Place = set_up.Place(root)
    return place


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch, steps: ModuleType) -> list[str]:
    """Remembers what pip was asked to install, and installs nothing."""
    asked: list[str] = []
    monkeypatch.setattr(steps, "pip_install", lambda place, python, what: asked.append(Path(what[-1]).name))
    return asked


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
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    acted: list[str] = []
    ready = steps.Step("bread", lambda place: True, lambda place: acted.append("bread"))
    missing = steps.Step("butter", lambda place: False, lambda place: acted.append("butter"))
    monkeypatch.setitem(set_up.MODES, "run", [ready, missing, ready])
    set_up.set_up(place, "run")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "step 1 of 6: bread - already done"
    assert said[1].startswith("step 2 of 6: butter")
    assert said[-1] == "step 3 of 6: bread - already done"
    assert acted == ["butter"]


def test_the_test_tools_add_on_to_the_run_packages_and_neither_is_installed_twice(
    set_up: ModuleType, steps: ModuleType, place: Place, pip: list[str]
) -> None:
    run, test = steps.packages("run"), steps.packages("test")
    assert not run.ready(place)
    run.act(place)
    assert run.ready(place)
    assert not test.ready(place)
    test.act(place)
    assert run.ready(place)
    assert test.ready(place)
    assert pip == ["run.txt", "test.txt"]


def test_a_changed_lock_file_is_installed_again(steps: ModuleType, place: Place, pip: list[str]) -> None:
    steps.install_packages(place, "test")
    steps.lock_file(place, "run").write_text("newer")
    assert not steps.packages_are_ready(place, "run")
    steps.install_packages(place, "run")
    assert steps.packages_are_ready(place, "run")
    assert not steps.packages_are_ready(place, "test")


def test_an_interrupted_installation_does_not_look_like_a_finished_one(
    steps: ModuleType, place: Place, pip: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(place: Place, python: Path, what: list[str]) -> None:
        raise KeyboardInterrupt

    steps.install_packages(place, "run")
    monkeypatch.setattr(steps, "pip_install", interrupt)
    with pytest.raises(KeyboardInterrupt):
        steps.install_packages(place, "test")
    assert not steps.packages_are_ready(place, "run")


def test_an_environment_that_was_copied_along_with_its_checkout_is_made_anew(
    set_up: ModuleType, steps: ModuleType, basics: ModuleType, place: Place, tmp_path: Path
) -> None:
    basics.write(place.venv / "environment.stamp", steps.environment_stamp(place))
    assert steps.environment_is_ready(place)
    place.root.rename(tmp_path / "moved")
    assert not steps.environment_is_ready(set_up.Place(tmp_path / "moved"))


def test_the_launcher_works_from_a_folder_with_a_space_and_passes_arguments_on(
    steps: ModuleType, place: Place, pip: list[str], tmp_path: Path
) -> None:
    steps.install_packages(place, "run")
    (place.root / "tool").mkdir()
    (place.root / "tool" / "talk.py").write_text("import sys\n\ndef echo():\n    print(sys.argv[1:])\n    return 3\n")
    command = [steps.launcher(place), "two words", "more"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(place.root)}, capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("['two words', 'more']\n", "", 3)


def test_htmx_is_ready_only_while_its_lock_file_is_the_one_it_came_from(
    steps: ModuleType, basics: ModuleType, place: Place
) -> None:
    package_lock = place.root / "package-lock.json"
    package_lock.write_text("{}")
    basics.write(place.root / steps.VENDOR, "htmx")
    basics.write(place.cache / "htmx.stamp", basics.fingerprint(package_lock))
    assert steps.htmx_is_ready(place)
    package_lock.write_text('{"newer": true}')
    assert not steps.htmx_is_ready(place)


def test_a_folder_that_cannot_be_made_gives_one_line_and_no_traceback(
    set_up: ModuleType, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.cache.write_text("a file where set-up needs a folder")
    assert set_up.main(["check"], place) == 1
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert said.startswith(f"set-up stopped: {place.cache}: File exists; move it out of the way")


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
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("something else", "the lines above say why"),
    ],
)
def test_a_failed_command_shows_its_last_lines_and_says_what_to_do(
    basics: ModuleType, place: Place, capsys: pytest.CaptureFixture[str], printed: str, what_to_do: str
) -> None:
    command = [sys.executable, "-c", f"print({printed!r}); raise SystemExit(1)"]
    with pytest.raises(basics.SetUpError, match=f"^it did not work: .*{what_to_do}"):
        basics.run(place, command, "it did not work")
    assert capsys.readouterr().out == f"    {printed}\n"
    assert printed in place.log.read_text()


def test_what_the_tests_need_from_debian_is_named_exactly(
    steps: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(steps.shutil, "which", lambda program: None)
    monkeypatch.setattr(steps, "FONTS", tmp_path)
    assert steps.missing_packages() == ["chromium", "libreoffice-calc", "poppler-utils", "fonts-noto-core"]


@pytest.mark.parametrize(
    ("programs", "line"),
    [([], "no apt-get; install what Debian calls chromium"), (["apt-get"], "not root: run `apt-get install chromium`")],
)
def test_without_apt_or_root_the_missing_packages_are_left_to_the_person(
    steps: ModuleType, basics: ModuleType, place: Place, monkeypatch: pytest.MonkeyPatch, programs: list[str], line: str
) -> None:
    monkeypatch.setattr(steps.shutil, "which", lambda program: program if program in programs else None)
    monkeypatch.setattr(steps.os, "geteuid", lambda: 1000)
    with pytest.raises(basics.SetUpError, match=line):
        steps.install_from_debian(place, ["chromium"])


def test_a_second_set_up_in_the_same_checkout_waits_for_the_first(
    basics: ModuleType, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, finished = threading.Event(), threading.Event()
    monkeypatch.setattr(basics, "say", lambda line: waits.set())

    def second() -> None:
        with basics.alone(place):
            finished.set()

    other = threading.Thread(target=second)
    with basics.alone(place):
        other.start()
        assert waits.wait(PATIENCE)
        assert not finished.is_set()
    other.join(PATIENCE)
    assert finished.is_set()


def test_an_unknown_word_is_answered_with_the_known_ones(
    set_up: ModuleType, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_up.main(["runn"], place) == 1
    assert "say one of run, image, check, test, bench" in capsys.readouterr().out
