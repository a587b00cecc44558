"""The process that reads a list of staff without names, and counts it here: no row of it leaves the process.

What it answers are the cells of tables, how many rows there were, and problems, which never repeat what tells one
person from another. A list that has columns of names or numbers of persons is not counted at all.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from exports.reading import tables, workbook
from exports.reading.child import serve
from exports.reading.container import FileRefused
from exports.reading.list_cells import HIDDEN, WRONG
from exports.reading.list_child import NO_ROWS, NO_TITLES, ZIP, rows_in
from exports.reading.seen import DATE
from exports.reading.tables import ListCell, WantedTitles, plain_title
from questionnaires.numbers import ENGLISH, Marks
from questionnaires.problems import N_
from questionnaires.texts import plain_label
from questionnaires.workforce.staff_list import counted
from questionnaires.workforce.staff_rows import HIRED, LEFT, NEEDED, REASON, ListRow, StaffRules

ReadRow = tuple[int, bool, Sequence[ListCell]]
"""Its number, whether it is hidden, and its cells."""
MOST_ROWS = 50_000
"""As many take a third of the processor time that the process has."""
LONGEST = 40
"""Letters of a title that are repeated."""
MOST_TOLD = 100
"""Problems, each with the number of its rows."""
DATED = (HIRED, LEFT)
ADDRESS = re.compile(r"[^\s@]@[^\s@]")
NO_STAFF = N_("This list contains no staff. It needs one row for each person below the column titles.")
NOT_THE_LIST = N_("This file has no row of column titles with {needed}. Start from the template.")
TOO_LONG = N_(
    "Sheet “{sheet}” has more than {most} rows. Save it as CSV, which can have 50,000, then upload that file."
)
LACKS = N_("This list has no column {needed}. Add it, as in the template.")
TWICE = N_("These columns appear twice: {columns}. Keep one of each.")
NAMED = N_(
    "These columns may say who people are: {columns}. The list must not identify anyone. Remove these columns and "
    "upload the list again."
)
ADDRESSED = N_(
    "Column {column} contains email addresses. The list must not identify anyone. Remove this column and upload the "
    "list again."
)
UNTITLED = N_("Column {column} has no title, so it is not clear what it contains. Remove it or give it a title.")
TOO_WIDE = N_("This list has more than {rows} rows or {columns} columns. Keep only the columns of the template.")
NEEDS = N_("The list has reasons for leaving, but no column {needed}. Add it, or remove the reasons.")
SAID = {NO_ROWS: NO_STAFF, NO_TITLES: NOT_THE_LIST, workbook.TOO_MANY: TOO_LONG, tables.TOO_MANY: TOO_WIDE}
"""In place of what is said of other lists and workbooks."""


@dataclass(frozen=True)
class StaffQuestion:
    """What the process is told before the file: `titles` by their plain form and the column they mean, `shown` how the
    columns are called in sentences, `identifying` words of titles that no list may have, and what `StaffRules` has."""

    titles: Mapping[str, str]
    shown: Mapping[str, str]
    identifying: Sequence[str]
    snapshot: str
    words: Mapping[str, Mapping[str, str]]
    marks: Sequence[str]

    def head(self) -> bytes:
        """One line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"


def staff_in(data: bytes) -> dict[str, object]:
    """The first line is the head of a `StaffQuestion`, the rest is the file. Raises FileRefused."""
    head, _, file = data.partition(b"\n")
    question = StaffQuestion(**json.loads(head))
    table = _table(file, question)
    columns = _columns(table["titles"], question)
    _check_addresses(table["titles"], table["rows"])
    marks = ENGLISH if file.startswith(ZIP) else Marks(*question.marks)  # cells of workbooks are read as in English
    rules = StaffRules(question.snapshot, question.words, marks)
    result = counted(_rows(columns, table["rows"]), frozenset(filter(None, columns)), rules)
    letters = {column: letter for column, (letter, _) in zip(columns, table["titles"], strict=True) if column}
    return {
        "cells": [(*cell, number) for cell, number in result.cells.items()],
        "problems": [(letters.get(problem.column, ""), *problem) for problem in result.problems[:MOST_TOLD]],
        "more": max(len(result.problems) - MOST_TOLD, 0),
        "rows": result.rows,
        "staff": result.staff,
        "hired": result.hired,
        "left": result.left,
        "sheet": table["sheet"],
        "others": table["others"],
        "left_out": [
            title[:LONGEST] for column, (_, title) in zip(columns, table["titles"], strict=True) if not column
        ],
    }


def _table(file: bytes, question: StaffQuestion) -> dict[str, Any]:
    """Raises FileRefused, in the words of this list."""
    needed = frozenset(title for title, column in question.titles.items() if column in NEEDED)
    wanted = WantedTitles(frozenset(question.titles), needed, len(NEEDED))
    try:
        return rows_in(file, wanted, ", ".join(question.shown[column] for column in NEEDED), MOST_ROWS)
    except FileRefused as why:
        problem = why.problem
        raise FileRefused(SAID.get(problem.sentence, problem.sentence), **problem.names) from None


def _columns(titles: Sequence[tuple[str, str]], question: StaffQuestion) -> list[str]:
    """What each column of the file is, "" for what means nothing here. Raises FileRefused."""
    columns = [question.titles.get(plain_title(title), "") for _, title in titles]
    identifying = set(question.identifying)
    unknown = [title for column, (_, title) in zip(columns, titles, strict=True) if not column]
    if named := [title for title in unknown if identifying & set(plain_label(title).split())]:
        raise FileRefused(NAMED, columns=", ".join(title[:LONGEST] for title in named))
    if untitled := [letter for letter, title in titles if not title.strip()]:
        raise FileRefused(UNTITLED, column=untitled[0])
    if twice := sorted({question.shown[column] for column in columns if column and columns.count(column) > 1}):
        raise FileRefused(TWICE, columns=", ".join(twice))
    if lacking := [column for column in NEEDED if column not in columns]:
        raise FileRefused(LACKS, needed=question.shown[lacking[0]])
    if REASON in columns and LEFT not in columns:
        raise FileRefused(NEEDS, needed=question.shown[LEFT])
    return columns


def _check_addresses(titles: Sequence[tuple[str, str]], rows: Sequence[ReadRow]) -> None:
    """Raises FileRefused, without any of them."""
    for _, _, cells in rows:
        for (letter, _), (text, _) in zip(titles, cells, strict=True):
            if "@" in text and ADDRESS.search(text):
                raise FileRefused(ADDRESSED, column=letter)


def _rows(columns: Sequence[str], rows: Sequence[ReadRow]) -> Iterator[ListRow]:
    for number, is_hidden, cells in rows:
        texts: dict[str, str] = {}
        troubles = {"": HIDDEN} if is_hidden else {}
        for column, (text, kind) in zip(columns, cells, strict=True):
            if column and (text or kind):
                texts[column] = text
                if kind and not (kind == DATE and column in DATED):
                    troubles[column] = WRONG[kind]
        if texts:
            yield ListRow(number, texts, troubles)


if __name__ == "__main__":
    serve(staff_in)
