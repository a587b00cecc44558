"""Changes a text of a published version where the meaning stays: never one by which people choose a level.

Each change is a line in the lock that begins with "reworded": version, file, place, day, SHA-256 of the text before and
after, and the reason.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import yaml

from questionnaires.catalogue import lock_problems, read_version
from questionnaires.definition import Questionnaire
from questionnaires.files import opened
from questionnaires.lock import REWORDED, read_lock, reworded_lines, write_lock
from questionnaires.problems import Broken, Problem

OF_AN_INDICATOR = frozenset({"evidence", "advice", "core_reason", "sufficient", "insufficient"})
OF_A_FIGURE = OF_AN_INDICATOR | {"question", "rule"}
OF_OTHERS = {
    "profile": frozenset({"help"}),
    "pillars": frozenset({"scope", "geoat"}),
    "elements": frozenset({"why", "geoat", "weight_reason"}),
}
"""By part of the words file: the texts that cannot move a level. Titles stay, since people know results by them."""


@dataclass(frozen=True)
class Rewording:
    """`place` leads to a text of the words file: "indicators.EQ-12.advice"."""

    version: str
    language: str
    place: str
    text: str
    reason: str

    @property
    def file(self) -> str:
        return f"words.{self.language}.yaml"


def reword(root: Path, rewording: Rewording, on: date) -> str:
    """Writes the new text and the lines of the lock; returns the text that stood there. Raises Broken."""
    folder = root / rewording.version
    path, lock = folder / rewording.file, read_lock(root)
    if (rewording.version, rewording.file) not in lock:
        _refuse(rewording.file, "Only a published file is reworded. Edit a draft itself.")
    if problems := lock_problems(folder, lock):
        raise Broken(problems)
    if not rewording.text.strip() or not rewording.reason.strip():
        _refuse(rewording.place, "Give the new text and the reason.")
    _check_place(read_version(folder), rewording.place)
    before = path.read_text(encoding="utf-8")
    old, after = _replaced(before, rewording)
    path.write_text(after, encoding="utf-8")
    try:
        read_version(folder)
    except Broken:
        path.write_text(before, encoding="utf-8")
        raise
    lock[rewording.version, rewording.file] = opened(path).fingerprint
    write_lock(root, lock, [*reworded_lines(root), _line(rewording, old, on)])
    return old


def _check_place(questionnaire: Questionnaire, place: str) -> None:
    part, _, rest = place.partition(".")
    id_, _, name = rest.rpartition(".")
    if part == "resources" and rest:
        return
    if part != "indicators":
        allowed = OF_OTHERS.get(part, frozenset())
    else:
        indicator = questionnaire.indicators.get(id_)
        allowed = OF_AN_INDICATOR if indicator is None or indicator.is_scored else OF_A_FIGURE
    if name not in allowed:
        _refuse(place, "This text could move a level or is how people know a result. Make a new version.")


def _replaced(content: str, rewording: Rewording) -> tuple[str, str]:
    """The text that stood there, and the file with the new one in double quotes; nothing else of it changes."""
    node = yaml.compose(content, Loader=yaml.SafeLoader)
    for step in _steps(rewording.place):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if key.value == step), None)
    if not isinstance(node, yaml.ScalarNode):
        _refuse(rewording.place, "There is no such text in the file.")
    quoted = json.dumps(rewording.text, ensure_ascii=False)
    return str(node.value), content[: node.start_mark.index] + quoted + content[node.end_mark.index :]


def _steps(place: str) -> list[str]:
    """Keys of the profile hold a dot themselves: "profile.profile.staff_total.help"."""
    part, _, rest = place.partition(".")
    id_, _, name = rest.rpartition(".")
    return [part, rest] if part == "resources" else [part, id_, name]


def _line(rewording: Rewording, old: str, on: date) -> str:
    hashes = " ".join(hashlib.sha256(text.encode()).hexdigest() for text in (old, rewording.text))
    reason = re.sub(r"\s+", " ", rewording.reason).strip()
    return f"{REWORDED} {rewording.version} {rewording.file} {rewording.place} {on.isoformat()} {hashes} {reason}\n"


def _refuse(place: str, sentence: str) -> NoReturn:
    raise Broken([Problem(place, sentence)])
