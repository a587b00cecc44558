"""What LibreOffice saved again, all of it in one run.

A report is genuine, is shown as it was, and still helps people; all answers of an answer workbook come back.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from exports.content import GapReport
from exports.gap.workbook import draw_gap_report
from exports.reading.workbook import read_workbook
from tests.exports.answer_workbook.builders import ONE_OF_EACH, answers_of, drawn, read
from tests.exports.answer_workbook.test_round_trip import full_of
from tests.exports.builders import charts_of, opened
from tests.exports.looking import BY_A_STEP, format_as, seen
from tests.exports.office import convert_all
from tests.exports.seals import ABOUT, SIGNER, found, put, resaved, small
from tests.exports.test_texts import HOSTILE

FILLED_IN: dict[str, Any] = {
    **{"H6": "Training", "H7": "Personnel", "H8": "Training"},
    **{"J6": date(2020, 1, 31), "J7": date(2020, 1, 31), "J8": date(2999, 1, 31)},
    **{"K6": "Done", "K7": "Under way", "K8": "Late"},
}
"""Units, due dates and states of the first three of four actions."""
SEALED = ("report", "small", "forged", "hidden")
pytestmark = pytest.mark.office


TWO_IN_ONE = re.compile("_x[0-9A-F]{4}_x[0-9A-F]{4}_")
"""Two codes that share a line: LibreOffice writes them so that no program can tell what they were."""
TEXTS = [text for text in HOSTILE if text.strip() and not TWO_IN_ONE.search(text)]


@pytest.fixture(scope="module")
def given(mixed_report: GapReport) -> dict[str, bytes]:
    report = draw_gap_report(replace(mixed_report, about=ABOUT), SIGNER)
    return {
        "report": report,
        "filled in": resaved(report, *(put("Action plan", place, value) for place, value in FILLED_IN.items())),
        "small": small(),
        "forged": resaved(small(), format_as("Figures", "A2", '"87.5"')),
        "hidden": resaved(small(), BY_A_STEP["a hidden row"][0]),
        "answers of each kind": drawn(ONE_OF_EACH),
        "hostile answers": drawn(full_of(TEXTS)),
    }


@pytest.fixture(scope="module")
def saved(given: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """By the same names."""
    files = convert_all(tmp_path_factory.mktemp("office"), given, "xlsx")
    return {name: file.read_bytes() for name, file in files.items()}


def test_a_gap_report_is_genuine_and_unchanged(saved: dict[str, bytes]) -> None:
    assert {name: found(saved[name]) for name in SEALED} == {name: [] for name in SEALED}


def test_a_plan_that_people_fill_in_totals_itself_and_stays_genuine(saved: dict[str, bytes]) -> None:
    [plan] = [sheet for sheet in read_workbook(saved["filled in"]) if sheet.name == "Action plan"]

    assert plan.text("A2") == (
        "Actions: 4. Not started: 1; under way: 1; done: 1; late: 1; dropped: 0. Overdue: 1. Without a due date: 1."
    )
    assert plan.text("A3") == "By responsible unit: Training: 2; Personnel: 1; no unit named: 1."
    assert {change.is_open for change in found(saved["filled in"])} == {True}


def test_a_report_is_shown_without_an_alarm_and_what_somebody_did_is_kept(saved: dict[str, bytes]) -> None:
    assert {name: [(change.kind, change.address) for change in seen(saved[name])] for name in SEALED} == {
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


def test_all_answers_come_back(saved: dict[str, bytes]) -> None:
    assert answers_of(read(saved["answers of each kind"]), ONE_OF_EACH) == ONE_OF_EACH


def test_all_texts_of_answers_come_back(saved: dict[str, bytes]) -> None:
    answers = full_of(TEXTS)

    assert answers_of(read(saved["hostile answers"]), answers) == answers


def test_answers_are_counted_as_we_count_them(given: dict[str, bytes], saved: dict[str, bytes]) -> None:
    ours, theirs = (read_workbook(books["answers of each kind"]) for books in (given, saved))

    formulas = [(sheet.name, at) for sheet in ours for at, cell in sheet.cells.items() if cell.formula]
    assert len(formulas) == 11
    for name, at in formulas:
        [before], [after] = ([sheet.cells[at].value for sheet in book if sheet.name == name] for book in (ours, theirs))
        assert before == after
