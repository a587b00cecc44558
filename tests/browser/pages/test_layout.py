"""Nothing hangs over the edge, from a small phone to a desk, and from right to left a page is mirrored."""

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.browser.card import Card
from tests.browser.conftest import Enter, Watch
from tests.browser.edges import OPEN_ALL, TURN, over_the_edge
from tests.browser.places import HOME, PLACES, UNBROKEN, Place, fill_in

pytestmark = pytest.mark.browser

MIRRORED = ("task list", "element", "scorecard")


def go(enter: Enter, place: Place, watch: Watch, **options: object) -> Page:
    watch.expects("status of 404 (Not Found)")
    page = enter(place.person, **options)
    page.goto(place.address)
    page.evaluate(OPEN_ALL)
    return page


def test_a_conflict_of_two_endless_texts_fits(enter: Enter, colleague: APIRequestContext, watch: Watch) -> None:
    watch.expects("status of 409 (Conflict)")
    fill_in(colleague)
    page = enter("alice")
    page.goto(f"{HOME}/elements/E1.1")
    theirs = {"state": "answered", "value": 1, "comment": UNBROKEN, "revision": 1}
    assert colleague.put(f"/api/v1{HOME}/answers/RC-01", data=theirs).ok
    card = Card(page, "RC-01")
    card.choose("4")
    expect(card.box).to_be_visible()

    assert over_the_edge(page) == []


@pytest.mark.parametrize("place", [place for place in PLACES if place.name in MIRRORED], ids=str)
def test_right_to_left_the_page_is_mirrored(place: Place, enter: Enter, watch: Watch) -> None:
    page = go(enter, place, watch, viewport={"width": 1280, "height": 800})
    places = "selector => document.querySelector(selector).getBoundingClientRect().left"
    assert page.evaluate(places, ".brand") < page.evaluate(places, ".top-nav")

    page.evaluate(TURN, "rtl")

    assert page.evaluate(places, ".brand") > page.evaluate(places, ".top-nav")
    heading = page.get_by_role("heading", level=1)
    assert heading.evaluate("one => getComputedStyle(one).textAlign") in ("start", "right")


def test_right_to_left_the_choice_stands_right_of_its_text(enter: Enter) -> None:
    page = enter("alice")
    page.goto(f"{HOME}/elements/E1.1")
    page.evaluate(TURN, "rtl")
    option = page.locator("#RC-01 .option").first

    radio, text = option.locator("input").bounding_box(), option.locator(".option-text").bounding_box()

    assert radio
    assert text
    assert radio["x"] > text["x"]


def test_what_is_pressed_is_large_enough_for_a_thumb(enter: Enter) -> None:
    """WCAG 2.2, 2.5.8: 24 px; the buttons are larger."""
    page = enter("alice", viewport={"width": 320, "height": 700})
    page.goto(f"{HOME}/elements/E1.1")

    small = """() => [...document.querySelectorAll('main :is(button, .button, summary, .option)')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24).map((one) => one.outerHTML)"""
    assert page.evaluate(small) == []
