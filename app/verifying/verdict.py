"""What a workbook is found to be: genuine and unchanged, filled in, changed, or not ours. No database, no clock."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from exports.proving import proven
from exports.reading.apart import TURN, CannotRead, Turn
from exports.reading.container import MOST_BYTES, Refused
from exports.sealing import BrokenSeal, Change, ForeignSeal, NotProven
from questionnaires.problems import N_, Problem


class Outcome(StrEnum):
    UNCHANGED = "unchanged"
    FILLED_IN = "filled in"
    CHANGED = "changed"
    FOREIGN = "foreign"
    BROKEN = "broken"
    NO_SEAL = "no seal"
    UNREADABLE = "unreadable"


GENUINE = (Outcome.UNCHANGED, Outcome.FILLED_IN, Outcome.CHANGED)
TITLES = {
    Outcome.UNCHANGED: N_("Genuine and unchanged"),
    Outcome.FILLED_IN: N_("Genuine; filled in"),
    Outcome.CHANGED: N_("Genuine, but changed"),
    Outcome.FOREIGN: N_("Not ours"),
    Outcome.BROKEN: N_("Not ours"),
    Outcome.NO_SEAL: N_("Not ours"),
    Outcome.UNREADABLE: N_("Not readable"),
}
SENTENCES = {
    Outcome.UNCHANGED: N_("Every cell holds what it held when the file left."),
    Outcome.FILLED_IN: N_(
        "Every cell holds what it held when the file left, but for those that people are meant to fill in."
    ),
    Outcome.CHANGED: N_("The file is ours, but somebody changed it after it left. What was changed is listed."),
    Outcome.FOREIGN: N_("The file has a seal, but none of our keys made it."),
    Outcome.BROKEN: N_(
        "The seal names one of our keys, but it was changed after it was signed. Do not rely on the file."
    ),
    Outcome.NO_SEAL: N_("The file has no seal: it is no gap report that left from here, or its seal was taken out."),
    Outcome.UNREADABLE: "{why}",
}
KINDS = {
    "sheet missing": N_("The whole sheet is missing."),
    "sheet added": N_("The whole sheet was added."),
    "sheet hidden": N_("The sheet was hidden."),
    "sheet shown": N_("The sheet was hidden and is shown."),
    "file missing": N_("The file is missing."),
    "file added": N_("The file was added."),
    "file changed": N_("The file was changed."),
}
EXITS = {
    Outcome.UNCHANGED: 0,
    Outcome.FILLED_IN: 0,
    Outcome.CHANGED: 1,
    Outcome.FOREIGN: 2,
    Outcome.BROKEN: 2,
    Outcome.NO_SEAL: 2,
    Outcome.UNREADABLE: 2,
}


@dataclass(frozen=True)
class Verdict:
    """`about` is what a genuine file says of itself; `key` is the id of the key that its seal names, or "".

    `more_changed` and `more_filled_in` count what is not listed, since only so much of a file is.
    """

    outcome: Outcome
    sha256: str
    about: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    changed: tuple[Change, ...] = ()
    filled_in: tuple[Change, ...] = ()
    problem: Problem | None = None
    more_changed: int = 0
    more_filled_in: int = 0

    @property
    def is_genuine(self) -> bool:
        return self.outcome in GENUINE


def verdict_of_file(path: Path, public_keys: Mapping[str, bytes]) -> Verdict:
    """Raises OSError."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    try:
        return verdict_of(data, public_keys)
    except CannotRead as broken:
        raise OSError(0, "the process that reads workbooks could not start") from broken


def verdict_of(data: bytes, public_keys: Mapping[str, bytes], turn: Turn = TURN) -> Verdict:
    """Reads and compares in a process of its own, since anybody may have made the file."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        found = proven(data, public_keys, turn)
    except Refused as refused:
        return Verdict(Outcome.UNREADABLE, sha256, problem=refused.problem)
    except NotProven as why:
        return Verdict(_outcome_of(why), sha256, key=why.key)
    outcome = Outcome.CHANGED if found.changed else Outcome.FILLED_IN if found.filled_in else Outcome.UNCHANGED
    return Verdict(
        outcome,
        sha256,
        found.about,
        found.key,
        found.changed,
        found.filled_in,
        more_changed=found.more_changed,
        more_filled_in=found.more_filled_in,
    )


def _outcome_of(found: NotProven) -> Outcome:
    if isinstance(found, ForeignSeal):
        return Outcome.FOREIGN
    return Outcome.BROKEN if isinstance(found, BrokenSeal) else Outcome.NO_SEAL
