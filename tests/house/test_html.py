"""The pages are HTML as its standard says: looked at by the W3C's own checker, Nu, all in one run."""

import re
import subprocess
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.db.session import Database
from questionnaires.catalogue import Catalogue
from tests.cast import actor
from tests.house.test_empty_forms import answers_to_empty_forms
from tests.house.test_links import pages_of

CHECKER = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
FOR_A_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""What Java compiles for good costs more than it saves in some seconds; with a smaller stack the checker gives up."""
OF_HTMX = ".*Attribute “hx-.*"
"""Which the standard does not know."""
PROGRESS = "/reports/progress"
"""What htmx fetches into a page is a part: of a download that another test began, for one."""

pytestmark = pytest.mark.browser


def test_every_page_is_html_as_the_standard_says(
    app: FastAPI, database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    pages = {
        f"{name}{address}": in_a_page(page) if PROGRESS in address else page
        for name in ("sofia", "bob", "alice")
        for address, page in pages_of(actor(app, name))
    }
    for route, answer in answers_to_empty_forms(app, database, catalogue):
        if answer.status_code in (409, 422):
            pages[f"{route} with nothing in it"] = answer.text
    for number, page in enumerate(pages.values()):
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")

    command = ["java", *FOR_A_SHORT_RUN, "-jar", str(CHECKER), "--format", "gnu", "--stdout", "--exit-zero-always"]
    command += ["--filterpattern", OF_HTMX, *map(str, sorted(tmp_path.glob("*.html")))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    places = list(pages)
    named = re.sub(r'^"file:[^"]*/(\d+)\.html"', lambda place: places[int(place[1])], done.stdout, flags=re.MULTILINE)
    assert not named, named
    assert not done.stderr, "the checker did not look at the pages"
    assert len(pages) > 100


def in_a_page(part: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>Progress</title></head><body>{part}</body></html>'
