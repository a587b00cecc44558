"""Complementary suppression: what else is hidden, so that small figures cannot be worked out from others."""

from collections import deque
from collections.abc import Collection, Hashable
from dataclasses import dataclass

from scoring.protection.audit import Ranges
from scoring.protection.linked import Component, System


@dataclass(frozen=True)
class Completed:
    """`entangled` cells hang together with a hidden one whose range stays too narrow: too much is public for ever."""

    hidden: frozenset[Hashable]
    entangled: frozenset[Hashable] = frozenset()


def complete(system: System, hidden: Collection[Hashable]) -> Completed:
    """Hides more until the range of every hidden cell is as wide as it needs to be.

    So no equation keeps exactly one hidden term: its range would be a point. The same system gives the same pattern.
    """
    all_hidden, entangled = set(hidden), set[Hashable]()
    for component in system.components():
        ids = {cell.id for cell in component.cells}
        if ids & all_hidden and not ids <= system.hidden_before:
            more, is_proved = _complete(component, all_hidden)
            all_hidden |= more
            entangled |= set() if is_proved else ids
    return Completed(frozenset(all_hidden), frozenset(entangled))


def _complete(component: Component, hidden: Collection[Hashable]) -> tuple[set[Hashable], bool]:
    cells = component.cells
    ranges = Ranges(component, [place for place, cell in enumerate(cells) if cell.id in hidden])
    waiting = deque(sorted(ranges.hidden))
    while waiting:
        place = waiting.popleft()
        if not (ranges.is_wide(place) or ranges.measure(place)):
            waiting.extend(sorted(ranges.widen(place)))
    is_proved = all(ranges.is_wide(place) or ranges.measure(place) for place in sorted(ranges.hidden))
    return {cells[place].id for place in ranges.hidden}, is_proved
