"""Complementary suppression: what else is hidden, so that small figures cannot be worked out from others."""

from collections import deque
from collections.abc import Collection, Hashable
from dataclasses import dataclass

from scoring.protection.audit import Ranges
from scoring.protection.linked import Component, System


@dataclass(frozen=True)
class Completed:
    """`unproved`: hidden, but what is public for ever leaves outsiders a range that is narrower than it should be."""

    hidden: frozenset[Hashable]
    unproved: frozenset[Hashable] = frozenset()


def complete(system: System, hidden: Collection[Hashable]) -> Completed:
    """Hides more until the range of every hidden cell is as wide as it needs to be.

    So no equation keeps exactly one hidden term: its range would be a point. The same system gives the same pattern.
    """
    all_hidden, unproved = set(hidden), set[Hashable]()
    for component in system.components():
        ids = {cell.id for cell in component.cells}
        if ids & all_hidden and not ids <= system.hidden_before:
            more, narrow = _complete(component, all_hidden)
            all_hidden |= more
            unproved |= narrow
    return Completed(frozenset(all_hidden), frozenset(unproved))


def _complete(component: Component, hidden: Collection[Hashable]) -> tuple[set[Hashable], set[Hashable]]:
    cells = component.cells
    ranges = Ranges(component, [place for place, cell in enumerate(cells) if cell.id in hidden])
    waiting, narrow = deque(sorted(ranges.hidden)), set[Hashable]()
    while waiting:
        place = waiting.popleft()
        if ranges.is_wide(place) or ranges.measure(place):
            continue
        waiting.extend(sorted(ranges.widen(place)))
        if not ranges.is_wide(place):
            narrow.add(cells[place].id)
    return {cells[place].id for place in ranges.hidden}, narrow
