"""`make screenshots`: every page of its table is there, and the pictures lie on one sheet."""

import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import pytest
from fastapi.testclient import TestClient

from app.access.guards import COOKIE
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import load
from tests.demo_sessions import session_of, sign_everybody_in
from tests.screenshots.__main__ import ROOT
from tests.screenshots.camera import SCHEMES, WIDTHS
from tests.screenshots.pages import PAGES

PNG = b"\x89PNG"
PATIENCE = 600


def test_every_page_of_the_table_is_there_for_its_person(demo_file: Path, tmp_path: Path) -> None:
    copyfile(demo_file, tmp_path / "parity.db")
    app = create_app(Settings(data_dir=tmp_path, database_url="", second_factor_for=""), load())
    sign_everybody_in(app.state.database)
    with TestClient(app, follow_redirects=False) as browser:
        statuses = {
            page.name: browser.get(
                page.address, headers={"cookie": f"{COOKIE}={session_of(page.person)}"} if page.person else {}
            ).status_code
            for page in PAGES
        }

    assert {name: status for name, status in statuses.items() if status != 200} == {}
    assert len(statuses) == len(PAGES), "each has a name of its own"


@pytest.mark.long(keep=0)
@pytest.mark.browser
def test_the_pictures_and_their_sheet_are_taken(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.screenshots", str(tmp_path)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    pictures = list(tmp_path.glob("*.png"))
    assert len(pictures) == len(PAGES) * len(WIDTHS) * len(SCHEMES) + 1
    assert all(picture.read_bytes().startswith(PNG) for picture in pictures)
    assert str(tmp_path / "sheet.png") in done.stdout
