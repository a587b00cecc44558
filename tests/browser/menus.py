"""What is in the menus at the top of a page, opened and pressed as a person does it."""

from playwright.sync_api import Page


def sign_out(page: Page) -> None:
    page.locator(".top .menu > summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()


def download_gap_report(page: Page) -> None:
    page.locator(".places .menu > summary").click()
    page.locator(".places").get_by_role("link", name="Gap report (Excel)").click()
