"""The whole year in a browser: from an invitation to the auditor who proves the published result."""

import hashlib
import json
from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, Page, expect
from sqlmodel import select

from app.access.one_time_links import path_of
from app.cli.demo.loading import ANSWERS
from app.db.tables.records import Mail
from app.features.audit.proof import prove
from app.files.evidence_store import EvidenceFiles
from questionnaires.catalogue import Catalogue
from tests.browser.conftest import Enter, Watch
from tests.browser.site import Site
from tests.browser.year import answer, begin_review, decide, downloaded_report, finish_review, press, publish, sign
from tests.cast import ARDEN
from tests.recorded import record

pytestmark = pytest.mark.browser

HOME = f"/assessments/{ARDEN}"
MANDATE, RESPONSIBILITY = f"{HOME}/elements/E1.1", f"{HOME}/elements/E1.2"
NORA = "nora@example.org"


def link_of_the_mail(site: Site) -> str:
    with site.database.reading() as db:
        mail = db.exec(select(Mail).where(Mail.kind == "invitation")).one()
        return path_of(site.key, mail.link_id)


def test_the_annual_round(
    enter: Enter, site: Site, colleague: APIRequestContext, watch: Watch, catalogue: Catalogue, tmp_path: Path
) -> None:
    with site.database.writing() as db:
        record(db, catalogue)
    watch.expects("status of 422 (Unprocessable")  # a level that differs is sent before its reason is chosen
    alice, hugo, rita, sofia, bob = (enter(name) for name in ("alice", "hugo", "rita", "sofia", "bob"))
    nora = accepts_an_invitation(alice, enter(), site)
    two_people_answer(alice, nora, colleague)
    sign(hugo, HOME)
    returned_with_a_question(rita)
    corrected(nora, hugo)
    reviewed_and_published(rita, sofia)
    proved(bob, site, catalogue, tmp_path)


def accepts_an_invitation(alice: Page, nora: Page, site: Site) -> Page:
    alice.goto("/administrations/arden/people")
    alice.get_by_text("Invite a person").click()
    alice.get_by_label("Name", exact=True).fill("Nora")
    alice.get_by_label("Email address").fill(NORA)
    alice.get_by_label("Contributor").first.check()
    press(alice, "Send invitation")
    expect(alice.get_by_role("heading", name="Nora")).to_be_visible()
    nora.goto(link_of_the_mail(site))
    nora.get_by_label("Your name").fill("Nora Nyman")
    for field in nora.locator('input[type="password"]').all():
        field.fill("a long password of hers")
    press(nora, "Accept and sign in")
    expect(nora.get_by_role("heading", name="My work")).to_be_visible()
    return nora


def two_people_answer(alice: Page, nora: Page, program: APIRequestContext) -> None:
    profile = json.loads((ANSWERS / "2026.1" / "full.json").read_text("utf-8"))["profile"]
    assert program.put(f"/api/v1{HOME}/profile", data={"profile": profile, "revision": 0}).ok
    alice.goto(MANDATE)
    alice.get_by_text("Assign this part").click()
    alice.locator(".hand-out select").select_option(label="Nora Nyman")
    press(alice, "Assign")
    nora.goto("/")
    expect(nora.locator("main")).to_contain_text("Mandate and policy")
    answer(nora, MANDATE, "RC-01", 3, "Statement of 8 March, page 1")
    answer(alice, RESPONSIBILITY, "RC-04", 2, "Order 15/2024")


def returned_with_a_question(rita: Page) -> None:
    begin_review(rita, HOME)
    decide(rita, HOME, "RC-01", 2, "The evidence does not show the level")
    rita.goto(f"{HOME}/review/return?choose=RC-01")
    rita.get_by_label("What is needed?").fill("Which page names an aim?")
    press(rita, "Return with 1 question")
    expect(rita.locator("main")).to_contain_text("Returned")


def corrected(nora: Page, hugo: Page) -> None:
    nora.goto(MANDATE)
    expect(nora.locator("main")).to_contain_text("Which page names an aim?")
    expect(nora.locator("form#RC-02")).to_have_count(0)
    answer(nora, MANDATE, "RC-01", 3, "The aim stands on page 2")
    sign(hugo, HOME)


def reviewed_and_published(rita: Page, sofia: Page) -> None:
    decide(rita, HOME, "RC-01", 3)
    finish_review(rita, HOME)
    publish(sofia, HOME)
    sofia.goto(f"{HOME}/scorecard")
    expect(sofia.locator("main")).to_contain_text("Published")


def proved(bob: Page, site: Site, catalogue: Catalogue, folder: Path) -> None:
    """The register names the very file that the auditor holds, and all that was written in the year fits the log."""
    file = downloaded_report(bob, HOME, folder)
    bob.goto("/downloads")
    expect(bob.locator("main")).to_contain_text(hashlib.sha256(file.read_bytes()).hexdigest()[:12])
    with site.database.reading() as db:
        proof = prove(db, EvidenceFiles(Path(site.database.url.database or "").parent), catalogue)
    assert (proof.problems, proof.compared.uncovered) == ([], 0)
