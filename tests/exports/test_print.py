"""What comes out of the printer: LibreOffice turns workbooks into pages, all of them in one run."""

import re
import subprocess
from pathlib import Path

import pytest

from exports.answer_workbook.paper import draw_paper
from exports.gap.facts import Facts
from exports.gap.workbook import draw_gap_report
from tests.exports.answer_workbook.builders import content_of
from tests.exports.builders import a_report, mixed
from tests.exports.mirrored import a_mirrored_report, mirrored
from tests.exports.newest import a_newest_report
from tests.exports.office import convert_all

pytestmark = pytest.mark.office
LONG_NAME = "General Administration of Customs, Excise and Border Revenue of the Federated Islands of Aurelia"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page, of gap reports and of the questions on paper."""
    folder = tmp_path_factory.mktemp("office")
    facts = Facts(LONG_NAME, "2026", "In progress", "2026-11-21")
    answers = mixed() | {id_: {"state": "unknown"} for id_ in ("RC-01", "EQ-01", "AW-01", "CO-01")}
    reports = {"full": a_report(answers, facts=facts), "empty": a_report({}), "right to left": a_mirrored_report()}
    reports["newest"] = a_newest_report({"profile.staff_total": 60})
    workbooks = {name: draw_gap_report(report) for name, report in reports.items()}
    workbooks["paper"] = draw_paper(content_of({}))
    converted = convert_all(folder, workbooks, "pdf")
    return {name: pages_of(pdf) for name, pdf in converted.items()}


def pages_of(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


@pytest.fixture(scope="module")
def pages(printed: dict[str, list[str]]) -> list[str]:
    return printed["full"]


def test_the_summary_is_exactly_one_page(pages: list[str]) -> None:
    assert "Self-assessment, not signed" in pages[0]
    assert "The questions behind the figures" in pages[0]
    assert "Pillar or element" in pages[1]


def test_every_page_says_which_it_is(pages: list[str]) -> None:
    assert [number for number, page in enumerate(pages, 1) if f"Page {number} of {len(pages)}" not in page] == []


def test_every_page_names_the_report(pages: list[str]) -> None:
    assert [page for page in pages if "Gap report 2026: General Administration of Customs" not in page] == []


def test_the_crosswalk_is_one_page_wide(printed: dict[str, list[str]]) -> None:
    titles = ("Framework", "Part", "Indicator", "Question", "Level", "Element")
    pages = [page for page in printed["newest"] if "Framework" in page]

    assert len(pages) > 1
    assert all(title in page for page in pages for title in titles)


def test_an_empty_assessment_prints_too(printed: dict[str, list[str]]) -> None:
    assert "Pillar or element" in printed["empty"][1]


def test_from_right_to_left_the_fullest_summary_is_exactly_one_page_too(printed: dict[str, list[str]]) -> None:
    first, second, *_ = printed["right to left"]

    # Words only: how lines of both directions are put together is the reader's matter.
    assert mirrored("behind") in first
    assert mirrored("applicable") in first
    assert mirrored("Weight") in second


def test_on_paper_no_question_is_torn_apart(printed: dict[str, list[str]]) -> None:
    pages = printed["paper"]

    assert len(pages) <= 36, "three questions share a page"
    for page in pages[1:]:
        assert re.findall(r"\b(?:RC|EQ|LD|AW|CO)-\d\d\b", page), "a page without a question"
        assert page.count("Evidence (expected") == page.count("Comment, and who") == page.count("DK")
