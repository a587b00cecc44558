"""`frozen.lock`: the fingerprints of what is published, and a line for each text that was reworded since."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from questionnaires.files import text_of
from questionnaires.problems import Broken, Problem

LOCK = "frozen.lock"
LOCK_HEADER = "# Fingerprints of published questionnaires. Only `parity questionnaire` writes this file.\n"
REWORDED = "reworded"


def read_lock(root: Path) -> dict[tuple[str, str], str]:
    """(version, file name) -> fingerprint. Raises Broken."""
    if not os.path.lexists(root / LOCK):
        return {}
    lines = [line.split() for line in text_of(root / LOCK).splitlines()]
    entries = [line for line in lines if line and line[0] not in ("#", REWORDED)]
    names = [tuple(line[:2]) for line in entries]
    if odd := [line for line in entries if len(line) != 3 or names.count(tuple(line[:2])) > 1]:
        raise Broken([Problem(LOCK, "Undo the change of this line: {line}", {"line": " ".join(line)}) for line in odd])
    return {(version, name): value for version, name, value in entries}


def write_lock(root: Path, lock: Mapping[tuple[str, str], str], reworded: Iterable[str]) -> None:
    """The fingerprints, and after them a line for each text that was reworded, oldest first."""
    lines = [f"{key[0]} {key[1]} {value}\n" for key, value in sorted(lock.items())]
    (root / LOCK).write_text("".join([LOCK_HEADER, *lines, *reworded]), encoding="utf-8")


def reworded_lines(root: Path) -> list[str]:
    if not os.path.lexists(root / LOCK):
        return []
    lines = text_of(root / LOCK).splitlines(keepends=True)
    return [line for line in lines if line.startswith(f"{REWORDED} ")]
