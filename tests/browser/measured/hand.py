"""A hand at the page that counts: what it presses, types and chooses, and the pages that it is led to."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, Response

SCROLLED = """(card) => { const distance = card.getBoundingClientRect();
  const steps = distance.top >= innerHeight ? Math.ceil((distance.top - innerHeight) / innerHeight) + 1
    : distance.bottom <= 0 ? Math.ceil(-distance.bottom / innerHeight) + 1 : 0;
  card.scrollIntoView(); return steps }"""
"""How many times a window has to be moved by its own height until the thing is in it."""


@dataclass(frozen=True)
class Cost:
    """Of one way: `acts` are clicks, keys, fields filled in and windows scrolled on; `screens` the pages loaded."""

    acts: int
    screens: int
    refusals: int = 0
    """How often the server said no on the way."""


class Hand:
    def __init__(self, page: Page, begins_at: str) -> None:
        self.page = page
        page.goto(begins_at)
        self._acts = self._screens = self._refusals = 0
        page.on("domcontentloaded", self._on_page)
        page.on("response", self._on_answer)

    @property
    def cost(self) -> Cost:
        """Once the last page has come whole: what one expects to see may stand in it before it has."""
        self.page.wait_for_load_state()
        return Cost(self._acts, self._screens, self._refusals)

    def click(self, what: str | Locator) -> None:
        self._acts += 1
        self._find(what).click()

    def choose(self, field: str | Locator) -> None:
        """A radio or a box to tick."""
        self._acts += 1
        self._find(field).check()

    def fill(self, field: str, text: str) -> None:
        """And leave it, which is no act of its own: the next one does it."""
        self._acts += 1
        self._find(field).fill(text)
        self._find(field).blur()

    def select(self, field: str, value: str) -> None:
        self._acts += 1
        self._find(field).select_option(value)

    def attach(self, field: str, file: Path) -> None:
        """The dialog of the system is the same everywhere, and not counted."""
        self._acts += 1
        self._find(field).set_input_files(file)

    def download(self, link: str) -> Download:
        with self.page.expect_download() as download:
            self.click(link)
        return download.value

    def scroll_to(self, what: str) -> None:
        self._acts += int(self._find(what).evaluate(SCROLLED))

    def come_back_to(self, address: str) -> None:
        """Another day: the way there is not counted."""
        counted = self._screens
        self.page.goto(address)
        self._screens = counted

    def _find(self, what: str | Locator) -> Locator:
        return self.page.locator(what).first if isinstance(what, str) else what

    def _on_page(self, _page: Page) -> None:
        self._screens += 1

    def _on_answer(self, response: Response) -> None:
        self._refusals += response.status == 422
