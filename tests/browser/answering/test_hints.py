"""Evidence out of its period is told in a real browser: as soon as a level is saved, and as soon as a piece goes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.access.identity import utc_now
from app.db.tables.answers import Evidence, EvidenceUse
from questionnaires.catalogue import Catalogue
from tests.browser.card import Card
from tests.browser.places import HOME
from tests.browser.site import Site
from tests.cast import ARDEN
from tests.states import put_on_version

pytestmark = pytest.mark.browser


@pytest.fixture
def dated(site: Site, catalogue: Catalogue) -> None:
    """RC-03 names minutes from 14 months before the snapshot date."""
    with site.database.writing() as db:
        put_on_version(db, catalogue, "2027.1")
        known: dict[str, Any] = {
            "assessment_id": ARDEN,
            "title": "Minutes",
            "holder": "Personnel",
            "dated_on": "2024-10-31",
        }
        db.add(Evidence(id="minutes", kind="reference", added_by="alice", added_at=utc_now(), **known))
        db.flush()
        db.add(EvidenceUse(evidence_id="minutes", indicator="RC-03", assessment_id=ARDEN, by="alice", at=utc_now()))


@pytest.mark.usefixtures("dated")
def test_the_hint_follows_the_level_and_goes_with_its_evidence(alice: Page) -> None:
    alice.goto(f"{HOME}/elements/E1.1")
    card = Card(alice, "RC-03")
    piece, question = card.form.locator(".dated"), card.state.locator(".doubt")
    expect(piece).to_have_text("")

    card.choose("3")
    card.expect_saved()
    expect(piece).to_have_text(
        "Dated 14 months before the snapshot date, 31 December 2025. Level 3 asks for the last 12 months."
    )
    expect(question).to_contain_text("The newest dated evidence was 14 months old by then.")

    card.choose("2")
    expect(piece).to_have_text("")
    expect(question).to_have_count(0)

    card.choose("4")
    expect(piece).to_contain_text("Level 4 asks")
    card.button("Remove Minutes from RC-03").click()
    expect(piece).to_have_count(0)
    expect(question).to_have_count(0)
