"""Whether a workbook is ours and what of it was changed, found out in a process of its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from exports.looking import Unlike
from exports.reading.apart import TURN, Turn, ask
from exports.sealing import BrokenSeal, CellChange, ForeignSeal, NoSeal, SealedFigure

CHILD = "exports.proving_child"
NOT_PROVEN = {failure.__name__: failure for failure in (NoSeal, ForeignSeal, BrokenSeal)}


@dataclass(frozen=True)
class Proven:
    """A genuine workbook: what it says of itself, the changes, and what is not shown as it was; beyond a limit they are
    only counted. `look_counts` counts the latter by kind."""

    about: Mapping[str, str]
    key: str
    changed: tuple[CellChange, ...]
    filled_in: tuple[CellChange, ...]
    more_changed: int
    more_filled_in: int
    figures: tuple[SealedFigure, ...]
    look: tuple[Unlike, ...]
    look_counts: Mapping[str, int]


class AnswersOf(Exception):
    """The workbook is an answer workbook of ours, which is sent back and not proven."""

    def __init__(self, administration: str) -> None:
        self.administration = administration
        super().__init__(administration)


def proven(data: bytes, public_keys: Mapping[str, bytes], turn: Turn = TURN) -> Proven:
    """Raises NotProven, AnswersOf, and Refused where the file cannot be read."""
    keys = json.dumps({id_: public.hex() for id_, public in public_keys.items()})
    answer = ask(data, CHILD, head=keys.encode() + b"\n", turn=turn)
    if "answers_of" in answer:
        raise AnswersOf(answer["answers_of"])
    if "not_proven" in answer:
        raise NOT_PROVEN[answer["not_proven"]](answer["key"])
    changed, filled_in = (tuple(CellChange(*change) for change in answer[kind]) for kind in ("changed", "filled_in"))
    return Proven(
        answer["about"],
        answer["key"],
        changed,
        filled_in,
        answer["more_changed"],
        answer["more_filled_in"],
        tuple(SealedFigure(*figure) for figure in answer["figures"]),
        tuple(Unlike(*difference) for difference in answer["look"]),
        answer["look_counts"],
    )
