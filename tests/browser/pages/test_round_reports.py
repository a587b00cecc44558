"""Who waits for all reports of a round sees how far they are, and gets the file."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from app.assessments.lifecycle import State
from questionnaires.catalogue import Catalogue
from tests.browser.conftest import Enter
from tests.browser.site import Site
from tests.states import put_in_state

pytestmark = pytest.mark.browser


def test_a_click_brings_the_file_and_the_page_says_so_each_time(enter: Enter, site: Site, catalogue: Catalogue) -> None:
    with site.database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    page = enter("sofia")
    page.goto("/rounds/round/reports")
    said = page.locator("#making [role=status]")
    expect(page.locator("#making")).to_be_empty()

    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("link", name="Download all").click()
        assert "manifest.json" in ZipFile(download.value.path()).namelist()
        expect(said).to_contain_text("created and sent")

    page.reload()
    expect(said).to_have_count(0)
