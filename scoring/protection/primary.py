"""Primary suppression: the figures that are too small to be shown."""

from collections.abc import Hashable

from scoring.protection.linked import Cell, System


def is_sensitive(value: int, hidden_below: int, hides_zero: bool) -> bool:
    return value < hidden_below and (value > 0 or hides_zero)


def sensitive(cell: Cell) -> bool:
    return is_sensitive(cell.value, cell.hidden_below, cell.hides_zero)


def primary(system: System) -> frozenset[Hashable]:
    """What must be hidden whatever else is; what is public already cannot be."""
    small = {cell.id for cell in system.cells.values() if sensitive(cell)}
    return frozenset(small | system.hidden_before | system.kept_back) - system.public.keys()
