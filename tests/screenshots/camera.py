"""Takes the pictures: each page is opened once for each width, and pictured whole in light and dark."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page

from app.cli.demo.cast import PASSWORD
from tests.screenshots.pages import Pictured
from tests.waiting import PATIENCE

WIDTHS = (320, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 800


@dataclass(frozen=True)
class Picture:
    page: Pictured
    width: int
    scheme: str

    @property
    def file_name(self) -> str:
        return f"{self.page.name.replace(' ', '-')}-{self.width}-{self.scheme}.png"


class Camera:
    def __init__(self, chromium: Browser, address: str, folder: Path) -> None:
        self._chromium, self._address, self._folder = chromium, address, folder
        self._windows: dict[str, BrowserContext] = {}

    def take(self, pictured: Pictured) -> Iterator[Picture]:
        page = self._window(pictured.person).new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            _go(page, pictured.address)
            for scheme in SCHEMES:
                picture = Picture(pictured, width, scheme)
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=self._folder / picture.file_name, full_page=True)
                yield picture
        page.close()

    def _window(self, person: str) -> BrowserContext:
        """Signed in once, and kept for the next page of the same person."""
        if person not in self._windows:
            window = self._chromium.new_context(base_url=self._address, locale="en-GB", reduced_motion="reduce")
            window.set_default_timeout(1000 * PATIENCE)
            if person:
                _sign_in(window, person)
            self._windows[person] = window
        return self._windows[person]


def _sign_in(window: BrowserContext, person: str) -> None:
    page = window.new_page()
    _go(page, "/sign-in")
    page.locator('input[name="email"]').fill(person)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.close()


def _go(page: Page, address: str) -> None:
    answer = page.goto(address)
    if not answer or not answer.ok or not page.url.endswith(address):
        raise RuntimeError(f"{address} led to {page.url} with the status {answer.status if answer else 'none'}")
