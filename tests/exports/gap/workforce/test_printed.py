"""The two sheets on paper: one page wide, each table with its titles, and the own edition says that it is."""

import re

import pytest

from exports.gap.workbook import draw_gap_report
from tests.exports.gap.workforce.reports import a_report_with, every_number, published, valdoria
from tests.exports.office import convert_all
from tests.exports.test_print import pages_of

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    drawn = {"own": every_number(valdoria()), "others": published(valdoria())}
    workbooks = {name: draw_gap_report(a_report_with(numbers)) for name, numbers in drawn.items()}
    return {
        name: pages_of(pdf) for name, pdf in convert_all(tmp_path_factory.mktemp("paper"), workbooks, "pdf").items()
    }


def of_sheet(pages: list[str], name: str) -> list[str]:
    return [page for page in pages if re.search(rf"^{name}( · .*)?$", page, re.MULTILINE) and "Crosswalk" not in page]


@pytest.mark.parametrize("edition", ["own", "others"])
def test_each_page_has_the_titles_of_its_tables(pages: dict[str, list[str]], edition: str) -> None:
    tables, results = (of_sheet(pages[edition], name) for name in ("Workforce tables", "Results"))

    assert 5 <= len(tables) <= 9
    assert all("What is counted" in page and "All" in page for page in tables)
    assert 5 <= len(results) <= 12
    assert all(re.search("Of whom|Who went this way|Grade|Indicator|Element", page) for page in results)


def test_only_the_own_edition_says_that_it_is_not_to_be_passed_on(pages: dict[str, list[str]]) -> None:
    told = {edition: sum("own edition, do not pass on" in page for page in pages[edition]) for edition in pages}

    assert told["own"] == len(of_sheet(pages["own"], "Workforce tables")) + len(of_sheet(pages["own"], "Results"))
    assert told["others"] == 0
