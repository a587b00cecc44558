"""Reads a file of lines with separators (CSV) as a grid: letters, separators and line ends as programs write them."""

import csv
import io
import re
import sys

from exports.reading.container import FileRefused
from exports.reading.list_cells import cell_of
from exports.reading.tables import SEARCHED, FoundTable, Grid, WantedTitles, table_in
from questionnaires.problems import N_

UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""By the mark at the beginning: what Excel saves as "Unicode text"."""
SEPARATORS = ",;\t|"
NAMED = re.compile('"?sep=(.)"?[,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
"""A first line that only says the separator. Excel does not show it, so it counts as no row."""
LINE_END = re.compile("\r\n|\r|\n")
AROUND = 15
NO_TABLE = N_("Parity cannot read this file as a list. Save it as Excel (.xlsx) or as CSV in UTF-8.")
NOT_UTF_8 = N_(
    "This file is not in UTF-8: row {row} would read “{found}”. In Excel, save it as “CSV UTF-8” or as "
    ".xlsx; elsewhere, as CSV with the character set UTF-8."
)
QUOTES = N_(
    "In row {row}, a text begins with a quotation mark but does not end with one. Fix it, or save the file as .xlsx."
)


def table_in_lines(data: bytes, wanted: WantedTitles) -> FoundTable | None:
    """With the separator that finds most of the titles: Excel's depends on the country. Raises FileRefused."""
    text = _text(data)
    named = NAMED.match(text)
    body = text[named.end() :] if named else text
    best, known = "", 0
    for separator in named[1] if named else SEPARATORS:
        table = table_in(_grid(body, separator, SEARCHED + 1)[0], wanted)
        if table and table.known > known:
            best, known = separator, table.known
    if not best:
        return None
    grid, broken = _grid(body, best)
    if broken:
        raise FileRefused(QUOTES, row=broken)
    return table_in(grid, wanted)


def _text(data: bytes) -> str:
    if data.startswith(UTF_8_MARK):
        data = data[len(UTF_8_MARK) :]
    encoding = UTF_16.get(data[:2], "") or _unmarked(data)
    try:
        text = data.decode(encoding or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if encoding:
            raise FileRefused(NO_TABLE) from None
        raise _not_utf_8(data, error.start) from None
    if "\0" in text:
        raise FileRefused(NO_TABLE)
    return text


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark: the titles begin with a letter of ASCII, whose other half is empty."""
    return {(False, True): "utf-16-le", (True, False): "utf-16-be"}.get((data[:1] == b"\0", data[1:2] == b"\0"), "")


def _not_utf_8(data: bytes, at: int) -> FileRefused:
    """Which other letters it is written in cannot be known; people see from some of them that they are wrong."""
    before = LINE_END.split(data[:at].decode(errors="replace"))
    after = LINE_END.split(data[at : at + 4 * AROUND].decode(errors="replace"))
    return FileRefused(NOT_UTF_8, row=len(before), found=before[-1][-AROUND:] + after[0][:AROUND])


def _grid(text: str, separator: str, most: int = sys.maxsize) -> tuple[Grid, int]:
    """Of the first rows that hold something. And the row from which on it could not be read; 0 where all of it was."""
    rows, number = {}, 0
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, line in enumerate(lines, 1):
            if cells := {at: cell_of(cell.strip()) for at, cell in enumerate(line, 1) if cell.strip()}:
                rows[number] = cells
            if len(rows) >= most:
                break
    except csv.Error:
        return Grid(rows), number + 1
    return Grid(rows), 0
