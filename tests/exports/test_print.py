"""What comes out of the printer: LibreOffice turns the workbook into pages."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from exports.content import GapReport
from exports.gap.facts import Facts
from exports.gap.workbook import draw_gap_report
from tests.exports.builders import a_report, charts_of, mixed, opened
from tests.exports.mirrored import a_mirrored_report, mirrored
from tests.exports.office import convert

pytestmark = pytest.mark.office
LONG_NAME = "General Administration of Customs, Excise and Border Revenue of the Federated Islands of Aurelia"


def printed(folder: Path, report: GapReport) -> list[str]:
    """The text of each page."""
    pdf = converted(folder, draw_gap_report(report), "pdf")
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def converted(folder: Path, workbook: bytes, kind: str) -> Path:
    (folder / "report.xlsx").write_bytes(workbook)
    convert([folder / "report.xlsx"], kind, folder / "out")
    return folder / "out" / f"report.{kind}"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    facts = Facts(LONG_NAME, "2026", "In progress", "2026-11-21")
    answers = mixed() | {id_: {"state": "unknown"} for id_ in ("RC-01", "EQ-01", "AW-01", "CO-01")}
    return printed(tmp_path_factory.mktemp("office"), a_report(answers, facts=facts))


def test_the_summary_is_exactly_one_page(pages: list[str]) -> None:
    assert "Self-assessment, not signed" in pages[0]
    assert "The questions behind the figures" in pages[0]
    assert "Pillar or element" in pages[1]


def test_every_page_says_which_it_is(pages: list[str]) -> None:
    assert [number for number, page in enumerate(pages, 1) if f"Page {number} of {len(pages)}" not in page] == []


def test_every_page_names_the_report(pages: list[str]) -> None:
    assert [page for page in pages if "Gap report 2026: General Administration of Customs" not in page] == []


def test_an_empty_assessment_prints_too(tmp_path: Path) -> None:
    pages = printed(tmp_path, a_report({}))

    assert "Pillar or element" in pages[1]


def test_from_right_to_left_the_fullest_summary_is_exactly_one_page_too(tmp_path: Path) -> None:
    first, second, *_ = printed(tmp_path, a_mirrored_report())

    # Words only: how lines of both directions are put together is the reader's matter.
    assert mirrored("behind") in first
    assert mirrored("applicable") in first
    assert mirrored("Weight") in second


def test_what_helps_people_survives_a_program_that_is_not_excel(tmp_path: Path, mixed_report: GapReport) -> None:
    given = draw_gap_report(mixed_report)

    assert helps_in(opened(converted(tmp_path, given, "xlsx").read_bytes())) == helps_in(opened(given))


def helps_in(book: Workbook) -> dict[str, Any]:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    plan, pillars = book["Action plan"], book["Pillars and elements"]
    return {
        "links": {(cell.parent.title, cell.coordinate, cell.hyperlink.location) for cell in cells if cell.hyperlink},
        "notes": {(cell.parent.title, cell.coordinate, cell.comment.text) for cell in cells if cell.comment},
        "drop-downs": {(str(rule.sqref), rule.formula1) for rule in plan.data_validations.dataValidation},
        "marks": [rule.formula for marked in plan.conditional_formatting for rule in marked.rules],
        "folded": {row for row, look in pillars.row_dimensions.items() if look.outlineLevel == 1},
        "charts": len(charts_of(book["Summary"])),
        "printed": [(sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation) for sheet in book],
    }
