"""A coordinator brings the workforce tables into the product: from a spreadsheet, block by block."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from app.cli.demo.loading import ANSWERS
from app.cli.demo.year import NUMBERS
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import Table
from tests.browser.conftest import Enter, Watch
from tests.browser.site import Site
from tests.browser.year import sign
from tests.cast import ARDEN
from tests.states import put_on_version

pytestmark = pytest.mark.browser

VERSION = "2027.1"
HOME = f"/assessments/{ARDEN}"
COPIED = json.loads((NUMBERS / "valdoria.json").read_text("utf-8"))
PROFILE = json.loads((ANSWERS / VERSION / "full.json").read_text("utf-8"))["profile"]
PASTE = """(field, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_all_tables_are_pasted_checked_and_signed(
    enter: Enter, site: Site, colleague: APIRequestContext, watch: Watch, catalogue: Catalogue
) -> None:
    watch.expects("status of 422 (Unprocessable")
    with site.database.writing() as db:
        put_on_version(db, catalogue, VERSION)
    given = {key: value for key, value in PROFILE.items() if not catalogue[VERSION].profile_keys[key].given}
    assert colleague.put(f"/api/v1{HOME}/profile", data={"profile": given, "revision": 0}).ok
    alice, hugo = enter("alice"), enter("hugo")
    tables = [table for table in catalogue.workforce[VERSION].asked(PROFILE) if not table.optional]

    alice.goto(f"{HOME}/workforce/{tables[0].id}")
    for table in tables:
        paste(alice, table)
        alice.get_by_role("link", name="Next table").click()

    alice.goto(f"{HOME}/workforce")
    asked = alice.locator(".tasks").first
    expect(asked.get_by_role("link")).to_have_count(len(tables))
    expect(asked).not_to_contain_text("Not started")
    expect(asked).not_to_contain_text("thing")
    a_mistake_is_told_where_it_is_and_mended(alice)
    sign(hugo, HOME)


def paste(page: Page, table: Table) -> None:
    page.locator(".grid input").first.evaluate(PASTE, "\n".join(lines(table)))
    expect(page.locator("form.autosave")).to_have_attribute("data-state", "saved")


def lines(table: Table) -> Iterator[str]:
    """As they stand on the page and in the workbook: what is counted one below the other, women beside men."""
    for measure in table.measures:
        columns = [f".{sex}" for sex in measure.sexes if sex != "X"] or [""]
        for row in table.rows:
            yield "\t".join(str(COPIED[f"{table.id}/{row}/{measure.id}{column}"]) for column in columns)


def a_mistake_is_told_where_it_is_and_mended(alice: Page) -> None:
    alice.goto(f"{HOME}/workforce/WT3a")
    hired = alice.locator("[id='WT3a-GB-hired.W']")
    expect(hired).to_have_value("25")
    hired.fill("29")
    hired.press("Enter")
    expect(alice.locator("[id='WT3a-GC-hired.W']")).to_be_focused()
    expect(alice.locator("#checks")).to_contain_text("No more people can be hired than were offered a post")
    expect(alice.locator("[id='mark-WT3a-GB-hired.W']")).to_have_text("!")
    hired.fill("25 people")
    hired.press("Tab")
    expect(alice.locator(".save-failed")).to_contain_text("Supervisors and professionals (grades 4 and 5), Were hired")
    expect(hired).to_have_value("25 people")
    hired.fill("25")
    hired.press("Tab")
    expect(alice.locator("form.autosave")).to_have_attribute("data-state", "saved")
    expect(alice.locator("#checks")).not_to_contain_text("hired")
