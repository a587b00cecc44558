"""On a slow line a page can be answered before its scripts are there: nothing chosen or typed meanwhile is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.card import Card
from tests.browser.site import Site
from tests.cast import ARDEN

pytestmark = pytest.mark.browser

ELEMENT = f"/assessments/{ARDEN}/elements/E1.1"
Arrive = Callable[[], None]


def open_without(script: str, page: Page, address: str) -> Arrive:
    """The page as it is read while `script` is still on its way, and the act that lets it arrive."""
    held: list[Route] = []
    page.route(f"**/{script}*", lambda route: held.append(route))
    with page.expect_request(f"**/{script}*"):
        page.goto(address, wait_until="commit")
    while not held:
        page.wait_for_timeout(20)
    expect(page.locator(".skip")).not_to_be_in_viewport()  # once the style is there; before, what it hides is seen
    return held[0].continue_


@pytest.mark.parametrize("script", ["parity.js", "htmx.min.js"])
def test_an_answer_given_before_the_script_came_is_saved_when_it_comes(script: str, alice: Page, site: Site) -> None:
    arrive = open_without(script, alice, ELEMENT)
    card = Card(alice, "RC-01")
    card.choose("3")
    card.comment.fill("Signed in May")

    arrive()

    card.expect_saved()
    answer = site.stored("RC-01").answer
    assert (answer.value, answer.comment) == (3, "Signed in May")


def test_the_profile_filled_in_before_the_script_came_is_saved_when_it_comes(alice: Page, site: Site) -> None:
    arrive = open_without("htmx.min.js", alice, f"/assessments/{ARDEN}/profile")
    alice.locator('input[name="profile.land_border"][value="yes"]').check()

    arrive()

    expect(alice.locator("form.profile")).to_have_attribute("data-state", "saved")
    assert site.history("profile")[-1].content["profile.land_border"] == "yes"


def test_a_page_that_nobody_touched_saves_nothing_when_its_script_comes(alice: Page, site: Site) -> None:
    arrive = open_without("htmx.min.js", alice, ELEMENT)

    arrive()

    expect(alice.locator("form#RC-01")).to_have_attribute("data-htmx-powered", "true")
    assert alice.locator("form[data-state]").count() == 0
    assert site.line.saves == 0


def test_a_comment_begun_before_the_script_came_is_known_as_not_posted(alice: Page) -> None:
    arrive = open_without("parity.js", alice, f"/assessments/{ARDEN}/answers/RC-01/comments")
    draft = alice.locator("form.draft").first
    draft.get_by_role("textbox").fill("Who has the page?")

    arrive()

    expect(draft).to_have_attribute("data-state", "changed")
