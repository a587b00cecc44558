"""The process that `proving` starts: opens the seal of a workbook, compares and looks, within the limits of reading."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple

from exports.answer_workbook.hidden_sheet import header_in
from exports.looking import unlike
from exports.reading.child import serve, sheets_in
from exports.reading.looks import read_looks
from exports.sealing import CellChange, NotProven, changes, sealed_in

MOST_LISTED = 500
"""Of the changes of a file; of the others only the number is told."""
MOST_LETTERS = 300
"""Of a format or a rule."""
LONGEST_KEY = 64
"""Of the id that a seal names, which may be any text."""


def _proof(data: bytes) -> dict[str, object]:
    """The first line of the data is the public keys."""
    keys, _, workbook = data.partition(b"\n")
    sheets = sheets_in(workbook)
    public_keys = {id_: bytes.fromhex(public) for id_, public in json.loads(keys).items()}
    try:
        sealed = sealed_in(sheets, public_keys)
    except NotProven as why:
        if header := header_in(sheets, public_keys):
            return {"answers_of": header.administration}
        return {"not_proven": type(why).__name__, "key": why.key[:LONGEST_KEY]}
    cell_changes = changes(sealed, sheets)
    look = unlike(sealed, sheets, read_looks(workbook))
    changed, more_changed = _listed([change for change in cell_changes if not change.is_open])
    filled_in, more_filled_in = _listed([change for change in cell_changes if change.is_open])
    return {
        "about": dict(sealed.about),
        "key": sealed.signature.key,
        "changed": changed,
        "filled_in": filled_in,
        "more_changed": more_changed,
        "more_filled_in": more_filled_in,
        "figures": [astuple(figure) for figure in sealed.figures],
        "look": [[part[:MOST_LETTERS] for part in astuple(difference)] for difference in look[:MOST_LISTED]],
        "look_counts": Counter(difference.kind for difference in look),
    }


def _listed(cell_changes: Sequence[CellChange]) -> tuple[list[object], int]:
    return [astuple(change) for change in cell_changes[:MOST_LISTED]], len(cell_changes[MOST_LISTED:])


if __name__ == "__main__":
    serve(_proof)
