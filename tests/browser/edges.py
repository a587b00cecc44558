"""What hangs over the edge of a window, or is a word broken in the head of a table.

At each width, left to right and right to left. Light and dark differ by their colours alone
(tests/house/test_decorations.py), so that one of them is looked at.
"""

from collections.abc import Iterator

from playwright.sync_api import Page

WIDTHS = (320, 768, 1280)
DIRECTIONS = ("rtl", "ltr")
TURN = "direction => { document.documentElement.dir = direction }"
OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
CLIPPED = """() => [...document.querySelectorAll('a, button, label, legend, h1, h2, h3, p, dd, th, td')]
  .filter((one) => one.checkVisibility() && !one.closest('.scroll, .hidden, .skip'))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.left < -0.5 || box.right > innerWidth + 0.5 })
  .map((one) => one.outerHTML.slice(0, 120))
  .concat([...document.querySelectorAll('thead th')].filter((head) => {
    const words = document.createRange(); words.selectNodeContents(head);
    const lines = new Set([...words.getClientRects()].map((line) => Math.round(line.top)));
    return head.checkVisibility() && !head.querySelector('.hidden')
      && /^[^\\s-]+$/.test(head.innerText.trim()) && lines.size > 1
  }).map((head) => `the word ${head.innerText} is broken`))
  .concat(document.documentElement.scrollWidth > window.innerWidth ? ['it scrolls sideways'] : [])"""


def over_the_edge(page: Page) -> list[str]:
    """Nothing, where the page fits."""
    return [*_over_the_edge(page)]


def _over_the_edge(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for direction in DIRECTIONS:
            page.evaluate(TURN, direction)
            yield from (f"{page.url} at {width} px, {direction}: {clipped}" for clipped in page.evaluate(CLIPPED))
