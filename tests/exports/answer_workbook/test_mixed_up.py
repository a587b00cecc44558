"""Rows and columns that were mixed up, cells that hide what they hold, and what lies over them: told before a save."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.formatting.rule import DataBarRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from exports.answer_workbook.layout import MOST_REFUSED
from exports.answer_workbook.read import answers_in
from exports.reading.areas import Area
from exports.reading.child import sheets_seen
from exports.reading.container import FileRefused
from exports.reading.formulas import letters_of
from exports.reading.workbook import ReadCell, ReadSheet
from tests.exports.answer_workbook.builders import KEYS, VERSIONS, cell, fields_after, read, saved, sheet_of

NEVER_SEEN = DifferentialStyle(numFmt=NumberFormat(numFmtId=190, formatCode=";;;"))


def told(book: Workbook, indicator: str = "RC-05") -> list[str]:
    return [refusal.problem.text() for refusal in fields_after(book, indicator).refused]


def test_letters_that_nobody_can_see_are_refused(book: Workbook) -> None:
    comment = cell(sheet_of(book), "RC-05", "comment")
    comment.value = "Not for the others"
    for font in (Font(color="FFFFFF"), Font(size=1)):
        comment.font, comment.fill = font, PatternFill()

        [sentence] = told(book)

        assert sentence.startswith("This text cannot be seen")
    comment.font = Font(color="FFFFFF")
    comment.fill = PatternFill("solid", fgColor="003366")
    assert told(book) == []


def test_a_rule_that_may_hide_a_cell_is_refused_and_one_that_colours_it_is_not(book: Workbook) -> None:
    sheet = sheet_of(book)
    comment = cell(sheet, "RC-05", "comment")
    comment.value = 7
    sheet.conditional_formatting.add(comment.coordinate, FormulaRule(["TRUE"], fill=PatternFill(bgColor="FFFF00")))
    assert told(book) == []

    bar = DataBarRule("num", 0, "num", 9, color="638EC6", showValue=False)
    hiding = (FormulaRule(["TRUE"], font=Font(color="FFFFFF")), bar)
    for rule in (*hiding, Rule("expression", dxf=NEVER_SEEN, formula=["TRUE"])):
        sheet.conditional_formatting.add(f"AZ1 {comment.coordinate}", rule)

        assert [sentence[:45] for sentence in told(book)] == ["A conditional format may hide or change what "]
        del sheet.conditional_formatting[f"AZ1 {comment.coordinate}"]


def test_a_row_that_shows_another_question_than_its_id_is_refused(book: Workbook) -> None:
    sheet = sheet_of(book)
    id_cell, other = cell(sheet, "RC-05", "id"), cell(sheet, "RC-06", "id")
    id_cell.value, other.value = "RC-06", "RC-05"

    assert "the question beside it is RC-06" in told(book)[0]
    assert "the question beside it is RC-05" in told(book, "RC-06")[0]


def test_an_id_that_is_struck_out_takes_its_row_out_of_use(book: Workbook) -> None:
    cell(sheet_of(book), "RC-05", "id").font = Font(strike=True)

    assert [sentence[:36] for sentence in told(book)] == ["Some of this text is struck through."]


def test_columns_under_the_title_of_another_are_refused(book: Workbook) -> None:
    sheet = sheet_of(book)
    codes = {code_cell.value: code_cell for code_cell in sheet[1]}
    codes["comment"].value, codes["evidence"].value = "evidence", "comment"

    assert all("belongs to another column" in sentence for sentence in told(book, "RC-01"))
    addresses = {cell(sheet, "RC-01", code).coordinate for code in ("evidence", "comment")}
    assert {refusal.address for refusal in fields_after(book, "RC-01").refused} == addresses


def test_pictures_shapes_and_charts_are_told(book: Workbook) -> None:
    sheet_of(book).add_chart(BarChart(), "J6")

    [note] = read(saved(book)).unread

    assert note.problem.text().startswith("Pictures, shapes and charts on a sheet are not imported: 1.")


def test_an_id_in_a_text_does_not_say_that_its_sheet_lost_anything(book: Workbook) -> None:
    sheet = sheet_of(book)
    sheet.delete_rows(cell(sheet, "RC-03", "id").row)
    cell(sheet, "RC-04", "comment").value = "RC-03"

    [missing] = read(saved(book)).missing

    assert missing.sentence.startswith("Missing questions")


class Looked(list[Area]):
    """Merged areas that count how often all of them are looked at."""

    times = 0

    def __iter__(self) -> Iterator[Area]:
        self.times += 1
        return super().__iter__()


def test_rows_that_are_not_listed_are_not_looked_at(file: bytes) -> None:
    cells = {"A1": ReadCell("id"), "B1": ReadCell("answer")} | {f"B{row}": ReadCell("x") for row in range(4, 5_000)}
    merged = Looked([(9_000, 1, 9_001, 2)])

    workbook = answers_in((*sheets_seen(file), ReadSheet("More", False, cells, merged=merged)), KEYS, VERSIONS)

    assert len(workbook.ignored) == MOST_REFUSED + 1
    assert merged.times <= MOST_REFUSED


def test_a_sheet_with_columns_over_and_over_is_refused(file: bytes) -> None:
    first, pillar, *others = sheets_seen(file)
    more = {f"{letters_of(at)}1": ReadCell("answer") for at in range(30, 100)}

    with pytest.raises(FileRefused):
        answers_in((first, replace(pillar, cells={**pillar.cells, **more}), *others), KEYS, VERSIONS)


def test_what_people_write_into_columns_that_are_only_read_is_told(book: Workbook) -> None:
    sheet = sheet_of(book)
    wanted, question = cell(sheet, "RC-05", "wanted"), cell(sheet, "RC-06", "question")
    wanted.value, question.value = "Our decree 7", f"{question.value} Yes, since 2019"

    [note] = read(saved(book)).unread

    assert note.problem.text().endswith(
        f"what was typed there is not imported: {wanted.coordinate}, {question.coordinate}."
    )
