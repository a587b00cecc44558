"""The way of a workbook: download, fill in, send back, choose, store, take back."""

from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, FilePayload, Page, expect

from tests.app.workbooks.sending import filled
from tests.browser.conftest import Watch
from tests.browser.site import Site
from tests.cast import ARDEN

pytestmark = pytest.mark.browser

HOME = f"/assessments/{ARDEN}/workbook"
CELLS = {("RC-01", "answer"): 4, ("RC-01", "comment"): "From the workshop", ("RC-02", "answer"): "1 Initial"}


def download(page: Page) -> bytes:
    page.goto(HOME)
    with page.expect_download() as download_info:
        page.get_by_role("link", name="Download all questions").click()
    return Path(download_info.value.path()).read_bytes()


def send_back(page: Page, workbook: bytes) -> None:
    page.goto(HOME)
    file: FilePayload = {"name": "Workshop.xlsx", "mimeType": "application/octet-stream", "buffer": workbook}
    page.get_by_label("Workbooks (.xlsx)").set_input_files([file])
    page.get_by_role("button", name="Preview changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview changes")


def test_the_whole_way(alice: Page, colleague: APIRequestContext, site: Site) -> None:
    workbook = filled(download(alice), CELLS)
    body = {"state": "answered", "value": 2, "comment": "Dora's", "revision": 0}
    assert colleague.put(f"/api/v1/assessments/{ARDEN}/answers/RC-01", data=body).ok

    send_back(alice, workbook)
    expect(alice.locator(".counts")).to_contain_text("1 conflicting")
    conflict = alice.locator("#RC-01")
    expect(conflict).to_contain_text("saved by Dora")
    conflict.get_by_label("Use the answer in the workbook").check()
    alice.get_by_role("button", name="Save changes").click()

    expect(alice.get_by_role("status")).to_contain_text("2 answers were saved.")
    stored = site.stored("RC-01")
    assert (stored.answer.value, stored.answer.comment, stored.by) == (4, "From the workshop", "alice")
    alice.get_by_role("button", name="Undo import").first.click()

    expect(alice.get_by_role("status")).to_contain_text("The import was undone.")
    assert site.stored("RC-01").answer.comment == "Dora's"
    assert site.stored("RC-02").answer.state == "not_answered"


@pytest.mark.parametrize("width", [320, 768])
def test_a_preview_without_a_choice_leads_back_to_the_question(
    width: int, alice: Page, colleague: APIRequestContext, watch: Watch
) -> None:
    watch.expects("status of 422")
    alice.set_viewport_size({"width": width, "height": 800})
    workbook = filled(download(alice), CELLS)
    body = {"state": "answered", "value": 2, "revision": 0}
    assert colleague.put(f"/api/v1/assessments/{ARDEN}/answers/RC-01", data=body).ok
    send_back(alice, workbook)
    assert alice.evaluate("document.documentElement.scrollWidth") <= width

    alice.get_by_role("button", name="Save changes").click()

    expect(alice.get_by_role("alert")).to_contain_text("Nothing is saved yet.")
    alice.get_by_role("alert").get_by_role("link", name="RC-01").click()
    expect(alice.locator("#RC-01")).to_be_in_viewport()
