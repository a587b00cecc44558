"""The whole, the pillars and the elements of a scorecard, as the tables of many administrations show them. Pure."""

from collections.abc import Sequence
from typing import Any

from app.features.rounds.consolidated.gathering import Gathered
from exports.styles import ground_of
from scoring.progress import Status

NOTHING = (None, ground_of(None))


def begun_nodes(gathered: Gathered) -> list[Any]:
    """Without those of which no question has an answer: nobody stands at level 0 in what they did not begin."""
    card = gathered.card
    nodes = [card["overall"], *card["pillars"], *card["elements"]]
    return [node for node in nodes if gathered.statuses.get(node["id"]) is not Status.NOT_STARTED]


def is_provisional(gathered: Gathered, id_: str) -> bool:
    return gathered.statuses.get(id_) is Status.PROVISIONAL


def ground(gathered: Gathered, node: Any) -> str:
    """What the look of a cell says of the level of this node."""
    is_held_back = bool(node["capped_by"])
    return ground_of(node["level"], is_provisional=is_provisional(gathered, node["id"]), is_held_back=is_held_back)


def heat_row(gathered: Gathered, nodes: Sequence[str]) -> tuple[tuple[float | None, str], ...]:
    """The score of each of these nodes, and what its look says of the level."""
    cells = {node["id"]: (node["score"], ground(gathered, node)) for node in begun_nodes(gathered)}
    return tuple(cells.get(node, NOTHING) for node in nodes)
