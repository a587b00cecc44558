"""The acts of a year, as people do them on the pages; `home` is the address of an assessment."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.menus import download_gap_report


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def answer(page: Page, address: str, indicator: str, level: int, evidence: str) -> None:
    page.goto(address)
    card = page.locator(f"form#{indicator}")
    card.locator(f'input[name="choice"][value="{level}"]').check()
    card.locator(".add-reference").evaluate("reference => { reference.open = true }")
    card.locator('textarea[name="evidence"]').last.fill(evidence)
    card.locator('textarea[name="evidence"]').last.blur()
    expect(card).to_have_attribute("data-state", "saved")


def sign(page: Page, home: str, year: str = "2026") -> None:
    page.goto(f"{home}/signature")
    page.get_by_label("Your name").fill("Hugo Hale")
    page.get_by_label("Your title").fill("Director General")
    page.get_by_role("checkbox", name="I have checked").check()
    page.locator("main").get_by_role("button", name=f"Sign and submit {year}").click()
    expect(page.locator("main")).to_contain_text("Hugo Hale")


def decide(page: Page, home: str, indicator: str, level: int, why: str = "", element: str = "E1.1") -> None:
    page.goto(f"{home}/review/{element}")
    form = page.locator(f"#decide-{indicator}")
    form.locator(f'input[data-level="{level}"]').check()
    if why:
        form.get_by_label(why).check()
    expect(form).to_have_attribute("data-state", "saved")


def begin_review(page: Page, home: str) -> None:
    page.goto(f"{home}/review")
    page.get_by_role("link", name="Begin the review").click()
    press(page, "Begin the review")
    expect(page.get_by_role("status")).to_contain_text("The review has begun")


def finish_review(page: Page, home: str) -> None:
    """Nothing but what was decided is examined."""
    page.goto(f"{home}/review/completion")
    page.get_by_label("as signed, without examination").check()
    page.get_by_label("Why are they not examined?").fill("Only what was returned was looked at")
    page.get_by_label("No recommendation is needed").check()
    page.get_by_label("Why is none needed?").fill("They were given in the first edition")
    press(page, "Finish the review")
    expect(page.get_by_role("status")).to_contain_text("The review is finished")


def publish(page: Page, home: str) -> None:
    page.goto(f"{home}/review")
    page.get_by_role("link", name="Publish this result").click()
    expect(page.locator("main")).to_contain_text("answers were accepted without examination")
    press(page, "Publish this result")
    expect(page.get_by_role("status")).to_contain_text("The result was published")


def downloaded_report(page: Page, home: str, folder: Path) -> Path:
    page.goto(f"{home}/scorecard")
    with page.expect_download() as download:
        download_gap_report(page)
    file = folder / "report.xlsx"
    download.value.save_as(file)
    return file
