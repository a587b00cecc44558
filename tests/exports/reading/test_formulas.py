"""Formulas that several cells share are read as each cell has them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl.formula.translate import Translator
from xlsxwriter import Workbook

from exports.gap.workbook import draw_gap_report
from exports.reading.formulas import moved
from exports.reading.workbook import read_workbook
from tests.exports.builders import a_report, mixed

FORMULAS = [
    "A2*2",
    "$A2+A$2+$A$2",
    "SUM(B2:$C9)/LOG10(D4)",
    "Answers!C3+'My sheet A1'!D$4",
    'IF(A2="see B2 ""C3""",AB12,"")',
    "SUMPRODUCT((Answers!$D$2:$D$94=$A5)*Answers!H$2:H$94)",
    "ROUND(A2,9)>=0.000000001",
    "Q1_total+AB1!C2",
]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("to", ["C5", "F9", "AA12", "XEA100000"])
def test_a_formula_moves_as_openpyxl_moves_it(formula: str, to: str) -> None:
    assert f"={moved('C5', formula, to=to)}" == Translator(f"={formula}", "C5").translate_formula(to)


@pytest.mark.parametrize("formula", ["SUM(A:A)", "SUM(2:2)", "SUM(Answers!A:$B)", "A1"])
def test_what_cannot_be_told_is_left_empty(formula: str) -> None:
    """Whole columns and rows, and what would lie above the sheet."""
    assert moved("C5", formula, to="C4") == ""


def shared(*cells: str) -> bytes:
    """A sheet with these cells as they stand in the file."""
    drawn, made = BytesIO(), BytesIO()
    book = Workbook(drawn)
    book.add_worksheet().write(0, 0, 1)
    book.close()
    with ZipFile(drawn) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b'<c r="A1"><v>1</v></c>', "".join(cells).encode())
            new.writestr(name, data)
    return made.getvalue()


FIRST = '<c r="B1"><f t="shared" ref="B1:D1" si="0">A1*$A$1</f><v>1</v></c>'


def test_cells_that_point_to_the_first_have_its_formula_in_their_own_place() -> None:
    data = shared(FIRST, '<c r="C1"><f t="shared" si="0"/><v>1</v></c>', '<c r="D1"><f t="shared" si="0">Z9</f></c>')

    cells = read_workbook(data)[0].cells

    assert [cells[at].formula for at in ("B1", "C1", "D1")] == ["=A1*$A$1", "=B1*$A$1", "=C1*$A$1"]


def test_a_cell_that_points_nowhere_has_no_formula_that_could_pass() -> None:
    assert read_workbook(shared('<c r="C1"><f t="shared" si="7"/><v>1</v></c>'))[0].cells["C1"].formula == "="


def test_every_formula_of_a_gap_report_could_be_shared() -> None:
    """Moved away and back it is the same: none is of a kind that cannot be told."""
    sheets = read_workbook(draw_gap_report(a_report(mixed())))
    formulas = {(at, cell.formula[1:]) for sheet in sheets for at, cell in sheet.cells.items() if cell.formula}

    assert [
        (at, formula) for at, formula in formulas if moved("ZZ5000", moved(at, formula, to="ZZ5000"), to=at) != formula
    ] == []
