"""Whether the numbers of the workforce tables fit together: the checks of a version over what is known. Pure.

Source: questionnaire rules, 5 (V1 to V12). Only numbers that are known are compared: of several sums, each with the
next one that is known, so that a column which nobody knows does not hide that two others contradict each other.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from questionnaires.problems import N_
from questionnaires.workforce.definition import DECIMALS, CellId, Check, Table, Tables, Term
from questionnaires.workforce.grades import GROUPS
from scoring.workforce.sums import Values, in_a_sum, known_sum

Terms = tuple[Term, ...]
OPENING = "opening"
"""What a finding is called where this round does not begin with what the last one ended with."""
OPENING_WORDS = N_(
    "The last round ended with another number of staff. Correct the number, or say in the comment why it differs."
)
FROM_NOTHING = 5
"""From 0, a number has changed from here on: nobody has to explain the first four of anything."""


class Finding(NamedTuple):
    """Two numbers that do not fit together, and the `cells` they come from.

    Of "at_most", `left` is larger than `right`; of "even", they are the smallest and the largest row; of "change" and
    the opening, they are the number of the last round and that of this one.
    """

    check: str
    kind: Literal["error", "warning"]
    cells: tuple[CellId, ...]
    left: int
    right: int


class _Scope(NamedTuple):
    """What is added up: one row or sex, or all where it is None."""

    row: str | None = None
    sex: str | None = None


class _Sum(NamedTuple):
    number: int
    cells: tuple[CellId, ...]


class _Known(NamedTuple):
    tables: Mapping[str, Table]
    """Those that are asked."""
    values: Values
    profile: Mapping[str, object]


def findings(
    tables: Tables,
    asked: Collection[str],
    values: Values,
    profile: Mapping[str, object],
    last: Values | None = None,
) -> tuple[Finding, ...]:
    """In the order of the checks. `asked` are the ids of tables: others are not judged; `last` is the last round."""
    known = _Known({table.id: table for table in tables.tables if table.id in asked}, values, profile)
    judged = [finding for check in tables.checks for finding in _judged(check, known, last or {})]
    return (*judged, *_of_opening(tables, known, last or {}))


def opening_of(tables: Tables, last: Values) -> dict[CellId, int]:
    """With which numbers a round begins: those with which the last one ended, grades in their groups."""
    opening, closing = tables.opening, tables.closing
    if not (opening and closing):
        return {}
    named = {table.id: table for table in tables.tables}
    rows = named[str(closing.table)].rows
    cells = (cell for cell in named[str(opening.table)].cells if cell.measure == opening.measure)
    sums = {
        cell: known_sum(
            (
                CellId(str(closing.table), row, str(closing.measure), cell.sex)
                for row in GROUPS.get(cell.row, (cell.row,))
                if row in rows
            ),
            last,
        )
        for cell in cells
    }
    return {cell: number for cell, number in sums.items() if number is not None}


def _of_opening(tables: Tables, known: _Known, last: Values) -> Iterator[Finding]:
    for cell, before in opening_of(tables, last).items():
        now = in_a_sum(cell, known.values)
        if cell.table in known.tables and now is not None and now != before:
            yield Finding(OPENING, "warning", (cell,), before, now)


def _judged(check: Check, known: _Known, last: Values) -> Iterator[Finding]:
    if check.relation == "change":
        return _changes(check, known, last)
    sums = [terms for terms in check.sums if all(term.profile or term.table in known.tables for term in terms)]
    return _uneven(check, sums, known) if check.relation == "even" else _unequal(check, sums, known)


def _unequal(check: Check, sums: list[Terms], known: _Known) -> Iterator[Finding]:
    for scope in _scopes(check, sums, known):
        summed = [_summed(terms, scope, known, is_cell=check.by == "cell") for terms in sums]
        for left, right in pairwise(each for each in summed if each):
            if not _fits(check, left.number, right.number):
                cells = tuple(dict.fromkeys(left.cells + right.cells))
                yield Finding(check.id, check.kind, cells, left.number, right.number)


def _fits(check: Check, left: int, right: int) -> bool:
    """Equal up to the tolerance, in percent of the larger; or at most as large."""
    if check.relation == "at_most":
        return left <= right
    return abs(left - right) * 100 <= check.tolerance * max(abs(left), abs(right))


def _scopes(check: Check, sums: list[Terms], known: _Known) -> Iterator[_Scope]:
    """Only sexes that each of the sums tells apart."""
    terms = [term for each in sums for term in each if term.table]
    if not terms:
        return
    columns = [known.tables[str(term.table)].measure(str(term.measure)).columns for term in terms]
    sexes = [sex for sex in columns[0] if all(sex in others for others in columns)]
    rows = known.tables[str(terms[0].table)].rows
    for row in rows if check.by in ("cell", "row") else (None,):
        for sex in sexes if check.by in ("cell", "sex") else (None,):
            yield _Scope(row, sex)


def _summed(terms: Terms, scope: _Scope, known: _Known, *, is_cell: bool = False) -> _Sum | None:
    """None where a part of it is not known. A cell alone is no sum: nothing there is taken as 0."""
    number = 0
    cells: list[CellId] = []
    for term in terms:
        own = () if term.profile else _cells_of(term, scope, known)
        if term.profile:
            part = _profile_number(known.profile.get(term.profile))
        else:
            part = known.values.get(own[0]) if is_cell else known_sum(own, known.values)
        if part is None:
            return None
        number += term.sign * part
        cells += own
    return _Sum(number, tuple(cell for cell in cells if known.values.get(cell) is not None))


def _cells_of(term: Term, scope: _Scope, known: _Known) -> tuple[CellId, ...]:
    table = known.tables[str(term.table)]
    measure = table.measure(str(term.measure))
    rows = table.rows if scope.row is None else (scope.row,)
    sexes = measure.columns if scope.sex is None else (scope.sex,)
    return tuple(CellId(table.id, row, measure.id, sex) for row in rows for sex in sexes)


def _profile_number(given: object) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _uneven(check: Check, sums: list[Terms], known: _Known) -> Iterator[Finding]:
    """Of all rows, or none is judged: which of them is too large may depend on the one that is not known."""
    scopes = list(_scopes(check, sums, known))
    rows = [row for scope in scopes if (row := _summed(sums[0], scope, known))]
    if scopes and len(rows) == len(scopes):
        least, most = min(rows, key=lambda row: row.number), max(rows, key=lambda row: row.number)
        if most.number - least.number > 1:
            yield Finding(check.id, check.kind, least.cells + most.cells, least.number, most.number)


def _changes(check: Check, known: _Known, last: Values) -> Iterator[Finding]:
    for table in known.tables.values():
        for cell in table.cells:
            before, now = last.get(cell), known.values.get(cell)
            if before is not None and now is not None and _has_changed(check, table, cell, before, now):
                yield Finding(check.id, check.kind, (cell,), before, now)


def _has_changed(check: Check, table: Table, cell: CellId, before: int, now: int) -> bool:
    """By more than the tolerance, in percent of the last round's number."""
    if not before:
        smallest: int = 10 ** DECIMALS[table.measure(cell.measure).unit]
        return now >= FROM_NOTHING * smallest
    return abs(now - before) * 100 > check.tolerance * before
