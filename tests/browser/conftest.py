"""One server and one Chromium for each process: the files are in three folders, so that each can have its own.

For each test there is a clean stage, fresh windows and a watch on the console. Any error on the console, any breach of
the content security policy and any exception in a page fails the test that did not provoke it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    APIRequestContext,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    WebError,
    expect,
    sync_playwright,
)

from app.access.guards import COOKIE
from questionnaires.catalogue import Catalogue
from tests.browser.chromium import launched
from tests.browser.line import Line
from tests.browser.site import COLLEAGUE, Site, add_colleague, served
from tests.stage import Stage
from tests.waiting import PATIENCE

expect.set_options(timeout=1000 * PATIENCE)
Enter = Callable[..., Page]


class Watch:
    """What the pages complained about, without what the test provoked."""

    def __init__(self) -> None:
        self._complaints: list[str] = []
        self._provoked: list[str] = []

    def follow(self, window: BrowserContext) -> None:
        window.on("console", self._on_console)
        window.on("weberror", self._on_error)

    def expects(self, *words: str) -> None:
        self._provoked += words

    def complaints(self) -> list[str]:
        return [complaint for complaint in self._complaints if not any(words in complaint for words in self._provoked)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(message.text)

    def _on_error(self, error: WebError) -> None:
        self._complaints.append(str(error.error))


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def running(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(catalogue, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="package")
def with_colleague(running: Site, catalogue: Catalogue) -> Stage:
    return Stage(running.database, catalogue, add_colleague)


@pytest.fixture
def site(running: Site, with_colleague: Stage) -> Site:
    """With the cast on a clean stage, Alice's colleague Dora beside it, and the line whole."""
    running.line.mend()
    with_colleague.set()
    running.kept_reports.empty()
    return running


@pytest.fixture
def line(site: Site) -> Line:
    return site.line


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.complaints() == []


@pytest.fixture
def enter(chromium: Browser, site: Site, watch: Watch) -> Iterator[Enter]:
    """Opens a window of a browser, signed in by the cookie of the cast or not at all."""
    windows: list[BrowserContext] = []

    def open_page(person: str = "", **options: Any) -> Page:
        window = chromium.new_context(base_url=site.address, locale="en-GB", reduced_motion="reduce", **options)
        window.set_default_timeout(1000 * PATIENCE)
        windows.append(window)
        watch.follow(window)
        if person:
            window.add_cookies([{"name": COOKIE, "value": f"session of {person}", "url": site.address}])
        return window.new_page()

    yield open_page
    for window in windows:
        window.close()


@pytest.fixture
def alice(enter: Enter) -> Page:
    return enter("alice")


@pytest.fixture
def colleague(playwright: Playwright, site: Site) -> Iterator[APIRequestContext]:
    """Dora's program."""
    headers = {"authorization": f"Bearer token of {COLLEAGUE}"}
    program = playwright.request.new_context(base_url=site.address, extra_http_headers=headers, timeout=1000 * PATIENCE)
    yield program
    program.dispose()
