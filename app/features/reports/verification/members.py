"""A report of a round that is not the same to the last byte: what its own seal says of it."""

from collections.abc import Mapping
from dataclasses import replace

from app.features.reports.verification.verdict import Outcome, Verdict, verdict_of_bytes
from exports.sealing import CellChange

KINDS = {
    Outcome.UNCHANGED: "file saved again",
    Outcome.FILLED_IN: "file filled in",
    Outcome.CHANGED: "file cells",
    Outcome.UNREADABLE: "file changed",
}
TOLD_KINDS = ("file saved again", "file filled in")


def judged(
    name: str, data: bytes, of_the_round: Mapping[str, str], public_keys: Mapping[str, bytes]
) -> list[CellChange]:
    """The first says what became of the file and whose it is, the others which cells. Raises OSError."""
    verdict = verdict_of_bytes(data, public_keys)
    if verdict.is_genuine and _is_of_another(verdict, of_the_round):
        return [CellChange(name, now=_whose(verdict), kind="file of another")]
    kind = KINDS.get(verdict.outcome, "file not ours")
    first = CellChange(name, now=_whose(verdict), kind="file look" if verdict.look and kind in TOLD_KINDS else kind)
    cells = (*verdict.changed, *verdict.filled_in)
    is_open = first.kind in TOLD_KINDS
    return [replace(first, is_open=is_open), *(replace(cell, sheet=f"{name}: {cell.sheet}") for cell in cells)]


def _is_of_another(verdict: Verdict, of_the_round: Mapping[str, str]) -> bool:
    """The manifest does not say whose report a file is, but of which round and in which language."""
    return any(of_the_round.get(key, verdict.about.get(key)) != verdict.about.get(key) for key in ("round", "language"))


def _whose(verdict: Verdict) -> str:
    about = verdict.about
    return f"{about['administration']}, {about['edition']}" if {"administration", "edition"} <= about.keys() else ""
