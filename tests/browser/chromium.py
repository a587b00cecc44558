"""The Chromium of the tests, of the pictures and of the measurements."""

import shutil

from playwright.sync_api import Browser, Playwright

from tests.waiting import PATIENCE

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium-headless-shell"), args=ARGUMENTS, timeout=1000 * PATIENCE
    )
