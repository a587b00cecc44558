"""What every set-up step leans on: where things are, saying a line, running a command, stamps and the lock.

Standard library only, and in words that an old Python still parses, so that it can be told that it is too old.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TAIL = 15  # lines of a failed command that are shown; the log has them all

DISK_IS_FULL = "the disk is full: free about 2 GB, then run the same command again"
UNREACHED = """
    name resolution | failure resolving | new connection | network is unreachable | proxyerror | timed out
    | connection refused | failed to fetch | enotfound | eai_again | econnrefused | econnreset | etimedout
"""
# What a failed command's output holds -> what the person can do about it. The first that fits is said.
HINTS = (
    ("no space left on device | enospc", DISK_IS_FULL),
    ("do not match the hashes | eintegrity", "a file that came is not the locked one: run it again, or `make lock`"),
    (
        "permission denied | eacces | read-only file system",
        "a folder cannot be written: make it writable, or copy the project to a folder of your own",
    ),
    (UNREACHED, "the package registry was not reached: check the network, then run the same command again"),
    ("could not get lock", "another package manager is at work: wait for it, then run the same command again"),
)


class SetUpError(Exception):
    """One line for the person: what went wrong and what to do about it."""


@dataclass(frozen=True)
class Place:
    """The checkout that is being set up."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def log(self) -> Path:
        return self.cache / "set-up.log"


def say(line: str) -> None:
    """Flushed at once: the next command may take a minute, and the reader should know which one it is."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run(place: Place, command: Sequence[str], failed: str) -> None:
    """Runs a command with its output in the log; when it fails, shows the end of that and raises `failed` + advice."""
    place.cache.mkdir(parents=True, exist_ok=True)
    with place.log.open("a+", encoding="utf-8", errors="replace") as log:
        log.write("$ " + " ".join(command) + "\n")
        log.flush()
        start = log.tell()
        done = subprocess.run(  # noqa: S603 - our own commands, no shell
            command, cwd=place.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False
        )
        if done.returncode == 0:
            return
        log.seek(start)
        output = log.read()
    for line in output.splitlines()[-TAIL:]:
        say("    " + line)
    raise SetUpError(f"{failed}: {advice(output)} (all its output is in .cache/set-up.log)")


def advice(output: str) -> str:
    """What the person can do, judged by what the failed command printed."""
    lower = output.lower()
    for signs, hint in HINTS:
        if any(sign.strip() in lower for sign in signs.split("|")):
            return hint
    return "the lines above say why; mend that, then run the same command again"


def explain(error: OSError) -> str:
    """One line for a file or folder that could not be read or written."""
    if error.errno == errno.ENOSPC:
        return DISK_IS_FULL
    what = f"{error.filename or 'a file'}: {error.strerror or error}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{what}; make that folder writable for you, or copy the project to a folder of your own"
    return f"{what}; move it out of the way or restore it, then run the same command again"


def fingerprint(*files: Path) -> str:
    """Changes when one of the files or the minor version of Python changes."""
    digest = hashlib.sha256("{}.{}".format(*sys.version_info[:2]).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def has(file: Path, text: str) -> bool:
    """Whether the file holds exactly this text; a missing file, or one in a missing folder, does not."""
    try:
        return file.read_text(encoding="utf-8") == text
    except (FileNotFoundError, NotADirectoryError):
        return False


def write(file: Path, text: str) -> None:
    """In one go, so that an interruption leaves the old file or the new one, never half."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """One set-up at a time in one checkout; a second one waits. The system frees the lock when a process dies."""
    place.cache.mkdir(parents=True, exist_ok=True)
    with (place.cache / "set-up.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is at work in this folder: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def timed() -> Iterator[None]:
    """Says how long the step took."""
    start = time.monotonic()
    yield
    say(f"    done in {time.monotonic() - start:.0f} s")
