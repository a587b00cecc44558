"""The totals of the action plan, as live formulas over what people fill in, with functions that all programs share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from exports.content import Cell, Formula, Row, Table
from exports.gap.formulas import in_quotes, sentence_of, total

STATUS, DUE, UNIT = "status", "due", "unit"
ADDED = 50
"""Rows below the last one that are counted too: people add actions of their own."""
UNITS = 6
"""So many responsible units are told by name."""
NAMES, COUNTS, TITLES = 2, 3, 5
"""Rows, as a spreadsheet counts: the names of the units, how many actions each has, and the titles of the table."""


def totals(plan: Table, statuses: Sequence[str], translate: Callable[[str], str]) -> Mapping[str, Any]:
    """The lines above the titles, and the cells at their end: each unit with its number."""
    _, counted = translate, _Counted(plan, tuple(statuses))
    numbers = {"actions": counted.actions, "overdue": counted.overdue, "undated": counted.undated}
    names = ("not_started", "under_way", "done", "late", "dropped")
    numbers |= dict(zip(names, map(counted.with_status, statuses), strict=True))
    stored = {**dict.fromkeys(numbers, 0), **dict.fromkeys(("actions", "not_started", "undated"), len(plan.rows))}
    by_status = _(
        "Actions: {actions}. Not started: {not_started}; under way: {under_way}; done: {done}; late: {late}; "
        "dropped: {dropped}. Overdue: {overdue}. Without a due date: {undated}."
    )
    by_unit = _("By responsible unit: {units}no unit named: {unnamed}.")
    other_units = _("other units: {count}")
    return {
        "above": (
            Formula(f"={sentence_of(by_status, numbers)}", by_status.format(**stored)),
            Formula(
                f"={sentence_of(by_unit, {'units': counted.units(other_units), 'unnamed': counted.unnamed})}",
                by_unit.format(units="", unnamed=len(plan.rows)),
            ),
            _("Fill in and change the tinted columns. A plan can leave out rows and add others."),
        ),
        "behind": (
            (_("Responsible unit"), *counted.unit_names),
            (_("Actions"), *counted.unit_counts),
        ),
    }


@dataclass(frozen=True)
class _Counted:
    plan: Table
    statuses: tuple[str, ...]

    def column(self, key: str) -> str:
        letter = xl_col_to_name([column.key for column in self.plan.columns].index(key))
        return f"${letter}${TITLES + 1}:${letter}${TITLES + len(self.plan.rows) + ADDED}"

    @property
    def actions(self) -> str:
        return total(f'1*({self.column(STATUS)}<>"")')

    def with_status(self, status: str) -> str:
        return total(f"1*{self._is(status)}")

    def _is(self, status: str) -> str:
        return f"({self.column(STATUS)}={in_quotes(status)})"

    @property
    def _to_do(self) -> str:
        """Neither done nor dropped."""
        not_started, under_way, _, late, _ = map(self._is, self.statuses)
        return f"({not_started}+{under_way}+{late})"

    @property
    def overdue(self) -> str:
        due = self.column(DUE)
        return total(f'{self._to_do}*({due}<>"")*({due}<TODAY())')

    @property
    def undated(self) -> str:
        return total(f'{self._to_do}*({self.column(DUE)}="")')

    @property
    def unnamed(self) -> str:
        return total(f'({self.column(STATUS)}<>"")*({self.column(UNIT)}="")')

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The letters of the columns of the units, behind their title."""
        first = len(self.plan.on_paper) + 1
        return tuple(map(xl_col_to_name, range(first, first + UNITS)))

    @property
    def unit_names(self) -> Row:
        """Each the name of a unit that none of the cells before says: the last one in the column."""
        units = self.column(UNIT)
        return tuple(self._unit(units, [f"${before}${NAMES}" for before in self.places[:at]]) for at in range(UNITS))

    def _unit(self, units: str, before: Sequence[str]) -> Cell:
        is_new = "*".join([f'({units}<>"")', *(f"({units}<>{cell})" for cell in before)])
        return Formula(f'=IFERROR(LOOKUP(2,1/({is_new}),{units}),"")', "")

    @property
    def unit_counts(self) -> Row:
        cells = [f"{place}${NAMES}" for place in self.places]
        counts = [total(f"1*({self.column(UNIT)}={cell})") for cell in cells]
        return tuple(Formula(f'=IF({cell}="","",{count})', "") for cell, count in zip(cells, counts, strict=True))

    def units(self, others: str) -> str:
        """The names with their numbers, in one text."""
        named = [f'IF({at}${NAMES}="","",{at}${NAMES}&": "&{at}${COUNTS}&"; ")' for at in self.places]
        counts = f"${self.places[0]}${COUNTS}:${self.places[-1]}${COUNTS}"
        all_named = total(f'1*({self.column(UNIT)}<>"")')
        number = f"({all_named}-SUM({counts}))"
        return "&".join([*named, f'IF({number}>0,{sentence_of(others, {"count": number})}&"; ","")'])
