"""Merging: neighbouring rows that are shown as their sum tell more than rows with holes."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from scoring.protection.primary import is_sensitive

Rows = tuple[str, ...]


class Column(NamedTuple):
    """The numbers of the rows in their order; None where not known."""

    values: tuple[int | None, ...]
    hidden_below: int
    hides_zero: bool = False


def merge(rows: Rows, columns: Sequence[Column]) -> tuple[Rows, ...]:
    """The rows that are shown together, in all tables that have them.

    Of all ways to put neighbours together it takes the one that leaves most rows without a small number (then the one
    that leaves fewest with one, merges fewest rows, and fewest people). A single row with a small number counts twice,
    since it takes another with it. At least two rows stay: the sum of all is in the line of totals anyway.
    """
    known = [column for column in columns if any(value is not None for value in column.values)]
    ways = [way for way in _ways(len(rows)) if all(_can_stand_together(group, known) for group in way)]
    best = min(ways, key=lambda way: (*_unreadable(way, known), *_lost(way, known)), default=())
    return tuple(tuple(rows[place] for place in group) for group in best if len(group) > 1)


def _ways(size: int) -> Iterator[list[range]]:
    """All ways to cut the rows into two groups or more, those of most groups first."""
    for cuts in range(size - 1, 0, -1):
        for places in combinations(range(1, size), cuts):
            yield [range(start, end) for start, end in zip((0, *places), (*places, size), strict=True)]


def _unreadable(way: Sequence[range], columns: Sequence[Column]) -> tuple[int, int]:
    small = sum(_has_small(group, columns) for group in way)
    return small + (small == 1) - len(way), small


def _lost(way: Sequence[range], columns: Sequence[Column]) -> tuple[int, int]:
    """Rows that are not shown by themselves, and the people in them."""
    places = [place for group in way if len(group) > 1 for place in group]
    return len(places), sum(column.values[place] or 0 for column in columns for place in places)


def _has_small(group: range, columns: Sequence[Column]) -> bool:
    return any(
        (value := _sum(column, group)) is not None and is_sensitive(value, column.hidden_below, column.hides_zero)
        for column in columns
    )


def _can_stand_together(group: range, columns: Sequence[Column]) -> bool:
    """A merged row has no small number, and no number that is known gets lost in a sum with one that is not."""
    mixed = any(len({column.values[place] is None for place in group}) > 1 for column in columns)
    return len(group) == 1 or not (mixed or _has_small(group, columns))


def _sum(column: Column, group: range) -> int | None:
    known = [value for place in group if (value := column.values[place]) is not None]
    return sum(known) if len(known) == len(group) else None
