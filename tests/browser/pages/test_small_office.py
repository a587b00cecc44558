"""The first year on 2027.1 in a browser: an office of 60 people, from the opened round to the report of the auditor."""

import json
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import APIRequestContext, Page, expect
from sqlmodel import col, select

from app.cli.demo.loading import ANSWERS
from app.db.tables.rounds import Assessment
from app.features.rounds.calendar import DATES
from questionnaires.catalogue import Catalogue
from tests.browser.conftest import Enter, Watch
from tests.browser.site import Site
from tests.browser.year import answer, begin_review, decide, downloaded_report, finish_review, press, publish, sign
from tests.cast import ARDEN
from tests.house.bodies import BODIES

pytestmark = pytest.mark.browser

VERSION, YEAR = "2027.1", "2027"
SMALL = json.loads((ANSWERS / VERSION / "small.json").read_text("utf-8"))["profile"] | {"profile.staff_total": 60}
TOO_OLD = "Dated 14 months before the snapshot date, 31 December 2025. Level 3 asks for the last 12 months."


def test_an_office_of_sixty_answers_2027_1_and_its_report_says_so(
    enter: Enter, site: Site, colleague: APIRequestContext, watch: Watch, catalogue: Catalogue, tmp_path: Path
) -> None:
    watch.expects("status of 422 (Unprocessable")  # a level that differs is sent before its reason is chosen
    sofia, alice, hugo, rita = (enter(name) for name in ("sofia", "alice", "hugo", "rita"))
    home = opened_on_2027_1(sofia, site)
    given = {key: value for key, value in SMALL.items() if not catalogue[VERSION].profile_keys[key].given}
    assert colleague.put(f"/api/v1{home}/profile", data={"profile": given, "revision": 0}).ok
    reads_the_small_text_and_is_told_of_old_evidence(alice, home, catalogue)
    sign(hugo, home, YEAR)
    reviewed_and_published(sofia, rita, home)
    report_says_what_2027_1_says_more(enter("bob"), home, catalogue, tmp_path)


def opened_on_2027_1(sofia: Page, site: Site) -> str:
    """The address of Arden's new assessment."""
    sofia.goto("/rounds#new")
    sofia.get_by_label("Version of the questionnaire").select_option(VERSION)
    for name in ("name", *DATES):
        sofia.locator(f"#new [name={name}]").fill(BODIES["/rounds"][name])
    press(sofia, "Set up the round")
    sofia.get_by_role("link", name="Add administrations").first.click()
    sofia.locator("input[name=administration][value=arden]").check()
    press(sofia, "Add selected administrations")
    with site.database.reading() as db:
        newest = select(Assessment).where(col(Assessment.administration_id) == "arden", col(Assessment.id) != ARDEN)
        return f"/assessments/{db.exec(newest.where(col(Assessment.questionnaire) == VERSION)).one().id}"


def reads_the_small_text_and_is_told_of_old_evidence(alice: Page, home: str, catalogue: Catalogue) -> None:
    alice.goto(f"{home}/elements/E2.9")
    small = catalogue[VERSION].words("en").indicators["EQ-33"].small["3"]
    expect(alice.locator("form#EQ-33")).to_contain_text(small)
    alice.goto(f"{home}/evidence/references?indicator=RC-03")
    for name, text in (("title", "Minutes"), ("holder", "Personnel"), ("dated_on", "2024-10-31")):
        alice.locator(f"main [name={name}]").fill(text)
    alice.locator("main form.card button[type=submit]").click()
    answer(alice, f"{home}/elements/E1.1", "RC-03", 3, "Strategic plan, page 7")
    expect(alice.locator("form#RC-03")).to_contain_text(TOO_OLD)
    alice.goto(f"{home}/signature")
    expect(alice.locator("main")).to_contain_text("Look at these before you sign")


def reviewed_and_published(sofia: Page, rita: Page, home: str) -> None:
    sofia.goto(f"{home}/review")
    sofia.locator("#assessment > summary").click()
    sofia.get_by_label("Reviewer").select_option(label="Rita")
    press(sofia, "Assign")
    begin_review(rita, home)
    rita.goto(f"{home}/review/E1.1")
    expect(rita.locator("main")).to_contain_text(TOO_OLD)
    decide(rita, home, "RC-03", 2, "The evidence does not show the level")
    finish_review(rita, home)
    publish(sofia, home)


def report_says_what_2027_1_says_more(bob: Page, home: str, catalogue: Catalogue, folder: Path) -> None:
    book = openpyxl.load_workbook(downloaded_report(bob, home, folder))
    texts = {
        name: [str(cell.value) for row in book[name].rows for cell in row if cell.value] for name in book.sheetnames
    }
    assert {"GEOAT", "SDG 5"} <= set(texts["Crosswalk"])
    assert any(catalogue[VERSION].words("en").conventions[3] in text for text in texts["Method and version"])
