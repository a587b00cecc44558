"""What every set-up step leans on: where things are, printing a line, running a command, stamps and the lock.

Standard library only, and in words that an old Python still parses, so that it can be told that it is too old.
All paths are relative to the checkout, which set_up.py makes the current folder.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

VENV = Path(".venv")
CACHE = Path(".cache")
LOG = CACHE / "set-up.log"
TAIL = 15  # lines of a failed command that are shown; the log has them all

DISK_IS_FULL = "the disk is full: free about 2 GB, then run the same command again"
UNREACHED = """
    name resolution | failure resolving | dns error | new connection | network is unreachable | proxyerror | timed out
    | connection refused | failed to fetch | enotfound | eai_again | econnrefused | econnreset | etimedout
"""
# What a failed command's output holds -> what the person can do about it. The first that fits is printed.
HINTS = (
    ("no space left on device | enospc", DISK_IS_FULL),
    (
        "do not match the hashes | hash mismatch | eintegrity",
        "a file that came is not the locked one: run it again, or `make lock`",
    ),
    (
        "permission denied | eacces | read-only file system",
        "a folder cannot be written: make it writable, or copy the project to a folder of your own",
    ),
    (UNREACHED, "the package registry was not reached: check the network, then run the same command again"),
    ("could not get lock", "another package manager is at work: wait for it, then run the same command again"),
)


class SetUpError(Exception):
    """One line for the person: what went wrong and what to do about it."""


def echo(line: str) -> None:
    """Flushed at once: the next command may take a minute, and the reader should know which one it is."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run(command: Sequence[str], failed: str, env: Mapping[str, str] = os.environ) -> None:
    """Runs a command with its output in the log; when it fails, shows the end of that and raises `failed` + advice."""
    CACHE.mkdir(exist_ok=True)
    with LOG.open("a+", encoding="utf-8", errors="replace") as log:
        log.write("$ " + " ".join(command) + "\n")
        log.flush()
        start = log.tell()
        done = subprocess.run(  # noqa: S603 - our own commands, no shell
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False, env=env
        )
        if done.returncode == 0:
            return
        log.seek(start)
        output = log.read()
    for line in output.splitlines()[-TAIL:]:
        echo("    " + line)
    raise SetUpError(f"{failed}: {advice(output)} (all its output is in {LOG})")


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


def fingerprint(file: Path) -> str:
    """Changes with the file, these scripts, the version of Python, and the folder: a copied environment would still
    point to the old one."""
    digest = hashlib.sha256("{}.{} {}".format(*sys.version_info[:2], Path.cwd()).encode())
    for source in (file, *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def has(file: Path, line: str) -> bool:
    """Whether the file holds this line; a missing file, or one in a missing folder, does not."""
    try:
        return line in file.read_text("utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return False


@contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time in one checkout; a second one waits. The system frees the lock when a process dies."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "set-up.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            echo("another set-up is at work in this folder: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
