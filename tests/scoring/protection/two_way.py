"""A table of two ways with its totals, as text books on disclosure control show it."""

from collections.abc import Hashable, Iterable, Sequence

from scoring.protection.audit import Ranges
from scoring.protection.linked import Cell, Equation, System

Place = tuple[int, int]
THRESHOLD = 5


def two_way(table: Sequence[Sequence[int]], public: Iterable[Place] = (), before: Iterable[Place] = ()) -> System:
    """Places are (row, column); the line and the column after the last ones are totals. Small cells are cheap."""
    rows, columns = len(table), len(table[0])
    lines = [[*line, sum(line)] for line in table]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    values = {(row, column): value for row, line in enumerate(lines) for column, value in enumerate(line)}
    cells: dict[Hashable, Cell] = {
        place: Cell(place, value, THRESHOLD, cost=(9 if rows in place[:1] or columns in place[1:] else 1) * (9 + value))
        for place, value in values.items()
    }
    equations = [Equation({**{(r, c): 1 for c in range(columns)}, (r, columns): -1}) for r in range(rows + 1)]
    equations += [Equation({**{(r, c): 1 for r in range(rows)}, (rows, c): -1}) for c in range(columns + 1)]
    return System(cells, tuple(equations), {place: values[place] for place in public}, frozenset(before))


def ranges_of(system: System, hidden: Iterable[Place]) -> dict[Place, tuple[int, int]]:
    """Between which values outsiders can place each hidden cell, as far as the threshold asks."""
    ranges: dict[Place, tuple[int, int]] = {}
    for component in system.components():
        places = [place for place, cell in enumerate(component.cells) if cell.id in set(hidden)]
        audited = Ranges(component, places)
        for place in places:
            audited.measure(place)
            cell = component.cells[place]
            ranges[cell.id] = cell.value + audited.lowest[place], cell.value + audited.highest[place]  # type: ignore[index]
    return ranges
