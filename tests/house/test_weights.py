"""Pages stay light: each fits into the first packets of a connection, and a first visit into a second on a slow line.

Sizes are those on the line, compressed as the application compresses, of the demo, whose answers are long.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.access.guards import COOKIE
from app.cli.demo.loading import THIS_YEAR
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import load
from tests.demo_sessions import session_of, sign_everybody_in
from tests.screenshots.pages import ALICE, CARMEN, ISLA_CORVA, NOBODY, PAGES, RITA, TARKHAN, VALDORIA

KB = 1000
HEAVIEST_PAGE = 14 * KB
FIRST_VISIT = 60 * KB
OWN_SCRIPTS = 17 * KB
"""Two of them are those of the grid of numbers, which only its page loads."""
STATIC = Path(__file__).parents[2] / "app" / "web" / "static"
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
ELEMENTS = tuple(load()[THIS_YEAR].elements)
LOOKED_AT = (
    *((page.person, page.address) for page in PAGES),
    *((ALICE, f"{VALDORIA}/elements/{element}") for element in ELEMENTS),
    *((CARMEN, f"{ISLA_CORVA}/elements/{element}") for element in ELEMENTS),
    *((RITA, f"{TARKHAN}/review/{element}") for element in ELEMENTS),
)
WAY_TO_THE_FIRST_ANSWER = (
    (NOBODY, "/sign-in"),
    (CARMEN, "/"),
    (CARMEN, ISLA_CORVA),
    (CARMEN, f"{ISLA_CORVA}/elements/E1.1"),
)


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("weights")
    copyfile(demo_file, folder / "parity.db")
    app = create_app(Settings(data_dir=folder, database_url="", second_factor_for=""), load())
    sign_everybody_in(app.state.database)
    with TestClient(app, follow_redirects=False, headers={"accept-encoding": "gzip"}) as browser:
        yield browser


def fetched(demo: TestClient, person: str, address: str) -> Response:
    answer = demo.get(address, headers={"cookie": f"{COOKIE}={session_of(person)}"} if person else {})
    assert answer.status_code == 200, address
    return answer


def on_the_line(answer: Response) -> int:
    return int(answer.headers["content-length"])


def test_no_page_is_heavier_than_14_kilobytes(demo: TestClient) -> None:
    sizes = {(person, address): on_the_line(fetched(demo, person, address)) for person, address in LOOKED_AT}

    assert {page: size for page, size in sizes.items() if size > HEAVIEST_PAGE} == {}


def test_a_first_visit_brings_60_kilobytes_with_style_scripts_and_icon(demo: TestClient) -> None:
    """From the sign-in to the first answer, everything that a browser fetches, once."""
    pages = {address: fetched(demo, person, address) for person, address in WAY_TO_THE_FIRST_ANSWER}
    assets = {asset for page in pages.values() for asset in ASSETS.findall(page.text)}
    sizes = {address: on_the_line(page) for address, page in pages.items()}
    sizes |= {asset: on_the_line(fetched(demo, NOBODY, asset)) for asset in assets}

    assert {asset.rpartition("/")[2].partition("?")[0] for asset in assets} >= {"parity.css", "parity.js", "icon.svg"}
    assert sum(sizes.values()) <= FIRST_VISIT, sizes


def test_the_scripts_of_our_own_have_17_kilobytes_before_they_are_compressed() -> None:
    sizes = {script.name: script.stat().st_size for script in STATIC.glob("*.js")}

    assert sizes
    assert sum(sizes.values()) <= OWN_SCRIPTS, sizes
