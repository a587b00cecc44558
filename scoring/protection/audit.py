"""How far outsiders can be kept in doubt: linear programmes over what everybody may know.

Each programme looks for a move: by how much each hidden cell could differ from its true value, so that every equation
still holds and no cell is negative. A move in whole numbers, checked here in exact arithmetic, is a proof that a cell
may as well have another value; two of them prove a range. So no range rests on rounded arithmetic, and none that is
only wide between whole numbers counts.

The programmes are solved by HiGHS through `highspy`: 3 MB, where scipy, which holds the same solver, brings ten times
as much and begins every programme anew. It is imported in the one function here that begins a solver: neither the
server's start nor its memory grow.
"""

from collections.abc import Iterable, Mapping, Sequence

from scoring.protection.linked import Component

Moved = dict[int, float]
"""For each cell of a component that moves (its place) by how many steps."""

FURTHER_THAN_NEEDED = 1_000
"""How many times the widest range cells may move: bounds keep programmes small, and never make a range wider."""
FINE = 1_000
"""Large amounts move in steps: this many of them make the narrowest range."""
OPTIONS: Mapping[str, bool | int | str] = {"output_flag": False, "threads": 1, "presolve": "off", "solver": "simplex"}
ROUNDED = 1e-6
WAYS = ((1, False), (4, False), (1, True))
"""How a move is looked for: as far as needed; further, where that comes out in fractions (quarters of a whole move by
quarters); and last, since it takes long, in whole numbers alone."""
REACH = 10**6
"""What a unit of the wanted move is worth: more than all costs together, which decide among equal moves only."""


class Ranges:
    """What is proved of each cell of a component: it may be `lowest` below and `highest` above its value."""

    def __init__(self, component: Component, hidden: Iterable[int]) -> None:
        self.component = component
        self.hidden = set(hidden)
        self.lowest, self.highest = [0] * len(component.cells), [0] * len(component.cells)
        needs = [cell.needs for cell in component.cells if cell.needs]
        self._step = max(1, min(needs, default=1) // FINE)
        self._most = FURTHER_THAN_NEEDED * max(needs, default=1) // self._step
        falls = [min(cell.value // self._step, self._most) for cell in component.cells]
        self._inside = _Programme(component, falls, self._most)
        self._inside.close(set(range(len(component.cells))) - self.hidden)
        self._outside = _Programme(component, falls, self._most)
        self._outside.price(range(len(component.cells)), [cell.cost for cell in component.cells])
        self._outside.price(self.hidden, [0] * len(self.hidden))

    def is_wide(self, place: int) -> bool:
        return self.highest[place] - self.lowest[place] >= self.component.cells[place].needs

    def measure(self, place: int) -> bool:
        """Whether the range is wide enough with what is hidden now."""
        most = self._steps(self.component.cells[place].needs)
        for factor, in_whole_numbers in WAYS:
            for sign in (1, -1):
                if not self.is_wide(place):
                    self._record(self._inside.furthest(place, sign, factor * most, in_whole_numbers))
        return self.is_wide(place)

    def widen(self, place: int) -> set[int]:
        """Hides the cheapest cells that make the range wide enough, or as wide as it can be; returns them.

        The way up comes first, for which others must fall: what serves it serves the way down as well. And down a range
        goes as far as it can, so that outsiders do not learn what the value is at least. The programme with costs:
        Kelly, Golden and Assad, Cell Suppression: Disclosure Protection (1992).
        """
        added = set[int]()
        for factor, in_whole_numbers in WAYS:
            if not (self.is_wide(place) or (added and self.measure(place))):
                added |= self._widen(place, factor, in_whole_numbers)
        return added

    def _widen(self, place: int, factor: int, in_whole_numbers: bool) -> set[int]:
        """In fractions it is solved fast, and nearly always what has to be hidden is the same."""
        cell, added = self.component.cells[place], set[int]()
        down = min(cell.value, cell.needs)
        for sign, by in ((1, cell.needs - down), (-1, down), (1, cell.needs)):
            missing = by if sign < 0 else min(by, cell.needs + self.lowest[place])
            if missing > (self.highest[place] if sign > 0 else -self.lowest[place]):
                moved = self._outside.furthest(place, sign, factor * self._steps(missing), in_whole_numbers)
                added |= self._hide(moved)
                self._record(moved)
        return added

    def _steps(self, width: int) -> int:
        return -(-width // self._step)

    def _hide(self, moved: Moved) -> set[int]:
        added = moved.keys() - self.hidden
        self.hidden |= added
        self._inside.open(added)
        self._outside.price(added, [0] * len(added))
        return added

    def _record(self, moved: Moved) -> None:
        """Keeps what a move proves: one with fractions, or that breaks an equation, proves nothing."""
        move = {place: round(by) * self._step for place, by in moved.items()}
        if is_whole(moved) and self._is_possible(move):
            for place, by in move.items():
                self.lowest[place] = min(self.lowest[place], by)
                self.highest[place] = max(self.highest[place], by)

    def _is_possible(self, move: Mapping[int, int]) -> bool:
        cells, rows = self.component.cells, self.component.rows
        touched = {row for place in move for row in self.component.rows_of[place]}
        return all(by >= -cells[place].value for place, by in move.items()) and not any(
            sum(move.get(place, 0) * by for place, by in rows[row]) for row in touched
        )


class _Programme:
    """A programme over the moves of all cells that goes on from its last solution.

    Two columns for each cell, its rise and its fall, so that both can have a cost, and that nothing moves without need.
    """

    def __init__(self, component: Component, falls: Sequence[int], most: int) -> None:
        import highspy  # noqa: PLC0415 - the server, which never publishes, shall not load it

        self._highs, self._solver = highspy, highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            self._solver.setOptionValue(option, value)
        self._size = len(falls)
        self._free = [(0, most)] * self._size + [(0, fall) for fall in falls]
        self._bounds, self._costs = list(self._free), [0] * len(self._free)
        for lower, upper in self._bounds:
            self._solver.addVar(lower, upper)
        for row in component.rows:
            places, signs = [place for place, _ in row], [float(by) for _, by in row]
            columns = places + [place + self._size for place in places]
            self._solver.addRow(0, 0, len(columns), columns, signs + [-by for by in signs])

    def close(self, places: Iterable[int]) -> None:
        """These do not move."""
        for place in places:
            for column in (place, place + self._size):
                self._bound(column, 0, 0)

    def open(self, places: Iterable[int]) -> None:
        for place in places:
            for column in (place, place + self._size):
                self._bound(column, *self._free[column])

    def price(self, places: Iterable[int], costs: Iterable[int]) -> None:
        for place, cost in zip(places, costs, strict=True):
            self._cost(place, cost)
            self._cost(place + self._size, cost)

    def furthest(self, place: int, sign: int, at_most: int, in_whole_numbers: bool) -> Moved:
        """The move that takes a cell furthest up or down, at the least cost; empty where there is none."""
        wanted, other = (place, place + self._size)[::sign]
        changed = [(wanted, -REACH, 0, min(at_most, self._bounds[wanted][1])), (other, 0, 0, 0)]
        before = [(column, self._costs[column], *self._bounds[column]) for column, *_ in changed]
        self._set(changed)
        moved = self._solved()
        if not is_whole(moved):  # halves that the last solution brought in: begin anew
            self._solver.clearSolver()
            moved = self._solved()
        if in_whole_numbers and not is_whole(moved):
            self._only_whole(True)
            moved = self._solved()
            self._only_whole(False)
        self._set(before)
        return moved

    def _only_whole(self, whole: bool) -> None:
        kinds = self._highs.HighsVarType
        self._solver.setOptionValue("presolve", "on" if whole else "off")
        for column in range(len(self._bounds)):
            self._solver.changeColIntegrality(column, kinds.kInteger if whole else kinds.kContinuous)

    def _solved(self) -> Moved:
        self._solver.run()
        if self._solver.getModelStatus() != self._highs.HighsModelStatus.kOptimal:
            return {}
        columns = self._solver.getSolution().col_value
        pairs = enumerate(zip(columns[: self._size], columns[self._size :], strict=True))
        return {place: rise - fall for place, (rise, fall) in pairs if abs(rise - fall) > ROUNDED}

    def _set(self, columns: Iterable[tuple[int, int, int, int]]) -> None:
        for column, cost, lower, upper in columns:
            self._cost(column, cost)
            self._bound(column, lower, upper)

    def _cost(self, column: int, cost: int) -> None:
        self._costs[column] = cost
        self._solver.changeColCost(column, cost)

    def _bound(self, column: int, lower: int, upper: int) -> None:
        self._bounds[column] = lower, upper
        self._solver.changeColBounds(column, lower, upper)


def is_whole(moved: Moved) -> bool:
    return all(abs(by - round(by)) <= ROUNDED for by in moved.values())
