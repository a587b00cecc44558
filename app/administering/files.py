"""Reads a list of administrations from CSV or Excel into plain texts, each with the address of its cell."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from app import archives
from app.administering.fields import TITLES
from questionnaires.problems import N_, Problem

MOST_BYTES = 1_000_000
MOST_UNPACKED = 8_000_000
MOST_PARTS = 100
MOST_ROWS = 1_000
MOST_COLUMNS = 40
ZIP = b"PK\x03\x04"
ALIASES = {"wco_region": "region", "working_language": "language"}
"""Titles of the list that ships with Parity."""
ONLY_SHOWN = ("disclosure", "team", "last_activity")
"""Columns of our own lists that no file changes."""
OWN_NAME = "administration_name"
"""In the shipped list, where `name` is the country's."""

NO_TABLE = N_("This file is no list that Parity can read. Save it as Excel (.xlsx) or as CSV in UTF-8.")
TOO_LARGE = N_("This file is larger than a list of administrations. Keep only the sheet with the list and save it.")
FORMULA = N_("This cell holds a formula. Write its result as a text in its place.")
BROKEN = N_("This cell holds an error of the spreadsheet. Write a text in its place.")


class BadFile(ValueError):
    """A file that cannot be read at all, with what to do."""

    def __init__(self, sentence: str, **names: object) -> None:
        self.problem = Problem("file", sentence, names)
        super().__init__(self.problem.text())


@dataclass(frozen=True)
class Cell:
    text: str
    problem: str = ""


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
    lines = list(_excel(content) if content.startswith(ZIP) else _csv(content))
    while lines and not any(cell.text or cell.problem for cell in lines[-1]):
        lines.pop()
    if len(lines) < 2:
        raise BadFile(N_("This file holds no list. Its first row must be titles, and below stands one row for each."))
    return _sheet(lines)


def _csv(content: bytes) -> Iterator[list[Cell]]:
    """With commas, semicolons or tabs, whichever the first line has most of: Excel's depends on the country."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(NO_TABLE) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for line in _few(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)):
            yield [Cell(cell.strip()) for cell in line]
    except csv.Error:
        raise BadFile(NO_TABLE) from None


def _excel(content: bytes) -> Iterator[list[Cell]]:
    _refuse_traps(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        worksheet = book.worksheets[0]
        worksheet.reset_dimensions()
        for line in _few(worksheet.iter_rows()):
            yield [_cell(one) for one in line]
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file leads it to
        raise BadFile(NO_TABLE) from error


def _refuse_traps(content: bytes) -> None:
    """Before anything is parsed: what the parts unpack to, and declarations that grow while they are read."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            if len(infos) > MOST_PARTS or sum(one.file_size for one in infos) > MOST_UNPACKED:
                raise BadFile(TOO_LARGE)
            for info in infos:
                text = parts.read(info)  # never more than the size that was just added up
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
                    raise BadFile(NO_TABLE)
    except (*archives.BROKEN, OSError) as error:
        raise error if isinstance(error, BadFile) else BadFile(NO_TABLE) from error


def _few(lines: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    for number, line in enumerate(lines):
        if number > MOST_ROWS or len(line) > MOST_COLUMNS:
            raise BadFile(
                N_("This file has more than {rows} rows or {columns} columns. Divide it."),
                rows=f"{MOST_ROWS:,}",
                columns=MOST_COLUMNS,
            )
        yield line


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type in ("f", "e"):
        return Cell(str(value), FORMULA if cell.data_type == "f" else BROKEN)
    if isinstance(value, datetime | date):
        return Cell((value.date() if isinstance(value, datetime) else value).isoformat())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Cell("" if value is None else str(value).strip())


def _sheet(lines: list[list[Cell]]) -> Sheet:
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
        {field: get_column_letter(at + 1) for field, at in places.items()},
        [_row(number, line, places) for number, line in enumerate(lines[1:], 2) if any(cell.text for cell in line)],
        [cell.text for cell, field in zip(lines[0], fields, strict=True) if cell.text and field not in known],
    )


def _field(title: str) -> str:
    name = "_".join(title.lower().replace("-", "").split())
    return ALIASES.get(name, name)


def _row(number: int, line: list[Cell], places: dict[str, int]) -> Row:
    cells = {field: line[at] if at < len(line) else Cell("") for field, at in places.items()}
    return Row(
        number,
        {field: cell.text for field, cell in cells.items()},
        {field: cell.problem for field, cell in cells.items() if cell.problem},
    )
