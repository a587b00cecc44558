"""The worksheet behind each sheet: XlsxWriter's own without what ours never need, in a third of the time.

It knows the inner names of XlsxWriter. `tests/exports/test_worksheet.py` holds that both write the same.
"""

from collections.abc import Callable
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

from exports.content import Value

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

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        as_xml = AS_XML.get(type(cell))
        if as_xml is None or cell.format is None or self.constant_memory:
            super()._write_cell(row, col, cell)
        else:
            place = f'r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
            self.fh.write(as_xml(place, cell))


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
