"""The board summary: the figures of the result page on one sheet, and whether anyone may quote them."""

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.signing.signing import HOME, bring_to, make_ready
from tests.cast import Actor

SUMMARY = f"{HOME}/board-summary"
NOT_SIGNED = "Not signed."


@pytest.fixture
def ready(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue)
    return database


def test_it_says_that_nobody_signed(ready: Database, alice: Actor) -> None:
    page = words(alice.browser.get(SUMMARY).text)

    assert NOT_SIGNED in page
    assert "Signed by" not in page


def test_it_names_who_signed(ready: Database, catalogue: Catalogue, alice: Actor) -> None:
    bring_to(ready, catalogue, State.SIGNED)

    page = words(alice.browser.get(SUMMARY).text)

    assert NOT_SIGNED not in page
    assert "Signed by Hugo" in page


def test_its_figures_are_those_of_the_api(ready: Database, alice: Actor) -> None:
    card = alice.browser.get(f"/api/v1{HOME}/scorecard", headers=alice.api).json()

    page = words(alice.browser.get(SUMMARY).text)

    assert f"Score {card['overall']['score']:.1f} out of 100" in page
    for pillar in card["pillars"]:
        assert f"{pillar['score']:.1f}" in page


def test_a_page_that_is_printed_says_when_it_was_shown(ready: Database, alice: Actor) -> None:
    for address in (SUMMARY, f"{HOME}/scorecard", f"{HOME}/answers"):
        assert "Shown on " in words(alice.browser.get(address).text)
