"""What a preview carries of numbers to its confirmation, and what the person chose there. Pure."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from app.access.sealing import NotSealedHere
from app.assessments.workforce.cells import NEVER_SAVED, SavedCell, cell_named, key_of
from app.features.workbooks.choosing import HERE, Picked
from app.features.workbooks.merging import Kind, Source
from app.features.workbooks.numbers.merging import MergedNumbers, NumberChange, NumberProposal
from questionnaires.workforce.definition import CellId


@dataclass(frozen=True)
class NumberChoice:
    """What is to be stored, and the revisions that it was compared with; `missing` are conflicts that wait."""

    values: Mapping[CellId, int | None]
    based_on: Mapping[CellId, int]
    missing: tuple[CellId, ...] = ()


NOTHING_CHOSEN = NumberChoice({}, {})


def as_json(merged: MergedNumbers) -> Any:
    """Without what was refused, which travels with what was refused of the answers."""
    changes = [
        [
            key_of(change.cell),
            change.kind,
            change.here.revision,
            [[proposal.value, [astuple(source) for source in proposal.sources]] for proposal in change.proposals],
        ]
        for change in merged.changes
    ]
    return [changes, merged.unchanged]


def of_json(document: Any, here: Mapping[CellId, SavedCell]) -> MergedNumbers:
    """The same preview, beside what is here now. Raises NotSealedHere."""
    if document is None:
        raise NotSealedHere
    changes, unchanged = document
    return MergedNumbers(tuple(_change(change, here) for change in changes), unchanged)


def _change(document: Any, here: Mapping[CellId, SavedCell]) -> NumberChange:
    key, kind, seen, proposals = document
    cell = cell_named(key)
    given = tuple(NumberProposal(value, tuple(Source(*source) for source in sources)) for value, sources in proposals)
    return NumberChange(cell, Kind(kind), here.get(cell, NEVER_SAVED), seen, given)


def preselected(merged: MergedNumbers) -> dict[str, str]:
    """Only what this file alone changed, and nothing that would take a number away."""
    return {
        key_of(change.cell): "" if change.kind is Kind.CONFLICT else HERE if change.empties else "0"
        for change in merged.changes
    }


def read_picked(merged: MergedNumbers, sent: Mapping[str, str], *, keep_the_rest: bool) -> dict[str, str]:
    """`sent` are the fields of the form by the names of cells; a box that is not ticked is not sent."""
    return {key_of(change.cell): _picked(change, sent, keep_the_rest=keep_the_rest) for change in merged.changes}


def _picked(change: NumberChange, sent: Mapping[str, str], *, keep_the_rest: bool) -> str:
    choice = sent.get(key_of(change.cell), "")
    if choice in (HERE, *map(str, range(len(change.proposals)))):
        return choice
    return HERE if change.kind is Kind.CHANGED or keep_the_rest else ""


def choice_of(merged: MergedNumbers, picked: Picked) -> NumberChoice:
    chosen = {
        change: change.proposals[int(number)]
        for change in merged.changes
        if (number := picked[key_of(change.cell)]) not in ("", HERE)
    }
    return NumberChoice(
        {change.cell: proposal.value for change, proposal in chosen.items()},
        {change.cell: change.seen for change in chosen},
        tuple(change.cell for change in merged.changes if not picked[key_of(change.cell)]),
    )


def shown_again(merged: MergedNumbers, picked: Picked) -> tuple[MergedNumbers, dict[str, str]]:
    """For another look: what is stored already is gone, and what somebody changed meanwhile waits for a new choice."""
    left = [change for change in merged.changes if not _is_settled(change, picked[key_of(change.cell)])]
    changes = tuple(replace(change, kind=Kind.CONFLICT) if change.is_late else change for change in left)
    again = {key_of(change.cell): "" if change.is_late else picked[key_of(change.cell)] for change in left}
    return replace(merged, changes=changes), again


def _is_settled(change: NumberChange, picked: str) -> bool:
    return picked not in ("", HERE) and change.proposals[int(picked)].value == change.here.value
