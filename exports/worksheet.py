"""The worksheet behind each sheet: XlsxWriter's own without what ours never need, in a third of the time.

It knows the inner names of XlsxWriter. `tests/exports/test_worksheet.py` holds that both write the same.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isfinite
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import _preserve_whitespace, xl_col_to_name, xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)
from xlsxwriter.xmlwriter import XMLwriter

from exports.content import Value

KEPT = 1_000
"""Texts that were written last: names, ids and states stand in one row after the other."""
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # xlsxwriter declares no types
    """Cells have a number for their row and for their column, never a name such as "A1". No formula of ours is one of
    an array, or has a function of newer programs: to look for them would take longer than to draw it."""

    write_string = Worksheet._write_string
    write_number = Worksheet._write_number
    write_boolean = Worksheet._write_boolean
    write_blank = Worksheet._write_blank

    def write_formula(self, row: int, col: int, formula: str, cell_format: Format, value: Value) -> int:
        if code := self._check_dimensions(row, col):
            return int(code)
        if self.constant_memory and row > self.previous_row:
            self._write_single_row(row)
        self.table[row][col] = CellFormulaTuple(self._prepare_formula(formula), cell_format, value)
        return 0

    def write_whole_row(
        self, row: int, cells: Sequence[tuple[int, str | float, Format]], height: float | None = None
    ) -> int:
        """Where each row leaves memory as the next begins: all cells of one from left to right, none of them empty.
        No text is one that XlsxWriter takes for markup. `height` in points, where the row has one of its own."""
        if any(self._check_dimensions(row, cells[at][0]) for at in (0, -1)):
            return -1
        self._write_single_row(row)
        number, letters = row + 1, _letters(cells[-1][0])
        told = [f'<c r="{letters[at]}{number}" s="{look._get_xf_index()}"{_told(value)}' for at, value, look in cells]
        own_height = f' ht="{height:.16g}" customHeight="1"' if height else ""
        self.fh.write(f'<row r="{number}"{own_height}>{"".join(told)}</row>')
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        as_xml = AS_XML.get(type(cell))
        if as_xml is None or cell.format is None or self.constant_memory:
            super()._write_cell(row, col, cell)
        else:
            place = f'r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
            self.fh.write(as_xml(place, cell))


@lru_cache
def _letters(last: int) -> tuple[str, ...]:
    return tuple(map(xl_col_to_name, range(last + 1)))


def _told(value: str | float) -> str:
    """What stands in a cell behind its place and its look."""
    if isinstance(value, str):
        return _told_in_line(value)
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    if not isfinite(value):
        raise TypeError(f"{value} is no number for a cell")
    return f"><v>{value:.16G}</v></c>"


@lru_cache(KEPT)
def _told_in_line(text: str) -> str:
    shown = _escaped(XMLwriter._escape_control_characters(text))
    space = ' xml:space="preserve"' if _preserve_whitespace(text) else ""
    return f' t="inlineStr"><is><t{space}>{shown}</t></is></c>'


def _string(place: str, cell: Any) -> str:
    return f'<c {place} t="s"><v>{cell.string}</v></c>'


def _number(place: str, cell: Any) -> str:
    return f"<c {place}><v>{cell.number:.16G}</v></c>"


def _blank(place: str, _cell: Any) -> str:
    return f"<c {place}/>"


def _formula(place: str, cell: Any) -> str:
    formula, value = _escaped(cell.formula), cell.value
    if isinstance(value, str):
        kind = "" if not value else ' t="e"' if value in ERRORS else ' t="str"'
        return f"<c {place}{kind}><f>{formula}</f><v>{_escaped(value)}</v></c>"
    kind, value = (' t="b"', int(value)) if isinstance(value, bool) else ("", value)
    return f"<c {place}{kind}><f>{formula}</f><v>{value}</v></c>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


AS_XML: dict[type, Callable[[str, Any], str]] = {
    CellStringTuple: _string,
    CellNumberTuple: _number,
    CellBlankTuple: _blank,
    CellFormulaTuple: _formula,
}
