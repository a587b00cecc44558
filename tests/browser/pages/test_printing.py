"""Pages on paper: a button prints the result on three sheets at most, and the board summary on one."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.cast import ARDEN

pytestmark = pytest.mark.browser

RESULT = f"/assessments/{ARDEN}/scorecard"
BOARD = f"/assessments/{ARDEN}/board-summary"
SHEET = re.compile(rb"/Type\s*/Page\b")
MOST_SHEETS = 3


def sheets(person: Page, address: str, folder: Path) -> int:
    """How many A4 pages it takes."""
    person.goto(address)
    file = folder / "printed.pdf"
    person.pdf(path=file, format="A4")
    return len(SHEET.findall(file.read_bytes()))


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
    assert 1 <= sheets(alice, RESULT, tmp_path) <= MOST_SHEETS
    alice.emulate_media(media="print")
    for seen, unseen in ((".level-scale", ".top"), (".pillar-scores", ".places"), (".level-bar", "[data-print]")):
        expect(alice.locator(seen).first).to_be_visible()
        expect(alice.locator(unseen).first).to_be_hidden()


def test_the_board_summary_takes_one_sheet(alice: Page, tmp_path: Path) -> None:
    assert sheets(alice, BOARD, tmp_path) == 1
