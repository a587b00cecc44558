"""Reads the rows of a list of staff without names: one for each person who works here, or left in the last 12 months.

What is wrong is told by the row and the column. Words of a column are repeated, since people must see which word is not
known; dates, pay and whatever else tells one person from another never are. Pure, and light enough for the process that
opens files: it knows the columns, and the words come to it as plain data.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from questionnaires.dates import months_before, read_date
from questionnaires.numbers import Marks, read_amount
from questionnaires.problems import N_
from questionnaires.texts import plain_label

GRADE, FUNCTION, SEX, CONTRACT, HOURS = "grade", "function", "sex", "contract", "hours"
HIRED, LEFT, REASON, PAY = "hired", "left", "reason", "pay"
COLUMNS = (GRADE, FUNCTION, SEX, CONTRACT, HOURS, HIRED, LEFT, REASON, PAY)
NEEDED = (GRADE, SEX)
OF_WORDS = (GRADE, FUNCTION, SEX, CONTRACT, HOURS, REASON)
OF_TODAY = (FUNCTION, CONTRACT, HOURS)
"""Needed of those who work here at the snapshot date alone."""
YEAR = 12
"""Months before the snapshot date in which people were hired and left."""
PAY_DECIMALS = 20
"""Pay per hour is often computed, so all decimals are kept until it is added up."""
MOST_PAY = 10 ** (9 + PAY_DECIMALS)
LONGEST_WORD = 60
MOST_WORDS = 40
"""Words of a column that are not known and yet repeated; a column of more holds something else than it should."""

MISSING = N_("This is empty. Fill it in for everyone, or remove the column where it is not required.")
MISSING_SEX = N_("This is empty. Enter W, M, or X for other or not stated.")
MISSING_REASON = N_("Someone left in the last 12 months, and the reason is empty. Enter it, or remove the column.")
REASON_WITHOUT_DAY = N_("There is a reason for leaving, but no date. Enter the date, or remove the reason.")
LEFT_FIRST = N_("This person left before being hired. Correct one of the two dates.")
UNKNOWN = N_("“{given}” is not known in this column. Use the words in the explanation of the template.")
UNKNOWN_GRADE = N_("“{given}” is not a grade that is known here. Say which of the seven grades it belongs to.")
TOO_MANY_WORDS = N_("This column contains too many different words. Check that it is the right column.")
NO_DATE = N_("This is not a date of a year from 1900 to 2100. Enter one such as 2025-12-31.")
NO_PAY = N_(
    "This is not pay per hour. Enter a number without a currency and without marks between thousands, such as 12.50."
)


@dataclass(frozen=True)
class StaffRules:
    """`snapshot` is an ISO date. `words` has for each column the words that it may hold, as `plain_label` writes them,
    and what they mean: the ids of rows and sexes, own names of grades too. `marks` are those of the numbers.
    """

    snapshot: str
    words: Mapping[str, Mapping[str, str]]
    marks: Marks


class ListRow(NamedTuple):
    """`troubles` are cells that cannot be read at all, each with a sentence; "" is the row as a whole."""

    number: int
    texts: Mapping[str, str]
    troubles: Mapping[str, str] = {}


class Person(NamedTuple):
    """Dates are in ISO form, "" where there is none; `pay` is counted in units of `PAY_DECIMALS`."""

    grade: str
    sex: str
    function: str
    contract: str
    hours: str
    hired: str
    left: str
    reason: str
    pay: int | None


class RowProblem(NamedTuple):
    """The same mistake in `rows` rows, of which `row` is the first; `column` is "" where it is the row as a whole."""

    column: str
    row: int
    rows: int
    sentence: str
    names: Mapping[str, object]


@dataclass
class StaffReader:
    """Of rows with the given `columns`."""

    columns: frozenset[str]
    rules: StaffRules
    _first: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _rows: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _read: dict[tuple[str, str], str | int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.year_before = months_before(self.rules.snapshot, YEAR)

    def people(self, rows: Iterable[ListRow]) -> list[Person]:
        """Those who work here at the snapshot date, or were hired or left in the year before it."""
        return [person for row in rows if (person := self._person(row))]

    @property
    def problems(self) -> list[RowProblem]:
        """By their first row. Of a column with too many words that are not known, no word is told."""
        words = Counter(column for column, _, given in self._rows if given)
        told: dict[tuple[str, str, str], RowProblem] = {}
        for (column, sentence, given), rows in self._rows.items():
            key = (column, TOO_MANY_WORDS, "") if given and words[column] > MOST_WORDS else (column, sentence, given)
            before = told.get(key)
            names = {"given": key[2]} if key[2] else {}
            first = before.row if before else self._first[column, sentence, given]
            told[key] = RowProblem(column, first, rows + (before.rows if before else 0), key[1], names)
        return sorted(told.values(), key=lambda problem: (problem.row, problem.column))

    def is_staff(self, person: Person) -> bool:
        """Whoever leaves on the snapshot date has left, and whoever is hired on it works here."""
        snapshot = self.rules.snapshot
        return person.hired <= snapshot and (not person.left or person.left > snapshot)

    def is_new(self, person: Person) -> bool:
        return self.year_before < person.hired <= self.rules.snapshot

    def has_left(self, person: Person) -> bool:
        return self.year_before < person.left <= self.rules.snapshot

    def _person(self, row: ListRow) -> Person | None:
        """None where it cannot be read, and where it is of no interest."""
        for column, sentence in row.troubles.items():
            self._add(row, column, sentence)
        if row.troubles:
            return None
        hired, left = self._date(row, HIRED), self._date(row, LEFT)
        person = Person("", "", "", "", "", hired, left, "", None)
        if not (self.is_staff(person) or self.is_new(person) or self.has_left(person)):
            return None
        words = {column: self._word(row, column) for column in OF_WORDS}
        person = person._replace(**words, pay=self._pay(row))
        self._check(row, person)
        return person

    def _check(self, row: ListRow, person: Person) -> None:
        for column in (*NEEDED, HIRED, *(OF_TODAY if self.is_staff(person) else ())):
            if column in self.columns and not row.texts.get(column):
                self._add(row, column, MISSING_SEX if column == SEX else MISSING)
        if person.left and person.left < person.hired:
            self._add(row, LEFT, LEFT_FIRST)
        if REASON in self.columns and self.has_left(person) and not row.texts.get(REASON):
            self._add(row, REASON, MISSING_REASON)
        if row.texts.get(REASON) and not row.texts.get(LEFT):
            self._add(row, LEFT, REASON_WITHOUT_DAY)

    def _word(self, row: ListRow, column: str) -> str:
        given = row.texts.get(column, "")
        if not given:
            return ""
        if (column, given) not in self._read:
            self._read[column, given] = self.rules.words[column].get(plain_label(given[:LONGEST_WORD]), "")
        if not (known := str(self._read[column, given])):
            word = " ".join(given.split())[:LONGEST_WORD]
            self._add(row, column, UNKNOWN_GRADE if column == GRADE else UNKNOWN, word)
        return known

    def _date(self, row: ListRow, column: str) -> str:
        date = self._once(row, column, NO_DATE, _date_in)
        return date if isinstance(date, str) else ""

    def _pay(self, row: ListRow) -> int | None:
        pay = self._once(row, PAY, NO_PAY, self._amount_in)
        return pay if isinstance(pay, int) else None

    def _amount_in(self, given: str) -> int | None:
        return read_amount(PAY, given, [], MOST_PAY, PAY_DECIMALS, self.rules.marks)

    def _once(
        self, row: ListRow, column: str, sentence: str, read: Callable[[str], str | int | None]
    ) -> str | int | None:
        """The same text means the same in every row. None where there is none, or it cannot be read."""
        given = row.texts.get(column, "")
        if not given:
            return None
        if (column, given) not in self._read:
            self._read[column, given] = read(given)
        value = self._read[column, given]
        if value is None:
            self._add(row, column, sentence)
        return value

    def _add(self, row: ListRow, column: str, sentence: str, given: str = "") -> None:
        self._first.setdefault((column, sentence, given), row.number)
        self._rows[column, sentence, given] += 1


def _date_in(given: str) -> str | None:
    return read_date("", given, []) or None
