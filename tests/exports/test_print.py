"""What comes out of the printer: LibreOffice turns the workbook into pages."""

import subprocess

import pytest

from exports.gap.report import Facts
from exports.gap.workbook import draw
from tests.exports.builders import a_report, mixed

pytestmark = pytest.mark.office
LONG_NAME = "General Administration of Customs, Excise and Border Revenue of the Federated Islands of Aurelia"


def printed(folder, report):
    """The text of each page."""
    (folder / "report.xlsx").write_bytes(draw(report))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "report.xlsx"]
    subprocess.run(office, check=True, capture_output=True, timeout=120)
    text = subprocess.run(["pdftotext", folder / "report.pdf", "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    facts = Facts(LONG_NAME, "2026", "In progress", "2026-11-21")
    answers = mixed() | {id_: {"state": "unknown"} for id_ in ("RC-01", "EQ-01", "AW-01", "CO-01")}
    return printed(tmp_path_factory.mktemp("office"), a_report(answers, facts=facts))


def test_the_summary_is_exactly_one_page(pages):
    assert "Self-assessment, not signed" in pages[0]
    assert "The questions behind the figures" in pages[0]
    assert "Pillar or element" in pages[1]


def test_every_page_says_which_it_is(pages):
    assert [number for number, page in enumerate(pages, 1) if f"Page {number} of {len(pages)}" not in page] == []


def test_every_page_names_the_report(pages):
    assert [page for page in pages if "Gap report 2026: General Administration of Customs" not in page] == []


def test_an_empty_assessment_prints_too(tmp_path):
    pages = printed(tmp_path, a_report({}))

    assert "Pillar or element" in pages[1]
