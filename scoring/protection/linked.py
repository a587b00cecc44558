"""Linked tables as what they are to who wants to work back to a person: unknowns and equations between them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that is never negative.

    Values from 1 to below `hidden_below` are sensitive, and 0 too where it `hides_zero`. When hidden, the range in
    which outsiders can place it must be `width` wide (`hidden_below` where it is not given). `cost` is what hiding it
    takes from readers, for each unit of it that has to move: it says which partner is hidden first.
    """

    id: Hashable
    value: int
    hidden_below: int
    hides_zero: bool = False
    width: int = -1
    cost: int = 1

    @property
    def needs(self) -> int:
        """A zero that is no secret may be hidden in a merged row, but needs no doubt."""
        if not self.value and not self.hides_zero:
            return 0
        return self.hidden_below if self.width < 0 else self.width


@dataclass(frozen=True, slots=True)
class Equation:
    """Sum of coefficient x cell = `constant`, as everybody may know."""

    coefficients: Mapping[Hashable, int]
    constant: int = 0


@dataclass(frozen=True)
class Component:
    """Cells that hang together. `rows` are the equations as (place of a cell, coefficient)."""

    cells: tuple[Cell, ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]

    @cached_property
    def rows_of(self) -> tuple[tuple[int, ...], ...]:
        """For each cell the places of its equations."""
        places: list[list[int]] = [[] for _ in self.cells]
        for number, row in enumerate(self.rows):
            for place, _ in row:
                places[place].append(number)
        return tuple(map(tuple, places))


@dataclass(frozen=True)
class System:
    """`public` values are known for ever; what was `hidden_before` with the same value stays hidden.

    `kept_back` is never shown in any case: rows that are merged, and what takes up a difference.
    """

    cells: Mapping[Hashable, Cell]
    equations: tuple[Equation, ...]
    public: Mapping[Hashable, int] = field(default_factory=dict)
    hidden_before: frozenset[Hashable] = frozenset()
    kept_back: frozenset[Hashable] = frozenset()

    def may_be_hidden(self, cell: Cell) -> bool:
        """A zero that is no secret is known anyway: that no woman is at the top can be seen by everybody."""
        if cell.id in self.public:
            return False
        return cell.value > 0 or cell.hides_zero or cell.id in self.hidden_before | self.kept_back

    def components(self) -> Iterator[Component]:
        """In the order of the cells; what cannot be hidden is a constant and joins nothing."""
        open_cells = {id_: cell for id_, cell in self.cells.items() if self.may_be_hidden(cell)}
        rows = [[(id_, by) for id_, by in each.coefficients.items() if id_ in open_cells] for each in self.equations]
        joined = _joined(open_cells, rows)
        groups: dict[Hashable, list[Cell]] = defaultdict(list)
        for id_, cell in open_cells.items():
            groups[joined[id_]].append(cell)
        own_rows = defaultdict(list)
        for row in rows:
            if row:
                own_rows[joined[row[0][0]]].append(row)
        for name, cells in groups.items():
            places = {cell.id: place for place, cell in enumerate(cells)}
            yield Component(tuple(cells), tuple(tuple((places[id_], by) for id_, by in row) for row in own_rows[name]))


def _joined(ids: Iterable[Hashable], rows: Iterable[list[tuple[Hashable, int]]]) -> dict[Hashable, Hashable]:
    """Each id with the name of its component (union-find: Galler and Fischer, 1964)."""
    parents = {id_: id_ for id_ in ids}

    def root(id_: Hashable) -> Hashable:
        while parents[id_] != id_:
            parents[id_] = parents[parents[id_]]
            id_ = parents[id_]
        return id_

    for row in rows:
        for id_, _ in row[1:]:
            parents[root(id_)] = root(row[0][0])
    return {id_: root(id_) for id_ in parents}
