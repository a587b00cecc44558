"""What everybody may know about how the figures of an administration hang together, besides the sums inside a table.

A form is a sum of figures (key -> coefficient). Outsiders are taken to know the value of every form given here: of most
it is 0, and where the data do not quite fit, they are taken to know by how much.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from questionnaires.workforce.definition import Check, Measure, Table, Tables, Term
from scoring.protection.figures import TOTAL, Key, key

Form = Mapping[Key, int]
Place = tuple[str | None, str]
"""A row, or None for the whole, and a sex."""
SignedColumns = tuple[tuple[str, str, int], ...]


class Column(NamedTuple):
    """What a row, or the whole of a table, says of a sex, or of all ("total"); or a number of the profile."""

    table: Table
    measure: Measure

    def row(self, row: str, sex: str) -> Form:
        return {key(self.table.id, row, self.measure.id, sex if self.measure.sexes else ""): 1}

    def whole(self, sex: str) -> Form:
        rows = (TOTAL,) if self.table.adds_up else self.table.rows
        return plus(*(self.row(row, sex) for row in rows))


GRADE_GROUPS = {"GA": ("G1", "G2", "G3"), "GB": ("G4", "G5"), "GC": ("G6", "G7")}
GRADES, FUNCTIONS, AGES = ("WT1a", "staff"), ("WT1b", "staff"), ("WT2b", "staff")
CROSSED = "WT1c"
"""Functions by groups of grades. No check says what it and the table of ages share with others: both are optional."""
CONTINUED = (
    ((("WT6a", "returned_before", 1),), (("WT6a", "returned", 1),)),
    ((("WT7b", "open", 1),), (("WT7b", "open", 1), ("WT7b", "received", 1), ("WT7b", "closed", -1))),
)
"""Besides staff: columns that say what columns of the last year said, row by row, each as (table, measure, sign)."""


def plus(*forms: Form) -> Form:
    total: dict[Key, int] = {}
    for form in forms:
        for name, by in form.items():
            total[name] = total.get(name, 0) + by
    return total


def times(form: Form, by: int) -> Form:
    return {name: by * of for name, of in form.items()}


def less(form: Form, other: Form) -> Form:
    return plus(form, times(other, -1))


def equal(tables: Tables) -> Iterator[Form]:
    """Forms of one year. What the checks compare as a whole fits for women and men too: they are the same people."""
    for check in tables.checks:
        if check.relation == "equal":
            for sums in _compared(tables, check):
                yield from (less(one_side, other) for one_side, other in combinations(sums, 2))
    ages, grades = _column(tables, *AGES), _column(tables, *GRADES)
    if ages and grades:
        yield from (less(ages.whole(sex), grades.whole(sex)) for sex in _common_sexes([ages, grades]))
    yield from _crossed(tables)


def even_sums(tables: Tables) -> Iterator[tuple[Table, Key]]:
    """The sums of rows that have the same size by their definition, as quarters have."""
    for check in tables.checks:
        if check.relation == "even":
            for column in _columns_of(tables, check):
                yield from ((column.table, name) for row in column.table.rows for name in column.row(row, TOTAL))


def at_most(tables: Tables) -> Iterator[tuple[str, Form]]:
    """Forms that are never negative, with a name each: a table that breaks them cannot be signed."""
    for check in tables.checks:
        if check.relation == "at_most" and check.kind == "error":
            for place, sums in enumerate(_compared(tables, check)):
                for number, (smaller, larger) in enumerate(combinations(sums, 2)):
                    yield f"{check.id}.{place}.{number}", less(larger, smaller)


def between_years(tables: Tables, last: Tables) -> Iterator[tuple[Form, Form]]:
    """This year's form, and last year's, whose difference is known."""
    for these, before in CONTINUED:
        columns = _columns(tables, these) + _columns(last, before)
        for place in _common_places(columns) if len(columns) == len(these) + len(before) else ():
            yield _of_columns(tables, these, place), _of_columns(last, before, place)
    opening = tables.opening and _column(tables, tables.opening.table, tables.opening.measure)
    closing = last.closing and _column(last, last.closing.table, last.closing.measure)
    if opening and closing:
        for sex in _common_sexes([opening, closing]):
            yield opening.whole(sex), closing.whole(sex)
            for row in opening.table.rows:
                if grades := _grades(row, closing):
                    yield opening.row(row, sex), plus(*(closing.row(grade, sex) for grade in grades))


def carried_over(tables: Tables) -> Iterator[tuple[Table, Key, Form]]:
    """What no table of this year shows, but one of the next year may: cases that are still open at the end."""
    for _, before in CONTINUED:
        columns = _columns(tables, before)
        for row, sex in _common_places(columns) if len(columns) == len(before) > 1 else ():
            name = key(columns[0].table.id, row, "carried_over", sex)
            yield columns[0].table, name, _of_columns(tables, before, (row, sex))


def _grades(row: str, column: Column) -> tuple[str, ...]:
    """The rows of a column by grades that a row by groups of grades, or by grades, stands for."""
    grades = GRADE_GROUPS.get(row, (row,))
    return grades if set(grades) <= set(column.table.rows) else ()


def _column(tables: Tables, table: str | None, measure: str | None) -> Column | None:
    for each in tables.tables:
        for own in each.measures:
            if (each.id, own.id) == (table, measure):
                return Column(each, own)
    return None


def _columns(tables: Tables, signed: SignedColumns) -> list[Column]:
    return [column for table, measure, _ in signed if (column := _column(tables, table, measure))]


def _of_columns(tables: Tables, signed: SignedColumns, place: tuple[str, str]) -> Form:
    signs = [sign for _, _, sign in signed]
    columns = zip(_columns(tables, signed), signs, strict=True)
    return plus(*(times(column.row(*place), sign) for column, sign in columns))


def _compared(tables: Tables, check: Check) -> Iterator[list[Form]]:
    """For each place where a check looks the sums that it compares there."""
    for row, sex in _places(check, _columns_of(tables, check)):
        yield [form for terms in check.sums if (form := _form(tables, terms, row, sex))]


def _columns_of(tables: Tables, check: Check) -> list[Column]:
    terms = [term for terms in check.sums for term in terms]
    return [column for term in terms if (column := _column(tables, term.table, term.measure))]


def _places(check: Check, columns: Sequence[Column]) -> Iterator[Place]:
    if not columns:
        return
    sexes = _common_sexes(columns)
    if check.by == "cell":
        yield from _common_places(columns)
    elif check.by == "row":
        yield from ((row, TOTAL) for row, sex in _common_places(columns, (TOTAL,)))
    else:
        yield from ((None, sex) for sex in sexes)
        if check.by == "whole":
            yield None, TOTAL


def _form(tables: Tables, terms: Sequence[Term], row: str | None, sex: str) -> Form | None:
    """Of a sum of columns, or of a number of the profile; None where it has nothing to say there."""
    forms = list[Form]()
    for term in terms:
        column = _column(tables, term.table, term.measure)
        if column:
            forms.append(times(column.whole(sex) if row is None else column.row(row, sex), term.sign))
        elif term.profile and (row, sex) == (None, TOTAL):
            forms.append({term.profile: term.sign})
        else:
            return None
    return plus(*forms)


def _common_sexes(columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(sex for sex in columns[0].measure.columns if all(sex in each.measure.columns for each in columns))


def _common_places(columns: Sequence[Column], sexes: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    for row in columns[0].table.rows:
        if all(row in each.table.rows for each in columns):
            yield from ((row, sex) for sex in sexes or _common_sexes(columns))


def _crossed(tables: Tables) -> Iterator[Form]:
    """The table of functions by groups of grades adds up to that of functions, and to that of grades."""
    crossed = [column for group in GRADE_GROUPS if (column := _column(tables, CROSSED, group))]
    functions, grades = _column(tables, *FUNCTIONS), _column(tables, *GRADES)
    if not (crossed and functions and grades):
        return
    for row, sex in _common_places([functions, *crossed]):
        yield less(plus(*(column.row(row, sex) for column in crossed)), functions.row(row, sex))
    for column in crossed:
        for sex in _common_sexes([column, grades]):
            group = plus(*(grades.row(grade, sex) for grade in GRADE_GROUPS[column.measure.id]))
            yield less(column.whole(sex), group)
