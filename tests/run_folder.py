"""The folder that all processes of a run share: begun before any of them, and gone at the end."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import rmtree

FOLDER = "TESTS_FOLDER"
"""Says to the workers of xdist which folder is that of their run. No setting of Parity: `parity check` knows those."""


def make_folder() -> None:
    """In the process that begins the run; pytest clears folders of its own while others run."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="parity-tests-")
    lock_folder().mkdir(mode=0o700)


def remove_folder() -> None:
    rmtree(os.environ.pop(FOLDER), ignore_errors=True)  # a worker that was killed may still write there


def run_folder() -> Path:
    return Path(os.environ[FOLDER])


def lock_folder() -> Path:
    """A folder of its own, whose mode the database server leaves alone: all processes of the run queue there."""
    return run_folder() / "locks"


@contextmanager
def made_once(name: str) -> Iterator[Path]:
    """The place of a file for all processes of the run: whoever comes first makes it, and the others wait."""
    with (lock_folder() / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield run_folder() / name
