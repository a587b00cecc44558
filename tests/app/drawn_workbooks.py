"""Reads a downloaded workbook: each sheet's table as rows by the titles of its columns."""

from io import BytesIO
from itertools import dropwhile
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

ReadCell = ReadOnlyCell | EmptyCell


def opened(workbook: bytes) -> Any:
    """Sheets are read as they are asked for: all of a gap report take four times as long as one."""
    return load_workbook(BytesIO(workbook), read_only=True)


def cells(workbook: bytes, sheet: str) -> list[dict[str, ReadCell]]:
    """Title -> cell, for each row below the titles that is not empty; lines above the titles have one cell each."""
    rows = list(dropwhile(lambda row: row[1].value is None, opened(workbook)[sheet].iter_rows()))
    titles = [str(cell.value) for cell in rows[0]]
    return [dict(zip(titles, row, strict=True)) for row in rows[1:] if row[0].value is not None]


def table(workbook: bytes, sheet: str) -> list[dict[str, Any]]:
    return [{title: cell.value for title, cell in row.items()} for row in cells(workbook, sheet)]
