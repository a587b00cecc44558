"""Where the columns of a sheet stand, by the codes of its hidden first row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exports.answer_workbook.layout import COLUMNS, FIRST_ROW, ID, QUESTION, REVISION, WANTED
from exports.reading.areas import address_of, covers
from exports.reading.container import SWELLS, FileRefused
from exports.reading.formulas import place_of
from exports.reading.workbook import ReadSheet

ROWS_SEARCHED = 10
MOST_TWINS = 40
"""On a sheet: each is held against each row."""
ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Columns:
    """`row` is that of the codes, 0 where the sheet has none. `letters` are by code; `twins` are further columns with
    the code of another; `named` are all that have any code."""

    row: int = 0
    letters: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    @property
    def first_question(self) -> int:
        return self.row + FIRST_ROW

    def addresses(self, number: int) -> dict[str, str]:
        """Of a row: where its fields and its id stand."""
        return {code: f"{self.letters[code]}{number}" for code in (*COLUMNS, ID) if code in self.letters}


def columns_in(sheet: ReadSheet) -> Columns:
    known = {ID, QUESTION, WANTED, REVISION, *COLUMNS}
    by_row: dict[int, dict[str, list[str]]] = {}
    for address, cell in sheet.cells.items():
        if isinstance(cell.value, str) and cell.value in known:
            letters, row = parts(address)
            by_row.setdefault(row, {}).setdefault(cell.value, []).append(letters)
    for row in sorted(by_row)[:ROWS_SEARCHED]:
        codes = by_row[row]
        if ID in codes and codes.keys() & set(COLUMNS):
            twins = {code: tuple(more) for code, (_, *more) in codes.items() if more}
            if sum(map(len, twins.values())) > MOST_TWINS:
                raise FileRefused(SWELLS)
            named = frozenset(letters for letters, at in map(parts, sheet.cells) if at == row)
            return Columns(row, {code: first for code, (first, *_) in codes.items()}, twins, named)
    return Columns()


def parts(address: str) -> tuple[str, int]:
    match = ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(address)
    return match[1], int(match[2])


def merged_with(sheet: ReadSheet, address: str) -> str:
    """The cells that are one with this cell, such as "F4:F6", or nothing."""
    column, row = place_of(address)
    return next((address_of(area) for area in sheet.merged if covers(area, row, column)), "")


def other_texts(sheet: ReadSheet, columns: Columns, code: str, address: str) -> Iterator[str]:
    """The cells of this row that have the same code and hold something else."""
    _, number = parts(address)
    others = (f"{letters}{number}" for letters in columns.twins.get(code, ()))
    return (other for other in others if sheet.given(other) != sheet.given(address))
