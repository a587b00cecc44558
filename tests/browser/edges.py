"""What hangs over the edge of a window: at each width, light and dark."""

from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Page

WIDTHS = (320, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OVERHANG = "document.documentElement.scrollWidth - window.innerWidth"
TURN = "document.documentElement.dir = 'rtl'"
OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
CLIPPED = """() => [...document.querySelectorAll('a, button, label, legend, h1, h2, h3, p, dd, th, td')]
  .filter((one) => one.checkVisibility() && !one.closest('.scroll, .hidden, .skip'))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.left < -0.5 || box.right > innerWidth + 0.5 })
  .map((one) => one.outerHTML.slice(0, 120))"""


def over_the_edge(page: Page) -> list[str]:
    """Nothing, where the page fits."""
    return [*_over_the_edge(page)]


def _over_the_edge(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            if page.evaluate(OVERHANG) > 0:
                yield f"{page.url} at {width} px, {scheme}"
        yield from (f"{page.url} at {width} px: {clipped}" for clipped in page.evaluate(CLIPPED))
