"""What a workbook is found to be: genuine and unchanged, filled in, changed, or not ours. No database, no clock."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from exports.looking import Unlike
from exports.manifest import FILE as MANIFEST
from exports.proving import AnswersOf, proven
from exports.reading.apart import TURN, CannotRead, Turn
from exports.reading.container import MOST_BYTES, FileRefused
from exports.sealing import BrokenSeal, CellChange, ForeignSeal, NotProven, SealedFigure
from questionnaires.problems import N_, Counted, Problem


class Outcome(StrEnum):
    UNCHANGED = "unchanged"
    FILLED_IN = "filled in"
    CHANGED = "changed"
    FOREIGN = "foreign"
    BROKEN = "broken"
    NO_SEAL = "no seal"
    ANSWERS = "answers"
    UNREADABLE = "unreadable"


GENUINE = (Outcome.UNCHANGED, Outcome.FILLED_IN, Outcome.CHANGED)
TITLES = {
    Outcome.UNCHANGED: N_("Genuine and unchanged"),
    Outcome.FILLED_IN: N_("Genuine; filled in"),
    Outcome.CHANGED: N_("Genuine, but changed"),
    Outcome.FOREIGN: N_("Not ours"),
    Outcome.BROKEN: N_("Not ours"),
    Outcome.NO_SEAL: N_("Not ours"),
    Outcome.ANSWERS: N_("An answer workbook"),
    Outcome.UNREADABLE: N_("Not readable"),
}
SENTENCES = {
    Outcome.UNCHANGED: N_("Every cell contains what it did when the file was created."),
    Outcome.FILLED_IN: N_(
        "Every cell contains what it did when the file was created, except those meant to be filled in."
    ),
    Outcome.CHANGED: N_("The file is ours, but someone changed it after it was created. The changes are listed."),
    Outcome.FOREIGN: N_("The file has a seal, but none of our keys made it."),
    Outcome.BROKEN: N_(
        "The seal names one of our keys, but it was changed after it was signed. Do not rely on the file."
    ),
    Outcome.NO_SEAL: N_(
        "The file has no seal: it is not a gap report of ours, or its seal was removed. Consolidated files and "
        "answer workbooks have no seal."
    ),
    Outcome.ANSWERS: N_("Upload it under “Work offline”. It is not verified here."),
    Outcome.UNREADABLE: "{why}",
}
BUT = N_("The values are genuine, but {what}")
"""In the place of the title, where the second verdict is bad; each of LOOKS can stand in it."""
SHOWN_OTHERWISE = {
    Outcome.UNCHANGED: N_(
        "Every cell contains what it did when the file was created, but people do not see all of it as it was. Rely "
        "on the values listed here, not on what the file shows."
    ),
    Outcome.FILLED_IN: N_(
        "Every cell contains what it did when the file was created, except those meant to be filled in. But people "
        "do not see all of it as it was. Rely on the values listed here, not on what the file shows."
    ),
}
LOOKS = {
    "format": Counted("%(num)s cell is shown in another format", "%(num)s cells are shown in another format"),
    "ink": Counted("%(num)s cell has text that nobody can see", "%(num)s cells have text that nobody can see"),
    "merged": Counted("%(num)s cell is hidden by merged cells", "%(num)s cells are hidden by merged cells"),
    "row": Counted("%(num)s row is hidden", "%(num)s rows are hidden"),
    "column": Counted("%(num)s column is hidden", "%(num)s columns are hidden"),
    "object": Counted(
        "%(num)s object on top of cells is not ours or was moved",
        "%(num)s objects on top of cells are not ours or were moved",
    ),
    "rule": Counted(
        "%(num)s conditional format was added or changed", "%(num)s conditional formats were added or changed"
    ),
    "formulas": Counted(
        "%(num)s sheet shows formulas instead of results", "%(num)s sheets show formulas instead of results"
    ),
}
EXPLAINED = {
    "format": N_(
        "The format shows something other than the value: a text, a date, other digits, a moved decimal point, or "
        "nothing."
    ),
    "ink": N_("The text has the colour of its background, or is too small."),
    "object": N_("Pictures, shapes, notes that stay open, and charts."),
    "rule": N_("It can make a cell look different from how it was meant to look."),
}
AS_IT_WAS = N_(
    "People also see what the cells contain: each number format shows the value of its cell, no row or column with "
    "values is hidden, no object that is not ours is on top of cells, and no conditional format was added."
)
KINDS = {
    "sheet missing": N_("The whole sheet is missing."),
    "sheet added": N_("The whole sheet was added."),
    "sheet hidden": N_("The sheet was hidden."),
    "sheet shown": N_("The sheet was hidden and is now visible."),
    "file missing": N_("The file is missing."),
    "file added": N_("The file was added."),
    "file changed": N_("The file was changed."),
    "file not ours": N_("The file was changed or replaced, and does not have our seal. Do not rely on it."),
    "file of another": N_("The file is a genuine report, but not one of this round in this language."),
    "file saved again": N_("The file was saved again. Its own seal proves that it is genuine and unchanged."),
    "file filled in": N_("The file was filled in. Its own seal proves that it is genuine."),
    "file look": N_(
        "The file's own seal proves its values, but people do not see them as they were. Verify the file on its own "
        "to see details."
    ),
    "file cells": N_("The file's own seal proves that it is genuine, but cells in it were changed."),
}
AN_ANSWER_WORKBOOK = N_(
    "This is an answer workbook of {administration}. Upload it under “Work offline”. It is not verified here."
)
A_ROUND = N_(
    "This is the ZIP of a whole round. Verify it with the command “parity verify”, or unpack it and upload one "
    "report at a time."
)
EXITS = {
    Outcome.UNCHANGED: 0,
    Outcome.FILLED_IN: 0,
    Outcome.CHANGED: 1,
    Outcome.FOREIGN: 2,
    Outcome.BROKEN: 2,
    Outcome.NO_SEAL: 2,
    Outcome.ANSWERS: 2,
    Outcome.UNREADABLE: 2,
}


@dataclass(frozen=True)
class Verdict:
    """`about` is what a genuine file says of itself; `key` is the id of the key that its seal names, or "".

    `more_changed` and `more_filled_in` count what is not listed, since only so much of a file is. `sentence` stands in
    place of the one that belongs to the outcome. `look` is a verdict of its own: what is not shown as it was, and how
    much there is of each kind.
    """

    outcome: Outcome
    sha256: str
    about: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    changed: tuple[CellChange, ...] = ()
    filled_in: tuple[CellChange, ...] = ()
    problem: Problem | None = None
    more_changed: int = 0
    more_filled_in: int = 0
    sentence: Problem | None = None
    figures: tuple[SealedFigure, ...] = ()
    look: tuple[Unlike, ...] = ()
    look_counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_genuine(self) -> bool:
        return self.outcome in GENUINE

    @property
    def is_as_it_left(self) -> bool:
        """Nobody has to look any further: neither values nor what people see of them were changed."""
        return self.exit == 0

    @property
    def exit(self) -> int:
        """Of the command line."""
        return EXITS[self.outcome] or int(bool(self.look))

    @property
    def is_shown_otherwise(self) -> bool:
        """The values are as they were, and what people see is not."""
        return bool(self.look) and self.outcome in SHOWN_OTHERWISE

    @property
    def message(self) -> Problem:
        """The sentence below the title."""
        sentences = SHOWN_OTHERWISE if self.is_shown_otherwise else SENTENCES
        return self.problem or self.sentence or Problem("file", sentences[self.outcome])


def verdict_of_file(path: Path, public_keys: Mapping[str, bytes]) -> Verdict:
    """Raises OSError."""
    with path.open("rb") as file:
        return verdict_of_bytes(file.read(MOST_BYTES + 1), public_keys)


def verdict_of_bytes(data: bytes, public_keys: Mapping[str, bytes]) -> Verdict:
    """Raises OSError where `verdict_of` cannot read at all."""
    try:
        return verdict_of(data, public_keys)
    except CannotRead as broken:
        raise OSError(0, "the process that reads workbooks could not start") from broken


def verdict_of(data: bytes, public_keys: Mapping[str, bytes], turn: Turn = TURN) -> Verdict:
    """Reads and compares in a process of its own, since anybody may have made the file."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        proof = proven(data, public_keys, turn)
    except FileRefused as refused:
        problem = Problem("file", A_ROUND) if _looks_like_a_round(data) else refused.problem
        return Verdict(Outcome.UNREADABLE, sha256, problem=problem)
    except AnswersOf as answers:
        sentence = Problem("file", AN_ANSWER_WORKBOOK, {"administration": answers.administration})
        return Verdict(Outcome.ANSWERS, sha256, sentence=sentence)
    except NotProven as why:
        return Verdict(_outcome_of(why), sha256, key=why.key)
    outcome = Outcome.CHANGED if proof.changed else Outcome.FILLED_IN if proof.filled_in else Outcome.UNCHANGED
    return Verdict(
        outcome,
        sha256,
        proof.about,
        proof.key,
        proof.changed,
        proof.filled_in,
        more_changed=proof.more_changed,
        more_filled_in=proof.more_filled_in,
        figures=proof.figures,
        look=proof.look,
        look_counts=proof.look_counts,
    )


def _looks_like_a_round(data: bytes) -> bool:
    """By its first member, or by the name of its manifest: the upload may have been cut before its end."""
    first = data[30 : 30 + int.from_bytes(data[26:28], "little")]
    return data.startswith(b"PK\x03\x04") and (first.endswith((b".txt", b".xlsx")) or MANIFEST.encode() in data)


def _outcome_of(failure: NotProven) -> Outcome:
    if isinstance(failure, ForeignSeal):
        return Outcome.FOREIGN
    return Outcome.BROKEN if isinstance(failure, BrokenSeal) else Outcome.NO_SEAL
