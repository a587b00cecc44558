"""Lists of staff as people send them."""

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from exports.reading.staff_child import StaffQuestion
from exports.staff_list.headings import question_of
from questionnaires.catalogue import HOME, load
from questionnaires.numbers import ENGLISH, Marks

WORKFORCE = load(HOME).workforce["2027.1"]
TITLES = (
    "Grade",
    "Function",
    "Sex",
    "Contract",
    "Working time",
    "Hired on",
    "Left on",
    "Reason for leaving",
    "Pay per hour",
)
STAFF: Sequence[Sequence[str]] = (
    ("G2", "F1", "W", "Permanent", "Full time", "2011-04-01", "", "", "41.50"),
    ("5 Professional and technical", "F4", "Men", "permanent", "part", "2026-02-01", "", "", "22.10"),
    ("Inspector", "Laboratory", "female", "Fixed term", "full", "2019-09-01", "", "", "17.35"),
    ("G7", "", "m", "", "", "2003-01-01", "2026-06-30", "Retired", ""),
)
EXPECTED = {
    "WT1a.G2.staff.W": 1,
    "WT1a.G5.staff.M": 1,
    "WT1a.G6.staff.W": 1,
    "WT1b.F1.staff.W": 1,
    "WT1b.F4.staff.M": 1,
    "WT1b.F7.staff.W": 1,
    "WT2.permanent_full.staff.W": 1,
    "WT2.permanent_part.staff.M": 1,
    "WT2.fixed_full.staff.W": 1,
    "WT3a.GB.hired.M": 1,
    "WT3c.GC.retired.M": 1,
    "WT4a.G2.paid.W": 1,
    "WT4a.G2.mean_pay.W": 4150,
    "WT4a.G2.median_pay.W": 4150,
    "WT4a.G5.paid.M": 1,
    "WT4a.G5.mean_pay.M": 2210,
    "WT4a.G5.median_pay.M": 2210,
    "WT4a.G6.paid.W": 1,
    "WT4a.G6.mean_pay.W": 1735,
    "WT4a.G6.median_pay.W": 1735,
    "WT4b.Q2.paid.W": 1,
    "WT4b.Q3.paid.M": 1,
    "WT4b.Q4.paid.W": 1,
}
"""What is not 0 of these tables."""


def question(own_grades: Mapping[str, str] = {"Inspector": "G6"}, marks: Marks = ENGLISH) -> StaffQuestion:
    languages = WORKFORCE.words_by_language.values()
    return question_of(languages, (), snapshot="2026-12-31", own_grades=own_grades, marks=marks)


def as_csv(rows: Sequence[Sequence[str]] = STAFF, titles: Sequence[str] = TITLES, separator: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows([titles, *rows])
    return file.getvalue()


def as_book(rows: Sequence[Sequence[object]] = STAFF, titles: Sequence[str] = TITLES) -> Workbook:
    book = Workbook()
    for row in (titles, *rows):
        book.worksheets[0].append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
