"""Reads a downloaded workbook: each sheet's table as rows by the titles of its columns."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell


def cells(workbook: bytes, sheet: str) -> list[dict[str, Cell]]:
    """Title -> cell, for each row below the titles that is not empty."""
    rows = list(load_workbook(BytesIO(workbook))[sheet].iter_rows())
    titles = [str(cell.value) for cell in rows[0]]
    return [
        {title: cell for title, cell in zip(titles, row, strict=True) if isinstance(cell, Cell)}
        for row in rows[1:]
        if row[0].value is not None
    ]


def table(workbook: bytes, sheet: str) -> list[dict[str, Any]]:
    return [{title: cell.value for title, cell in row.items()} for row in cells(workbook, sheet)]
