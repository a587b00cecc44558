"""axe-core in the pages: every rule that it has by default, the best practices included."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

from tests.browser.edges import OPEN_ALL

AXE = (Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
Look = tuple[int, Literal["light", "dark"]]
LOOKS: tuple[Look, ...] = ((1280, "light"), (320, "dark"))
"""Widths and schemes: the two that share nothing. Light and dark differ by their colours alone."""
RUN = """async () => (await axe.run(document, { resultTypes: ['violations'], preload: false })).violations
  .map((broken) => `${broken.id}: ${broken.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)"""


def violations(page: Page, looks: tuple[Look, ...] = LOOKS) -> list[str]:
    """Each as the rule and what breaks it. The page is loaded once, and axe once in it."""
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE)
    broken = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        broken += [f"{scheme}, {width} px: {rule}" for rule in page.evaluate(RUN)]
    return broken
