"""The sheet "Recommendations": the texts of the whole, what is recommended, what became of it; one page wide."""

from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from exports.gap.findings import Findings
from exports.gap.outcome import NO_OUTCOME, Followed, Outcome, Recommended
from exports.gap.recommendations import WIDTHS, recommendation_sheet
from exports.gap.report import gap_report
from exports.gap.workbook import draw_gap_report
from exports.heights import TALLEST
from tests.exports.builders import FACTS, assess, mixed, opened, questionnaire

FIRST = Recommended(1, "RC-01", "=1+1 is no finding", "Nobody is held to it", "Set a date", "2027-06-30")
BEFORE = Followed("2025", 4, "RC-02", "Print the policy", "2026-06-30", "under way", "It is at the printer's")
GONE = Followed("2025", 5, "XX-99", "Of a question that is no more")
OUTCOME = Outcome((FIRST,), {"method": "Two people read everything"}, (BEFORE, GONE))


def findings(outcome: Outcome) -> Findings:
    document, scorecard, gaps = assess(mixed())
    parts = (questionnaire(), FACTS, document.profile, document.answers, scorecard, gaps)
    return Findings(*parts, language="en", translate=str, outcome=outcome)


def drawn(outcome: Outcome) -> Worksheet:
    return opened(draw_gap_report(gap_report(findings(outcome))))["Recommendations"]


def texts(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True) if any(row)]


def test_it_says_the_texts_then_what_is_recommended_then_what_became_of_it() -> None:
    rows = texts(drawn(OUTCOME))

    assert rows[1:4] == [("The review as a whole",), ("Method",), ("Two people read everything",)]
    question = questionnaire().words("en").indicators["RC-01"].question
    recommended = ("R1", "RC-01", question, FIRST.finding, FIRST.risk, FIRST.recommended, FIRST.due_on)
    assert recommended in rows
    assert ("What became of the recommendations of 2025",) in rows
    assert any(row[:2] == ("R4", "RC-02") and "Under way" in row and BEFORE.reason in row for row in rows)
    assert ("R5", "XX-99", GONE.recommended, "Not said yet") in rows


def test_it_is_one_page_wide_and_long_texts_are_whole() -> None:
    long = "A sentence of a reviewer who has much to say. " * 200
    sheet = drawn(replace(OUTCOME, summary={"method": long}))

    assert sheet.sheet_properties.pageSetUpPr
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area.endswith(f"$G${sheet.max_row}")
    assert len(WIDTHS) == sheet.max_column
    assert all((dimension.height or 0) <= TALLEST for dimension in sheet.row_dimensions.values())
    assert (long,) in texts(sheet)


def test_a_review_that_left_nothing_has_no_such_sheet() -> None:
    assert recommendation_sheet(findings(NO_OUTCOME)) is None
    with_it, without = (
        opened(draw_gap_report(gap_report(findings(outcome)))).sheetnames for outcome in (OUTCOME, NO_OUTCOME)
    )
    assert [name for name in with_it if name != "Recommendations"] == without
