"""The worksheet of our own beside XlsxWriter's: the same cells give the same parts of a file."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from exports.cells import PLAIN
from exports.worksheet import ERRORS, PlainWorksheet

TEXTS = ("text", "a & b < c > d", '"quoted"', " blanks ", "two\nlines", "=1+1", "0", "<t>", "\u0645\u0639", "\x07")
NUMBERS = (0, 1, -3, 2.5, 1e300, 1 / 3, 100 * 29 / 3, 41.25, True, False)
FORMULAS = ('=IF(A1<>"",A1&"<b>",1)', "=SUM(A1:A9)/3", "A1>=2")
RESULTS = ("", "text", "a & b < c", '"', *ERRORS, 0, 13.75, 1 / 3, 1e300, True, False)


def drawn(worksheet: type[Worksheet], *, constant_memory: bool) -> dict[str, bytes]:
    file = BytesIO()
    workbook = Workbook(file, PLAIN | {"constant_memory": constant_memory, "in_memory": not constant_memory})
    sheet = workbook.add_worksheet("A", worksheet)
    looks = [workbook.add_format({"bold": True}), workbook.add_format(), workbook.add_format({"num_format": "0.0"})]
    sheet.set_row(2, 30, None, {"level": 1})
    for row, look in enumerate(looks):
        for column, text in enumerate(TEXTS):
            sheet.write_string(row * 8, column, text, look)
        for column, number in enumerate(NUMBERS):
            put = sheet.write_boolean if isinstance(number, bool) else sheet.write_number
            put(row * 8 + 1, column * 30, number, look)
        for formula, below in zip(FORMULAS, (2, 3, 4), strict=True):
            for column, result in enumerate(RESULTS):
                sheet.write_formula(row * 8 + below, column, formula, look, result)
        sheet.write_blank(row * 8 + 5, 3, None, look)
        sheet.write_rich_string(row * 8 + 6, 0, "plain ", looks[0], "bold", look)
    sheet.write_string(40, 0, "with the look of no style", None)
    workbook.close()
    with ZipFile(file) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


@pytest.mark.parametrize("constant_memory", [False, True])
def test_the_same_cells_give_the_same_parts(constant_memory: bool) -> None:
    assert drawn(PlainWorksheet, constant_memory=constant_memory) == drawn(Worksheet, constant_memory=constant_memory)


def drawn_in_rows(*, whole: bool) -> dict[str, bytes]:
    """Titles, two rows, a row of nothing, a row with a height of its own, and a note below."""
    file = BytesIO()
    workbook = Workbook(file, PLAIN | {"constant_memory": True, "in_memory": False})
    sheet, look = workbook.add_worksheet("A", PlainWorksheet), workbook.add_format({"bold": True})
    sheet.write_string(0, 0, "title", look)
    rows: dict[int, list[tuple[int, str | float]]] = {
        1: [*enumerate(TEXTS)],
        2: [(column * 30, number) for column, number in enumerate(NUMBERS)],
        4: [(3, "alone"), (4, -0.0)],
    }
    for row, cells in rows.items():
        if whole:
            height = 30.0 if row == 4 else None
            assert sheet.write_whole_row(row, [(column, value, look) for column, value in cells], height) == 0
            continue
        if row == 4:
            sheet.set_row(row, 30)
        for column, value in cells:
            put = sheet.write_string if isinstance(value, str) else sheet.write_number
            (sheet.write_boolean if isinstance(value, bool) else put)(row, column, value, look)
    sheet.write_string(6, 0, "note", look)
    workbook.close()
    with ZipFile(file) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


def test_a_whole_row_gives_the_same_parts_as_its_cells() -> None:
    assert drawn_in_rows(whole=True) == drawn_in_rows(whole=False)


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 0), (0, 16_384), (-1, 0)])
def test_what_stands_outside_the_sheet_is_refused(row: int, column: int) -> None:
    workbook = Workbook(BytesIO(), PLAIN)
    sheet, look = workbook.add_worksheet("A", PlainWorksheet), workbook.add_format()

    assert sheet.write_formula(row, column, "=1", look, 1) == -1
    assert sheet.write_whole_row(row, [(column, "text", look)]) == -1


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(number: float) -> None:
    workbook = Workbook(BytesIO(), PLAIN)
    sheet, look = workbook.add_worksheet("A", PlainWorksheet), workbook.add_format()

    with pytest.raises(TypeError):
        sheet.write_number(0, 0, number, look)
    with pytest.raises(TypeError):
        sheet.write_whole_row(0, [(0, number, look)])
