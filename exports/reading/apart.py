"""Reads a workbook in a process of its own, with a limit on its memory and on its time: a hostile file ends there."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from exports.reading.container import MOST_BYTES, TOO_HEAVY, TOO_LARGE, Refused
from exports.reading.workbook import ReadCell, ReadSheet
from questionnaires.problems import N_

CELLS = "exports.reading.child"
SECONDS = 4
"""With the start and the end of the process, whoever sent the file has an answer within five."""
MEMORY = 512 << 20
"""Bytes of address space; the interpreter itself takes a part of it."""
MOST_SAID = 2_000
"""Letters of what the process says of its end."""
BUSY = N_("Several workbooks are being read just now. Send yours again in a moment.")


@dataclass(frozen=True)
class Turn:
    """How many may read at once, and how many seconds the others wait."""

    places: BoundedSemaphore
    patience: float

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Raises Refused where no place becomes free in time."""
        if not self.places.acquire(timeout=self.patience):
            raise Refused(BUSY)
        try:
            yield
        finally:
            self.places.release()


TURN = Turn(BoundedSemaphore(2), 2 * SECONDS)
TURN_OF_STRANGERS = Turn(BoundedSemaphore(1), 0)
"""Whoever has not signed in takes no place, and no thread that waits, from those who have."""


def read_apart(data: bytes) -> tuple[ReadSheet, ...]:
    """As `read_workbook`. Raises Refused, also where the file wants too much memory or time."""
    return tuple(
        ReadSheet(name, is_hidden, {address: ReadCell(*cell) for address, cell in cells.items()})
        for name, is_hidden, cells in ask(data)["sheets"]
    )


def ask(data: bytes, child: str = CELLS, *, head: bytes = b"", turn: Turn = TURN) -> dict[str, Any]:
    """What the process of this module says of the workbook; `head` goes to it before the data. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE, most=MOST_BYTES // 1_000_000)
    with turn.taken():
        answer = _answer(child, head + data)
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["names"])
    return answer


class CannotRead(Exception):
    """The process could not start or broke: the installation is at fault, not the file."""


def _answer(child: str, data: bytes) -> dict[str, Any]:
    """Raises Refused where the process was ended for what it took, and CannotRead where it ended by itself."""
    command = [sys.executable, "-I", "-m", child, str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, timeout=SECONDS, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_HEAVY) from None
    if done.returncode < 0:
        raise Refused(TOO_HEAVY)
    if done.returncode:
        raise CannotRead(done.stderr.decode(errors="replace")[-MOST_SAID:])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _environment() -> dict[str, str]:
    """What Python itself may need: a file that takes the process over finds no secret there."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
