"""The job that people come for: sign in, say who they are, answer, see where they stand, take the report away."""

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.card import Card, open_card
from tests.browser.conftest import Enter
from tests.browser.menus import download_gap_report, sign_out
from tests.browser.site import Site
from tests.cast import ARDEN, PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Email address").fill("alice@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")


def test_the_whole_job_by_mouse(enter: Enter, site: Site) -> None:
    page = enter()
    sign_in(page)
    page.get_by_role("link", name="Start").click()
    page.locator('input[name="profile.land_border"][value="yes"]').check()
    page.get_by_role("button", name="Save and go to the questions").click()
    page.get_by_role("link", name="Mandate and policy").click()
    for id_, choice in (("RC-01", "3"), ("RC-02", "2"), ("RC-03", "4")):
        Card(page, id_).choose(choice)
        Card(page, id_).expect_saved()
    expect(page.locator("#element-progress")).to_contain_text("3 of 3")

    page.get_by_role("link", name="Back to all questions").click()
    expect(page.locator(".tasks li").filter(has_text="Mandate and policy")).to_contain_text("Completed")
    page.locator(".places-row").get_by_role("link", name="Result", exact=True).click()
    expect(page.get_by_role("heading", name="Overall")).to_be_visible()

    with page.expect_download() as download:
        download_gap_report(page)
    assert download.value.suggested_filename.endswith(".xlsx")
    assert "RC-01" in texts(str(download.value.path()))


def texts(path: str) -> set[str]:
    """Every text of the workbook, read through a stream since the download has a name without its ending."""
    with open(path, "rb") as file:
        book = openpyxl.load_workbook(file)
    return {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}


def tab_until(page: Page, wanted: str, most: int = 25) -> None:
    """Presses Tab until the focus stands on what matches `wanted`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} was not reached with {most} tabs")


def test_an_element_by_keyboard_alone(alice: Page, site: Site) -> None:
    """Space chooses, the arrows move on; each question is reached with Tab."""
    open_card(alice, element="E1.2")
    tab_until(alice, 'main form input[name="choice"]')
    for steps, id_ in ((0, "RC-04"), (2, "RC-05"), (3, "RC-06"), (1, "RC-07")):
        tab_until(alice, f"#{id_} input[name=choice]") if id_ != "RC-04" else None
        alice.keyboard.press("Space")
        for _ in range(steps):
            alice.keyboard.press("ArrowDown")
        Card(alice, id_).expect_saved()
    tab_until(alice, "#RC-07 .more-fields summary")
    alice.keyboard.press("Enter")
    tab_until(alice, "#RC-07 textarea[name=comment]")
    alice.keyboard.type("Typed without a mouse")
    alice.keyboard.press("Tab")
    Card(alice, "RC-07").expect_saved()

    values = [site.stored(id_).answer.value for id_ in ("RC-04", "RC-05", "RC-06", "RC-07")]
    assert values == [0, 2, 3, "partly"]
    assert site.stored("RC-07").answer.comment == "Typed without a mouse"


def test_the_skip_link_leads_past_the_head_of_the_page(alice: Page) -> None:
    alice.goto(f"/assessments/{ARDEN}")
    alice.keyboard.press("Tab")
    expect(alice.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(alice.get_by_role("link", name="Skip to the content")).to_be_in_viewport()

    alice.keyboard.press("Enter")

    expect(alice.locator("main")).to_be_focused()


def test_signing_out_ends_the_session(alice: Page) -> None:
    alice.goto("/")
    sign_out(alice)
    expect(alice.get_by_role("heading", level=1)).to_have_text("Sign in")

    alice.goto(f"/assessments/{ARDEN}")

    expect(alice.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_signing_in_leads_to_the_page_that_was_asked_for(enter: Enter) -> None:
    page = enter()
    page.goto(f"/assessments/{ARDEN}/scorecard")
    page.get_by_label("Email address").fill("alice@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/assessments/{ARDEN}/scorecard")


def test_the_secretariat_reads_answers_and_cannot_change_them(alice: Page, enter: Enter) -> None:
    card = open_card(alice)
    card.write("Signed in May")
    card.expect_saved()

    sofia = enter("sofia")
    sofia.goto(f"/assessments/{ARDEN}/elements/E1.1")

    expect(sofia.locator("main")).to_contain_text("Signed in May")
    expect(sofia.locator("main :is(input, textarea, button):enabled")).to_have_count(0)
