"""Whatever a program writes from a workbook that was handed out is read to the same answers.

`tests/writers` says how these files were made; what openpyxl and LibreOffice write is made anew by other tests.
"""

from pathlib import Path

from app.features.directory.files import read_file
from exports.looking import unlike
from exports.reading.looks import read_looks
from exports.reading.workbook import read_workbook
from exports.sealing import changes, sealed_in
from tests.exports.answer_workbook.builders import answers_of, read
from tests.exports.seals import KEYS
from tests.writers.handed_out import ANSWERS, CHAMPION_SINCE, CHANGED, LIST

FOLDER = Path(__file__).parents[2] / "data" / "writers"
PROGRAMS = (
    *("excelts", "exceljs", "gnumeric-2007", "gnumeric-2010", "libreoffice", "libreoffice-ooxml", "openpyxl-iso-days"),
    *(
        "pandas-openpyxl",
        "pandas-xlsxwriter",
        "polars",
        "pyexcelerate",
    ),
    *("sheetjs", "sheetjs-0.18", "xlsx-populate"),
)
KEEP_REPORTS = ("excelts", "exceljs", "gnumeric-2007", "gnumeric-2010", "libreoffice", "libreoffice-ooxml", "sheetjs")
"""The others take formulas out, or know no styles."""
DAY_WITHOUT_FORMAT = {"pyexcelerate": "46089"}
"""It knows no formats: people see a number there, which is told as no date."""


def files(name: str) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in FOLDER.glob(f"*/{name}.xlsx")}


def test_the_same_answers_are_read_whatever_program_somebody_typed_them_in() -> None:
    written = files("answers")

    assert written.keys() == {*PROGRAMS}
    for program, data in written.items():
        workbook = read(data)
        assert answers_of(workbook, ANSWERS) == CHANGED, program
        assert (workbook.ignored, workbook.refused) == ((), ()), program


def test_a_report_is_genuine_and_looks_as_it_did_whatever_program_saved_it() -> None:
    written = files("sealed")

    for program in KEEP_REPORTS:
        sheets = read_workbook(written[program])
        sealed = sealed_in(sheets, KEYS)
        looks = unlike(sealed, sheets, read_looks(written[program]))
        assert (changes(sealed, sheets), looks) == ([], []), program


def test_the_same_list_is_read_whatever_program_wrote_it() -> None:
    written = files("list")

    assert written.keys() == {*PROGRAMS}
    for program, data in written.items():
        rows = [row.texts for row in read_file(data).rows]
        day = DAY_WITHOUT_FORMAT.get(program, CHAMPION_SINCE)
        assert [row["champion_since"] for row in rows] == [day] * 2, program
        assert [(row["code"], row["name"]) for row in rows] == [line[:2] for line in LIST[1:]], program
