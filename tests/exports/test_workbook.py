"""The workbook as a whole: its sheets, its pages, its properties, and that it is always the same."""

import pickle
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from exports.content import GapReport
from exports.gap.workbook import draw_gap_report
from exports.paper import A3, A4
from tests.exports.builders import a_report, all_at, cells_of, ends_of, mixed, opened, titles_of

SHEETS = [
    "Summary",
    "Pillars and elements",
    "Answers",
    "Gaps",
    "Action plan",
    "Check",
    "Method and version",
    "Audit trail",
]
TABLES = [name for name in SHEETS[1:] if name != "Check"]


def test_the_sheets_stand_in_order_and_none_is_hidden(mixed_book: Workbook) -> None:
    assert mixed_book.sheetnames == SHEETS
    assert {sheet.sheet_state for sheet in mixed_book} == {"visible"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_keeps_its_titles_in_view_and_can_be_filtered(mixed_book: Workbook, name: str) -> None:
    sheet = mixed_book[name]

    row = 5 if name == "Action plan" else 2
    assert str(sheet.freeze_panes).endswith(str(row + 1))
    assert str(sheet.auto_filter.ref).startswith(f"A{row}:")
    assert sheet.print_title_rows == f"${row}:${row}"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_prints_one_page_wide(mixed_book: Workbook, name: str) -> None:
    page = mixed_book[name].page_setup

    assert (page.orientation, page.fitToWidth, page.fitToHeight) == ("landscape", None, 0)
    assert page.paperSize == (A3 if name == "Answers" else A4)


def test_the_summary_prints_on_one_page(mixed_book: Workbook) -> None:
    summary = mixed_book["Summary"]

    assert summary.sheet_properties.pageSetUpPr is not None
    assert summary.sheet_properties.pageSetUpPr.fitToPage
    # One page wide and one page tall are the defaults of the file format, and left out.
    assert {summary.page_setup.fitToWidth, summary.page_setup.fitToHeight} == {None}


@pytest.mark.parametrize("name", SHEETS)
def test_every_page_names_the_administration_and_counts_itself(mixed_book: Workbook, name: str) -> None:
    sheet = mixed_book[name]

    assert ends_of(sheet.oddHeader)[0] == "Gap report 2026: Customs of Aurelia"
    assert ends_of(sheet.oddFooter)[1] == "Page &P of &N"


def test_every_row_of_a_table_has_a_height(mixed_book: Workbook) -> None:
    heights = [mixed_book[name].row_dimensions[2].height for name in TABLES]

    assert all(17 <= height <= 409 for height in heights)


@pytest.mark.parametrize("answers", [{}, all_at(0), all_at(4)], ids=["empty", "all at 0", "all at 4"])
def test_a_report_without_contrast_is_drawn_too(answers: dict[str, dict[str, Any]]) -> None:
    assert opened(draw_gap_report(a_report(answers))).sheetnames == SHEETS


def test_formulas_check_figures_and_total_the_plan(mixed_book: Workbook) -> None:
    assert {cell.parent.title for cell in cells_of(mixed_book) if cell.data_type == "f"} == {"Check", "Action plan"}


def test_its_properties_come_from_the_assessment_not_from_the_clock(mixed_book: Workbook) -> None:
    properties = mixed_book.properties

    assert (properties.creator, properties.title) == ("Parity", "Gap report 2026: Customs of Aurelia")
    assert properties.created == properties.modified == datetime(2026, 11, 21)


def test_the_same_report_gives_the_same_bytes(mixed_report: GapReport) -> None:
    data = draw_gap_report(mixed_report)

    assert draw_gap_report(pickle.loads(pickle.dumps(mixed_report))) == data
    assert {part.date_time for part in ZipFile(BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_in_it_points_outside(mixed_report: GapReport) -> None:
    names = ZipFile(BytesIO(draw_gap_report(mixed_report))).namelist()

    assert [name for name in names if "vba" in name or "externalLink" in name] == []


def test_every_word_of_the_interface_is_translated() -> None:
    book = opened(draw_gap_report(a_report(mixed(), translate=lambda text: f"«{text}»")))

    assert all(name.startswith("«") for name in book.sheetnames)
    tables = [sheet for sheet in book.worksheets[1:] if sheet.title != "«Check»"]
    assert all(str(cell.value).startswith("«") for sheet in tables for cell in titles_of(sheet))
    assert all(str(cell.value).startswith("«") for cell in book["«Check»"][5])
    assert ends_of(book.worksheets[0].oddFooter)[1] == "«Page &P of &N»"


def test_in_arabic_sheets_and_cells_read_from_the_right() -> None:
    book = opened(draw_gap_report(a_report(mixed(), language="ar")))

    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert {cell.alignment.readingOrder for cell in book["Answers"][3]} == {2}


def test_a_level_shows_its_number_between_stripes_of_its_colour(mixed_book: Workbook) -> None:
    """Painted whole, a tall cell would outshine its row."""
    cells = {cell.value: cell for cell in mixed_book["Answers"]["F"][2:]}

    assert cells[4].border.left.color.rgb == cells[4].border.right.color.rgb == "FF0B3A4A"
    assert {cells[value].fill.patternType for value in (4, "0*")} == {None}


def test_a_level_of_a_pillar_shows_its_number_on_the_ground_of_its_depth(mixed_book: Workbook) -> None:
    cells = {cell.value: cell for cell in mixed_book["Pillars and elements"]["D"][2:]}

    assert cells[3].fill.fgColor.rgb == "FF2D7D86"
