"""Reads a workbook in a process of its own, with limits on its memory and processor time: a hostile file ends there.

What the machine does to the process is not held against the file: time in which it did not run does not count, and
a process that was ended from outside gets a second try.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from exports.reading.container import MOST_BYTES, TOO_HEAVY, TOO_LARGE, FileRefused
from exports.reading.workbook import ReadCell, ReadSheet, Seen
from questionnaires.problems import N_

CELLS = "exports.reading.child"
SECONDS = 10
"""Of processor time. What may be in a workbook is counted, so that files which are refused for that take far less."""
PATIENCE = 120
"""Seconds by the clock: only a process that the machine stops or starves comes so far."""
TRIES = 2
WAITS = 20
"""Seconds for a place, where others read: longer than anybody's own limit, in which a place becomes free."""
MEMORY = 512 << 20
"""Bytes of address space; the interpreter itself takes a part of it."""
MOST_SAID = 2_000
"""Letters of what the process says of its end."""
BUSY = N_("The server is reading several workbooks. Try again in a moment.")
ENDED = N_(
    "The workbook was not read: the server stopped twice before it was done, which may not be the "
    "fault of the file. Try again in a moment. If that does not help, remove what was added to the "
    "workbook."
)


@dataclass(frozen=True)
class Turn:
    """How many may read at once, and how many seconds the others wait."""

    places: BoundedSemaphore
    patience: float

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Raises FileRefused where no place becomes free in time."""
        if not self.places.acquire(timeout=self.patience):
            raise FileRefused(BUSY)
        try:
            yield
        finally:
            self.places.release()


TURN = Turn(BoundedSemaphore(2), WAITS)
TURN_OF_STRANGERS = Turn(BoundedSemaphore(1), 0)
"""Whoever has not signed in takes no place, and no thread that waits, from those who have."""


def read_apart(data: bytes) -> tuple[ReadSheet, ...]:
    """As `read_workbook`, with what people see. Raises FileRefused, also where the file wants too much memory or
    processor time."""
    return tuple(
        ReadSheet(
            name,
            is_hidden,
            {address: ReadCell(*cell) for address, cell in cells.items()},
            {address: Seen(*shown) for address, shown in seen.items()},
            tuple(map(tuple, merged)),
            notes,
            laid,
        )
        for name, is_hidden, cells, seen, merged, notes, laid in ask(data)["sheets"]
    )


def ask(data: bytes, child: str = CELLS, *, head: bytes = b"", turn: Turn = TURN) -> dict[str, Any]:
    """What the process of this module says of the workbook; `head` goes to it before the data. Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused(TOO_LARGE, most=MOST_BYTES // 1_000_000)
    with turn.taken():
        answer = _answer(child, head + data)
    if "refused" in answer:
        raise FileRefused(answer["refused"], **answer["names"])
    return answer


class CannotRead(Exception):
    """The process could not start or broke: the installation is at fault, not the file."""


def _answer(child: str, data: bytes) -> dict[str, Any]:
    """Raises FileRefused where the process was ended each time, and CannotRead where it ended by itself.

    Only what the process said in words is believed at once: whatever else stopped it may have been the machine.
    """
    for _ in range(TRIES):
        done = _done(child, data)
        if done.returncode > 0:
            raise CannotRead(done.stderr.decode(errors="replace")[-MOST_SAID:])
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else _refused_for(-done.returncode)
        if answer.get("refused") not in (TOO_HEAVY, ENDED):
            break
    return answer


def _done(child: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", "-m", child, str(MEMORY), str(SECONDS)]
    try:
        return subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, timeout=PATIENCE, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, -signal.SIGKILL)


def _refused_for(ended_by: int) -> dict[str, Any]:
    return {"refused": TOO_HEAVY if ended_by == signal.SIGXCPU else ENDED, "names": {}}


def _environment() -> dict[str, str]:
    """What Python itself may need: a file that takes the process over finds no secret there."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
