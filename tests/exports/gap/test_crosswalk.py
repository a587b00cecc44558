"""The sheet "Crosswalk": each question in each part of each framework, with the level that it has there."""

import pytest

from exports.content import GapReport
from exports.gap.workbook import draw_gap_report
from questionnaires.definition import FRAMEWORKS
from tests.exports.builders import Row, named, opened, said_in
from tests.exports.newest import a_newest_report, newest


@pytest.fixture(scope="module")
def report() -> GapReport:
    return a_newest_report({"profile.aeo_programme": "no"})


@pytest.fixture(scope="module")
def rows(report: GapReport) -> list[Row]:
    return said_in(named(report, "Crosswalk"))


def test_every_scored_question_stands_in_each_part_that_the_version_names(rows: list[Row]) -> None:
    expected = {
        (place.framework, part, indicator.id)
        for indicator in newest().structure.indicators
        if indicator.is_scored
        for place in indicator.crosswalk
        for part in place.parts
    }

    assert {(row["Framework"], row["Part"], row["Indicator"]) for row in rows} == expected
    assert len(rows) == len(expected)


def test_frameworks_stand_in_their_order_and_parts_as_people_count(rows: list[Row]) -> None:
    frameworks = [FRAMEWORKS.index(row["Framework"]) for row in rows]
    parts = list(dict.fromkeys(row["Part"] for row in rows if row["Framework"] == "UN-SWAP"))

    assert frameworks == sorted(frameworks)
    assert [part.split()[1] for part in parts] == sorted((part.split()[1] for part in parts), key=int)


def test_each_row_says_the_level_or_why_there_is_none(rows: list[Row]) -> None:
    levels = {row["Indicator"]: row["Level"] for row in rows}

    assert [levels[id_] for id_ in ("RC-02", "RC-03", "CO-16", "RC-01", "CO-10")] == [
        3,
        "0*",
        "Not applicable",
        "Not answered",
        "Not asked",
    ]


def test_each_row_names_question_and_element(rows: list[Row]) -> None:
    row = next(row for row in rows if row["Indicator"] == "RC-02")
    words = newest().words("en")

    assert row["Question"] == words.indicators["RC-02"].question
    assert row["Element"] == f"E1.1 {words.elements['E1.1'].title}"


def test_it_is_drawn_one_page_wide_before_the_method(report: GapReport) -> None:
    book = opened(draw_gap_report(report))
    sheet = book["Crosswalk"]

    assert book.sheetnames.index("Crosswalk") + 1 == book.sheetnames.index("Method and version")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows


def test_a_version_that_names_no_framework_has_no_such_sheet(mixed_report: GapReport) -> None:
    assert "Crosswalk" not in [table.name for table in mixed_report.tables]
