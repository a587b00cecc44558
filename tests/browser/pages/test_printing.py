"""The result page on paper: a button prints it, and it takes three sheets at most."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.cast import ARDEN

pytestmark = pytest.mark.browser

RESULT = f"/assessments/{ARDEN}/scorecard"
SHEET = re.compile(rb"/Type\s*/Page\b")
MOST_SHEETS = 3


def test_the_button_prints_the_page(alice: Page) -> None:
    alice.add_init_script("window.print = () => { document.title = 'printed' }")
    alice.goto(RESULT)

    alice.get_by_role("button", name="Print").click()

    expect(alice).to_have_title("printed")


def test_without_script_there_is_no_such_button(enter: Enter) -> None:
    page = enter("alice", java_script_enabled=False)
    page.goto(RESULT)

    expect(page.get_by_role("heading", name="Overall")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()


def test_it_takes_three_sheets_of_a4_and_no_navigation(alice: Page, tmp_path: Path) -> None:
    alice.goto(RESULT)
    file = tmp_path / "result.pdf"

    alice.pdf(path=file, format="A4")

    assert 1 <= len(SHEET.findall(file.read_bytes())) <= MOST_SHEETS
    alice.emulate_media(media="print")
    for seen, unseen in ((".level-scale", ".top"), (".pillar-scores", ".places"), (".level-bar", "[data-print]")):
        expect(alice.locator(seen).first).to_be_visible()
        expect(alice.locator(unseen).first).to_be_hidden()
