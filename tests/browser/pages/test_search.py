"""The search in the head of each page: a field where there is room, else a button that leads to it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser


def test_search_is_one_press_away_on_narrow_and_wide_screens(enter: Enter) -> None:
    page = enter("sofia", viewport={"width": 1280, "height": 800})
    heads = []
    for width, direction in ((1280, "ltr"), (1280, "rtl"), (320, "ltr"), (320, "rtl")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/help")
        page.evaluate("direction => document.documentElement.dir = direction", direction)
        head = page.get_by_role("banner")
        heads.append(head.bounding_box())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width == 1280:
            head.get_by_role("searchbox", name="Search Parity").fill("arden")
            page.keyboard.press("Enter")
        else:
            head.get_by_role("button", name="Search").click()
            field = page.get_by_role("main").get_by_role("searchbox", name="Search for")
            field.fill("arden")
            field.press("Enter")
        expect(page.get_by_role("link", name="Arden Customs")).to_be_visible()

    assert [box and box["height"] for box in heads] == [56, 56, 48, 48]
