"""What everybody needs: names, structure, visible focus, contrast; and nothing that hangs over the edge."""

import re
from collections.abc import Iterator
from math import inf
from typing import Any, Literal

import pytest
from playwright.sync_api import APIRequestContext, Page

from tests.browser.conftest import Enter, Watch
from tests.browser.edges import OPEN_ALL, over_the_edge
from tests.browser.places import HOME, PLACES, Place, fill_in

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), textarea, select, button, a')]
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    const ids = (one.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean);
    const words = [one.getAttribute('aria-label'), ...ids.map((id) => document.getElementById(id)?.textContent),
      ...[...(one.labels ?? [])].map((label) => label.textContent), one.matches('a, button') ? one.textContent : ''];
    return !words.some((word) => word?.trim());
  }).map((one) => one.outerHTML.slice(0, 160))"""
LONELY_RADIOS = """() => [...document.querySelectorAll('input[type=radio]')]
  .filter((one) => !one.closest('fieldset')?.querySelector(':scope > legend')?.textContent.trim())
  .map((one) => one.outerHTML)"""
TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place) }"""
JUMPS = """() => [...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))
  .filter((level, place, all) => place > 0 && level > all[place - 1] + 1)"""
FOCUS = """() => { const one = document.activeElement, style = getComputedStyle(one);
  if (one === document.body) return null;
  const hasOwnParts = one.matches('[type=date]');  // Chromium itself marks the part in use
  const isOutlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return { what: one.outerHTML.slice(0, 120), seen: hasOwnParts || isOutlined } }"""
STARTS = """() => [...document.querySelectorAll('h1, .guide')]
  .map((one) => ({ what: one.innerText, top: one.getBoundingClientRect().top + scrollY }))"""
LATEST = 180
COLOURS = """(all) => all.slice(0, 8).map((one) => {
  const grounds = [];
  for (let at = one; at; at = at.parentElement) grounds.push(getComputedStyle(at).backgroundColor);
  return { words: one.innerText, text: getComputedStyle(one).color, grounds } })"""


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_there_for_everybody(place: Place, enter: Enter, colleague: APIRequestContext, watch: Watch) -> None:
    """One visit of each, filled with the longest texts: names, structure, focus, contrast, and both directions."""
    watch.expects("status of 404 (Not Found)")
    fill_in(colleague)
    page = enter(place.person)
    page.goto(place.address)

    seen = {
        "names and structure": unnamed(page),
        "focus": unseen_focus(page),
        "contrast": too_pale(page, TEXTS.get(place.name, ())),
        "begins late": begins_late(page),
        "over the edge": over_the_edge_with_all_open(page),
    }

    assert {what: offenders for what, offenders in seen.items() if offenders} == {}


def unnamed(page: Page) -> list[object]:
    """What has no name, or stands in the wrong place; and the page itself, if its head does not say what it is."""
    root, title = page.locator("html"), page.title()
    head = (page.locator("h1").count(), root.get_attribute("lang"), root.get_attribute("dir"))
    offenders: list[object] = [] if head == (1, "en", "ltr") else [head]
    offenders += [] if title.endswith("\N{EN DASH} Parity") else [title]
    for question in (NAMELESS, LONELY_RADIOS, TWICE, JUMPS):
        offenders += page.evaluate(question)
    return offenders


def unseen_focus(page: Page) -> list[object]:
    seen = list(stops(page))
    page.evaluate("document.activeElement.blur()")
    return [stop["what"] for stop in seen if not stop["seen"]] if len(seen) > 1 else [seen, "no stops"]


def begins_late(page: Page) -> list[object]:
    """On a phone the title, and what one can do, are within 180 px of the top."""
    page.set_viewport_size({"width": 320, "height": 800})
    return [start for start in page.evaluate(STARTS) if start["top"] > LATEST]


def over_the_edge_with_all_open(page: Page) -> list[str]:
    page.evaluate(OPEN_ALL)
    return over_the_edge(page)


def stops(page: Page, most: int = 30) -> Iterator[dict[str, object]]:
    """Where the focus stands after each Tab, until it leaves the page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return
        yield stop


TEXTS = {
    "scorecard": ("h1", ".lead", "main p", ".quiet", ".caption", "main a", ".label", ".tag", ".places a", ".foot p"),
    "element": ("legend .ask-text", ".ask-id", ".option-text", ".button", ".save-button", "summary", ".hint", ".save"),
    "task list": (".status-completed", ".status-in-progress", ".status-not-started", ".status-problem", ".count"),
    "sign-in": ("main .button", ".field span", ".lead"),
}


def too_pale(page: Page, selectors: tuple[str, ...]) -> list[str]:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    offenders = []
    for scheme in SCHEMES if selectors else ():
        page.emulate_media(color_scheme=scheme)
        ratios = {selector: weakest(page, selector) for selector in selectors}
        offenders += [f"{selector}, {scheme}: {ratio}" for selector, ratio in ratios.items() if ratio < 4.5]
    return offenders


def weakest(page: Page, selector: str) -> float:
    """The lowest contrast among the first of these texts; infinite where the page has none."""
    return min(map(contrast_of, page.locator(selector).evaluate_all(COLOURS)), default=inf)


def test_the_badge_of_each_level_can_be_read(enter: Enter) -> None:
    page = enter("alice")
    page.goto(f"{HOME}/elements/E1.1")

    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        badges = page.locator("#RC-01 .level").evaluate_all(COLOURS)
        ratios = {badge["words"]: contrast_of(badge) for badge in badges}
        assert set(ratios) == {"0", "1", "2", "3", "4"}
        assert {text: ratio for text, ratio in ratios.items() if ratio < 4.5} == {}, scheme


Colour = tuple[float, float, float, float]


def contrast_of(colours: dict[str, Any]) -> float:
    """As WCAG counts it, with grounds that let the ground below shine through."""
    ground: Colour = (255, 255, 255, 1)
    for layer in reversed(colours["grounds"]):
        ground = over(read(layer), ground)
    lighter, darker = sorted((luminance(over(read(colours["text"]), ground)), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def read(colour: str) -> Colour:
    red, green, blue, *alpha = (float(part) for part in re.findall(r"[\d.]+", colour))
    assert colour.startswith("rgb"), colour
    return red, green, blue, alpha[0] if alpha else 1.0


def over(top: Colour, ground: Colour) -> Colour:
    mixed = [top[3] * top[part] + (1 - top[3]) * ground[part] for part in range(3)]
    return mixed[0], mixed[1], mixed[2], 1.0


def luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
