"""The process that `apart` starts: reads a workbook from its input within limits and writes its cells as JSON."""

import json
import resource
import sys

from exports.reading.container import DAMAGED, TOO_HEAVY, Refused
from exports.reading.workbook import read_workbook


def main() -> None:
    memory, seconds = (int(argument) for argument in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)


def _answer(data: bytes) -> dict[str, object]:
    try:
        sheets = read_workbook(data)
    except Refused as refused:
        return {"refused": refused.problem.sentence, "names": dict(refused.problem.names)}
    except MemoryError:
        return {"refused": TOO_HEAVY, "names": {}}
    except Exception:  # whatever a file makes the reader stumble over, the file is at fault
        return {"refused": DAMAGED, "names": {}}
    return {
        "sheets": [
            [sheet.name, sheet.is_hidden, {at: (cell.value, cell.formula) for at, cell in sheet.cells.items()}]
            for sheet in sheets
        ]
    }


if __name__ == "__main__":
    main()
