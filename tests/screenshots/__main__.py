"""`make screenshots`: pictures of the pages of the demo at three widths, light and dark, and one sheet of them all.

    python -m tests.screenshots [FOLDER]

The demo is loaded into a temporary folder and served on a free port of 127.0.0.1 by the commands of the product.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import sync_playwright

from app.settings import Settings
from tests.bench.processes import HOST, environment, free_port, serving
from tests.bench.table import say
from tests.browser.chromium import launched
from tests.screenshots.camera import Camera, Picture
from tests.screenshots.pages import PAGES
from tests.screenshots.sheet import draw_sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache" / "screenshots"
PARITY = str(Path(sys.executable).with_name("parity"))


def main(folder: Path) -> None:
    begun = perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        picture.unlink()
    with served_demo() as address, sync_playwright() as playwright, launched(playwright) as chromium:
        camera = Camera(chromium, address, folder)
        pictures: list[Picture] = []
        for number, page in enumerate(PAGES, 1):
            say(f"{number} of {len(PAGES)}: {page.name}")
            pictures += camera.take(page)
        sheet = draw_sheet(chromium, pictures, folder)
    say(f"{len(pictures)} pictures in {perf_counter() - begun:.0f} s; all of them on one sheet: {sheet}")


@contextmanager
def served_demo() -> Iterator[str]:
    """Its address."""
    with TemporaryDirectory(prefix="parity-screenshots-", ignore_cleanup_errors=True) as data:
        settings, port = Settings(data_dir=Path(data), database_url="", second_factor_for=""), free_port()
        subprocess.run([PARITY, "demo"], env=environment(settings), check=True, stdout=subprocess.DEVNULL)
        with serving(settings, [PARITY, "serve", "--host", HOST, "--port", str(port)], port):
            yield f"http://{HOST}:{port}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
