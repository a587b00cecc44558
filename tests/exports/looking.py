"""What somebody may do to how a workbook looks, without touching a value, and how the second verdict names it."""

from collections.abc import Callable
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Font, PatternFill

from exports.looking import Unlike, unlike
from exports.reading.looks import read_looks
from exports.reading.workbook import read_workbook
from exports.sealing import sealed_in
from tests.exports.seals import KEYS

WHITE = Font(color="FFFFFFFF")
Step = Callable[[Any], None]


def seen(data: bytes) -> list[Unlike]:
    """What people no longer see as it was when it was sealed."""
    sheets = read_workbook(data)
    return unlike(sealed_in(sheets, KEYS), sheets, read_looks(data))


def format_as(sheet: str, address: str, code: str) -> Step:
    return lambda book: setattr(book[sheet][address], "number_format", code)


def write_in(sheet: str, address: str, font: Font) -> Step:
    return lambda book: setattr(book[sheet][address], "font", font)


def white_on_theme(book: Any) -> None:
    book["Figures"]["A2"].font = Font(color=None)
    book["Figures"]["A2"].fill = PatternFill("solid", fgColor="FF000000")


def hide_row(book: Any) -> None:
    book["Figures"].row_dimensions[2].hidden = True


def flatten_row(book: Any) -> None:
    book["Figures"].row_dimensions[2].height = 0.5


def hide_column(book: Any) -> None:
    book["Figures"].column_dimensions["A"].hidden = True


def merge(book: Any) -> None:
    """openpyxl empties what it merges; other programs need not."""
    book["Figures"].merged_cells.add("A1:B2")


def add_chart(book: Any) -> None:
    book["Figures"].add_chart(BarChart(), "A1")


def open_note(book: Any) -> None:
    book["Figures"]["D9"].comment = Comment("Level 4", "Parity")


def add_rule(rule: Any) -> Step:
    return lambda book: book["Figures"].conditional_formatting.add("A1:A3", rule)


def show_formulas(book: Any) -> None:
    book["Figures"].sheet_view.showFormulas = True


BY_A_STEP: dict[str, tuple[Step, tuple[str, str]]] = {
    "a text in place of a figure": (format_as("Figures", "A2", '"87.5"'), ("format", "A2")),
    "nothing in place of a figure": (format_as("Figures", "A2", ";;;"), ("format", "A2")),
    "a text in place of a text": (format_as("Notes", "A1", '0;0;0;"All is well"'), ("format", "A1")),
    "a text in place of a result": (format_as("Figures", "B3", '"99"'), ("format", "B3")),
    "white on white": (write_in("Figures", "A2", WHITE), ("ink", "A2")),
    "black on black": (white_on_theme, ("ink", "A2")),
    "tiny letters": (write_in("Figures", "A2", Font(size=1)), ("ink", "A2")),
    "a hidden row": (hide_row, ("row", "2:2")),
    "a row without height": (flatten_row, ("row", "2:2")),
    "a hidden column": (hide_column, ("column", "A:A")),
    "a chart on cells": (add_chart, ("object", "")),
    "a rule": (add_rule(FormulaRule(["TRUE"], font=WHITE)), ("rule", "A1:A3")),
    "a rule like ours": (add_rule(CellIsRule("equal", ['"Score"'], font=WHITE)), ("rule", "A1:A3")),
    "bars": (add_rule(DataBarRule("min", 0, "max", 1, "FF638EC6", showValue=False)), ("rule", "A1:A3")),
    "formulas instead of results": (show_formulas, ("formulas", "")),
}
