"""Where women are among the staff: shares by grade and function, heads needed, glass ceiling, segregation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.features.workforce.published import title_of_row
from app.features.workforce.results.seen import Number, Seen
from questionnaires.workforce.definition import MEN, WOMEN, TablesWords
from scoring.protection.figures import TOTAL
from scoring.protection.pattern import HIDDEN, Hidden
from scoring.workforce.figures import COMPARED_SEXES, Figure, WhyNone
from scoring.workforce.outcomes.results import OutcomeResult
from scoring.workforce.outcomes.staff import rows_of
from scoring.workforce.representation import TOP_GRADES, duncan, heads_needed

GRADES, FUNCTIONS = "WT1a", "WT1b"
ALL_STAFF: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """The staff of a grade, a function or any other part, as this person may see them.

    `share` is that of women; `index` is it divided by that of all staff; the heads are those until 40 % are reached.
    """

    title: str
    women: Number
    men: Number
    total: Number
    index: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        return share_of(self.women, self.total)

    @property
    def women_needed(self) -> int | None:
        return needed(self.women, self.total)

    @property
    def men_needed(self) -> int | None:
        return needed(self.men, self.total)


@dataclass(frozen=True)
class Groups:
    """The rows of a table; `most` is the largest number of one sex that is shown, which charts are drawn by."""

    table: str
    rows: tuple[Group, ...]
    segregation: Fraction | Hidden | None
    why_none: WhyNone

    @property
    def most(self) -> int:
        return max(
            (number for row in self.rows for number in (row.women, row.men) if isinstance(number, int)), default=0
        )

    @property
    def is_known(self) -> bool:
        return any(number is not None for row in self.rows for number in (row.women, row.men))


@dataclass(frozen=True)
class Standing:
    """`ceiling` is the index of LD-04, or HIDDEN; `top` are the people of the two highest grades."""

    everyone: Group
    top: Group
    ceiling: OutcomeResult | Hidden
    tables: tuple[Groups, ...]


def standing_of(seen: Seen, ceiling: OutcomeResult, named: TablesWords) -> Standing:
    everyone = _group(seen, GRADES, ALL_STAFF, "")
    return Standing(
        everyone,
        _group(seen, GRADES, TOP_GRADES, ""),
        ceiling if seen.may_show(ceiling.inputs) else HIDDEN,
        tuple(groups for table in (GRADES, FUNCTIONS) if (groups := _groups(seen, table, everyone, named)).is_known),
    )


def _groups(seen: Seen, table: str, everyone: Group, named: TablesWords) -> Groups:
    women, men = (seen.numbers.total(table, "staff", (sex,)) for sex in COMPARED_SEXES.values())
    both, index = women + men, duncan(rows_of(seen.numbers, table))
    why_none: WhyNone = "" if index is not None else both.why_none or ("one_sex" if both.value else "no_people")
    rows = tuple(_rows(seen, table, everyone.share, named))
    return Groups(table, rows, seen.value_of(Figure(index, both.inputs)), why_none)


def _rows(seen: Seen, table: str, of_all: Fraction | None, named: TablesWords) -> Iterator[Group]:
    for row in seen.rows(table):
        group = _group(seen, table, (row,), title_of_row(seen.tables.tables[table], row, named))
        index = group.share / of_all if group.share is not None and of_all else None
        yield Group(group.title, group.women, group.men, group.total, index)


def _group(seen: Seen, table: str, rows: Sequence[str], title: str) -> Group:
    women, men, total = (seen.together(rows or (TOTAL,), table, "staff", column) for column in (WOMEN, MEN, TOTAL))
    return Group(title, women, men, total)


def share_of(part: Number, whole: Number) -> Fraction | None:
    """None where one of them is hidden, too."""
    return Fraction(part, whole) if isinstance(part, int) and isinstance(whole, int) and whole else None


def needed(held: Number, total: Number) -> int | None:
    return heads_needed(held, total) if isinstance(held, int) and isinstance(total, int) else None
