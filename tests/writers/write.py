"""Programs from PyPI open the workbooks of a folder, type the changes, and save them: python write.py FOLDER OUT."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import polars
import pyexcelerate
import xlsxwriter

FOLDER, OUT = map(Path, sys.argv[1:])
TYPED = json.loads((FOLDER / "typed.json").read_text())
TITLES, *LINES = TYPED["list"]
DAYS = [[*line[:-1], date.fromisoformat(line[-1])] for line in LINES]
Rows = list[list[Any]]


def typed() -> dict[str, Rows]:
    """All cells of the answer workbook by sheet, with the changes in them."""
    sheets = {}
    frames = pandas.read_excel(FOLDER / "answers.xlsx", sheet_name=None, header=None, dtype=object)
    for name, frame in frames.items():
        rows = [[None if pandas.isna(value) else value for value in row] for row in frame.values.tolist()]
        for row in rows:
            for code, value in TYPED["changes"].get(row[0], {}).items():
                row[rows[0].index(code)] = value
        sheets[name] = rows
    return sheets


def with_pandas(path: Path, sheets: dict[str, Rows], engine: str) -> None:
    with pandas.ExcelWriter(path, engine=engine) as writer:
        for name, rows in sheets.items():
            pandas.DataFrame(rows, dtype=object).to_excel(writer, sheet_name=name, header=False, index=False)


def with_polars(path: Path, sheets: dict[str, Rows]) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            columns = {str(at): list(column) for at, column in enumerate(zip(*rows, strict=True))}
            frame = polars.DataFrame(columns, strict=False)
            frame.write_excel(book, worksheet=name, include_header=False)


def with_pyexcelerate(path: Path, sheets: dict[str, Rows]) -> None:
    book = pyexcelerate.Workbook()
    for name, rows in sheets.items():
        dated = [[datetime(*v.timetuple()[:3]) if isinstance(v, date) else v for v in row] for row in rows]
        book.new_sheet(name, data=dated)
    book.save(path)


def with_openpyxl_and_days(path: Path, sheets: dict[str, Rows]) -> None:
    book = openpyxl.Workbook()
    book.iso_dates = True
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


WRITERS: dict[str, Callable[[Path, dict[str, Rows]], None]] = {
    "pandas-openpyxl": lambda path, sheets: with_pandas(path, sheets, "openpyxl"),
    "pandas-xlsxwriter": lambda path, sheets: with_pandas(path, sheets, "xlsxwriter"),
    "polars": with_polars,
    "pyexcelerate": with_pyexcelerate,
    "openpyxl-iso-days": with_openpyxl_and_days,
}
for program, write in WRITERS.items():
    (OUT / program).mkdir(parents=True, exist_ok=True)
    write(OUT / program / "answers.xlsx", typed())
    write(OUT / program / "list.xlsx", {"Administrations": [TITLES, *DAYS]})
