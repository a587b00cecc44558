"""A mutation is tried in a copy of the tree, by the nearest tests first: who notices it, if anybody does."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.mutations.areas import ROOT, Chosen
from tests.mutations.operators import Mutation

LEFT = shutil.ignore_patterns(".venv", "node_modules", ".git", ".cache", ".hypothesis", ".*_cache", "var")
WIDE = (
    "tests/questionnaires",
    "tests/scoring",
    "tests/exports",
    "tests/app",
    "tests/house",
    "tests/cli",
    "tests/journeys",
)
MOST_NAMING = 12
HEAD_START = 3
"""Of tests that import the very file, over others that are as specific."""
SECONDS = 600
"""Of the processor, for one run of tests; a mutation that never ends is noticed by that."""
PASSED, FAILED, BROKEN, UNKNOWN_TEST = 0, 1, 2, 4
"""What pytest returns; BROKEN where a file could not even be imported."""
SOUND: set[str] = set()
"""Tests of this run that were seen to pass without any mutation."""


@dataclass(frozen=True)
class Verdict:
    """`by` is the first test that failed, "" where none did."""

    by: str
    seconds: float


def tried(chosen: Chosen, *, by_near_ones_only: bool = False) -> Verdict:
    begun = monotonic()
    near = _near(chosen)
    wide = () if by_near_ones_only else tuple(file for file in _files(WIDE) if file not in near)
    with _copy() as folder:
        by = _noticed_by(folder, chosen.mutation, near)
        by = by or _noticed_by(folder, chosen.mutation, wide)
    return Verdict(by, monotonic() - begun)


def _noticed_by(folder: Path, mutation: Mutation, tests: Sequence[str]) -> str:
    """The first test that fails on the mutation, and passes without it."""
    source = (ROOT / mutation.path).read_bytes()
    leave_out: list[str] = []
    while True:
        (folder / mutation.path).write_bytes(mutation.applied(source))
        by = _first_failing(folder, tests, leave_out)
        if not by or by.startswith("("):
            return by
        (folder / mutation.path).write_bytes(source)
        if by in SOUND or not _first_failing(folder, (by,), ()):
            SOUND.add(by)
            return by
        leave_out.append(by)


def _near(chosen: Chosen) -> tuple[str, ...]:
    """The tests of its subject and those that import the very file, unless half of all do: the most specific first."""
    module, _, name = chosen.mutation.path.removesuffix(".py").replace("/", ".").rpartition(".")
    importing = re.compile(rf"^from {module}\.{name} import|^from {module} import .*\b{name}\b", re.MULTILINE)
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file in _files(WIDE)}
    naming = [file for file, text in texts.items() if importing.search(text)]
    naming = naming if len(naming) <= MOST_NAMING else []
    breadth = {
        file: _breadth(texts[file]) - HEAD_START * (file in naming) for file in (*naming, *_files(chosen.area.tests))
    }
    return tuple(sorted(breadth, key=lambda file: (breadth[file], file)))


def _breadth(text: str) -> int:
    """Of how many of our files a test makes use: the fewer, the more it is about one, and the quicker it is."""
    return len(re.findall(r"^from (?:app|exports|questionnaires|scoring)\b", text, re.MULTILINE))


def _files(places: Sequence[str]) -> list[str]:
    """The test files of some folders, one after the other: pytest keeps the order of files only."""
    paths = [path for place in places for path in sorted([ROOT / place, *(ROOT / place).rglob("test_*.py")])]
    return [path.relative_to(ROOT).as_posix() for path in paths if path.suffix == ".py"]


def _first_failing(folder: Path, tests: Sequence[str], leave_out: Sequence[str]) -> str:
    if not tests:
        return ""
    left_out = [f"--deselect={test}" for test in leave_out]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "--tb=no",
        "-rfE",
        "-p",
        "no:randomly",
        "-m",
        "not browser",
        *left_out,
        *tests,
    ]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
    )
    try:
        said, _ = process.communicate(timeout=3 * SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "(it never ended)"
    return _read(process.returncode, said)


def _read(code: int, said: str) -> str:
    if code == PASSED:
        return ""
    if match := re.search(r"^(?:FAILED|ERROR) (tests/.+?)(?: - |$)", said, re.MULTILINE):
        return match[1]
    if code < 0:
        return "(it took too much time)"
    if code in (FAILED, BROKEN, UNKNOWN_TEST):
        return "(nothing could be imported)"
    raise RuntimeError(f"pytest ended with {code}:\n{said[-2000:]}")


@contextmanager
def _copy() -> Iterator[Path]:
    """Of the tree as it stands, with the packages of the original."""
    with TemporaryDirectory(prefix="parity-mutation-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "tree"
        shutil.copytree(ROOT, folder, ignore=LEFT)
        for packages in (".venv", "node_modules"):
            (folder / packages).symlink_to(ROOT / packages)
        yield folder
