"""Reads a workbook in a process of its own, with a limit on its memory and on its time: a hostile file ends there."""

import json
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Any

from exports.reading.container import MOST_BYTES, TOO_LARGE, Refused
from exports.reading.workbook import ReadCell, ReadSheet
from questionnaires.problems import N_

SECONDS = 5
MEMORY = 512 << 20
"""Bytes of address space; the interpreter itself takes a part of it."""
AT_ONCE = 2
TOO_HEAVY = N_("The workbook takes too long to read. Remove what was added to it, then send it again.")
BUSY = N_("Several workbooks are being read just now. Send yours again in a moment.")
TURN = BoundedSemaphore(AT_ONCE)


def read_apart(data: bytes) -> tuple[ReadSheet, ...]:
    """As `read_workbook`. Raises Refused, also where the file wants too much memory or time."""
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE, most=MOST_BYTES // 1_000_000)
    if not TURN.acquire(timeout=2 * SECONDS):
        raise Refused(BUSY)
    try:
        answer = _ask(data)
    finally:
        TURN.release()
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["names"])
    return tuple(
        ReadSheet(name, is_hidden, {address: ReadCell(*cell) for address, cell in cells.items()})
        for name, is_hidden, cells in answer["sheets"]
    )


def _ask(data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", "-m", "exports.reading.child", str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        raise Refused(TOO_HEAVY) from None
    if done.returncode:
        raise Refused(TOO_HEAVY)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
