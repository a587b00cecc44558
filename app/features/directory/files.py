"""A list of administrations from CSV or Excel as plain texts, each with the address of its cell.

A process of its own reads the file, with the limits and the places of workbooks: a list may come from anywhere.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.features.directory.fields import TITLES
from app.web.left_out import shortened
from exports.reading.apart import ask
from exports.reading.container import FileRefused
from exports.reading.list_cells import HIDDEN, WRONG
from exports.reading.seen import DATE
from exports.reading.tables import plain_title
from questionnaires.problems import N_, Problem

CHILD = "exports.reading.list_child"
MOST_BYTES = 1_000_000
NEEDED = "Code"
ALIASES = {"wco_region": "region", "working_language": "language"}
"""Titles of the list that ships with Parity."""
ONLY_SHOWN = ("disclosure", "team", "last_activity")
"""Columns of our own lists that no file changes."""
OWN_NAME = "administration_name"
"""In the shipped list, where `name` is the country's."""
KNOWN = (*TITLES, *ALIASES, *ONLY_SHOWN, OWN_NAME)
HEAD = json.dumps([KNOWN, NEEDED]).encode() + b"\n"
"""What the process is told before the file: by which titles a list is known."""
DATED = ("champion_since",)
"""Where a day may stand as spreadsheets keep it."""

TOO_LARGE = N_(
    "This file is too large for a list of administrations. Keep only the sheet with the list, then save it and "
    "upload it again."
)


class BadFile(ValueError):
    """A file that cannot be read at all, with what to do."""

    def __init__(self, sentence: str, **names: object) -> None:
        self.problem = Problem("file", sentence, names)
        super().__init__(self.problem.text())


@dataclass(frozen=True)
class Row:
    """One line of the file: its number, its texts by field, and what is wrong with single cells already."""

    number: int
    texts: dict[str, str]
    problems: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """`columns` says in which column of the file each field stands; `left_out` are titles that mean nothing here, and
    columns without one. `name` is that of the sheet in a workbook, `others` are sheets that could have been meant.
    """

    columns: dict[str, str]
    rows: list[Row]
    left_out: list[str]
    name: str = ""
    others: list[str] = field(default_factory=list)


def read_file(content: bytes) -> Sheet:
    """Raises BadFile."""
    if len(content) > MOST_BYTES:
        raise BadFile(TOO_LARGE)
    try:
        return sheet_of(ask(content, CHILD, head=HEAD))
    except FileRefused as why:
        raise BadFile(why.problem.sentence, **why.problem.names) from None


def sheet_of(answer: Mapping[str, Any]) -> Sheet:
    """From what the process says of a file. Raises BadFile."""
    letters, titles = zip(*answer["titles"], strict=True)
    fields = _fields(titles)
    return Sheet(
        {field: letter for field, letter in zip(fields, letters, strict=True) if field},
        [_row(fields, *row) for row in answer["rows"]],
        [shortened(title) or letter for field, letter, title in zip(fields, letters, titles, strict=True) if not field],
        answer["sheet"],
        answer["others"],
    )


def _fields(titles: Sequence[str]) -> list[str]:
    """The field of each column, "" for what means nothing here. Raises BadFile."""
    plain = [plain_title(title) for title in titles]
    fields = [ALIASES.get(title, title) if title in KNOWN else "" for title in plain]
    if OWN_NAME in fields:
        fields = ["country" if field == "name" else field for field in fields]
    if twice := sorted(
        {title for title, field in zip(titles, fields, strict=True) if field and fields.count(field) > 1}
    ):
        raise BadFile(N_("These columns appear twice: {columns}. Keep one of each."), columns=", ".join(twice))
    return fields


def _row(fields: Sequence[str], number: int, is_hidden: bool, cells: Sequence[tuple[str, str]]) -> Row:
    by_field = {field: cell for field, cell in zip(fields, cells, strict=True) if field}
    problems = {
        field: WRONG[kind] for field, (_, kind) in by_field.items() if kind and not (kind == DATE and field in DATED)
    }
    if is_hidden:
        problems["code"] = HIDDEN
    return Row(number, {field: text for field, (text, _) in by_field.items()}, problems)
