"""`python -m tests.heights`: the median and the largest height of a question, by width and state, beside the aim."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from app.access.guards import COOKIE
from app.cli.demo.loading import THIS_YEAR
from questionnaires.catalogue import Catalogue, load
from tests.bench.table import say
from tests.browser.chromium import launched
from tests.browser.site import Site, served
from tests.heights.limits import CASES, HIGHEST, Case, State
from tests.heights.measuring import Heights, answer_everything, measure
from tests.stage import Stage

LINE = "{:<8}{:<12}{:>10}{:>8}{:>9}{:>12}  {}"
WHO: dict[str, State] = {"alice": "answered", "charlie": "unanswered"}


def main() -> None:
    catalogue = load()
    with (
        TemporaryDirectory(prefix="parity-heights-", ignore_cleanup_errors=True) as folder,
        served(catalogue, Path(folder)) as site,
        sync_playwright() as playwright,
        launched(playwright) as chromium,
    ):
        Stage(site.database, catalogue).set()
        answer_everything(site.database, catalogue)
        measured: dict[Case, Heights] = {}
        for person, state in WHO.items():
            measured |= measure_as(chromium, site, catalogue, person, state)
    _tell(measured)


def measure_as(chromium: Browser, site: Site, catalogue: Catalogue, person: str, state: State) -> dict[Case, Heights]:
    page = chromium.new_page(base_url=site.address, locale="en-GB", reduced_motion="reduce")
    page.context.add_cookies([{"name": COOKIE, "value": f"session of {person}", "url": site.address}])
    return measure(page, catalogue[THIS_YEAR], state)


def _tell(measured: dict[Case, Heights]) -> None:
    say(LINE.format("width", "", "questions", "median", "largest", "limit", "the largest are"))
    for width, state in CASES:
        heights = measured[width, state]
        largest = sorted(heights, key=lambda id_: -heights[id_])
        limit = f"<= {HIGHEST[THIS_YEAR][width, state]}"
        figures = (len(heights), round(median(heights.values())), heights[largest[0]], limit)
        say(LINE.format(width, state, *figures, ", ".join(largest[:3])))


if __name__ == "__main__":
    main()
