"""Somebody outside who wants to work back to a person: all that was ever shown, and what everybody knows.

Written apart from the product: it knows the tables by name, its unknowns are the numbers themselves and never their
sums, and it takes the range of each hidden figure straight from a linear programme over them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from random import Random
from typing import NamedTuple

import highspy

from questionnaires.workforce.definition import CellId, Table, Tables
from scoring.protection.pattern import HIDDEN
from tests.scoring.protection.common_knowledge import between_years, never_negative, quarters, within_a_year
from tests.scoring.protection.other_tables import Values

MORE_THAN_ANYBODY_HAS = 10**7
NEAR = 40
"""People more than in truth, at most, in another truth."""
ROUNDED = 1e-5
HEADCOUNT = 5
"""The threshold of people: enough doubt of larger numbers, which are hidden because of others."""
OPTIONS: Mapping[str, bool | int | str] = {"output_flag": False, "threads": 1, "presolve": "off", "solver": "simplex"}
Unknown = tuple[str, CellId, int]


class Form(NamedTuple):
    """A sum of unknowns, and what it is in truth."""

    terms: Mapping[Unknown, int]
    truth: int


@dataclass(frozen=True)
class Seen:
    """A publication: the true values, which only the administration has, and what everybody sees."""

    tables: Tables
    values: Values
    profile: Mapping[str, int | None]
    shown: Mapping[str, object]
    rounds_ago: int = 0
    edition: int = 0

    @cached_property
    def silent(self) -> set[str]:
        """The tables of which an edition shows nothing: nobody can guess which of their numbers are as before."""
        told = {key.split("/")[0] for key, value in self.shown.items() if isinstance(value, int)}
        return self.table.keys() - told

    @cached_property
    def table(self) -> Mapping[str, Table]:
        return {table.id: table for table in self.tables.tables}

    @cached_property
    def amounts(self) -> Values:
        """Pay and hours of all heads together; everything else as it is."""
        return {cell: self._amount(cell) for cell in self.values if cell.table in self.table}

    def heads(self, cell: CellId) -> str:
        """The column of people whose pay or hours a column tells; "" for counts."""
        measure = self.table[cell.table].measure(cell.measure)
        return {"pay": "paid", "hours": "participants"}.get(measure.unit, "")

    def _amount(self, cell: CellId) -> int | None:
        value, number = self.values[cell], None
        if self.heads(cell) == "paid":
            number = self.values[cell._replace(measure="paid")]
            return 0 if number == 0 else None if None in (number, value) else (number or 0) * (value or 0)
        return value

    def cells(self, key: str) -> list[CellId]:
        """The numbers whose sum a figure is."""
        table, row, column = key.split("/")
        measure, _, sex = column.partition(".")
        rows = self.table[table].rows if row == "total" else tuple(row.split("+"))
        sexes = self.table[table].measure(measure).sexes if sex == "total" else (sex,)
        return [CellId(table, each, measure, of) for each, of in product(rows, sexes)]

    def form(self, key: str, by: int = 1) -> Form | None:
        """None where a number is not known to anybody, or there is no such table."""
        if key.split("/")[0] not in self.table:
            return None
        values = {cell: self.amounts[cell] for cell in self.cells(key)}
        known = {cell: value for cell, value in values.items() if value is not None}
        if len(known) < len(values):
            return None
        name = f"{self.rounds_ago} {self.edition if key.split('/')[0] in self.silent else ''}"
        return Form({(name, cell, value): by for cell, value in known.items()}, by * sum(known.values()))

    def are_known(self, quarters: Mapping[str, int]) -> bool:
        """From the number of staff: nobody of the third sex, and at least twice the threshold."""
        others, forms = self.form("WT1a/total/staff.X"), [self.form(key) for key in quarters]
        return not (others and others.truth) and all(form and form.truth >= 20 for form in forms)

    def is_secret(self, key: str) -> bool:
        return self.shown[key] is HIDDEN

    def width(self, key: str) -> float:
        """How much doubt a figure needs when hidden. Where a table is silent only small ones do."""
        form, table = self.form(key), self.table[key.split("/")[0]]
        heads = self.heads(self.cells(key)[0])
        if not form or not (form.truth or table.hides_zero or heads == "paid"):
            return 0
        number = self.number_of_heads(key) if heads else form.truth
        is_large = number >= table.hidden_below
        if table.id in self.silent and is_large:
            return 0
        if is_large and not heads:
            return HEADCOUNT
        return table.hidden_below * (self.mean(key) if heads else 1)

    def mean(self, key: str) -> float:
        form, number = self.form(key), self.number_of_heads(key)
        return form.truth / number if form and number else 0

    def number_of_heads(self, key: str) -> int:
        cells = self.cells(key)
        return sum(self.values[cell._replace(measure=self.heads(cell))] or 0 for cell in cells)


@dataclass
class Knowledge:
    """What follows from everything that was ever shown. `public` are figures with their values."""

    seen: Sequence[Seen]
    equal: list[Form] = field(default_factory=list)
    positive: list[Form] = field(default_factory=list)

    @cached_property
    def public(self) -> set[tuple[int, str, int]]:
        return {
            (each.rounds_ago, key, form.truth)
            for each in self.seen
            for key, value in each.shown.items()
            if isinstance(value, int) and key not in each.profile and (form := each.form(key))
        }

    def gather(self) -> "Knowledge":
        for each in self.seen:
            keys = [key for key in each.shown if key not in each.profile and key.split("/")[0] not in each.silent]
            for key in keys:
                form = each.form(key)
                if form and (each.rounds_ago, key, form.truth) in self.public:
                    self.equal.append(form)
            self.equal += _forms((each, relation) for relation in within_a_year(each.shown))
            self.equal += _forms((each, relation) for relation in quarters() if each.are_known(relation))
            self.positive += _forms((each, relation) for relation in never_negative())
        for this, other in product(self.seen, repeat=2):
            if other.rounds_ago == this.rounds_ago + 1:
                for relation, before in between_years():
                    self.equal += _plus(_forms([(this, relation)]), _forms([(other, before)]))
            if other.rounds_ago == this.rounds_ago and this is not other:
                self.equal += _same_figures(this, other)
        return self


def _same_figures(this: Seen, other: Seen) -> Iterator[Form]:
    """What two editions say alike, hidden or not, is taken to be the same number."""
    for key in (this.shown.keys() & other.shown.keys()) - this.profile.keys():
        if key.split("/")[0] in this.silent | other.silent:
            continue
        mine, theirs = this.form(key), other.form(key, -1)
        if mine and theirs and not mine.truth + theirs.truth:
            yield _sum([mine, theirs])


def _forms(relations: Iterable[tuple[Seen, Mapping[str, int]]]) -> list[Form]:
    """Of relations between figures (key -> coefficient)."""
    forms = []
    for seen, relation in relations:
        parts = [seen.form(key, by) for key, by in relation.items()]
        known = [part for part in parts if part]
        if len(known) == len(parts):
            forms.append(_sum(known))
    return forms


def _plus(left: list[Form], right: list[Form]) -> list[Form]:
    return [_sum([left[0], right[0]])] if left and right else []


def _sum(forms: Iterable[Form]) -> Form:
    terms: dict[Unknown, int] = {}
    truth = 0
    for form in forms:
        truth += form.truth
        for unknown, by in form.terms.items():
            terms[unknown] = terms.get(unknown, 0) + by
    return Form({unknown: by for unknown, by in terms.items() if by}, truth)


def attack(seen: Sequence[Seen]) -> list[str]:
    """What is recovered: small figures that are shown, and hidden ones whose range is narrower than it must be."""
    knowledge = Knowledge(seen).gather()
    programme = Programme(knowledge)
    recovered = []
    for edition, each in enumerate(seen):
        for key in each.shown.keys() - each.profile.keys():
            form = each.form(key)
            if form is None:
                continue
            if each.is_secret(key):
                is_public = (each.rounds_ago, key, form.truth) in knowledge.public
                if not is_public and programme.is_narrower(form, each.width(key)):
                    recovered.append(f"{edition} {key}")
            elif isinstance(each.shown[key], int) and _is_too_small(each, key, form.truth):
                recovered.append(f"{edition} {key} shown")
    return sorted(recovered)


def _is_too_small(seen: Seen, key: str, truth: int) -> bool:
    table, heads = seen.table[key.split("/")[0]], seen.heads(seen.cells(key)[0])
    number = seen.number_of_heads(key) if heads else truth
    return number < table.hidden_below and bool(number or (table.hides_zero and not heads))


class Programme:
    """Over how far each number may be from the truth. What is known by itself is no unknown."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = {unknown for form in knowledge.equal if len(form.terms) == 1 for unknown in form.terms}
        self._columns: dict[Unknown, int] = {}
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            self._solver.setOptionValue(option, value)
        for row in {frozenset(self._open(form).items()) for form in knowledge.equal}:
            self._add(dict(row), 0, 0)
        for form in knowledge.positive:
            self._add(self._open(form), -form.truth, self._solver.inf)

    def _open(self, form: Form) -> dict[Unknown, int]:
        return {unknown: by for unknown, by in form.terms.items() if unknown not in self._known}

    def _column(self, unknown: Unknown) -> int:
        if unknown not in self._columns:
            self._columns[unknown] = len(self._columns)
            self._solver.addVar(-unknown[2], MORE_THAN_ANYBODY_HAS)
        return self._columns[unknown]

    def _add(self, terms: Mapping[Unknown, int], lower: float, upper: float) -> None:
        if terms:
            columns = [self._column(unknown) for unknown in terms]
            self._solver.addRow(lower, upper, len(columns), columns, [float(by) for by in terms.values()])

    def is_narrower(self, form: Form, width: float) -> bool:
        terms = {self._column(unknown): by for unknown, by in self._open(form).items()}
        reached = 0.0
        for sign in (1, -1):
            if reached < width - ROUNDED:
                reached += self._furthest({column: sign * by for column, by in terms.items()})
        return reached < width - ROUNDED

    def another_truth(self, draw: Random) -> dict[Unknown, int]:
        """By how much other whole numbers differ that would show everybody the very same; drawn."""
        for unknown, column in self._columns.items():
            self._solver.changeColBounds(column, -unknown[2], NEAR)
            self._solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
            self._solver.changeColCost(column, draw.choice((-2, -1, 1, 2)))
        self._solver.run()
        assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = self._solver.getSolution().col_value
        return {unknown: round(values[column]) for unknown, column in self._columns.items()}

    def _furthest(self, terms: Mapping[int, int]) -> float:
        for column, by in terms.items():
            self._solver.changeColCost(column, -by)
        self._solver.run()
        assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = self._solver.getSolution().col_value
        for column in terms:
            self._solver.changeColCost(column, 0)
        return float(sum(by * values[column] for column, by in terms.items()))
