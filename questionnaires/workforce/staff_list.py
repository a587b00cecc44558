"""Counts a list of staff without names into the cells of the workforce tables: where, and how many.

Staff of today are in WT1a, WT1b, WT2 and WT4; those hired in the year before the snapshot date in WT3a, those who left
in it in WT3c, each by the grade that the list says. A table is counted only where the list has the columns for it, and
then whole, with 0 where nobody is. Pure, and light enough for the process that opens files.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import floor

from questionnaires.workforce.grades import GRADES, GROUP_OF, GROUPS
from questionnaires.workforce.staff_rows import (
    CONTRACT,
    FUNCTION,
    HIRED,
    HOURS,
    LEFT,
    PAY,
    PAY_DECIMALS,
    REASON,
    ListRow,
    Person,
    RowProblem,
    StaffReader,
    StaffRules,
)

SEXES = WOMEN, MEN, OTHER = "W", "M", "X"
OF_PAY = (WOMEN, MEN)
FUNCTIONS = tuple(f"F{number}" for number in range(1, 12))
CONTRACTS = tuple(f"{contract}_{hours}" for contract in ("permanent", "fixed") for hours in ("full", "part"))
REASONS = ("resigned", "retired", "contract_ended", "dismissed", "left_otherwise")
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
SMALLEST: int = 10 ** (PAY_DECIMALS - 2)
"""In which pay is kept in the tables: hundredths."""

Cell = tuple[str, str, str, str]
"""Table, row, measure and sex."""


@dataclass(frozen=True)
class Counted:
    """`rows` of the list, of which so many are `staff` of today, were `hired` and `left`; others were of no interest.

    Where a row has a problem nothing is counted: a part of a list is nobody's workforce.
    """

    cells: Mapping[Cell, int]
    problems: Sequence[RowProblem]
    rows: int
    staff: int
    hired: int
    left: int


def counted(rows: Iterable[ListRow], columns: frozenset[str], rules: StaffRules) -> Counted:
    reader, read = StaffReader(columns, rules), list(rows)
    people = reader.people(read)
    staff = [person for person in people if reader.is_staff(person)]
    hired = [person for person in people if reader.is_new(person)]
    left = [person for person in people if reader.has_left(person)]
    cells: dict[Cell, int] = {}
    if not (problems := reader.problems):
        cells = _of_today(staff, columns)
        if HIRED in columns:
            groups = ((GROUP_OF[person.grade], "hired", person.sex) for person in hired)
            cells |= _table("WT3a", tuple(GROUPS), ("hired",), groups)
        if {LEFT, REASON} <= columns:
            exits = ((GROUP_OF[person.grade], person.reason, person.sex) for person in left)
            cells |= _table("WT3c", tuple(GROUPS), REASONS, exits)
    return Counted(cells, problems, len(read), len(staff), len(hired), len(left))


def _of_today(staff: Sequence[Person], columns: frozenset[str]) -> dict[Cell, int]:
    cells = _table("WT1a", GRADES, ("staff",), ((person.grade, "staff", person.sex) for person in staff))
    if FUNCTION in columns:
        functions = ((person.function, "staff", person.sex) for person in staff)
        cells |= _table("WT1b", FUNCTIONS, ("staff",), functions)
    if {CONTRACT, HOURS} <= columns:
        contracts = ((f"{person.contract}_{person.hours}", "staff", person.sex) for person in staff)
        cells |= _table("WT2", CONTRACTS, ("staff",), contracts)
    if PAY in columns:
        cells |= _pay([person for person in staff if person.pay is not None and person.sex in OF_PAY])
    return cells


def _table(
    table: str,
    rows: Sequence[str],
    measures: Sequence[str],
    places: Iterable[tuple[str, str, str]],
    sexes: Sequence[str] = SEXES,
) -> dict[Cell, int]:
    numbers = Counter(places)
    return {
        (table, row, measure, sex): numbers[row, measure, sex] for row in rows for measure in measures for sex in sexes
    }


def _pay(paid: Sequence[Person]) -> dict[Cell, int]:
    """Of women and men whose pay is on the list: who is not on full pay has none there. Mean and median are not known
    where nobody is."""
    cells = _table("WT4a", GRADES, ("paid",), ((person.grade, "paid", person.sex) for person in paid), OF_PAY)
    for grade in GRADES:
        for sex in OF_PAY:
            pay = sorted(person.pay or 0 for person in paid if (person.grade, person.sex) == (grade, sex))
            if pay:
                cells["WT4a", grade, "mean_pay", sex] = _hundredths(Fraction(sum(pay), len(pay)))
                middle = Fraction(pay[(len(pay) - 1) // 2] + pay[len(pay) // 2], 2)
                cells["WT4a", grade, "median_pay", sex] = _hundredths(middle)
    women = quarters([(person.pay or 0, person.sex == WOMEN) for person in paid])
    for quarter, (of_women, of_men) in zip(QUARTERS, women, strict=True):
        cells["WT4b", quarter, "paid", WOMEN], cells["WT4b", quarter, "paid", MEN] = of_women, of_men
    return cells


def _hundredths(pay: Fraction) -> int:
    """Half up."""
    return floor(pay / SMALLEST + Fraction(1, 2))


def quarters(paid: Sequence[tuple[int, bool]]) -> list[tuple[int, int]]:
    """Women and men in each quarter of pay, from the lowest, of people with their pay and whether they are women.

    The list sorted by pay is cut after a quarter, a half and three quarters of the people, rounded down, so that sizes
    differ by one at most. Women and men with the same pay on both sides of a cut are shared out in proportion, exactly.
    The women of each quarter are then made whole by largest remainders (Hamilton's method; of equal remainders, the
    lower quarter comes first); men are the others, so that both the quarters and the sexes keep their sums.
    """
    total = len(paid)
    cuts = [total * quarter // 4 for quarter in range(5)]
    shares = [Fraction(0)] * 4
    begin = 0
    for _, same in groupby(sorted(paid), key=lambda person: person[0]):
        are_women = [is_woman for _, is_woman in same]
        end = begin + len(are_women)
        for quarter in range(4):
            inside = min(end, cuts[quarter + 1]) - max(begin, cuts[quarter])
            shares[quarter] += max(inside, 0) * Fraction(sum(are_women), len(are_women))
        begin = end
    women = [floor(share) for share in shares]
    by_remainder = sorted(range(4), key=lambda quarter: women[quarter] - shares[quarter])
    for quarter in by_remainder[: sum(is_woman for _, is_woman in paid) - sum(women)]:
        women[quarter] += 1
    return [(women[at], cuts[at + 1] - cuts[at] - women[at]) for at in range(4)]
