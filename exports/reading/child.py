"""The process that `apart` starts: does its job on a workbook from its input within limits, and answers in JSON."""

import json
import os
import resource
import sys
from collections.abc import Callable

from exports.reading.container import DAMAGED, SWELLS, TOO_HEAVY, FileRefused
from exports.reading.looks import read_looks
from exports.reading.seen import looked_at
from exports.reading.workbook import ReadSheet, read_workbook

POLITENESS = 5
"""Those who save answers come before those who send files."""
MOST_ANSWER = 30_000_000
"""Bytes of JSON, which the server takes into its own memory."""
LONGEST_NOTE = 1_000
"""Letters of a note beside a cell: enough to know it again."""
LONGEST_NAME = 200
"""Of a sheet, which stands beside each of its cells wherever they are listed; Excel allows 31 letters."""


def serve(job: Callable[[bytes], dict[str, object]]) -> None:
    memory, seconds = (int(argument) for argument in sys.argv[1:])
    os.nice(POLITENESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # The first limit tells of itself by its signal; the second ends whoever does not heed that.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(_answer(job, sys.stdin.buffer.read()))


def _answer(job: Callable[[bytes], dict[str, object]], data: bytes) -> bytes:
    try:
        answer = _as_bytes(job(data))
        if len(answer) <= MOST_ANSWER:
            return answer
        refused = FileRefused(SWELLS)
    except FileRefused as why:
        refused = why
    except MemoryError:
        refused = FileRefused(TOO_HEAVY)
    except Exception:  # whatever a file makes the reader stumble over, the file is at fault
        refused = FileRefused(DAMAGED)
    return _as_bytes({"refused": refused.problem.sentence, "names": dict(refused.problem.names)})


def _as_bytes(answer: dict[str, object]) -> bytes:
    """Halves of a pair of code units stay what they are: `json.loads` reads them back."""
    return json.dumps(answer, ensure_ascii=False).encode(errors="surrogatepass")


def sheets_in(data: bytes) -> tuple[ReadSheet, ...]:
    """Raises FileRefused."""
    sheets = read_workbook(data)
    if any(len(sheet.name) > LONGEST_NAME for sheet in sheets):
        raise FileRefused(DAMAGED)
    return sheets


def sheets_seen(data: bytes) -> tuple[ReadSheet, ...]:
    """With what people see of them. Raises FileRefused."""
    sheets, looks = sheets_in(data), read_looks(data)
    return tuple(looked_at(sheet, looks[sheet.name]) for sheet in sheets)


def _cells(data: bytes) -> dict[str, object]:
    return {"sheets": [_sheet(sheet) for sheet in sheets_seen(data)]}


def _sheet(sheet: ReadSheet) -> list[object]:
    cells = {at: (cell.value, cell.formula) for at, cell in sheet.cells.items()}
    notes = {at: note[:LONGEST_NOTE] for at, note in sheet.notes.items()}
    return [sheet.name, sheet.is_hidden, cells, sheet.seen, sheet.merged, notes, sheet.laid]


if __name__ == "__main__":
    serve(_cells)
