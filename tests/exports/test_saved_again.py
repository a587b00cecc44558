"""What LibreOffice saved again is genuine, is shown as it was, and still helps people."""

from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook

from exports.content import GapReport
from exports.gap.workbook import draw_gap_report
from tests.exports.builders import charts_of, opened
from tests.exports.looking import BY_A_STEP, format_as, seen
from tests.exports.office import convert
from tests.exports.seals import ABOUT, SIGNER, found, resaved, small

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def given(mixed_report: GapReport) -> dict[str, bytes]:
    return {
        "report": draw_gap_report(replace(mixed_report, about=ABOUT), SIGNER),
        "small": small(),
        "forged": resaved(small(), format_as("Figures", "A2", '"87.5"')),
        "hidden": resaved(small(), BY_A_STEP["a hidden row"][0]),
    }


@pytest.fixture(scope="module")
def saved(given: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """By the same names."""
    folder = tmp_path_factory.mktemp("office")
    files = [folder / f"{name}.xlsx" for name in given]
    for file, data in zip(files, given.values(), strict=True):
        file.write_bytes(data)
    convert(files, "xlsx", folder / "out")
    return {file.stem: (folder / "out" / file.name).read_bytes() for file in files}


def test_a_gap_report_is_genuine_and_unchanged(saved: dict[str, bytes]) -> None:
    assert {name: found(data) for name, data in saved.items() if found(data)} == {}


def test_a_report_is_shown_without_an_alarm_and_what_somebody_did_is_kept(saved: dict[str, bytes]) -> None:
    assert {name: [(one.kind, one.address) for one in seen(data)] for name, data in saved.items()} == {
        "report": [],
        "small": [],
        "forged": [("format", "A2")],
        "hidden": [("row", "2:2")],
    }


def test_what_helps_people_survives(given: dict[str, bytes], saved: dict[str, bytes]) -> None:
    assert helps_in(opened(saved["report"])) == helps_in(opened(given["report"]))


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
        "printed": [
            (sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation)
            for sheet in book
            if sheet.sheet_state == "visible"
        ],
    }
