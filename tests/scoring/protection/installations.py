"""Administrations drawn by a seed: people who join, rise and leave over the years, and the tables that tell of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from questionnaires.workforce.definition import CellId, Tables
from tests.scoring.protection.other_tables import Values, count_the_rest

GROUPS = {"GA": ("G1", "G2", "G3"), "GB": ("G4", "G5"), "GC": ("G6", "G7")}
GROUP_OF = {grade: group for group, grades in GROUPS.items() for grade in grades}
GRADES = tuple(GROUP_OF)
EXITS = ("resigned", "retired", "contract_ended", "dismissed", "left_otherwise")
STAFF = "profile.staff_total"


@dataclass(frozen=True)
class Person:
    grade: str
    function: str
    sex: str
    contract: str
    age: str

    @property
    def group(self) -> str:
        return GROUP_OF[self.grade]


@dataclass(frozen=True)
class Year:
    """`values` as a coordinator fills them in, with the numbers of the profile and the staff of that day."""

    values: Values
    profile: dict[str, int | None]
    staff: tuple[Person, ...]


@dataclass
class Administration:
    """`others`: the share of staff of the third sex. Where it has no pay data, those tables are not known."""

    tables: Tables
    random: Random
    women: float
    others: float
    has_pay: bool
    staff: list[Person] = field(default_factory=list)

    def person(self, grade: str = "") -> Person:
        draw = self.random
        grade = grade or draw.choices(GRADES, (1, 2, 5, 9, 14, 30, 8))[0]
        women = self.women * (0.4 if grade in ("G1", "G2") else 1)
        return Person(
            grade,
            draw.choices(self._rows("WT1b"), (30, 20, 8, 4, 4, 4, 2, 3, 5, 6, 3))[0],
            draw.choices("WMX", (women, 1 - women - self.others, self.others))[0],
            draw.choices(self._rows("WT2"), (80, 6, 10, 3))[0],
            draw.choice(self._rows("WT2b")),
        )

    def _rows(self, table: str) -> tuple[str, ...]:
        return next(each.rows for each in self.tables.tables if each.id == table)

    def year(self, last: Year | None = None) -> Year:
        """Lets a year pass: people leave, are promoted and are hired; then the tables are filled in."""
        draw, opening = self.random, list(self.staff)
        left = [person for person in opening if draw.random() < 0.08]
        promoted = [p for p in opening if p not in left and p.grade != "G1" and draw.random() < 0.07]
        hired = [self.person() for _ in range(round(len(opening) * draw.uniform(0.02, 0.12)))]
        self.staff = [*opening, *hired]
        for person in left:
            self.staff.remove(person)
        for person in promoted:
            self.staff[self.staff.index(person)] = replace(person, grade=GRADES[GRADES.index(person.grade) - 1])
        values: Values = dict.fromkeys((cell for table in self.tables.tables for cell in table.cells), 0)
        _add(values, (cell for person in self.staff for cell in cells_of(person)))
        self._count_pay(values)
        self._count_flows(values, opening, hired, promoted)
        _add(values, (CellId("WT3c", p.group, draw.choices(EXITS, (5, 6, 2, 1, 1))[0], p.sex) for p in left))
        count_the_rest(values, draw, len(self.staff), self.others, last.values if last else None)
        return Year(values, {STAFF: len(self.staff)}, tuple(self.staff))

    def _count_pay(self, values: Values) -> None:
        draw, paid = self.random, [person for person in self.staff if person.sex != "X"]
        ordered = sorted((20_00 - 2_00 * GRADES.index(p.grade) + draw.randrange(300), p.sex) for p in paid)
        quarters = (
            CellId("WT4b", f"Q{4 * at // len(ordered) + 1}", "paid", sex) for at, (_, sex) in enumerate(ordered)
        )
        _add(values, quarters)
        for place, grade in enumerate(GRADES):
            for sex in "WM":
                mean = 20_00 - 2_00 * place + draw.randrange(300)
                heads = values[CellId("WT4a", grade, "paid", sex)]
                for measure, value in (("mean_pay", mean), ("median_pay", mean - 20), ("extra_pay", mean // 9)):
                    values[CellId("WT4a", grade, measure, sex)] = value if heads else None
        if not self.has_pay:
            values |= {cell: None for cell in values if cell.table in ("WT4a", "WT4b")}

    def _count_flows(self, values: Values, opening: list[Person], hired: list[Person], promoted: list[Person]) -> None:
        draw, some = self.random, list(hired)
        _count(values, "WT3c", "opening", opening)
        for measure, factor in (("hired", 0), ("offered", 0.2), ("shortlisted", 1.5), ("applicants", 3)):
            some += [self.person() for _ in range(round(factor * len(hired)))]
            _count(values, "WT3a", measure, some)
        applied = [*promoted, *(person for person in opening if draw.random() < 0.1)]
        _count(values, "WT3b", "promoted", promoted)
        _count(values, "WT3b", "applied", applied)
        _count(values, "WT3b", "eligible", [*applied, *(person for person in opening if draw.random() < 0.3)])


def administration(tables: Tables, seed: str) -> Administration:
    """Of 30 to 400 people; every second or third has nobody of the third sex, or no pay data."""
    draw = Random(seed)
    women, others = draw.choice((0.05, 0.2, 0.35, 0.5)), draw.choice((0, 0, 0.01, 0.03))
    drawn = Administration(tables, draw, women, others, has_pay=draw.random() < 0.6)
    drawn.staff = [drawn.person("G1"), *(drawn.person() for _ in range(draw.randrange(29, 400)))]
    return drawn


def corrected(year: Year, draw: Random) -> Year:
    """A later edition of a year: two people stand elsewhere, and some small numbers were one too low."""
    values, staff = dict(year.values), list(year.staff)
    for _ in range(2):
        place, model = draw.randrange(len(staff)), draw.choice(staff)
        person = replace(staff[place], grade=model.grade, function=model.function)
        _add(values, cells_of(staff[place]), -1)
        _add(values, cells_of(person))
        staff[place] = person
    for table, row, measure in (("WT3c", "GB", "opening"), ("WT3b", "GC", "eligible"), ("WT9", "equality", "seats")):
        _add(values, [CellId(table, row, measure, draw.choice("WM"))])
    return Year(values, year.profile, tuple(staff))


def cells_of(person: Person) -> Iterator[CellId]:
    """The cells of the tables of staff that count a person."""
    yield CellId("WT1a", person.grade, "staff", person.sex)
    yield CellId("WT1b", person.function, "staff", person.sex)
    yield CellId("WT2", person.contract, "staff", person.sex)
    yield CellId("WT2b", person.age, "staff", person.sex)
    yield CellId("WT1c", person.function, person.group, person.sex)
    yield CellId("WT4a", person.grade, "paid", person.sex)


def _count(values: Values, table: str, measure: str, people: Iterable[Person]) -> None:
    _add(values, (CellId(table, person.group, measure, person.sex) for person in people))


def _add(values: Values, cells: Iterable[CellId], by: int = 1) -> None:
    """Only where the table has such a cell and its number is known."""
    for cell, number in Counter(cells).items():
        if (value := values.get(cell)) is not None:
            values[cell] = value + by * number
