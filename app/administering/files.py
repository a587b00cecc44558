"""A list of administrations from CSV or Excel as plain texts, each with the address of its cell.

A process of its own reads the file, with the limits and the places of workbooks: a list may come from anywhere.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.administering.fields import TITLES
from app.web.left_out import shortened
from exports.reading.apart import ask
from exports.reading.container import Refused
from exports.reading.formulas import letters_of
from questionnaires.problems import N_, Problem

CHILD = "exports.reading.list_child"
MOST_BYTES = 1_000_000
ALIASES = {"wco_region": "region", "working_language": "language"}
"""Titles of the list that ships with Parity."""
ONLY_SHOWN = ("disclosure", "team", "last_activity")
"""Columns of our own lists that no file changes."""
OWN_NAME = "administration_name"
"""In the shipped list, where `name` is the country's."""
DATED = ("champion_since",)
"""Where Excel keeps a day as a number."""
DAYS = range(36_526, 73_051)
"""From 2000 to 2099, as Excel counts them."""
FIRST_DAY, FIRST_DAY_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)

TOO_LARGE = N_("This file is larger than a list of administrations. Keep only the sheet with the list and save it.")
WRONG = {
    "formula": N_("This cell holds a formula. Write its result as a text in its place."),
    "error": N_("This cell holds an error of the spreadsheet. Write a text in its place."),
}


class BadFile(ValueError):
    """A file that cannot be read at all, with what to do."""

    def __init__(self, sentence: str, **names: object) -> None:
        self.problem = Problem("file", sentence, names)
        super().__init__(self.problem.text())


@dataclass(frozen=True)
class Cell:
    """`kind` is "" for a text, else what stood there in its place: "number", "formula" or "error"."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the file: its number, its texts by field, and what is wrong with single cells already."""

    number: int
    texts: dict[str, str]
    problems: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """`columns` says in which column of the file each field stands; `left_out` are titles that mean nothing here."""

    columns: dict[str, str]
    rows: list[Row]
    left_out: list[str]


def read_file(content: bytes) -> Sheet:
    """Raises BadFile."""
    if len(content) > MOST_BYTES:
        raise BadFile(TOO_LARGE)
    try:
        answer = ask(content, CHILD)
    except Refused as why:
        raise BadFile(why.problem.sentence, **why.problem.names) from None
    lines = [[Cell(*cell) for cell in line] for line in answer["lines"]]
    while lines and not any(cell.text for cell in lines[-1]):
        lines.pop()
    if len(lines) < 2:
        raise BadFile(N_("This file holds no list. Its first row must be titles, and below stands one row for each."))
    return _sheet(lines, FIRST_DAY_OF_1904 if answer["counts_from_1904"] else FIRST_DAY)


def _sheet(lines: list[list[Cell]], first_day: date) -> Sheet:
    fields = [_field(cell.text) for cell in lines[0]]
    known = [field for field in fields if field in TITLES or field in (OWN_NAME, *ONLY_SHOWN)]
    if "code" not in known:
        raise BadFile(N_("The first row must hold the titles of the columns, and one of them must be Code."))
    if twice := sorted({field for field in known if known.count(field) > 1}):
        raise BadFile(N_("These columns stand twice: {columns}. Keep one of each."), columns=", ".join(twice))
    if OWN_NAME in known:
        fields = ["country" if field == "name" else field for field in fields]
        known = ["country" if field == "name" else field for field in known]
    places = {field: at for at, field in enumerate(fields) if field in known}
    return Sheet(
        {field: letters_of(at + 1) for field, at in places.items()},
        [
            _row(number, line, places, first_day)
            for number, line in enumerate(lines[1:], 2)
            if any(cell.text for cell in line)
        ],
        [
            shortened(cell.text)
            for cell, field in zip(lines[0], fields, strict=True)
            if cell.text and field not in known
        ],
    )


def _field(title: str) -> str:
    name = "_".join(title.lower().replace("-", "").split())
    return ALIASES.get(name, name)


def _row(number: int, line: list[Cell], places: dict[str, int], first_day: date) -> Row:
    cells = {field: line[at] if at < len(line) else Cell("") for field, at in places.items()}
    return Row(
        number,
        {field: _text(field, cell, first_day) for field, cell in cells.items()},
        {field: WRONG[cell.kind] for field, cell in cells.items() if cell.kind in WRONG},
    )


def _text(field: str, cell: Cell, first_day: date) -> str:
    is_day = field in DATED and cell.kind == "number" and cell.text.isdecimal() and int(cell.text) in DAYS
    return (first_day + timedelta(days=int(cell.text))).isoformat() if is_day else cell.text
